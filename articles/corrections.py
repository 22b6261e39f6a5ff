"""«التصويبات»: what the newspaper said wrong and now says right, of all stories, as a page and as feeds."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.utils.html import escape
from django.views.decorators.http import require_safe

from articles.feed_formats import FORMATS, Item
from articles.feeds import MINUTES, NEVER, tag_authority
from articles.models import Correction
from articles.models.correction import anchor
from mohit import freshness, keyset
from mohit.addresses import absolute
from mohit.arabic import isolate_plain
from mohit.keyset import PreparedPages
from mohit.prepared import MOMENT, Prepared
from mohit.responses import public_html, public_page
from mohit.xml_text import xml_text
from newsroom.models import Identity

PAGE_SIZE = 30
FEED_SIZE = 30
TITLE, WORDS = "التصويبات", "ما أخطأنا فيه وصوبناه، وما أوضحناه أو حدثناه في مقال منشور."
KINDS = dict(Correction.Kind.choices)


class Notice(NamedTuple):
    """A correction with what leads to its story."""

    pk: int
    kind: str
    text: str
    at: datetime
    headline: str
    article: int
    slug: str
    section: str

    @property
    def label(self) -> str:
        return KINDS[self.kind]

    @property
    def story(self) -> str:
        """As `Article.get_absolute_url`."""
        return iri_to_uri(f"/{self.section}/{self.article}/{self.slug}") + ("/" if self.slug else "")

    @property
    def path(self) -> str:
        return f"{self.story}#{anchor(self.pk)}"


COLUMNS = ("pk", "kind", "text", "at", "article__headline", "article_id", "article__slug", "article__section__slug")


def told(at: datetime) -> QuerySet:
    return Correction.objects.published(at).values_list(*COLUMNS)


pages = PreparedPages(lambda now: told(now), lambda row: Notice(*row), PAGE_SIZE, moment="at", now=MOMENT)
newest = Prepared(lambda now: told(now).order_by("-at", "-pk")[:FEED_SIZE], now=MOMENT)
site_name = Prepared(lambda: Identity.objects.values_list("name"))


@require_safe
@public_page
def corrections(request: HttpRequest) -> HttpResponse:
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    try:
        page = pages.page(before=before, after=after, now=timezone.now())
    except keyset.BadCursor:
        raise Http404("no such page") from None
    if not page.rows and (before or after):
        raise Http404("an empty page")
    return public_html("articles/corrections.html", {"request": request, "page": page, "title": TITLE, "words": WORDS})


@require_safe
@public_page
def corrections_feed(request: HttpRequest, form: str = "rss") -> HttpResponse:
    """304 after one query, the whole after two."""
    rows = [Notice(*row) for row in newest(now=timezone.now())]
    house = [name for (name,) in site_name()]
    tag = freshness.tag_of(form, "corrections", house, rows)
    if answer := freshness.unchanged(request, tag, None):
        return answer
    response = HttpResponse(write(form, house[0] if house else Identity().name, rows), FORMATS[form].content_type)
    response.headers["X-Robots-Tag"] = "noindex"
    return freshness.dated(response, tag, None)


def write(form: str, house: str, rows: list[Notice]) -> str:
    writer = FORMATS[form](
        title=isolate_plain(f"{TITLE} | {xml_text(house)}"),
        link=absolute("/corrections/"),
        description=WORDS,
        subtitle=WORDS,
        language="ar",
        author_name=xml_text(house),
        feed_url=absolute(f"/corrections/feed/{'' if form == 'rss' else f'{form}/'}"),
        feed_guid=f"{tag_authority()}:feed:/corrections/",
        ttl=str(MINUTES),
        icon=absolute(static("img/icon-180.png")),
        moment=timezone.localtime(rows[0].at if rows else NEVER),
    )
    for row in rows:
        writer.add_item(**item(row))
    return writer.writeString("utf-8")


def item(row: Notice) -> Item:
    text = escape(xml_text(row.text))
    return {
        "title": isolate_plain(xml_text(f"{row.label}: {row.headline}")),
        "link": absolute(row.story) + f"#{anchor(row.pk)}",
        "description": text,
        "unique_id": f"{tag_authority()}:correction:{row.pk}",
        "unique_id_is_permalink": False,
        "pubdate": timezone.localtime(row.at),
        "updateddate": timezone.localtime(row.at),
        "authors": [],
        "categories": [row.label],
        "picture": None,
        "content": f'<div lang="ar" dir="rtl"><p>{text}</p></div>',
    }
