"""What a reader types, as PostgreSQL is asked for it."""

from __future__ import annotations

import pytest
from django.db import connection

from articles.search import tsqueries
from articles.search.queries import LONGEST, MOST_EXCLUDED, MOST_WORDS, parse
from articles.search.rules import Rules, by_first_stem
from mohit.arabic import LEXICON, stems

GROUPS = [["يناير", "جانفي", "كانون الثاني"], ["غوغل", "google"]]
RULES = Rules(1, (0, 0), LEXICON, by_first_stem(GROUPS, LEXICON))


def asked(text: str, **options: bool) -> str:
    return tsqueries.match(parse(text, RULES, **options))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("وهران", "(('وهران'))"),
        ("وهران عنابة", "(('وهران') & ('عنابه'))"),
        ("«وهران عنابة»", "((('وهران') <1> ('عنابه')))"),
        ("“وهران عنابة”", "((('وهران') <1> ('عنابه')))"),
        ('"وهران عنابة"', "((('وهران') <1> ('عنابه')))"),
        ("”وهران عنابة”", "((('وهران') <1> ('عنابه')))"),
        ("«وهران في عنابة»", "((('وهران') <2> ('عنابه')))"),
        ("وهران -عنابة", "(('وهران') & !('عنابه'))"),
        ("وهران -«عنابة سطيف»", "(('وهران') & !(('عنابه') <1> ('سطيف')))"),
        ("وهران أو عنابة", "(('وهران') | ('عنابه'))"),
        ("وهران OR عنابة سطيف", "(('وهران') | ('عنابه') & ('سطيف'))"),
        ("أو وهران أو أو", "(('وهران'))"),
        ("وهران-عنابة", "(('وهران') & ('عنابه'))"),
        ("وهران -19", "(('وهران') & ('19'))"),
        ("وهران، في عنابة!", "(('وهران') & ('عنابه'))"),
        ("وهران وهران", "(('وهران'))"),
        ("وهران «عنابة", "(('وهران') & ('عنابه'))"),
        ("غوغل", "(('غوغل' | 'google'))"),
        ("'وهران'", "(('وهران'))"),
    ],
)
def test_it_reads(typed: str, expected: str) -> None:
    assert flat(asked(typed)) == flat(expected)


def flat(text: str) -> str:
    """A tsquery as PostgreSQL writes it: without needless brackets."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::tsquery::text", [text])
        return cursor.fetchone()[0]


pytestmark = pytest.mark.django_db


def test_it_takes_a_term_of_two_words_for_its_synonym() -> None:
    first, second, january, french = (stems(word)[0] for word in ("كانون", "الثاني", "يناير", "جانفي"))

    assert flat(asked("كانون الثاني 2025")) == flat(f"('{first}' & '{second}' | '{january}' | '{french}') & '2025'")


def test_it_leaves_a_quotation_without_synonyms() -> None:
    assert flat(asked("«غوغل»")) == "'غوغل'"


def test_it_reads_a_word_in_its_rarer_way_only_when_relaxed() -> None:
    assert parse("نسبه", RULES, relaxed=True).stems > parse("نسبه", RULES).stems


@pytest.mark.parametrize(
    "typed", ["", " ", "و", "في من على", '""', "«»", "- -", "*:", "!!!", "((", "&|!", "😀", "\x00"]
)
def test_it_looks_for_nothing_in(typed: str) -> None:
    assert not parse(typed, RULES)


def test_it_looks_for_no_story_without_a_word() -> None:
    assert not parse("-وهران", RULES)
    assert asked("-وهران أو عنابة") == asked("عنابة")


def test_it_stops_at_a_dozen_words() -> None:
    query = parse(" ".join(f"كلمة{n}" for n in range(100)), RULES)

    assert len(query.words) <= MOST_WORDS
    assert query.is_cut
    assert not parse("وهران", RULES).is_cut


def test_it_stops_at_some_exclusions() -> None:
    query = parse("وهران " + " ".join(f"-س{letter}" for letter in "ابتثجحخدذرزسش"), RULES)

    assert len([term for term in query.alternatives[0] if term.excluded]) == MOST_EXCLUDED


def test_it_reads_no_further_than_it_must() -> None:
    assert parse("ا" * 10_000, RULES).stems == parse("ا" * LONGEST, RULES).stems


@pytest.mark.parametrize("typed", ["'", "\\", "a'b\\c", "O'Neil\\", "٪%s", "x:*", "a&b|c!", "<->"])
def test_it_is_never_a_mistake_for_postgresql(typed: str) -> None:
    query = parse(f"{typed} «{typed} وهران» -{typed} وهران", RULES)

    assert flat(tsqueries.match(query, [["§1"], ["@1", "@2"]]))
