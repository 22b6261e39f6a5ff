"""The labelled set of Arabic searches: sentences, queries, and what each query should and should not find."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "search_labels"

CORE = (
    "alef",
    "ta_marbuta",
    "alef_maqsura",
    "hamza",
    "tashkeel",
    "tatweel",
    "prefixes",
    "radical",
    "plural",
    "dual",
    "nisba",
    "pronouns",
    "false_al",
    "digits",
    "persian_keyboard",
    "presentation_forms",
    "invisible",
    "latin",
    "verbs",
    "phrases",
    "exclusion",
    "or",
    "maghreb_letters",
    "several_words",
)
# What only word lists, synonyms or suggestions can give: counted, but apart.
STRETCH = (
    "broken_plurals",
    "adjectives",
    "verb_forms",
    "transliteration",
    "synonyms",
    "months",
    "misspellings",
)


@dataclass(frozen=True)
class Query:
    """What a reader types, why the set asks it, and the sentences that it must and must not find."""

    text: str
    kind: str
    expected: dict[int, str]
    """Sentence → the class of the pair."""
    traps: frozenset[int]


@dataclass(frozen=True)
class Half:
    """One half of the set: no query is asked of the sentences of another."""

    name: str
    sentences: dict[int, str]
    queries: tuple[Query, ...]


class WrongLabelError(Exception):
    """A file of labels that cannot be scored as it stands."""


def read(path: Path) -> Half:
    """Raises WrongLabelError for a label that contradicts itself or names no sentence."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    sentences = {int(number): text for number, text in data["sentences"].items()}
    queries = [_query(row, kind) for kind, rows in data["queries"].items() for row in rows]
    _refuse_repeated(query.text for query in queries)
    for query in queries:
        _refuse_wrong(query, sentences)
    return Half(path.stem, sentences, tuple(queries))


def _query(row: dict, kind: str) -> Query:
    expected = dict.fromkeys(row["finds"], kind)
    for other, numbers in row.get("also", {}).items():
        for number in numbers:
            if number in expected:
                raise WrongLabelError(f"«{row['q']}» names sentence {number} twice")
            expected[number] = other
    return Query(row["q"], kind, expected, frozenset(row.get("traps", ())))


def _refuse_wrong(query: Query, sentences: dict[int, str]) -> None:
    if unknown := {query.kind, *query.expected.values()} - {*CORE, *STRETCH}:
        raise WrongLabelError(f"«{query.text}» is of no known class: {unknown}")
    if missing := {*query.expected, *query.traps} - set(sentences):
        raise WrongLabelError(f"«{query.text}» names no sentence: {missing}")
    if both := query.traps & set(query.expected):
        raise WrongLabelError(f"«{query.text}» both wants and forbids {set(both)}")
    if not query.expected and not query.traps:
        raise WrongLabelError(f"«{query.text}» says nothing")


def _refuse_repeated(texts) -> None:
    seen = set()
    for text in texts:
        if text in seen:
            raise WrongLabelError(f"«{text}» is asked twice")
        seen.add(text)
