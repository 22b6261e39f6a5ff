"""A coverage as HTML: the part of the story's page that grows, and the same part alone for pages that are open."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from articles.body import render_body
from articles.live.reading import Coverage, Entries, Entry
from mohit import dates
from mohit.arabic import isolate
from mohit.stencils import Stencil

SEAM = "<!--live-->"  # between bodies that are rendered together: no comment passes the cleaning

part = Stencil(
    "articles/live/_live.html",
    *("address", "version", "is_open", "opened", "closed", "summary"),
    *("key_events", "top", "entries", "older", "newest"),
)
one = Stencil(
    "articles/live/_entry.html",
    *("pk", "edition", "link", "time", "author", "headline", "body", "is_key", "changed", "is_top"),
)


def render_bodies(*bodies: str) -> list[SafeString]:
    """Each as `render_body` makes it, by two queries at most for all together."""
    if not bodies:
        return []
    whole = render_body(SEAM.join(bodies))
    return [mark_safe(body) for body in whole.split(SEAM)]  # noqa: S308  (cleaned and rendered)


def live_html(number: int, coverage: Coverage, entries: Entries, bodies: list[SafeString]) -> SafeString:
    """The live part of the story `number`; `bodies` are the rendered texts of `entries.all()`, in that order.

    Its links begin with the question mark or the dot: they stay on the story's page, wherever that is.
    """
    today = timezone.localdate()
    is_followed = coverage.is_open and entries.is_first
    written = [
        entry_html(entry, body, today, entry is entries.top) for entry, body in zip(entries.all(), bodies, strict=True)
    ]
    top = written.pop(0) if entries.top else ""
    return part(
        address=f"/{number}/live/" if is_followed else "",
        version=str(coverage.version) if is_followed else "",
        is_open="مباشرة" if coverage.is_open else "",
        opened=when(coverage.opened_at, today),
        closed=when(coverage.closed_at, today) if coverage.closed_at else "",
        summary=paragraphs(coverage.summary) if coverage.closed_at else "",
        key_events="".join(key_event(entry, today) for entry in entries.key_events),
        top=top,
        entries="".join(written),
        older=f"?from={entries.older}#live" if entries.older else "",
        newest="" if entries.is_first else "./#live",
    )


@lru_cache(maxsize=1024)
def entry_html(entry: Entry, body: str, today: date, is_top: bool) -> SafeString:
    return one(
        pk=str(entry.pk),
        edition=str(entry.edition),
        link=address(entry),
        time=when(entry.at, today),
        author=f"<bdi>{escape(entry.author)}</bdi>" if entry.author else "",
        headline=isolate(escape(entry.headline)),
        body=isolate(body),
        is_key="من أهم التطورات" if entry.is_key else "",
        changed=when(entry.changed_at, today) if entry.changed_at else "",
        is_top="مثبت" if is_top else "",
    )


def address(entry: Entry) -> str:
    """Of one entry: the page that tells from it back in time, with the entry itself in sight."""
    return f"?from={entry.pk}#entry-{entry.pk}"


def key_event(entry: Entry, today: date) -> str:
    return f'<li>{when(entry.at, today)} <a href="{address(entry)}">{isolate(escape(entry.headline))}</a></li>'


def when(moment: datetime, today: date) -> str:
    """`15:05` of today, else with its day: never «minutes ago», which a cached page would freeze."""
    shown = dates.clock(moment)
    if timezone.localdate(moment) != today:
        shown = f"{dates.day_month_year(moment)}، {shown}"
    return f'<time datetime="{dates.iso(moment)}">{shown}</time>'


def paragraphs(text: str) -> str:
    lines = (line.strip() for line in text.splitlines())
    return "".join(f"<p>{isolate(escape(line))}</p>" for line in lines if line)
