"""What the pages of stories and lists say of themselves to machines, besides `page_head`."""

from __future__ import annotations

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from articles import structured_data
from articles.live.reading import Entries
from articles.models import Article, Author, Section, Topic
from mohit import dates
from mohit.addresses import absolute
from mohit.json_ld import data_blocks
from newsroom.models import Identity
from newsroom.publisher import publisher, website
from newsroom.templatetags.newsroom import metas

register = template.Library()


@register.simple_tag
def story_head(site: Identity, article: Article, entries: Entries | None = None) -> SafeString:
    """The `article:` facts of Open Graph and the story's JSON-LD, with the `entries` of a live page."""
    # Whole addresses, each percent-encoded once: that is half of what all this costs.
    address = settings.SITE_URL + article.get_absolute_url()
    authors = [absolute(f"/authors/{row['slug']}/") for row in article.signatures]
    facts = [
        ("published_time", dates.iso(article.published_at)),
        ("modified_time", dates.iso(structured_data.last_change(article))),
        ("section", article.section.name),
        ("publisher", site.facebook),
        *(("author", author) for author in authors),
        *(("tag", label["name"]) for label in article.labels),
    ]
    written = metas(("property", f"article:{name}", said) for name, said in facts)
    nodes = data_blocks(
        structured_data.story(site, article, address, authors, entries),
        structured_data.breadcrumbs(
            (article.section.name, absolute(f"/{article.section.slug}/")), (article.headline, address)
        ),
    )
    return mark_safe(f"{written}\n{nodes}")  # noqa: S308  (both escaped)


@register.simple_tag
def home_head(site: Identity) -> SafeString:
    return feeds_and(site.name, "/", data_blocks(publisher(site), website(site)))


@register.simple_tag
def list_head(site: Identity, row: Section | Topic) -> SafeString:
    """For the page of a section or a topic."""
    return row_head(row, data_blocks(structured_data.collection(site, row), structured_data.breadcrumbs(step(row))))


@register.simple_tag
def author_head(site: Identity, row: Author) -> SafeString:
    return row_head(row, data_blocks(structured_data.author(site, row), structured_data.breadcrumbs(step(row))))


def step(row: Section | Topic | Author) -> tuple[str, str]:
    return row.name, absolute(row.get_absolute_url())


def row_head(row: Section | Topic | Author, nodes: SafeString) -> SafeString:
    return feeds_and(row.name, row.get_absolute_url(), nodes)


def feeds_and(name: str, path: str, nodes: SafeString) -> SafeString:
    """The feeds of the page at `path`, by which a reader's program finds them, and its JSON-LD."""
    links = format_html(
        '<link rel="alternate" type="application/rss+xml" title="{name}" href="{path}feed/">\n'
        '<link rel="alternate" type="application/atom+xml" title="{name} (Atom)" href="{path}feed/atom/">',
        name=name,
        path=path,
    )
    return mark_safe(f"{links}\n{nodes}")  # noqa: S308  (both escaped)
