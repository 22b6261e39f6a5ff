"""A new story that is sent twice is one story: by a double click, or by a browser that heard no answer the first time.

The form's own key (`KeptText.key`) stands in the revision that it saved, so what comes later with it finds the story.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse

from articles import permissions
from articles.admin.forms import ArticleForm
from articles.admin.history import who_was_first
from articles.admin.verbs import ASSIGN, PUBLISH, TAKE, Verb, asked, told
from articles.models import Article, Decision, Revision
from articles.revisions.state import changed
from mohit.typed_text import stored

Did = Decision.Verb
IN_NO_STATE = (Did.EMBARGO, Did.LIFT_EMBARGO)  # decisions that leave a story where it is


def add_once(desk: Any, request: HttpRequest, key: str, add: Callable[[], HttpResponse]) -> HttpResponse:
    """What `add` answers, or what it answered when this form came the first time.

    Of two at the same moment the second waits until the first is stored; a form that was refused leaves nothing, and
    is new when it comes again.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            words = f"articles.add {request.user.pk} {key}"
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [words])
        first = Revision.objects.filter(by=request.user, key=key, number=1).select_related("article__section").first()
        return answer_again(desk, request, first) if first else add()


def says_more(request: HttpRequest, article: Article) -> bool:
    """Whether the form holds a note or an embargo that the first one did not leave: neither is in a story's state."""
    note = stored(request.POST.get("note", ""))
    is_new = bool(note) and not article.notes.filter(by=request.user, text=note).exists()
    return is_new or names_another_embargo(request, article)


def names_another_embargo(request: HttpRequest, article: Article) -> bool:
    field = ArticleForm.base_fields["embargo"]
    if field.widget.value_omitted_from_data(request.POST, {}, "embargo"):
        return False
    try:
        until = field.clean(field.widget.value_from_datadict(request.POST, {}, "embargo"))
    except ValidationError:
        return True
    return until != article.embargoed_until


def names_another_member(request: HttpRequest, verb: Verb, own: Decision, article: Article) -> bool:
    """Whether the story was to go to somebody to whom this person's own decision did not give it."""
    typed = request.POST.get("to", "") if verb.asks_member else ""
    return typed not in ("", str(own.to_id), str(article.assignee_id))


def decided(verb: Verb, by: AbstractUser, article: Article) -> Decision | None:
    """The decision that this person made with this button, the newest; None when there is none."""
    made = {PUBLISH: [Did.PUBLISH, Did.SCHEDULE], ASSIGN: [Did.ASSIGN, Did.TAKE]}.get(verb, [verb.name])
    return article.decisions.filter(by=by, verb__in=made).first()


def stands(verb: Verb, own: Decision, article: Article) -> bool:
    """Whether the story still is what `own` made it."""
    has_it = article.assignee_id == own.to_id or verb not in (TAKE, ASSIGN)
    return has_it and article.status == own.after


def answer_again(desk: Any, request: HttpRequest, first: Revision) -> HttpResponse:
    """Nothing is done twice. What differs from what was saved is kept, and shown beside it."""
    article, verb = first.article, asked(request)
    if changed(first.state, desk.state_typed(request, None)) or says_more(request, article):
        return keep_second(desk, request, first)
    if IS_POPUP_VAR in request.POST:
        return desk.response_add(request, article)
    if verb is None:
        return answer_as_before(desk, request, article, "حفظ")
    if not article.decisions.exclude(verb__in=IN_NO_STATE).exists():
        return act_at_last(desk, request, verb, article)
    own = decided(verb, request.user, article)
    if own and names_another_member(request, verb, own, article):
        return keep_second(desk, request, first)
    if own and stands(verb, own, article):
        return answer_as_before(desk, request, article, told(verb, article))
    desk.message_user(request, who_was_first(article), messages.WARNING)
    return answer_as_before(desk, request, article, "حفظ")


def act_at_last(desk: Any, request: HttpRequest, verb: Verb, article: Article) -> HttpResponse:
    """The first time the story was only saved; a new story has no button that asks for a reason."""
    if verb.asks_reason or not verb.may(request.user, article):
        raise PermissionDenied
    if verb.asks_member == "must" and not is_member(request.POST.get("to", "")):
        desk.message_user(request, f"اختر محررا قبل «{verb.label}».", messages.ERROR)
        return answer_as_before(desk, request, article, "حفظ")
    return desk.response_add(request, article)


def is_member(key: str) -> bool:
    try:
        return ArticleForm.base_fields["to"].clean(key) is not None
    except ValidationError:
        return False


def keep_second(desk: Any, request: HttpRequest, first: Revision) -> HttpResponse:
    request.POST = request.POST.copy()
    request.POST["_base"] = str(first.number)  # it went on from what it had saved
    if permissions.may_edit(request.user, first.article):
        return desk.overtaken(request, first.article)
    return desk.too_late(request, first.article)


def answer_as_before(desk: Any, request: HttpRequest, article: Article, done: str) -> HttpResponse:
    request.arrived = request.POST.get("_key", "")
    desk.message_user(request, desk.message(done, article), messages.SUCCESS)
    return desk.go_on(request, article)
