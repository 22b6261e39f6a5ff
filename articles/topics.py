"""All topics that have something to read, for their index."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from django.db.models import OuterRef, QuerySet
from django.utils import timezone
from django.utils.encoding import iri_to_uri

from articles.models import Tagging, Topic
from articles.reading import counted, stories_in_words
from mohit.prepared import MOMENT, Prepared

COUNTED = 100  # stories of a topic; of more the index says «more than»
LATELY = timedelta(days=30)
COUNTED_LATELY = 200
BUSIEST = 8
MOST = 300  # topics of the page: 20 kB of HTML, compressed
LATIN = 0xFF41  # where `mohit.arabic.sort_key` puts the letter a


class Entry(NamedTuple):
    """A topic in the index."""

    name: str
    slug: str
    sort_key: str
    description: str
    stories: int  # COUNTED + 1 for more
    lately: int  # stories of the last LATELY days

    def get_absolute_url(self) -> str:
        """As `Topic.get_absolute_url`."""
        return iri_to_uri(f"/topics/{self.slug}/")

    @property
    def how_many(self) -> str:
        return stories_in_words(self.stories, COUNTED)


@dataclass(frozen=True, slots=True)
class Index:
    """The topics under their first letters, and those with the most new stories, the busiest first."""

    letters: list[tuple[str, list[Entry]]]
    busiest: list[Entry]
    is_whole: bool


def entries(at: datetime, since: datetime) -> QuerySet:
    filed = Tagging.objects.filter(topic=OuterRef("pk")).published(at)
    return (
        Topic.objects.annotate(
            stories=counted(filed, COUNTED), lately=counted(filed.filter(published_at__gte=since), COUNTED_LATELY)
        )
        .order_by("sort_key", "pk")
        .values_list(*Entry._fields)
    )


all_entries = Prepared(entries, at=MOMENT, since=MOMENT - timedelta(days=1))


def topics_in_order() -> Index:
    """One query; topics without a public story are not named, and of very many those with few stories."""
    at = timezone.now()
    # Counted here: a condition in the query would count once more.
    topics = [entry for entry in (Entry(*row) for row in all_entries(at=at, since=at - LATELY)) if entry.stories]
    return index_of(topics)


def index_of(topics: list[Entry]) -> Index:
    is_whole = len(topics) <= MOST
    if not is_whole:
        kept = set(sorted(topics, key=lambda topic: (-topic.stories, -topic.lately, topic.sort_key))[:MOST])
        topics = [topic for topic in topics if topic in kept]
    busy = sorted((topic for topic in topics if topic.lately), key=lambda topic: (-topic.lately, topic.sort_key))
    letters = [(letter, list(group)) for letter, group in groupby(topics, key=letter_of)]
    return Index(letters, busy[:BUSIEST], is_whole)


def letter_of(topic: Entry) -> str:
    """The letter under which it stands: of a Latin name its capital, of a number «0-9»."""
    first = topic.sort_key[:1]
    if LATIN <= ord(first or " ") < LATIN + 26:
        return chr(ord("A") + ord(first) - LATIN)
    return "0-9" if first.isdecimal() else first
