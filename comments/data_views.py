"""«بياناتي»: a person sees, takes along or erases what we hold about their mail address."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.template.loader import render_to_string

from comments.letters import owe_data
from comments.links import DATA
from comments.mail_views import mailbox_of
from comments.person import erase, export, held_about
from mohit.public_forms import Limit, done, invalid, limited, public_form_page
from mohit.public_forms.forms import Email, PublicForm
from mohit.responses import public_html
from mohit.signed_links import done_page, link_page

TEMPLATE = "comments/comments_my_data.html"
SHOWN = 200  # comments on the page; the file holds all
requests_from_source = Limit("comments.my_data", most=5, seconds=3600)


class MyDataForm(PublicForm):
    form_id = "my-data"
    button = "أرسلوا إلي الرابط"

    email = Email(label="بريدك الإلكتروني", help_text="الذي كتبت به تعليقاتك.")


@public_form_page(form=MyDataForm)
def comments_my_data(request: HttpRequest) -> HttpResponse:
    """The same answer whatever the address; what we know of it travels by mail alone."""
    if request.method != "POST":
        return public_html(TEMPLATE, {"form": MyDataForm(action=request.path)})
    form = MyDataForm(request.POST, action=request.path)
    if not form.is_valid():
        return invalid(request, form, TEMPLATE)
    if wait := requests_from_source.take(request):
        return limited(request, form, TEMPLATE, wait)
    if not form.is_trapped:
        owe_data(form.cleaned_data["email"])
    return done(request.path, "my-data-sent")


@link_page(DATA)
def comments_person(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    mailbox = mailbox_of(pk, version)
    if request.method == "POST":
        erase(mailbox.email, keep_text=request.POST.get("choice") != "remove_text")
        return done_page("محونا بياناتك", "لم يعد عندنا ما يدل عليك في التعليقات. شكرا لأنك شاركتنا.")
    held = list(zip(range(SHOWN), held_about(mailbox.email_key), strict=False))
    context = {"mailbox": mailbox, "held": [one for _, one in held], "is_cut": len(held) == SHOWN}
    return HttpResponse(render_to_string("comments/comments_person.html", context))


@link_page(DATA)
def comments_person_file(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    """Everything as JSON; the same link as the page's."""
    if request.method == "POST":
        return HttpResponseNotAllowed(["GET", "HEAD"])
    facts = export(mailbox_of(pk, version).email)
    headers = {"Content-Disposition": 'attachment; filename="comments.json"'}
    return JsonResponse(facts, headers=headers, json_dumps_params={"ensure_ascii": False, "indent": 2})
