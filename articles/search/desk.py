"""The newsroom's own search, in the list of stories: drafts too, and words of which only the beginning was typed."""

from __future__ import annotations

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from articles.models import Article, SearchDocument
from articles.search import rules, tsqueries
from articles.search.queries import Query, parse
from mohit.arabic import normalise

FEW = 3_000  # stories that are named one by one
KEY_DIGITS = 19  # a longer number is no primary key


def holding(articles: QuerySet[Article], typed: str) -> QuerySet[Article]:
    """Those of `articles` that hold every word, in whatever spelling (AR-11); or the story of that number."""
    query, number = parse(typed, rules.current()), normalise(typed)
    found = Q(pk__in=keys_holding(query)) if query else Q(pk__in=[])
    if number.isdecimal() and len(number) < KEY_DIGITS:
        found |= Q(pk=int(number))
    return articles.filter(found)


def keys_holding(query: Query) -> list[int] | QuerySet[SearchDocument]:
    """The keys of the stories that hold `query`: found first when they are few.

    PostgreSQL would walk the list from its newest story on, looking into each: right for a common word, whose fifty
    stories are near, and most of a second for one that stands nowhere. Nor may it read the table instead of the
    index: it does not count what a long vector costs to open.
    """
    documents = SearchDocument.objects.filter(vector__holds=tsqueries.match(query, begun=True))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        keys = list(documents.values_list("article_id", flat=True)[: FEW + 1])
        cursor.execute("SET LOCAL enable_seqscan = on")
    return keys if len(keys) <= FEW else documents.values("article")
