"""The archive as RSS 2.0: of all lists, and of one."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles import shelf
from articles.body import portable_bodies
from articles.feed_formats import RssFeed
from mohit import freshness
from mohit.addresses import absolute
from mohit.arabic import isolate_plain
from mohit.responses import public_page
from mohit.xml_text import xml_text
from newsletter.models import Issue, IssueStory, MailingList
from newsroom.identity import the_identity

SIZE = 20  # issues of a feed
MINUTES = 60  # after which a reader's program may ask again
NEVER = datetime(1970, 1, 1, tzinfo=UTC)

Story = tuple[str, str]  # headline and address


@require_safe
@public_page
def archives_feed(request: HttpRequest) -> HttpResponse:
    return feed(request, reverse("newsletter_archives"), "أعداد النشرة الإخبارية", Issue.objects.in_archive())


@require_safe
@public_page
def archive_feed(request: HttpRequest, slug: str) -> HttpResponse:
    row = get_object_or_404(MailingList.objects.in_archive(), slug=slug)
    return feed(request, row.get_absolute_url(), row.name, Issue.objects.in_archive().filter(mailing_list=row))


def feed(request: HttpRequest, path: str, title: str, issues: QuerySet) -> HttpResponse:
    """The feed of the page at `path`; it tells when it changed by its tag alone, for a story may be withdrawn."""
    site = the_identity()
    rows = list(issues.defer("html", "text").select_related("mailing_list")[:SIZE])
    stories = stories_of(rows)
    facts = [(row.pk, row.public_title, row.public_preheader, row.intro, stories.get(row.pk)) for row in rows]
    tag = freshness.tag_of(path, title, site.name, facts)
    if answer := freshness.unchanged(request, tag, None):
        return answer
    writer = RssFeed(
        title=isolate_plain(xml_text(f"{title} | {site.name}")),
        link=absolute(path),
        description=isolate_plain(xml_text(title)),
        language="ar",
        feed_url=absolute(f"{path}feed/"),
        ttl=str(MINUTES),
        icon=absolute(static("img/icon-180.png")),
        moment=timezone.localtime(rows[0].started_at if rows else NEVER),
    )
    for row, intro in zip(rows, portable_bodies(row.intro for row in rows), strict=True):
        writer.add_item(**item(row, intro, stories.get(row.pk, [])))
    response = HttpResponse(writer.writeString("utf-8"), content_type=RssFeed.content_type)
    response.headers["X-Robots-Tag"] = "noindex"
    return freshness.dated(response, tag, None)


def stories_of(issues: list[Issue]) -> dict[int, list[Story]]:
    """The public stories of each issue, in their order: two queries."""
    rows = IssueStory.objects.filter(issue__in=[row.pk for row in issues]).order_by("position", "pk")
    placings = list(rows.values_list("issue_id", "article_id", "headline"))
    public = shelf.cards([article for _, article, _ in placings])
    found: dict[int, list[Story]] = {}
    for issue, article, headline in placings:
        if card := public.get(article):
            found.setdefault(issue, []).append((headline or card.headline, card.get_absolute_url()))
    return found


def item(issue: Issue, intro: str, stories: list[Story]) -> dict[str, Any]:
    lines = "".join(f'<li><a href="{escape(absolute(path))}">{escape(headline)}</a></li>' for headline, path in stories)
    content = f'<div lang="ar" dir="rtl">{intro}{f"<ul>{lines}</ul>" if lines else ""}</div>'
    return {
        "title": isolate_plain(xml_text(issue.public_title)),
        "link": absolute(issue.get_absolute_url()),
        "description": escape(xml_text(issue.public_preheader), quote=False) or None,
        "unique_id": f"tag:{urlsplit(settings.SITE_URL).hostname},2026:newsletter:{issue.pk}",
        "unique_id_is_permalink": False,
        "pubdate": timezone.localtime(issue.started_at),
        "authors": [],
        "categories": [xml_text(issue.mailing_list.name)],
        "picture": None,
        "content": xml_text(content),
    }
