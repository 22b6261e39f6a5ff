"""A story's card, as HTML.

Written in Python because forty-five of them stand on the home page and a template would spend the page's whole time
on them. Everything a person typed goes through `escape`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from time import time
from typing import Final, NamedTuple

from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from articles.models import Article
from articles.shelf import Card
from mohit import dates
from mohit.arabic import isolate
from pictures.markup import picture_html


class Place(NamedTuple):
    """What a card's place on the page leaves room for."""

    sizes: str  # the picture's width, as in HTML; empty for no picture
    widest: int  # pixels of the widest rendition that the place can use
    words: int  # of the standfirst, which has up to 600 letters


PLACES: Final = {
    "lead": Place("(min-width: 75rem) 39rem, (min-width: 48rem) 58vw, 100vw", 1200, 60),
    "wide": Place("(min-width: 75rem) 37rem, (min-width: 48rem) 46vw, 100vw", 1200, 40),
    "column": Place("(min-width: 75rem) 18rem, (min-width: 48rem) 23vw, 7.5rem", 600, 30),
    "side": Place("(min-width: 75rem) 13rem, 7.5rem", 600, 30),
    "row": Place("(min-width: 48rem) 13rem, 7.5rem", 600, 30),
    "text": Place("", 0, 40),
}

KINDS: Final = dict(Article.Kind.choices)


def card(story: Card, place: str = "row", heading: str = "h3", *, shows: str = "section time") -> SafeString:
    """The card of `story`.

    `place` is a key of PLACES; "text" has no picture. `shows` names what stands round the headline, among "section",
    "standfirst", "author" and "time".
    """
    return _card(story, place, heading, shows, today())


def cards(
    stories: Iterable[Card], place: str = "row", heading: str = "h3", *, shows: str = "section time", item: str = ""
) -> SafeString:
    """The cards of `stories` one after the other, each in an element `item` if one is named (such as "li")."""
    day = today()
    shown = [_card(story, place, heading, shows, day) for story in stories]
    return mark_safe("".join(f"<{item}>{html}</{item}>" for html in shown) if item else "".join(shown))  # noqa: S308


def today() -> date:
    """The day in the site's zone, which Django takes longer to say than a remembered card: looked up once a minute."""
    return _today(int(time()) // 60)


@lru_cache(maxsize=2)
def _today(minute: int) -> date:
    return timezone.localdate()


@lru_cache(maxsize=4096)
def _card(story: Card, place: str, heading: str, shows: str, today: date) -> SafeString:
    # A card is a value: the same story in the same place on the same day is the same HTML.
    # Beside three others with pictures a column without one would be a hole, so words fill it.
    has_words = "standfirst" in shows or (place == "column" and not story.picture)
    standfirst = opening(story.standfirst, PLACES[place].words) if has_words else ""
    headline = isolate(escape(story.card_headline))
    return written(story, place, heading, shows, today, headline, isolate(escape(standfirst)))


def written(
    story: Card, place: str, heading: str, shows: str, today: date, headline: str, standfirst: str
) -> SafeString:
    """The card of `story` with this `headline` and `standfirst`, which are HTML."""
    words = f'<p class="card-standfirst">{standfirst}</p>' if standfirst else ""
    return mark_safe(  # noqa: S308  (its typed parts are escaped)
        f'<article class="card card-{place}">{_picture(story, place)}<div class="card-text">'
        f"{_kicker(story, 'section' in shows)}"
        f'<{heading} class="card-headline"><a href="{escape(story.get_absolute_url())}">{headline}</a></{heading}>'
        f"{words}{_foot(story, shows, today)}</div></article>"
    )


def opening(text: str, count: int) -> str:
    """The first `count` words of `text`, with `…` if there are more: browsers that clamp lines cut inside a word."""
    words = text.split()
    return text if len(words) <= count else " ".join(words[:count]).rstrip("،؛:.,;«(–-") + "…"


def _picture(story: Card, place: str) -> str:
    sizes, widest, _ = PLACES[place]
    if not sizes or not story.picture:
        return ""
    shown = picture_html(story.picture, sizes=sizes, max_width=widest, lead=place == "lead")
    return f'<div class="card-picture">{shown}</div>'


def _kicker(story: Card, with_section: bool) -> str:
    words = [escape(story.section_name)] if with_section else []
    if story.kind != Article.Kind.NEWS:
        words.append(f'<span class="kind">{KINDS[story.kind]}</span>')
    return f'<p class="kicker">{" · ".join(words)}</p>' if words else ""


def _foot(story: Card, shows: str, today: date) -> str:
    words = [f'<bdi class="author">{escape(name)}</bdi>' for name in story.authors] if "author" in shows else []
    if "time" in shows:
        words.append(short_time(story.published_at, today))
    return f'<p class="card-foot">{" ".join(words)}</p>' if words else ""


def short_time(moment: datetime, today: date) -> str:
    """`15:05` for today's stories, else `3 نوفمبر 2025`: never «minutes ago», which a cached page would freeze."""
    shown = dates.clock(moment) if timezone.localdate(moment) == today else dates.day_month_year(moment)
    return f'<time datetime="{dates.iso(moment)}">{shown}</time>'
