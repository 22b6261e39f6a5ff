"""What a story, a list or an author is, for machines (schema.org), as plain values for `mohit.json_ld`."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Final

from django.conf import settings

from articles.cards import opening
from articles.live.reading import Coverage, Entries, Entry
from articles.models import Article, Author, Section, Topic
from articles.sources import for_machines
from mohit import dates
from mohit.addresses import absolute
from mohit.json_ld import Node, filled
from mohit.prose.tree import without_tags
from newsroom.models import Identity
from newsroom.publisher import publisher
from pictures.models import Picture

# The subtypes of NewsArticle that schema.org knows. A report and an investigation are what it calls reportage: facts
# that the author saw or verified. Of a piece of news, which may be an agency's, it asks less.
TYPES: Final = {
    Article.Kind.NEWS: "NewsArticle",
    Article.Kind.REPORT: "ReportageNewsArticle",
    Article.Kind.INVESTIGATION: "ReportageNewsArticle",
    Article.Kind.ANALYSIS: "AnalysisNewsArticle",
    Article.Kind.OPINION: "OpinionNewsArticle",
    Article.Kind.INTERVIEW: "NewsArticle",
    Article.Kind.PICTURE_STORY: "NewsArticle",
}


def story(site: Identity, article: Article, address: str, authors: list[str], entries: Entries | None = None) -> Node:
    """A published article from `public_article()`; its whole address, those of its authors, what it tells live."""
    house = publisher(site)
    return filled(
        {
            "@type": "LiveBlogPosting" if article.live else TYPES.get(article.kind, "NewsArticle"),
            "url": address,
            "mainEntityOfPage": {"@type": "WebPage", "@id": address},
            "headline": article.headline,
            "alternativeHeadline": article.short_headline,
            "description": article.seo_description or article.standfirst,
            "inLanguage": "ar",
            "isAccessibleForFree": True,
            "datePublished": dates.iso(article.published_at),
            "dateModified": dates.iso(last_change(article)),
            "correction": correction(article),
            "author": [signature(*pair) for pair in zip(article.signatures, authors, strict=True)]
            or [{"@id": house["@id"]}],
            "publisher": house,
            "articleSection": article.section.name,
            "keywords": [label["name"] for label in article.labels],
            "wordCount": len(without_tags(article.body).split()),
            "contentLocation": {"@type": "Place", "name": article.place} if article.place else None,
            "image": images(article.picture, article.picture_caption),
            **for_machines(article.origins),
            **(coverage(article.live, address, entries, house) if article.live and entries else {}),
        }
    )


def last_change(article: Article) -> datetime:
    """Of what readers see of it."""
    changed = article.updated_at or article.published_at
    return max(changed, article.live.changed_at) if article.live else changed


def coverage(live: Coverage, address: str, entries: Entries, house: Node) -> Node:
    """What a LiveBlogPosting has beyond an article: its times and the updates of this page."""
    return {
        "coverageStartTime": dates.iso(live.opened_at),
        "coverageEndTime": dates.iso(live.closed_at) if live.closed_at else None,
        "liveBlogUpdate": [update(entry, address, house) for entry in entries.all()],
    }


def update(entry: Entry, address: str, house: Node) -> Node:
    text = " ".join(without_tags(entry.body).split())
    return filled(
        {
            "@type": "BlogPosting",
            "url": f"{address}?from={entry.pk}#entry-{entry.pk}",
            "headline": entry.headline or opening(text, 12),
            "datePublished": dates.iso(entry.at),
            "dateModified": dates.iso(entry.changed_at or entry.at),
            "author": {"@type": "Person", "name": entry.author} if entry.author else {"@id": house["@id"]},
            "articleBody": text,
        }
    )


def correction(article: Article) -> Node | None:
    """What the newspaper tells readers about a change in substance."""
    if not (article.updated_at and article.update_note):
        return None
    return {
        "@type": "CorrectionComment",
        "text": article.update_note,
        "datePublished": dates.iso(article.updated_at),
    }


def signature(row: dict[str, str], address: str) -> Node:
    return filled({"@type": "Person", "name": row["name"], "url": address, "jobTitle": row["role"]})


def images(picture: Picture | None, caption: str = "") -> list[Node]:
    """Renditions of a picture from wide to narrow; the JPEG is for what reads nothing newer."""
    if picture is None:
        return []
    words = filled({"caption": caption or picture.caption or picture.alt, "creditText": picture.credit})
    return [
        {"@type": "ImageObject", "url": address, "width": width, "height": height, **words}
        for address, width, height in files(picture.digest, picture.width, picture.height)
    ]


@lru_cache(maxsize=4096)
def files(digest: str, width: int, height: int) -> tuple[tuple[str, int, int], ...]:
    """(address, width and height in pixels) of each rendition that machines are offered."""
    picture = Picture(digest=digest, width=width, height=height)
    wide = [rung for rung in reversed(picture.widths) if rung >= 800] or picture.widths[-1:]
    return (
        *((absolute(picture.rendition_url(rung)), rung, max(1, round(height * rung / width))) for rung in wide[::2]),
        (absolute(picture.share_url), *picture.share_size),
    )


def author(site: Identity, row: Author) -> Node:
    address = absolute(row.get_absolute_url())
    return {
        "@type": "ProfilePage",
        "@id": address,
        "url": address,
        "inLanguage": "ar",
        "mainEntity": filled(
            {
                "@type": "Person",
                "@id": f"{address}#person",
                "name": row.name,
                "url": address,
                "jobTitle": row.role,
                "description": row.bio,
                "image": images(row.picture)[-1:],
                "worksFor": publisher(site),
            }
        ),
    }


def collection(site: Identity, row: Section | Topic) -> Node:
    """The page of a section or a topic."""
    address = absolute(row.get_absolute_url())
    return filled(
        {
            "@type": "CollectionPage",
            "@id": address,
            "url": address,
            "name": row.name,
            "description": row.description,
            "inLanguage": "ar",
            "isPartOf": {"@type": "WebSite", "name": site.name, "url": f"{settings.SITE_URL}/"},
            "about": {"@type": "Thing", "name": row.name} if isinstance(row, Topic) else None,
            "publisher": publisher(site),
        }
    )


def breadcrumbs(*steps: tuple[str, str]) -> Node:
    """The way from the home page over (name, whole address) to the page itself."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": address}
            for position, (name, address) in enumerate((("الرئيسية", f"{settings.SITE_URL}/"), *steps), start=1)
        ],
    }
