"""What an open page asks for every 15 seconds: the live part of a story alone, or that it has not changed."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.live.page import live_html, render_bodies
from articles.live.reading import Coverage, page_of, state
from articles.models import LiveEntry
from articles.reading import public_article
from mohit import freshness
from mohit.responses import public_page

# In seconds. A cache in front asks once in five for all who read; nobody is shown old news for longer.
WHILE_OPEN = "public, max-age=5, s-maxage=5, stale-while-revalidate=15, stale-if-error=86400"


@require_safe
@public_page
def live(request: HttpRequest, pk: int) -> HttpResponse:
    """`GET /<story>/live/`: 304 after one small query for who has this state; else the part, by three queries more."""
    found = state(pk=pk, at=timezone.now())
    if not found:
        raise Http404("no live page")
    key, version, closed_at = found[0]
    tag = freshness.tag_of("live", key, version, closed_at, timezone.localdate())
    response = freshness.unchanged(request, tag, None) or freshness.dated(the_part(pk), tag, None)
    response.headers["Cache-Control"] = WHILE_OPEN
    response.headers["X-Robots-Tag"] = "noindex"  # a part of a page
    return response


def the_part(pk: int) -> HttpResponse:
    article = public_article(pk)
    if article is None or article.live is None:
        raise Http404("no live page")
    entries = page_of(article.live.pk)
    return HttpResponse(live_html(pk, article.live, entries, render_bodies(*(entry.body for entry in entries.all()))))


def asked_entry(request: HttpRequest, coverage: Coverage) -> LiveEntry | None:
    """The entry from which the page tells back in time (`?from=`). A withdrawn one has its place still."""
    asked = request.GET.get("from", "")
    if not asked:
        return None
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 19):
        raise Http404("no such entry")
    return get_object_or_404(LiveEntry, coverage=coverage.pk, pk=asked)
