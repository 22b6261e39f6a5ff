"""Sitemaps (protocol 0.9) with Google's extensions for pictures and news, as text.

Written line by line: a month of a large newspaper has thousands of stories.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from xml.sax.saxutils import escape

from mohit.xml_text import xml_text

START = '<?xml version="1.0" encoding="UTF-8"?>\n'
PROTOCOL = "http://www.sitemaps.org/schemas/sitemap/0.9"
IMAGES = "http://www.google.com/schemas/sitemap-image/1.1"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


class Place(NamedTuple):
    """A page of the site, whole addresses percent-encoded: when it last changed, and its picture's address."""

    address: str
    moment: datetime | None = None
    picture: str = ""


class Headline(NamedTuple):
    """A story of the last two days."""

    address: str
    published_at: datetime
    title: str


def index_of(files: Iterable[Place]) -> str:
    """The sitemap of sitemaps."""
    rows = "".join(f"<sitemap>{place(file)}</sitemap>\n" for file in files)
    return f'{START}<sitemapindex xmlns="{PROTOCOL}">\n{rows}</sitemapindex>\n'


def sitemap(pages: Iterable[Place]) -> str:
    rows = "".join(f"<url>{place(page)}</url>\n" for page in pages)
    return f'{START}<urlset xmlns="{PROTOCOL}" xmlns:image="{IMAGES}">\n{rows}</urlset>\n'


def news_sitemap(headlines: Iterable[Headline], publication: str, language: str = "ar") -> str:
    name = f"<news:name>{escape(xml_text(publication))}</news:name><news:language>{language}</news:language>"
    rows = "".join(
        f"<url><loc>{escape(headline.address)}</loc><news:news><news:publication>{name}</news:publication>"
        f"<news:publication_date>{headline.published_at.isoformat(timespec='seconds')}</news:publication_date>"
        f"<news:title>{escape(xml_text(headline.title))}</news:title></news:news></url>\n"
        for headline in headlines
    )
    return f'{START}<urlset xmlns="{PROTOCOL}" xmlns:news="{NEWS}">\n{rows}</urlset>\n'


def place(page: Place) -> str:
    written = f"<loc>{escape(page.address)}</loc>"
    if page.moment:
        written += f"<lastmod>{page.moment.isoformat(timespec='seconds')}</lastmod>"
    if page.picture:
        written += f"<image:image><image:loc>{escape(page.picture)}</image:loc></image:image>"
    return written
