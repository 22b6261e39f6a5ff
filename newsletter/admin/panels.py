"""What the dashboard shows of the newsletter: what goes out next, what is going out, what waits for a decision, and how
the last one went."""

from __future__ import annotations

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from mohit.dates import count, number, percent, relative
from mohit.templatetags.arabic import bdi
from newsletter import permissions
from newsletter.admin.states import badge
from newsletter.models import Delivery, Issue, IssueEvent
from newsroom.dashboard import LINES, Content, Line, Panel, register

State = Issue.State
# What wants somebody first, then what moves, then what comes, then what was.
ORDER = (State.HELD, State.PAUSED, State.SENDING, State.SCHEDULED, State.SENT)


def issues() -> QuerySet[Issue]:
    """Those that are not done, and the last one that is: one query. `why` an editor is asked, and how many mails of an
    issue that is going out are `left`."""
    last = Issue.objects.filter(state=State.SENT, started_at__isnull=False).order_by("-started_at", "-pk").values("pk")
    open_ones = Q(state__in=[State.HELD, State.PAUSED, State.SENDING, State.SCHEDULED])
    holds = IssueEvent.objects.filter(issue=OuterRef("pk"), verb=IssueEvent.Verb.HOLD).order_by("-at", "-pk")
    left = Delivery.objects.filter(issue=OuterRef("pk"), state__in=[Delivery.State.PLANNED, Delivery.State.CLAIMED])
    rows = Issue.objects.without_content().filter(open_ones | Q(pk__in=last[:1])).select_related("mailing_list")
    return rows.annotate(
        why=Subquery(holds.values("note")[:1]),
        left=Subquery(left.order_by().values("issue").annotate(n=Count("pk")).values("n")),
    )


def state_of_issues(request: HttpRequest) -> Content:
    rows = sorted(
        issues(), key=lambda row: (ORDER.index(row.state), row.scheduled_at is None, row.scheduled_at, row.pk)
    )
    lines = [
        Line(
            str(row),
            reverse("admin:newsletter_issue_change", args=[row.pk]),
            format_html("{}، {}", bdi(row.mailing_list), facts(row)),
            badge(row),
            is_hot=row.state in (State.HELD, State.PAUSED),
        )
        for row in rows[:LINES]
    ]
    is_urgent = any(row.state in (State.HELD, State.PAUSED) for row in rows)
    return Content(lines, more=reverse("admin:newsletter_issue_changelist"), is_urgent=is_urgent)


def facts(issue: Issue) -> SafeString | str:
    if issue.state == State.HELD:
        return bdi(issue.why) if issue.why else "ينتظر قرارك"
    if issue.state == State.SCHEDULED:
        return f"يرسل {relative(issue.scheduled_at)}"
    if issue.state == State.SENT:
        if not issue.planned:
            return f"أرسل {relative(issue.started_at)}، ولم يكن في القائمة أحد"
        lost = f"، ولم تصل {count(issue.failed + issue.uncertain, 'mail')}" if issue.failed + issue.uncertain else ""
        return f"{relative(issue.started_at)}: سلمت {number(issue.sent)} من {count(issue.planned, 'mail')}{lost}"
    done = 100 * (issue.planned - (issue.left or 0)) // issue.planned if issue.planned else 0
    return format_html('بلغ الإرسال <bdi dir="ltr">{}</bdi>', percent(done))


register(
    Panel("newsletter", "النشرة البريدية", 50, permissions.may_compose, state_of_issues, "لا عدد مجدولا ولا مرسلا.")
)
