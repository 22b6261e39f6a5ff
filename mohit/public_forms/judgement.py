"""Who may send a public form: only a page of ours, or a person who was shown what would be sent."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict
from django.template.loader import render_to_string
from django.views.decorators.csrf import csrf_exempt

from mohit.public_forms import proof
from mohit.public_forms.bodies import Refusal, read_form
from mohit.responses import PRIVATE, PUBLIC
from mohit.visitors import is_foreign, is_same_origin

View = Callable[..., HttpResponse]


def public_post(view: View | None = None, *, form: type[Form] | None = None, by_link: bool = False) -> View:
    """Mark a view as the receiver of a public form: POST alone, judged here, its answers kept by no cache.

    `form` names the fields where the sender is asked to confirm them. `by_link` is for an address that is itself the
    right to act (a signed link): it counts wherever it comes from, a mail program's one-click POST (RFC 8058) too.
    """
    return _receiver(view, form, by_link, any_body=False, methods=("POST",))


def public_form_page(
    view: View | None = None, *, form: type[Form] | None = None, by_link: bool = False, any_body: bool = False
) -> View:
    """As `public_post`, of a view that answers GET and HEAD too: with a public page, `by_link` with a private one.

    `any_body` is for a press that means the same whatever it carries: what cannot be read counts as nothing.
    """
    return _receiver(view, form, by_link, any_body, methods=("GET", "HEAD", "POST"))


def _receiver(
    view: View | None, form: type[Form] | None, by_link: bool, any_body: bool, methods: tuple[str, ...]
) -> View:
    if view is None:
        return lambda view: _receiver(view, form, by_link, any_body, methods)

    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method not in methods:
            return HttpResponseNotAllowed(methods)
        if request.method != "POST":
            return _page(view(request, *args, **kwargs), by_link)
        response = judge(request, form, by_link, any_body) or view(request, *args, **kwargs)
        response.headers["Cache-Control"] = PRIVATE
        return response

    return csrf_exempt(wrapped)  # a page in a shared cache carries no token


def _page(response: HttpResponse, by_link: bool) -> HttpResponse:
    response.headers.setdefault("Cache-Control", PRIVATE if by_link else PUBLIC)
    if by_link:
        response.headers.setdefault("X-Robots-Tag", "noindex")
    return response


def judge(request: HttpRequest, form: type[Form] | None, by_link: bool, any_body: bool = False) -> HttpResponse | None:
    """The answer to a POST that no view shall see; None when it may pass."""
    if not by_link and is_foreign(request):
        return HttpResponse(render_to_string("public_forms/foreign.html"), status=403)
    try:
        read_form(request)
    except Refusal as refusal:
        if not any_body:
            return refused(request, refusal, form)
        request.POST = QueryDict()
    if by_link or is_same_origin(request) or proof.is_proven(request):
        return None
    return confirmation(request, form)


def refused(request: HttpRequest, refusal: Refusal, form: type[Form] | None) -> HttpResponse:
    """What could be read of a damaged form is shown, so that nobody has to think it up again."""
    typed = typed_text(request, form) if refusal.is_readable else []
    context = {"refusal": refusal, "typed": typed}
    return HttpResponse(render_to_string("public_forms/refused.html", context), status=refusal.status)


def confirmation(request: HttpRequest, form: type[Form] | None) -> HttpResponse:
    """409: nothing is done yet. The whole form, to be sent again by a person."""
    context = {
        "address": request.get_full_path(),
        "typed": typed_text(request, form),
        "fields": [(name, value) for name, values in proof.typed_fields(request).items() for value in values],
        "proof": (proof.FIELD, proof.proof_of(request)),
    }
    return HttpResponse(render_to_string("public_forms/confirmation.html", context), status=409)


def typed_text(request: HttpRequest, form: type[Form] | None) -> list[tuple[str, str]]:
    """Label and text of what a person filled in: in the order of `form`, without fields that it hides."""
    typed = proof.typed_fields(request)
    if form is None:
        return [("", text) for values in typed.values() for value in values if (text := shown(value))]
    return [
        (field.label, text)
        for name, field in form.base_fields.items()
        if not field.widget.is_hidden and not getattr(field, "is_trap", False)
        for value in typed.get(name, ())
        if (text := shown(value, dict(getattr(field, "choices", ()))))
    ]


def shown(value: str, choices: dict[str, str] | None = None) -> str:
    """As a person knows it: the name of a choice, `نعم` for a box that was ticked."""
    text = value.replace("\0", "").strip()
    return str((choices or {}).get(text, "نعم" if text == "on" else text))
