"""What the desk is sent: decisions about one comment, their taking back, the newsroom's answers.

A script asks for JSON (`Accept: application/json`) and is told what became of the comment, with 409 when somebody was
first. A plain form is sent back to its list, which says the same.
"""

from __future__ import annotations

from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.urls import reverse
from django.utils.text import Truncator
from django.views.decorators.http import require_POST

from comments import permissions
from comments.admin.card import one
from comments.admin.queue import BIGGEST_KEY, Queue, QueueForm, capped, number_waiting, read_key
from comments.admin.verbs import APPROVE, VERBS, named, told, who_was_first
from comments.models import Comment, Decision
from comments.models.comment import LONGEST_TEXT
from comments.models.decision import LONGEST_NOTE
from mohit.public_forms.forms import Paragraphs


class AnswerForm(forms.Form):
    text = Paragraphs(
        label="رد غرفة الأخبار",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "اكتب الرد أولا."},
    )


def moderated_or_refused(request: HttpRequest, pk: int) -> Comment:
    """The comment, for whom may decide about it. Raises Http404 and PermissionDenied."""
    comment = one(pk).first() if pk <= BIGGEST_KEY else None
    if comment is None:
        raise Http404("no such comment")
    if not permissions.may_moderate(request.user, comment):
        raise PermissionDenied
    return comment


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    comment = moderated_or_refused(request, pk)
    verb = VERBS.get(request.POST.get("verb", ""))
    if verb is None:
        raise Http404("no such decision")
    reason = request.POST.get("reason", "")
    reason = reason if reason in Decision.Reason.values else ""
    note = request.POST.get("note", "").replace("\0", "").strip()[:LONGEST_NOTE]
    if not verb.act(comment, request.user, reason, note, seen=request.POST.get("seen", "")):
        return told_who_was_first(request, comment)
    return done(request, comment, told(verb, comment), undone=not comment.last_decision.is_undoable)


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    comment = moderated_or_refused(request, pk)
    if not comment.undo(request.user, read_key(request.POST.get("decision", ""))):
        return told_who_was_first(request, comment)
    state = Comment.Status(comment.status).label
    return done(request, comment, f"{named(comment)} عاد كما كان: {state}.", undone=True)


@require_POST
def answer(request: HttpRequest, pk: int, queue_page: object) -> HttpResponse:
    """Answer as a member of the newsroom; a comment that waits is published by it."""
    comment = moderated_or_refused(request, pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        if wants_json(request):
            return JsonResponse({"words": " ".join(form.errors["text"])}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        return queue_page(request, chosen=comment, answer_form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if comment.status == Comment.Status.PENDING:
        APPROVE.act(comment, request.user)
    if comment.answer(request.user, form.cleaned_data["text"]) is None:
        return told_who_was_first(request, comment, kept=form)
    return done(request, comment, f"نشر ردك على {named(comment)}.", undone=True)


def done(request: HttpRequest, comment: Comment, words: str, *, undone: bool = False) -> HttpResponse:
    """`undone`: there is nothing (more) to take back."""
    decision = comment.last_decision.pk if comment.last_decision and not undone else None
    if wants_json(request):
        return JsonResponse(
            {
                "words": words,
                "status": comment.status,
                "state": Comment.Status(comment.status).label,
                "decision": decision,
                "waiting": capped(number_waiting(request.user)),
            }
        )
    messages.success(request, words)
    return HttpResponseRedirect(back_to_list(request, comment, undo=comment.pk if decision else None))


def told_who_was_first(request: HttpRequest, comment: Comment, kept: AnswerForm | None = None) -> HttpResponse:
    """Nothing was done. A script keeps what was typed by itself; to a plain form it is given back in the message."""
    words = who_was_first(comment, request.user)
    if wants_json(request):
        status = Comment.objects.values_list("status", flat=True).get(pk=comment.pk)
        state = Comment.Status(status).label
        return JsonResponse({"words": words, "status": status, "state": state}, status=HTTPStatus.CONFLICT)
    if kept:
        words = f"{words} لم ينشر ردك: «{Truncator(kept.cleaned_data['text']).chars(1_000)}»"
    messages.warning(request, words)
    return HttpResponseRedirect(back_to_list(request, comment))


def back_to_list(request: HttpRequest, comment: Comment, undo: int | None = None) -> str:
    """The list from which the form was sent, at the comment that came next; or the comment's own page."""
    if "place" not in request.POST:
        return reverse("admin:comments_comment_change", args=[comment.pk])
    place = QueryDict(request.POST["place"].lstrip("?"))
    queue = Queue.of(QueueForm(request.user, place))
    cursor = {name: place.get(name, "")[:40] for name in ("after", "before")}
    chosen = read_key(request.POST.get("next", ""))
    return reverse("admin:comments_comment_changelist") + queue.address(**cursor, pk=chosen, undo=undo)


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")
