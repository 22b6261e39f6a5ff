"""Decisions about many comments at once: the ones that were ticked, or everything that came from one place.

Each comment is decided by its own verb, with its own row of history; nothing here updates in bulk.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_POST

from comments import permissions
from comments.admin.deciding import moderated_or_refused
from comments.admin.queue import Queue, QueueForm
from comments.admin.verbs import KEEP, VERBS, Verb
from comments.models import Comment, Decision
from comments.models.decision import LONGEST_NOTE
from comments.record import from_same
from mohit.dates import count, number

MOST_CHOSEN = 200  # ticks of one form
BATCH = 100  # comments between two lines of progress
SHOWN = 8  # comments on the page that asks for confirmation
PLACES = {"address": ("email_key", "عنوان البريد"), "source": ("source", "عنوان الشبكة")}


@dataclass
class Outcome:
    """How many were decided, and of how many somebody else had decided already."""

    done: int = 0
    late: int = 0

    def told(self, verb: Verb) -> str:
        words = f"«{verb.label}»: {count(self.done, 'comment')}."
        return f"{words} قرر غيرك قبلك في بعضها، وعددها {number(self.late)}." if self.late else words


@require_POST
def chosen(request: HttpRequest) -> HttpResponse:
    """Decide about the ticked comments; those of other moderators' sections are refused with the rest."""
    if not permissions.may_moderate(request.user):
        raise PermissionDenied
    verb, reason, note = asked(request)
    ticks = dict(tick for each in request.POST.getlist("chosen")[:MOST_CHOSEN] if (tick := read_tick(each)))
    comments = Comment.objects.filter(pk__in=ticks).select_related("article")
    mine = permissions.moderated(request.user, comments)
    if mine.count() < comments.count():
        raise PermissionDenied
    outcome = Outcome()
    for comment in mine.order_by("pk"):
        act(comment, verb, request.user, reason, note, outcome, seen=ticks[comment.pk])
    if not ticks:
        messages.warning(request, "اختر تعليقات أولا.")
    elif outcome.done:
        messages.success(request, outcome.told(verb))
    else:
        messages.warning(request, f"لم يتغير شيء: قرر غيرك قبلك في كل ما اخترت، أو لا يقبل حاله «{verb.label}».")
    place = QueryDict(request.POST.get("place", "").lstrip("?"))
    queue = Queue.of(QueueForm(request.user, place))
    return HttpResponseRedirect(reverse("admin:comments_comment_changelist") + queue.address())


def read_tick(tick: str) -> tuple[int, str] | None:
    """(key, the state in which it was ticked) of `42-pending`."""
    match = re.fullmatch(r"(\d{1,18})(?:-([a-z]{1,8}))?", tick, re.ASCII)
    return (int(match[1]), match[2] or "") if match else None


@require_http_methods(["GET", "HEAD", "POST"])
def from_one_place(request: HttpRequest, pk: int, place: str) -> HttpResponse | StreamingHttpResponse:
    """Show what came from the same address or network as this comment; a POST decides about all of it.

    The place is named by one of its comments: an address never stands in an address.
    """
    comment = moderated_or_refused(request, pk)
    if not permissions.may_see_contact(request.user, comment):
        raise PermissionDenied
    if place not in PLACES:
        raise Http404("no such place")
    field, name = PLACES[place]
    everything = permissions.moderated(
        request.user, Comment.objects.filter(pk__in=from_same(comment, field).order_by().values("pk"))
    )
    page = {
        **admin.site.each_context(request),
        "title": f"كل ما جاء من {name} نفسه",
        "comment": comment,
        "place_name": name,
    }
    if request.method == "POST":
        verb, reason, note = asked(request)
        upto = request.POST.get("upto", "")
        if not upto.isdecimal() or len(upto) > 18:
            raise Http404("nothing was confirmed")
        confirmed = everything.filter(pk__lte=int(upto))
        response = StreamingHttpResponse(
            decided_with_progress(request, page, confirmed, verb, expected(request), reason, note)
        )
        response.headers["X-Accel-Buffering"] = "no"  # nginx hands it on as it comes
        return response
    return render(request, "admin/comments/comment/same.html", {**page, **figures(everything)})


def figures(everything: QuerySet[Comment]) -> dict[str, Any]:
    """How many there are in each state, how many each verb would take, and the latest of them."""
    states = {row["status"]: row["times"] for row in everything.order_by().values("status").annotate(times=Count("pk"))}
    latest = list(everything.select_related("article").defer("article__body", "search_key").order_by("-pk")[:SHOWN])
    return {
        "total": sum(states.values()),
        "states": [(label, states[state]) for state, label in Comment.Status.choices if state in states],
        "verbs": [
            (verb, times)
            for verb in VERBS.values()
            if verb is not KEEP and (times := sum(states.get(s, 0) for s in verb.before))
        ],
        "latest": latest,
        "upto": latest[0].pk if latest else 0,
        "reasons": Decision.Reason.choices,
    }


def decided_with_progress(
    request: HttpRequest,
    page: dict[str, Any],
    comments: QuerySet[Comment],
    verb: Verb,
    expected: int,
    reason: str,
    note: str,
) -> Iterator[str]:
    """The page of the running work, piece by piece. Stopped half-way it may be started again: each one counts."""
    html = render_to_string("admin/comments/comment/running.html", {**page, "verb": verb}, request)
    head, _, foot = html.partition("<!--progress-->")
    yield head
    outcome = Outcome()
    keys = list(comments.filter(status__in=verb.before).order_by("pk").values_list("pk", flat=True))
    outcome.late = max(0, expected - len(keys))
    for start in range(0, len(keys), BATCH):
        for comment in Comment.objects.filter(pk__in=keys[start : start + BATCH]).order_by("pk"):
            act(comment, verb, request.user, reason, note, outcome)
        yield format_html("<li>{}</li>", f"{number(outcome.done)} من {number(len(keys))}")
    yield format_html("<li><strong>{}</strong></li>", f"انتهى. {outcome.told(verb)}") + foot


def act(
    comment: Comment, verb: Verb, by: AbstractUser, reason: str, note: str, outcome: Outcome, seen: str = ""
) -> None:
    if verb.act(comment, by, reason, note, seen):
        outcome.done += 1
    else:
        outcome.late += 1


def asked(request: HttpRequest) -> tuple[Verb, str, str]:
    """(the verb, its reason, its note) of a form. Raises Http404 for a verb that is none."""
    verb = VERBS.get(request.POST.get("verb", ""))
    if verb is None:
        raise Http404("no such decision")
    reason = request.POST.get("reason", "")
    note = request.POST.get("note", "").replace("\0", "").strip()[:LONGEST_NOTE]
    return verb, reason if reason in Decision.Reason.values else "", note


def expected(request: HttpRequest) -> int:
    """How many the confirmed page said this verb would take; only for the words afterwards."""
    given = request.POST.get(f"expected_{request.POST.get('verb', '')}", "")
    return int(given) if given.isdecimal() and len(given) < 10 else 0
