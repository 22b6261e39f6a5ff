"""The site's own search, on a database of its own that holds the labelled sentences as stories."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

from benchmarks import databases, labels
from benchmarks.word_matching import Search

DATABASE = "mohit_search_quality"
NAME = "Zzz"  # of the section, and the headline of all stories: no query asks for it


def prepare(url: str, var: Path) -> None:
    """Make the database and let this process use it. Django can be set up once in a process, so call it once."""
    databases.make_database(url, DATABASE)
    environment = databases.production(databases.other_database(url, DATABASE), var, port=8000)
    databases.manage(environment, "migrate", "--verbosity=0")
    os.environ.update(environment, DJANGO_SETTINGS_MODULE="mohit.settings")
    import django  # after the environment, which its settings read

    django.setup()


@contextmanager
def searching(half: labels.Half) -> Iterator[Search]:
    """Ask what a reader of the search page would be shown on its first page; no query of the set finds more."""
    from django.core.management import call_command
    from django.utils import timezone

    from articles.search.hits import Filters
    from articles.search.results import Asked, search

    databases.empty(os.environ["DATABASE_URL"])
    stories = {_publish(text): number for number, text in half.sentences.items()}
    _ship_synonyms()
    call_command("rebuild_search", verbosity=0, stdout=StringIO(), stderr=StringIO())

    def ask(query: str) -> set[int]:
        results = search(Asked(query, Filters(), by_date=False), timezone.now())
        return {stories[hit.pk] for hit in results.page.rows} if results else set()

    yield ask


def _publish(sentence: str) -> int:
    from datetime import timedelta

    from django.utils import timezone
    from django.utils.html import format_html

    from articles.models import Article, Section

    section, _ = Section.objects.get_or_create(slug="labels", defaults={"name": NAME, "position": 1})
    article = Article.objects.create(
        headline=NAME,
        body=format_html("<p>{}</p>", sentence),
        section=section,
        status=Article.Status.PUBLISHED,
        published_at=timezone.now() - timedelta(hours=1),
    )
    return article.pk


def _ship_synonyms() -> None:
    """The first rows of the editors' table, unless a migration has put them there."""
    from articles.models import Synonyms
    from mohit.arabic.lexicon import lines

    if not Synonyms.objects.exists():
        for line in lines("synonyms.txt"):
            Synonyms.objects.create(terms="\n".join(term.strip() for term in line.split("=")))
