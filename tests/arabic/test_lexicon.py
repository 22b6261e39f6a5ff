"""The word lists, and what editors add to them."""

from __future__ import annotations

import hashlib
import json
from itertools import combinations

import pytest

from mohit.arabic import INDEX_VERSION, LEXICON, Lexicon, query_stems, stems, words
from mohit.arabic.folding import normalise
from mohit.arabic.lexicon import WORD_LISTS, BoundedCache, lines

LISTS = sorted(path.name for path in WORD_LISTS.glob("*.txt"))
GROUPS = [[term.strip() for term in line.split("=")] for line in lines("synonyms.txt")]
STEMS_OF_VERSION = {3: "b9445500f6b13330"}


def test_it_never_stems_an_editors_word() -> None:
    lexicon = LEXICON.with_words(never_stemmed=["الشرق", "ميديابارت"])

    assert stems("الشرق", lexicon) == ("الشرق",)
    assert stems("الشَّرق", lexicon) == ("الشرق",)
    assert stems("بميديابارت", lexicon) == stems("الميديابارت", lexicon) == ("ميديابارت",)
    assert stems("الشرق") == ("شرق",)


@pytest.mark.parametrize("spelling", ["والشرق", "بالشرق", "فبالشرق", "للشرق", "وللشرق"])
def test_it_keeps_the_article_of_an_editors_word_behind_particles(spelling: str) -> None:
    lexicon = LEXICON.with_words(never_stemmed=["الشرق"])

    assert stems(spelling, lexicon) == query_stems(spelling, lexicon) == ("الشرق",)
    assert stems(spelling) == ("شرق",)


@pytest.mark.parametrize("spelling", ["يذكر", "ويذكر", "يُذكر"])
def test_it_passes_over_an_editors_stop_word(spelling: str) -> None:
    lexicon = LEXICON.with_words(stop_words=["يذكر"])

    assert stems(spelling, lexicon) == query_stems(spelling, lexicon) == ()
    assert [word.stems for word in words(f"{spelling} أن", lexicon)] == [(), ()]
    assert stems(spelling)


def test_it_is_the_same_lexicon_with_the_same_words() -> None:
    once, again = (LEXICON.with_words(never_stemmed=["الشرق"], stop_words=["يذكر"]) for _ in range(2))

    assert once == again
    assert hash(once) == hash(again)
    assert once != LEXICON
    assert LEXICON.with_words() == LEXICON == Lexicon()


def test_it_keeps_what_it_knew_about_words_apart_from_another_lexicon() -> None:
    text = "يذكر الشرق"
    before = words(text)
    words(text, LEXICON.with_words(never_stemmed=["الشرق"], stop_words=["يذكر"]))

    assert words(text) == before


def test_it_remembers_a_bounded_number_of_words() -> None:
    cache = BoundedCache(3)
    for number in range(10):
        cache.keep(number, number)

    assert len(cache) <= 3
    assert cache[9] == 9


@pytest.mark.parametrize("name", LISTS)
def test_it_reads_every_list(name: str) -> None:
    entries = list(lines(name))

    assert len(entries) > 0
    assert all(normalise(entry) for entry in entries)


@pytest.mark.parametrize("name", ["irregulars.txt", "readings.txt", "hamzas.txt"])
def test_it_names_each_word_of_a_table_once(name: str) -> None:
    sides = [line.split("=") for line in lines(name)]
    named = [normalise(word) if name == "irregulars.txt" else word for left, _ in sides for word in left.split()]

    assert all(len(side) == 2 and side[1].split() for side in sides)
    assert sorted({word for word in named if named.count(word) > 1}) == []


def test_it_finds_the_stem_of_an_irregular_word_by_itself() -> None:
    """`طلبات = طلب`: what طلب itself is indexed under has to meet it."""
    lost = [
        (word, stem)
        for word, found in LEXICON.vocabulary.irregulars.items()
        for stem in found
        if not {stem}.intersection(stems(stem)) and not set(found).intersection(stems(stem))
    ]
    assert lost == []


def test_it_ships_synonyms_that_the_stemmer_does_not_join() -> None:
    joined = [
        (one, other)
        for group in GROUPS
        for one, other in combinations(group, 2)
        if len(one.split()) == len(other.split()) == 1 and set(stems(one)) & set(stems(other))
    ]
    assert joined == []


def test_it_ships_groups_of_at_least_two() -> None:
    assert [group for group in GROUPS if len(group) < 2 or len(set(group)) < len(group) or "" in group] == []


def test_it_ships_enough_broken_plurals() -> None:
    written = (WORD_LISTS / "synonyms.txt").read_text(encoding="utf-8")
    plurals = written.split("# --- broken plurals")[1]

    assert plurals.count("=") >= 200


def test_it_raises_the_index_version_when_stems_change() -> None:
    """A new digest needs a new number: sites know by it that their index is stale."""
    vocabulary = LEXICON.vocabulary
    known = sorted(vocabulary.spellings) + sorted(vocabulary.readings) + sorted(vocabulary.stop_words)
    found = {f"{particle}{word}": stems(f"{particle}{word}") for word in known for particle in ("", "و", "بال")}
    digest = hashlib.sha256(json.dumps(found, ensure_ascii=False).encode()).hexdigest()[:16]

    assert STEMS_OF_VERSION.get(INDEX_VERSION) == digest
