"""The newsroom's own search, in the list of stories: drafts too, and words of which only the beginning was typed."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from articles.models import Article, SearchDocument
from articles.search import rules, tsqueries
from articles.search.queries import parse
from mohit.arabic import normalise

KEY_DIGITS = 19  # a longer number is no primary key


def holding(articles: QuerySet[Article], typed: str) -> QuerySet[Article]:
    """Those of `articles` that hold every word, in whatever spelling (AR-11); or the story of that number."""
    query, number = parse(typed, rules.current()), normalise(typed)
    found = Q(pk__in=[])
    if query:
        match = tsqueries.match(query, begun=True)
        found = Q(pk__in=SearchDocument.objects.filter(vector__holds=match).values("article"))
    if number.isdecimal() and len(number) < KEY_DIGITS:
        found |= Q(pk=int(number))
    return articles.filter(found)
