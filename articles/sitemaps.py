"""Where search engines find every public page: an index, a file for each month, one for lists and pages, one for news.

A month's file is cut by keyset, so the oldest costs what the newest does. It is split long before the protocol's limits
of 50,000 addresses and 50 MB: an Arabic address of the longest kind, percent-encoded, is a kilobyte with its row.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from time import time

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import Count, DateField, DateTimeField, F, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast, Greatest
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.views.decorators.http import require_safe

from articles.models import Article, Author, Byline, Section, Tagging, Topic
from articles.models.months import MonthOf
from mohit import freshness
from mohit.addresses import absolute
from mohit.keyset import Above, Below, Cursor
from mohit.prepared import MOMENT, NUMBER, Prepared
from mohit.responses import public_page
from mohit.sitemap_xml import Headline, Place, index_of, news_sitemap, sitemap
from newsroom.models import Identity, Page
from pictures import renditions
from pictures.markup import base_url

SIZE = 40_000  # addresses of a file at most, and as many more as appear in an hour
COUNTED_EVERY = 3600  # seconds
NEWS_AGE, NEWS_SIZE = timedelta(hours=48), 1000  # Google's limits
LAST_KEY = 2**63 - 1
Boundary = tuple[datetime, int]  # the moment and key of the last story of a part


def published(at: datetime) -> QuerySet:
    return Article.objects.published(at)


# --- The index ----------------------------------------------------------------------------------------------------


@require_safe
@public_page
def sitemap_index(request: HttpRequest) -> HttpResponse:
    newest = months(timezone.now())
    splits = crowded_months()
    tag = freshness.tag_of("index", newest, splits)
    if answer := freshness.unchanged(request, tag, None):
        return answer
    return document(index_of(files(newest, splits)), tag)


def files(newest: list[tuple[date, datetime]], splits: dict[date, list[Boundary]]) -> Iterator[Place]:
    yield Place(absolute("/sitemaps/news.xml"))
    yield Place(absolute("/sitemaps/pages.xml"))
    for month, saved_at in newest:
        for part in range(1, len(splits.get(month, [])) + 2):
            yield Place(absolute(f"/sitemaps/{month:%Y-%m}{f'-{part}' if part > 1 else ''}.xml"), saved_at)


def months(at: datetime) -> list[tuple[date, datetime]]:
    """(a month with public stories, when one of them was last saved), newest first.

    A walk from month to month down the index `article_month`, so it takes time by months, not by stories.
    """
    rows = published(at).annotate(month=MonthOf("published_at")).order_by("-month", "-saved_at")
    first, first_values = rows.values_list("month", "saved_at")[:1].query.sql_with_params()
    above = RawSQL("months.month", [], output_field=DateField())
    older, older_values = rows.filter(month__lt=above).values_list("month", "saved_at")[:1].query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE months (month, saved_at) AS (({first}) UNION ALL "  # noqa: S608  (SQL of the ORM)
            f"SELECT older.* FROM months, LATERAL ({older}) AS older (month, saved_at)) SELECT * FROM months",
            [*first_values, *older_values],
        )
        return cursor.fetchall()


def crowded_months() -> dict[date, list[Boundary]]:
    """The months whose stories need more than one file, with the last story of each file but the last.

    To know it, all stories are counted, once an hour, in which a part may grow.
    """
    return crowded_in(int(time() // COUNTED_EVERY))


@lru_cache(maxsize=1)
def crowded_in(turn: int) -> dict[date, list[Boundary]]:
    return count_months(timezone.now())


def count_months(at: datetime) -> dict[date, list[Boundary]]:
    by_month = published(at).annotate(month=MonthOf("published_at")).order_by().values("month")
    crowded = by_month.annotate(stories=Count("pk")).filter(stories__gt=SIZE).values_list("month", flat=True)
    return {month: boundaries(at, month) for month in crowded}


def boundaries(at: datetime, month: date) -> list[Boundary]:
    rows = published(at).annotate(month=MonthOf("published_at")).filter(month=month).order_by("published_at", "pk")
    places = list(rows.values_list("published_at", "pk"))
    return places[SIZE - 1 : -1 : SIZE]


# --- A month ------------------------------------------------------------------------------------------------------


def month_stamp(at: datetime, start: datetime, end: datetime, month: date) -> QuerySet:
    """(when any story last changed, when one of the month did, their number, the sum of their keys, the sections' names
    in addresses).

    One story that leaves as another comes leaves their number as it was.
    """
    stories = published(at).filter(published_at__gte=start, published_at__lt=end)
    among = stories.order_by().values(one=Value(1))
    return (
        published(at)
        .annotate(month=MonthOf("published_at"))
        .filter(month=month)
        .order_by("-saved_at")
        .values_list(
            Subquery(Article.objects.last_change()),
            "saved_at",
            Subquery(among.annotate(count=Count("pk")).values("count")),
            Subquery(among.annotate(sum=Sum("pk")).values("sum")),
            ArraySubquery(Section.objects.order_by("pk").values("slug")),
        )[:1]
    )


stamp_of_month = Prepared(
    month_stamp,
    at=MOMENT,
    start=MOMENT + timedelta(days=1),
    end=MOMENT + timedelta(days=2),
    month=MOMENT.date(),
)


class NotAbove(Below):
    operator = "<="


def stories_between(at: datetime, low: datetime, low_pk: int, high: datetime, high_pk: int) -> QuerySet:
    """Those above one place in the order of time up to another, oldest first: new stories move no old one."""
    rows = published(at).filter(
        Above("published_at", "pk", Cursor(low, low_pk)), NotAbove("published_at", "pk", Cursor(high, high_pk))
    )
    return rows.order_by("published_at", "pk").values_list(
        "pk",
        "slug",
        "section__slug",
        Greatest("published_at", "updated_at", "corrected_at"),
        "picture__digest",
        "picture__width",
    )


rows_between = Prepared(
    stories_between,
    at=MOMENT,
    low=MOMENT + timedelta(days=1),
    low_pk=NUMBER - 1,
    high=MOMENT + timedelta(days=2),
    high_pk=NUMBER - 2,
)


@require_safe
@public_page
def month_sitemap(request: HttpRequest, year: str, month: str, part: str = "1") -> HttpResponse:
    start, end = month_of(int(year), int(month))
    places = [(start, 0), *crowded_months().get(start.date(), []), (end - timedelta(microseconds=1), LAST_KEY)]
    if not 1 <= int(part) < len(places):
        raise Http404("no such part of the month")
    (low, low_pk), (high, high_pk) = places[int(part) - 1 : int(part) + 1]
    now = timezone.now()
    stamp = stamp_of_month(at=now, start=start, end=end, month=start.date())
    if not stamp:
        raise Http404("no story in that month")
    changed, *facts = stamp[0]
    tag = freshness.tag_of(places, part, facts)
    if answer := freshness.unchanged(request, tag, changed):
        return answer
    rows = rows_between(at=now, low=low, low_pk=low_pk, high=high, high_pk=high_pk)
    return document(sitemap(places_of_stories(rows)), tag, changed)


def month_of(year: int, month: int) -> tuple[datetime, datetime]:
    """The moments in UTC at which a month begins and the next one does."""
    if not (1970 <= year < 2200 and 1 <= month <= 12):
        raise Http404("no such month")
    start = datetime(year, month, 1, tzinfo=UTC)
    return start, (start + timedelta(days=31)).replace(day=1)


def places_of_stories(rows: list[tuple]) -> Iterator[Place]:
    media = absolute(base_url())
    for pk, slug, section, moment, digest, width in rows:
        picture = f"{media}{digest[:3]}/{digest}-{renditions.share_width(width)}.jpg" if digest else ""
        yield Place(story_address(section, pk, slug), moment, picture)


def story_address(section: str, pk: int, slug: str) -> str:
    """As `Article.get_absolute_url`, whole."""
    return f"{settings.SITE_URL}{iri_to_uri(f'/{section}/{pk}/{slug}')}{'/' if slug else ''}"


# --- News, and all that is no story -------------------------------------------------------------------------------


SITE_NAME = Subquery(Identity.objects.values("name")[:1])

latest_headlines = Prepared(
    lambda at, since: (
        published(at)
        .filter(published_at__gt=since)
        .newest_first()
        .values_list("pk", "slug", "section__slug", "published_at", "headline", SITE_NAME)[:NEWS_SIZE]
    ),
    at=MOMENT,
    since=MOMENT - timedelta(days=1),
)


@require_safe
@public_page
def news(request: HttpRequest) -> HttpResponse:
    """The stories of the last 48 hours, for Google News."""
    now = timezone.now()
    rows = latest_headlines(at=now, since=now - NEWS_AGE)
    tag = freshness.tag_of("news", rows)
    if answer := freshness.unchanged(request, tag, None):
        return answer
    publication = rows[0][-1] if rows else ""
    headlines = (
        Headline(story_address(section, pk, slug), moment, title) for pk, slug, section, moment, title, _ in rows
    )
    return document(news_sitemap(headlines, publication or Identity().name), tag)


def list_pages(at: datetime) -> QuerySet:
    """(what its address begins with, its slug, when it last changed) of every list and static page.

    A topic or author without a public story is left out: a page of nothing is not worth finding.
    """
    newest = published(at).filter(section=OuterRef("pk")).newest_first().values("published_at")[:1]
    tagged = Tagging.objects.filter(topic=OuterRef("pk")).published(at).newest_first().values("published_at")[:1]
    signed = Byline.objects.filter(author=OuterRef("pk")).published(at).newest_first().values("published_at")[:1]
    return rows_of(Section, "/", Subquery(newest)).union(
        rows_of(Topic, "/topics/", Subquery(tagged)).filter(moment__isnull=False),
        rows_of(Author, "/authors/", Subquery(signed)).filter(moment__isnull=False),
        rows_of(Page, "/pages/", F("updated_at")).filter(is_published=True),
        all=True,
    )


def rows_of(model: type, start: str, moment: object) -> QuerySet:
    rows = model.objects.order_by().annotate(start=Value(start), moment=Cast(moment, DateTimeField()))
    return rows.values_list("start", "slug", "moment")


lists = Prepared(lambda at: list_pages(at).order_by("start", "slug")[:SIZE], at=MOMENT)


@require_safe
@public_page
def pages(request: HttpRequest) -> HttpResponse:
    """The home page, the sections, topics, authors and static pages."""
    rows = lists(at=timezone.now())
    tag = freshness.tag_of("pages", rows)
    if answer := freshness.unchanged(request, tag, None):
        return answer
    newest = max((moment for start, _, moment in rows if start == "/" and moment), default=None)
    return document(sitemap(places_of_lists(rows, newest)), tag)


def places_of_lists(rows: list[tuple], newest: datetime | None) -> Iterator[Place]:
    yield Place(absolute("/"), newest)
    yield Place(absolute("/latest/"), newest)
    yield Place(absolute("/corrections/"), None)
    for start, slug, moment in rows:
        yield Place(absolute(f"{start}{slug}/"), moment)


@require_safe
@public_page
def robots(request: HttpRequest) -> HttpResponse:
    """RFC 9309: what crawlers leave alone, and where the sitemaps are."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /search/",
        "Disallow: /placements/",
        "",
        f"Sitemap: {absolute('/sitemap.xml')}",
        f"Sitemap: {absolute('/sitemaps/news.xml')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def document(text: str, tag: str, moment: datetime | None = None) -> HttpResponse:
    return freshness.dated(HttpResponse(text, content_type="application/xml; charset=utf-8"), tag, moment)
