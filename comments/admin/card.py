"""One comment as the desk shows it: its words with what rules saw in them, its story, its writer's record, its past."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db.models import QuerySet
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from comments import permissions
from comments.admin.verbs import allowed
from comments.models import Comment, Decision, Finding
from comments.models.comment import LONGEST_TEXT
from comments.record import record_of

DECISIONS = 20  # of a comment's past
REPORTS = 20  # of its readers

# Every column that a card needs of the story and its section, and no body of 10,000 words.
CARD = Comment.objects.select_related("article__section", "parent", "member").defer(
    "article__body", "search_key", "parent__search_key"
)


def one(pk: int) -> QuerySet[Comment]:
    return CARD.filter(pk=pk)


def card_of(user: AbstractUser, comment: Comment) -> dict[str, Any]:
    """What the templates of a card read, in a fixed number of queries."""
    findings = list(Finding.objects.filter(comment=comment.pk))
    decisions = list(comment.decisions.select_related("by").order_by("-pk")[:DECISIONS])
    reports = list(comment.reports.all()[:REPORTS])
    unread = [report for report in reports if not comment.decided_at or report.created_at > comment.decided_at]
    with_contact = permissions.may_see_contact(user, comment)
    among = permissions.moderated(user, Comment.objects.defer("search_key"))
    return {
        "comment": comment,
        "text": marked(comment.text, findings),
        "findings": [(number, finding, seen(comment.text, finding)) for number, finding in numbered(findings)],
        "reports": reports,
        "verbs": allowed(comment, len(unread)),
        "reasons": list(enumerate(Decision.Reason.choices, start=1)),
        "decisions": decisions,
        "may_undo": bool(decisions) and decisions[0].is_undoable,
        "record": record_of(comment, among, with_contact=with_contact),
        "with_contact": with_contact,
        "story_url": comment.article.get_absolute_url() if comment.article.is_public() else "",
        "longest_text": LONGEST_TEXT,
    }


def numbered(findings: list[Finding]) -> list[tuple[int, Finding]]:
    return list(enumerate(findings, start=1))


def seen(text: str, finding: Finding) -> str:
    """The letters on which a rule fired; empty for one that judges the whole."""
    return "" if finding.start is None else text[finding.start : finding.end]


def marked(text: str, findings: list[Finding]) -> SafeString:
    """`text`, escaped, each stretch that rules saw in a `<mark>` that names them by number.

    Spans may overlap: the text is cut at every edge, so that no mark stands across another.
    """
    spans = [(n, f.start, min(f.end, len(text))) for n, f in numbered(findings) if f.start is not None]
    edges = sorted({0, len(text), *(edge for _, *span in spans for edge in span if edge <= len(text))})
    pieces = []
    for start, end in pairwise(edges):
        rules = " ".join(str(n) for n, first, last in spans if first <= start and end <= last)
        piece = conditional_escape(text[start:end])
        pieces.append(f'<mark data-findings="{rules}">{piece}</mark>' if rules else piece)
    return mark_safe("".join(pieces))  # noqa: S308  (every piece escaped)
