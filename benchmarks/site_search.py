"""The site's own search, over labelled sentences published as stories. Needs a Django that is set up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO

from django.core.management import call_command
from django.utils import timezone
from django.utils.html import format_html

from articles.models import Article, Section, Synonyms
from articles.search.hits import Filters
from articles.search.results import Asked, search
from benchmarks import labels
from benchmarks.word_matching import Search
from mohit.arabic.lexicon import lines

NAME = "Zzz"  # of the section, and the headline of all stories: no query asks for it


@contextmanager
def searching(half: labels.Half) -> Iterator[Search]:
    """Ask what the first page of the search shows a reader; no query of the set finds more than a page."""
    Article.objects.all().delete()
    _ship_synonyms()
    section, _ = Section.objects.get_or_create(slug="labels", defaults={"name": NAME, "position": 1})
    numbers = {_publish(text, section): number for number, text in half.sentences.items()}
    call_command("rebuild_search", verbosity=0, stdout=StringIO(), stderr=StringIO())

    def ask(query: str) -> set[int]:
        results = search(Asked(query, Filters(), by_date=False), timezone.now())
        return {numbers[hit.pk] for hit in results.page.rows} if results else set()

    yield ask


def _ship_synonyms() -> None:
    """The first rows of the editors' table, unless a migration has put them there."""
    if not Synonyms.objects.exists():
        for line in lines("synonyms.txt"):
            Synonyms.objects.create(terms="\n".join(term.strip() for term in line.split("=")))


def _publish(sentence: str, section: Section) -> int:
    article = Article.objects.create(
        headline=NAME,
        body=format_html("<p>{}</p>", sentence),
        section=section,
        status=Article.Status.PUBLISHED,
        published_at=timezone.now() - timedelta(hours=1),
    )
    return article.pk
