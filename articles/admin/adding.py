"""A new story that is sent twice is one story: by a double click, or by a browser that heard no answer the first time.

The form's own key (`KeptText.key`) stands in the revision that it saved, so what comes later with it finds the story.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse

from articles import permissions
from articles.admin.verbs import asked, told
from articles.models import Revision
from articles.revisions.state import changed
from mohit.typed_text import stored


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


def says_more(request: HttpRequest, article: Any) -> bool:
    """Whether the form holds a note or an embargo that the first one did not leave: neither is in a story's state."""
    note = stored(request.POST.get("note", ""))
    day = request.POST.get("embargo_0", "").strip()
    is_new = bool(note) and not article.notes.filter(by=request.user, text=note).exists()
    return is_new or (bool(day) and article.embargoed_until is None)


def answer_again(desk: Any, request: HttpRequest, first: Revision) -> HttpResponse:
    """Nothing is done twice. A text that differs from the one that was saved is kept, and shown beside it."""
    article, verb = first.article, asked(request)
    if changed(first.state, desk.state_typed(request, None)) or says_more(request, article):
        request.POST = request.POST.copy()
        request.POST["_base"] = str(first.number)  # it went on from what it had saved
        if permissions.may_edit(request.user, article):
            return desk.overtaken(request, article)
        return desk.too_late(request, article)
    waits = verb is not None and not article.decisions.exists()
    if IS_POPUP_VAR in request.POST or (waits and verb.may(request.user, article)):
        return desk.response_add(request, article)
    desk.message_user(request, desk.message(told(verb, article) if verb else "حفظ", article), messages.SUCCESS)
    return desk.go_on(request, article)
