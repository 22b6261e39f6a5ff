"""The newest stories of the site, a section, a topic or an author as RSS and Atom, each story whole.

WebSub (W3C): with a hub in the settings the feeds name it, and themselves. Nobody pings it from here: publishing tells
nobody, and a scheduled story becomes public without any code running. A hub that polls, or a job beside Mohit that
reads the feed and pings, does.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from html import escape
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import JSONObject, StrIndex
from django.http import Http404, HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.views.decorators.http import require_safe

from articles.body import portable_bodies, portable_picture
from articles.feed_formats import FORMATS, Item
from articles.models import Article, Author, Breaking, Byline, Illustration, Section, Tagging, Topic
from articles.reading import ARTICLE, PICTURE
from articles.sources import printed
from mohit import freshness
from mohit.addresses import absolute
from mohit.arabic import isolate_plain
from mohit.prepared import MOMENT, NUMBERS, WORD, Prepared, columns, take
from mohit.responses import public_page
from mohit.xml_text import xml_text
from newsroom.identity import the_identity
from newsroom.models import Identity
from pictures.models import Picture

SIZE = 20  # stories of a feed
MINUTES = 15  # after which a reader's program may ask again
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


READ_ALSO = '<aside data-article="'  # in a body before the key of a story to which it links


def stamps(rows: QuerySet, prefix: str = "") -> ArraySubquery:
    """What a feed depends on, of each of the newest of `rows`; `prefix` leads from a row to its article.

    Not in it are the stories to which a body links: `links` says only whether there are such.
    """
    article = OuterRef(f"{prefix}pk")
    authors = Byline.objects.filter(article=article).order_by("position", "pk")
    topics = Tagging.objects.filter(article=article).order_by("pk")
    pictures = Illustration.objects.filter(article=article).order_by("picture")
    fields = JSONObject(
        pk=f"{prefix}pk",
        saved_at=f"{prefix}saved_at",
        published_at=f"{prefix}published_at",
        section=f"{prefix}section__name",
        address=f"{prefix}section__slug",
        authors=ArraySubquery(authors.values(json=JSONObject(name="author__name", slug="author__slug"))),
        topics=ArraySubquery(topics.values("topic__name")),
        picture=words_of(f"{prefix}picture__"),
        pictures=ArraySubquery(pictures.values(json=words_of("picture__"))),
        links=StrIndex(f"{prefix}body", Value(READ_ALSO)),
    )
    return ArraySubquery(rows.newest_first().values(json=fields)[:SIZE])


def words_of(picture: str) -> JSONObject:
    """What may be changed of a picture of the library, its file never is."""
    return JSONObject(alt=f"{picture}alt", caption=f"{picture}caption", credit=f"{picture}credit")


def public(at: datetime) -> QuerySet:
    return Article.objects.published(at)


def breaking(at: datetime) -> Subquery:
    """The key of the story that is breaking."""
    return Subquery(Breaking.objects.live(at).order_by().values("article")[:1])


def what_is_new(at: datetime) -> tuple[Subquery | ArraySubquery, ...]:
    """When any story last changed, the newest story's time of publication, the sections' names in addresses, what is
    breaking.

    A story that left a feed for good is in none of its stamps, so the moment is that of the whole site. Together they
    tell of any story whether its headline and address are what they were, and whether readers may see it still.
    """
    newest = public(at).newest_first().values("published_at")[:1]
    addresses = Section.objects.order_by("pk").values("slug")
    return Subquery(Article.objects.last_change()), Subquery(newest), ArraySubquery(addresses), breaking(at)


# (its name, its words, the site's name, `what_is_new` in four, the stamps of its newest stories) of what a feed is
# about.
SITE_NAME = Subquery(Identity.objects.values("name")[:1])
whole_site = Prepared(
    lambda at: Identity.objects.values_list("name", "tagline", "name", *what_is_new(at), stamps(public(at))), at=MOMENT
)
one_section = Prepared(
    lambda at, slug: Section.objects.filter(slug=slug).values_list(
        "name", "description", SITE_NAME, *what_is_new(at), stamps(public(at).filter(section=OuterRef("pk")))
    ),
    at=MOMENT,
    slug=WORD,
)
one_topic = Prepared(
    lambda at, slug: Topic.objects.filter(slug=slug).values_list(
        "name",
        "description",
        SITE_NAME,
        *what_is_new(at),
        stamps(Tagging.objects.filter(topic=OuterRef("pk")).published(at), "article__"),
    ),
    at=MOMENT,
    slug=WORD,
)
one_author = Prepared(
    lambda at, slug: Author.objects.filter(slug=slug).values_list(
        "name",
        "bio",
        SITE_NAME,
        *what_is_new(at),
        stamps(Byline.objects.filter(author=OuterRef("pk")).published(at), "article__"),
    ),
    at=MOMENT,
    slug=WORD,
)


class Story(NamedTuple):
    article: Article
    authors: list[dict[str, str]]
    topics: list[str]


SECTION = columns(Section)


def whole_stories(at: datetime, keys: list[int]) -> QuerySet:
    topics = Tagging.objects.filter(article=OuterRef("pk")).order_by("pk").values("topic__name")
    rows = (
        public(at)
        .filter(pk__among=keys)
        .with_signatures()
        .with_origins()
        .annotate(topic_names=ArraySubquery(topics))
        .order_by()
    )
    return rows.values_list(
        "signatures",
        "topic_names",
        "origins",
        *ARTICLE,
        *(f"section__{name}" for name in SECTION),
        *(f"picture__{name}" for name in PICTURE),
    )


stories_by_key = Prepared(whole_stories, at=MOMENT, keys=NUMBERS)


@require_safe
@public_page
def site_feed(request: HttpRequest, form: str = "rss") -> HttpResponse:
    # Without the identity's row (a flushed database) there is a site still.
    rows = whole_site(at=timezone.now()) or [(Identity().name, "", None, None, None, [], None, [])]
    return feed(request, form, "/", rows)


@require_safe
@public_page
def section_feed(request: HttpRequest, slug: str, form: str = "rss") -> HttpResponse:
    return feed(request, form, f"/{slug}/", one_section(at=timezone.now(), slug=slug))


@require_safe
@public_page
def topic_feed(request: HttpRequest, slug: str, form: str = "rss") -> HttpResponse:
    return feed(request, form, f"/topics/{slug}/", one_topic(at=timezone.now(), slug=slug))


@require_safe
@public_page
def author_feed(request: HttpRequest, slug: str, form: str = "rss") -> HttpResponse:
    return feed(request, form, f"/authors/{slug}/", one_author(at=timezone.now(), slug=slug))


def feed(request: HttpRequest, form: str, path: str, rows: list[tuple]) -> HttpResponse:
    """The feed of the page at `path`: 304 after the one query that made `rows`, or after four more the whole."""
    if not rows:
        raise Http404("no such feed")
    name, words, house, *new, found = rows[0]
    stories = [json.loads(stamp) for stamp in found]
    linked = new if any(story["links"] for story in stories) else None
    keys = [story["pk"] for story in stories]
    urgent = new[-1] if new[-1] in keys else None
    tag = freshness.tag_of(form, name, words, house, linked, found, urgent, settings.WEBSUB_HUB)
    moment = last_change(new[0], stories)
    if answer := freshness.unchanged(request, tag, moment):
        return answer
    address = absolute(f"{path}feed/{'' if form == 'rss' else f'{form}/'}")
    document = write(form, path, address, (name, words), moment or NEVER, keys, urgent)
    response = HttpResponse(document, content_type=FORMATS[form].content_type)
    response.headers["X-Robots-Tag"] = "noindex"  # whole stories: search engines shall find their pages, not this
    if settings.WEBSUB_HUB:
        response.headers["Link"] = f'<{iri_to_uri(settings.WEBSUB_HUB)}>; rel="hub", <{address}>; rel="self"'
    return freshness.dated(response, tag, moment)


def last_change(changed: datetime | None, stories: list[dict[str, Any]]) -> datetime | None:
    """When the last change came to the readers: a scheduled story was saved before its time."""
    moments = (datetime.fromisoformat(story["published_at"]) for story in stories)
    return max(moments if changed is None else (changed, *moments), default=None)


def write(
    form: str, path: str, address: str, about: tuple[str, str], moment: datetime, keys: list[int], urgent: int | None
) -> str:
    site = the_identity()
    name, words = (xml_text(text) for text in about)
    title = name if path == "/" else f"{name} | {xml_text(site.name)}"
    writer = FORMATS[form](
        title=isolate_plain(title),
        link=absolute(path),
        description=words or title,
        subtitle=words or None,
        language="ar",
        author_name=xml_text(site.name),
        feed_url=address,
        feed_guid=f"{tag_authority()}:feed:{iri_to_uri(path)}",
        ttl=str(MINUTES),
        icon=absolute(static("img/icon-180.png")),
        moment=timezone.localtime(moment),
    )
    for item in items(keys, urgent):
        writer.add_item(**item)
    return writer.writeString("utf-8")


def items(keys: list[int], urgent: int | None) -> Iterator[Item]:
    stories = in_order(keys)
    bodies = portable_bodies(story.article.body for story in stories)
    return (item(story, body, story.article.pk == urgent) for story, body in zip(stories, bodies, strict=True))


def in_order(keys: list[int]) -> list[Story]:
    """The stories of `keys` that are public still: one query."""
    rows = stories_by_key(at=timezone.now(), keys=keys) if keys else []
    stories = {story.article.pk: story for story in map(read_story, rows)}
    return [stories[key] for key in keys if key in stories]


def read_story(row: tuple) -> Story:
    values = iter(row)
    signatures, topics, origins = (next(values) for _ in range(3))
    article = take(Article, ARTICLE, values)
    article.section = take(Section, SECTION, values)
    article.picture = take(Picture, PICTURE, values) if article.picture_id else None
    article.origins = [json.loads(text) for text in origins]
    return Story(article, [json.loads(text) for text in signatures], topics)


def item(story: Story, body: str, is_urgent: bool) -> Item:
    article, address = story.article, absolute(story.article.get_absolute_url())
    updated_at = article.updated_at or article.published_at
    return {
        "title": isolate_plain(xml_text(article.headline)),
        "link": address,
        "description": escape(xml_text(article.standfirst), quote=False),
        "unique_id": f"{tag_authority()}:story:{article.pk}",
        "unique_id_is_permalink": False,
        "pubdate": timezone.localtime(article.published_at),
        "updateddate": timezone.localtime(updated_at),
        "authors": [(xml_text(row["name"]), absolute(f"/authors/{row['slug']}/")) for row in story.authors],
        "categories": [xml_text(name) for name in (*["عاجل"] * is_urgent, article.section.name, *story.topics)],
        "picture": media(article.picture) if article.picture else None,
        "content": xml_text(content(article, body)),
    }


def media(picture: Picture) -> dict[str, Any]:
    width, height = picture.share_size
    return {
        "url": absolute(picture.share_url),
        "width": width,
        "height": height,
        "credit": xml_text(picture.credit),
    }


def content(article: Article, body: str) -> str:
    """The story as a reader's program shows it, set from right to left wherever that is."""
    caption = escape(article.picture_caption) or None
    lead = portable_picture(article.picture, caption) if article.picture else ""
    note = f"<p><strong>تحديث:</strong> {escape(article.update_note)}</p>" if article.updated_at else ""
    sources = "".join(f"<p>{printed(origin)}</p>" for origin in article.origins)
    return f'<div lang="ar" dir="rtl">{lead}{body}{sources}{note}</div>'


def tag_authority() -> str:
    """The start of this site's tag URIs (RFC 4151): names that stay when the address of a story changes."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},2026"
