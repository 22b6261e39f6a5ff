"""How far an issue is, from its ledger; and by name, for whoever may see readers' addresses, what went wrong."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from mohit.responses import PRIVATE
from newsletter import permissions
from newsletter.models import Delivery, Issue

State = Delivery.State
SHOWN = 200  # rows of one page of deliveries
LISTS = {"failed": State.FAILED, "uncertain": State.UNCERTAIN, "skipped": State.SKIPPED, "deferred": State.DEFERRED}


def figures_of(issue: Issue, user: AbstractUser) -> dict[str, Any]:
    """The numbers of an issue that has started: one query while it is being sent, none when it is done."""
    if not issue.started_at:
        return {"figures": None}
    if issue.finished_at:
        left = {"failed": issue.failed, "uncertain": issue.uncertain, "skipped": issue.skipped}
    else:
        counts = issue.deliveries.counts()
        left = {state.name.lower(): counts.get(state, 0) for state in State if state != State.SENT}
    figures = dict.fromkeys(("planned", "claimed", "deferred", "failed", "uncertain", "skipped"), 0) | left
    waiting = figures["planned"]
    sent = issue.sent if issue.finished_at else max(issue.planned - sum(left.values()), 0)
    done = sent + figures["failed"] + figures["uncertain"] + figures["skipped"]
    return {
        "figures": figures | {"waiting": waiting, "total": issue.planned, "sent": sent, "done": done},
        "percent": 100 * done // issue.planned if issue.planned else 0,
        "is_counting": issue.audience_frozen_at is None and issue.state == Issue.State.SENDING,
        "is_moving": issue.finished_at is None,
        "may_see_addresses": permissions.may_look_at_deliveries(user),
    }


@require_safe
def figures(request: HttpRequest, pk: int) -> HttpResponse:
    """The figures alone: the page of an issue that is being sent fetches them again and again."""
    if not permissions.may_compose(request.user):
        raise PermissionDenied
    started = Issue.objects.without_content().select_related("mailing_list").filter(started_at__isnull=False)
    issue = get_object_or_404(started, pk=pk)
    context = {"issue": issue, **figures_of(issue, request.user)}
    response = render(request, "admin/newsletter/issue/_progress.html", context)
    response.headers["Cache-Control"] = PRIVATE
    response.headers["X-Issue-State"] = issue.state
    return response


@require_safe
def deliveries(request: HttpRequest, pk: int, word: str) -> HttpResponse:
    """To whom it did not go, or perhaps did not, and why; `?after=` the last row's key for the next page."""
    if not permissions.may_look_at_deliveries(request.user):
        raise PermissionDenied
    if word not in LISTS:
        raise Http404("no such list")
    issue = get_object_or_404(Issue.objects.without_content(), pk=pk)
    after = request.GET.get("after", "")
    rows = issue.deliveries.filter(state=LISTS[word]).select_related("subscriber").order_by("pk")
    if after.isdecimal() and len(after) < 19:
        rows = rows.filter(pk__gt=int(after))
    rows = list(rows[: SHOWN + 1])
    context = {
        **admin.site.each_context(request),
        "title": LISTS[word].label,
        "opts": Issue._meta,
        "issue": issue,
        "word": word,
        "rows": rows[:SHOWN],
        "next": rows[SHOWN - 1].pk if len(rows) > SHOWN else None,
    }
    response = render(request, "admin/newsletter/issue/deliveries.html", context)
    response.headers["Cache-Control"] = PRIVATE
    return response
