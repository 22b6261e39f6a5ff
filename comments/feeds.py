"""The newest comments of the site, and of one story, as RSS 2.0.

A feed tells when it changed by its tag alone: a comment that was taken from the page leaves no moment behind.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.feed_formats import Item, RssFeed
from articles.feeds import MINUTES, NEVER
from articles.models import Article
from comments.models import Comment
from comments.prose import paragraphs
from comments.threads import STORY, Story, public_story, read_story
from mohit import freshness
from mohit.addresses import absolute
from mohit.arabic import direction, isolate_plain
from mohit.arabic.isolation import isolate_names
from mohit.prepared import MOMENT, NUMBER, Prepared
from mohit.responses import public_page
from mohit.xml_text import xml_text
from newsroom.identity import the_identity

SIZE = 20  # comments of a feed
FIELDS = ("pk", "author_name", "text", "created_at")


class Said(NamedTuple):
    pk: int
    author_name: str
    text: str
    created_at: datetime
    story: Story


def newest(at: datetime) -> QuerySet:
    public = Article.objects.published(at).order_by().values("pk")
    rows = Comment.objects.approved().filter(article__in=public).newest_first()
    return rows.values_list(*FIELDS, *(f"article__{name}" for name in STORY))


of_site = Prepared(lambda at: newest(at)[:SIZE], at=MOMENT)
of_article = Prepared(lambda at, article: newest(at).filter(article=article)[:SIZE], at=MOMENT, article=NUMBER)


@require_safe
@public_page
def site_feed(request: HttpRequest) -> HttpResponse:
    return feed(request, "/comments/feed/", "/", "أحدث التعليقات", of_site(at=timezone.now()))


@require_safe
@public_page
def article_feed(request: HttpRequest, article: int) -> HttpResponse:
    story = public_story(article)
    if story is None:
        raise Http404("no such story")
    rows = of_article(at=timezone.now(), article=article)
    title = f"التعليقات على: {story.headline}"
    return feed(request, f"/comments/on/{article}/feed/", story.get_absolute_url(), title, rows)


def feed(request: HttpRequest, path: str, page: str, title: str, rows: Sequence[tuple]) -> HttpResponse:
    site = the_identity()
    tag = freshness.tag_of(path, page, title, site.name, rows)
    if answer := freshness.unchanged(request, tag, None):
        return answer
    writer = RssFeed(
        title=isolate_plain(xml_text(f"{title} | {site.name}")),
        link=absolute(page),
        description=isolate_plain(xml_text(title)),
        language="ar",
        feed_url=absolute(path),
        ttl=str(MINUTES),
        icon=absolute(static("img/icon-180.png")),
        moment=timezone.localtime(rows[0][3] if rows else NEVER),
    )
    for row in rows:
        writer.add_item(**item(read(row)))
    response = HttpResponse(writer.writeString("utf-8"), content_type=RssFeed.content_type)
    response.headers["X-Robots-Tag"] = "noindex"
    return freshness.dated(response, tag, None)


def read(row: tuple) -> Said:
    return Said(*row[: len(FIELDS)], read_story((*row[len(FIELDS) :], 0, 0)))


def item(said: Said) -> Item:
    address = absolute(f"/comments/{said.pk}/")
    content = f'<div lang="ar" dir="rtl">{paragraphs(said.text)}</div>'
    return {
        "title": f"{named(xml_text(said.author_name))} على: {isolate_names(xml_text(said.story.headline))}",
        "link": address,
        "description": None,
        "unique_id": f"tag:{urlsplit(settings.SITE_URL).hostname},2026:comment:{said.pk}",
        "unique_id_is_permalink": False,
        "pubdate": timezone.localtime(said.created_at),
        "authors": [(xml_text(said.author_name), "")],
        "picture": None,
        "content": xml_text(content),
    }


def named(name: str) -> str:
    """A name as the line's first words, which must not give the line its direction."""
    return f"\u2068{name}\u2069" if direction(name) == "ltr" else name
