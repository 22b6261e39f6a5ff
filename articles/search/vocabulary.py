"""The site's words: how many public stories hold each, and what a reader may have meant by one that none holds."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, transaction

from articles.search.tsqueries import LONGEST_LEXEME
from mohit.arabic import slug

KNOWN = 300_000  # stems whose spelling a process remembers to be stored: 30 MB at most
CANDIDATES = 60
LIKENESS = 0.15  # of trigrams: one slip in a word of four letters leaves a fifth of them
SHORTEST = 4  # letters of a stem that may be mistyped
LONG = 7  # letters from which two slips are forgiven

_known: dict[str, int] = {}  # stem → letters of the spelling that is stored, or a shorter one

STORE = """
    INSERT INTO articles_searchword (stem, shown, documents)
    SELECT stem, shown, 0 FROM unnest(%s::text[], %s::text[]) AS seen (stem, shown) ORDER BY stem
    ON CONFLICT (stem) DO UPDATE SET shown = EXCLUDED.shown
     WHERE articles_searchword.shown = '' OR length(EXCLUDED.shown) < length(articles_searchword.shown)
"""
# Rows that are no words: how many public stories there are, and how many a day in the last ninety.
STORIES, STORIES_A_DAY = TOTALS = ("§", "§/")
# What stands in drafts only is not a word of the site.
COUNT = """
    WITH counted AS MATERIALIZED (
        SELECT word, ndoc FROM ts_stat(
            'SELECT vector FROM articles_searchdocument WHERE published_at <= now()')
        UNION ALL
        SELECT '§', count(*) FROM articles_searchdocument WHERE published_at <= now()
        UNION ALL
        SELECT '§/', 1 + count(*) / 90 FROM articles_searchdocument
         WHERE published_at <= now() AND published_at > now() - interval '90 days'),
    gone AS (
        UPDATE articles_searchword SET documents = 0
         WHERE documents > 0 AND stem NOT IN (SELECT word FROM counted))
    INSERT INTO articles_searchword (stem, shown, documents)
    SELECT word, '', ndoc FROM counted ORDER BY word
    ON CONFLICT (stem) DO UPDATE SET documents = EXCLUDED.documents
     WHERE articles_searchword.documents <> EXCLUDED.documents
"""
ALIKE = """
    SELECT stem, shown, documents FROM articles_searchword
     WHERE stem %% %s AND left(stem, 1) = left(%s, 1) AND shown <> '' AND documents > 0
     ORDER BY similarity(stem, %s) DESC, documents DESC LIMIT %s
"""


def remember(stories: Iterable[dict[str, str]]) -> None:
    """Store how stories spell words that are new, or that were known by a longer form; once they are committed.

    The shortest spelling of a word has the fewest prefixes. What is lost when a process dies here comes back with the
    next story that holds the word.
    """
    seen: dict[str, str] = {}
    for spellings in stories:
        for stem, spelled in spellings.items():
            if len(spelled) < _known.get(stem, 1000) and len(spelled) < len(seen.get(stem, " " * 1000)):
                seen[stem] = spelled
    if seen:
        transaction.on_commit(lambda: store(seen), robust=True)


def store(seen: dict[str, str]) -> None:
    if len(_known) > KNOWN:
        _known.clear()
    shown = {stem[:LONGEST_LEXEME]: slug(spelled)[:LONGEST_LEXEME] or stem for stem, spelled in seen.items()}
    with connection.cursor() as cursor:
        cursor.execute(STORE, [list(shown), list(shown.values())])
    _known.update({stem: len(spelled) for stem, spelled in seen.items()})


def forget() -> None:
    """For tests: the next one rolls back what this process has stored."""
    _known.clear()


def count() -> None:
    """Count anew in how many public stories each word stands: a second for ten thousand stories."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT)
        cursor.execute("ANALYZE articles_searchword")


def counts(stems: Iterable[str]) -> dict[str, int]:
    """Stem → public stories that hold it, of those that any does: one query."""
    stems = list(stems)
    if not stems:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT stem, documents FROM articles_searchword WHERE stem = ANY(%s) AND documents > 0", [stems]
        )
        return dict(cursor.fetchall())


def alike(stem: str) -> list[tuple[str, str, int]]:
    """(stem, spelling, stories) of the site's words that `stem` may be a slip of, the likeliest first."""
    if len(stem) < SHORTEST or len(stem) > LONGEST_LEXEME:
        return []
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [str(LIKENESS)])
        cursor.execute(ALIKE, [stem, stem, stem, CANDIDATES])
        rows = cursor.fetchall()
    slips = 1 if len(stem) < LONG else 2
    near = [
        (distance, -documents, other, shown)
        for other, shown, documents in rows
        if len(other) >= SHORTEST and 0 < (distance := slips_between(stem, other, slips)) <= slips
    ]
    return [(other, shown, -documents) for _, documents, other, shown in sorted(near)]


def slips_between(one: str, other: str, most: int) -> int:
    """Letters missing, added, exchanged or in the wrong order (optimal string alignment); `most + 1` for more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before, last, row = [], [], list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, last, row = last, row, [i]
        for j, wanted in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)
