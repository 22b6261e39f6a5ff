"""Countries, capitals and regions, and the adjectives made of them (countries.txt): one finds the other."""

from __future__ import annotations

from itertools import permutations, product
from pathlib import Path

import pytest

from mohit.arabic import query_stems, stems
from mohit.arabic.lexicon import lines

ENTRIES = [
    line.split() for line in Path(__file__).with_name("countries.txt").read_text("utf-8").splitlines() if line[:1] > "#"
]
SYNONYMS = [frozenset(term.strip() for term in line.split("=")) for line in lines("synonyms.txt")]


def names_of(country: str) -> list[str]:
    """The country with and without article and particles."""
    bare = country.removeprefix("ال")
    if country[:1] in "أإآ" or bare == country:
        return [country, f"و{country}", f"ب{country}"]
    return [country, bare, f"وال{bare}", f"بال{bare}", f"لل{bare}"]


def adjectives_of(relation: str) -> list[str]:
    endings = "", "ة", "ه", "ون", "ين", "ات"
    return [*(relation + ending for ending in endings), f"ال{relation}ة", f"وال{relation}ين", f"لل{relation}ين"]


def lost(pairs) -> list[tuple[str, str]]:
    return [(typed, written) for typed, written in pairs if set(query_stems(typed)).isdisjoint(stems(written))]


@pytest.mark.parametrize("entry", ENTRIES, ids=" ".join)
def test_it_finds_a_country_by_its_adjective(entry: list[str]) -> None:
    """Short adjectives (مصري) are another word to the stemmer: the table of synonyms joins them."""
    country, relation = entry[-2:]
    names, adjectives = names_of(country), adjectives_of(relation)

    assert lost(permutations(names, 2)) == []
    assert lost(permutations(adjectives, 2)) == []
    if not any(group.issuperset({" ".join(entry[:-1]), relation}) for group in SYNONYMS):
        assert lost([*product(names, adjectives), *product(adjectives, names)]) == []


def test_it_asks_of_many_countries() -> None:
    assert len(ENTRIES) >= 150
