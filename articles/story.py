"""The story itself on its page, as HTML: what `templates/articles/_story.html` places is made ready here."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import quote

from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString

from articles.body.pauses import with_pause
from articles.models import Article, Correction
from articles.models.correction import anchor
from articles.sources import printed
from mohit import dates
from mohit.arabic import isolate, reading_minutes
from mohit.prose.tree import without_tags
from mohit.stencils import Stencil
from mohit.templatetags.arabic import hijri_line, time_tag
from pictures.markup import picture_html

# Beside its facts the picture is 53rem wide, below them 46rem; on a phone it goes from edge to edge.
LEAD_SIZES = "(min-width: 75rem) 53rem, (min-width: 48rem) 46rem, 100vw"

NO_HTML = SafeString()
KINDS = dict(Correction.Kind.choices)

page_of_story = Stencil(
    "articles/_story.html",
    *("section_url", "section_name", "kind", "headline", "standfirst"),
    *("bylines", "place", "published", "hijri", "updated", "corrected", "reading_time", "discussion"),
    *("lead_picture", "caption", "credit"),
    *("body", "sources", "notices", "update_note", "live", "topics"),
    *("link", "quoted_link", "quoted_title"),
)


def story(
    article: Article,
    body: SafeString,
    discussion: SafeString = NO_HTML,
    pause: SafeString = NO_HTML,
    live: SafeString = NO_HTML,
) -> SafeString:
    """Headline, facts, picture, text and share links of `article` from `public_article()` with its rendered `body`.

    `discussion` is HTML that stands among the facts, and leads to what readers say of the story. `pause` is HTML that
    stands between two paragraphs of a long story, and nowhere in a short one (articles/body/pauses.py). `live` is what
    a live page tells (articles/live/page.py).
    """
    link = settings.SITE_URL + article.get_short_url()
    note = article.update_note if article.updated_at else ""
    return page_of_story(
        section_url=article.section.get_absolute_url(),
        section_name=escape(article.section.name),
        kind="" if article.kind == Article.Kind.NEWS else escape(article.get_kind_display()),
        headline=typed(article.headline),
        standfirst=typed(article.standfirst),
        bylines="".join(map(byline, article.signatures)),
        place=bdi(article.place),
        published=time_tag(article.published_at),
        hijri=hijri_line(article.published_at),
        updated=time_tag(article.updated_at),
        corrected=last_notice(article.notices),
        reading_time=dates.count(reading_minutes(without_tags(body)), "minute"),
        discussion=discussion,
        **lead_picture(article),
        body=with_pause(isolate(body), pause),
        sources="".join(f"<li>{printed(origin)}</li>" for origin in article.origins),
        notices="".join(map(notice, article.notices)),
        update_note=typed(note),
        live=live,
        topics="".join(map(topic, article.labels)),
        link=escape(link),
        quoted_link=quote(link, safe=""),
        quoted_title=quote(article.headline, safe=""),
    )


def lead_picture(article: Article) -> dict[str, str]:
    if article.picture is None:
        return {"lead_picture": "", "caption": "", "credit": ""}
    return {
        "lead_picture": picture_html(article.picture, sizes=LEAD_SIZES, lead=True),
        "caption": typed(article.picture_caption or article.picture.caption),
        "credit": bdi(article.picture.credit),
    }


def byline(author: dict[str, str]) -> str:
    role = f'<span class="role">{escape(author["role"])}</span>' if author["role"] else ""
    return f'<li><a href="/authors/{quote(author["slug"])}/" rel="author">{bdi(author["name"])}</a>{role}</li>'


def last_notice(notices: list[dict[str, str]]) -> str:
    """Among the facts over the story, what was last told of it and when, leading to the words under it."""
    if not notices:
        return ""
    newest = notices[0]
    return f'<a href="#corrections">{KINDS[newest["kind"]]}</a>: {time_tag(datetime.fromisoformat(newest["at"]))}'


def notice(row: dict[str, str]) -> str:
    """A correction under the story, with an address of its own."""
    moment = time_tag(datetime.fromisoformat(row["at"]))
    return f'<p id="{anchor(row["pk"])}"><strong>{KINDS[row["kind"]]}</strong> {moment}: {typed(row["text"])}</p>'


def topic(label: dict[str, str]) -> str:
    return f'<li><a href="/topics/{quote(label["slug"])}/">{bdi(label["name"])}</a></li>'


def typed(text: str) -> str:
    """What a person typed, `C++` and `@handle` in it kept in one piece."""
    return isolate(escape(text))


def bdi(text: str) -> str:
    return f"<bdi>{escape(text)}</bdi>" if text else ""
