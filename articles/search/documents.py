"""A story as the words it is found by (AR-7): headline A, standfirst and topics B, names C, text and captions D.

The two vectors are written as PostgreSQL reads them (`'وزير':3A 'زير':3A`): the variants of a word share its place,
so phrases are found whichever of them was typed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import NamedTuple

from articles.search import tsqueries
from mohit.arabic import Lexicon, words
from mohit.prose.tree import without_tags

LETTERS = 200_000  # of a text that are indexed
LAST_PLACE = 16_383  # a tsvector counts no further; what stands behind is found, but in no phrase
MOST_PLACES = 255  # of one word
MOST_BYTES = 900_000  # a tsvector of 1 MB is an error
GAP = 8  # places between two parts of a story: no phrase goes across
COMES_BACK = 3  # times that a word stands in the text to be among those it keeps coming back to
MOST_THROUGHOUT = 40  # of those words

# Another story's headline and a video's address are not words of this story.
_FOREIGN = re.compile(r"<aside data-article=.*?</aside>|<figure data-embed=.*?</figure>", re.DOTALL)
_WITHIN_A_LINE = re.compile(r"</?(?:strong|b|em|i|sub|sup|a|span)(?:\s[^<>]*)?>")
_LINE_ENDS = re.compile(r"\s*\n\s*")


class Source(NamedTuple):
    """What is read of a story to index it."""

    pk: int
    headline: str
    short_headline: str
    standfirst: str
    place: str
    body: str
    caption: str
    section_id: int
    section: str
    topics: list[str]
    authors: list[str]
    author_ids: list[int]
    captions: list[str]  # the library's own, of pictures in the body


@dataclass(frozen=True, slots=True)
class Document:
    head: str
    vector: str
    text: str
    spellings: dict[str, str]  # stem → the shortest form of the word in this story


def plain_text(html: str) -> str:
    """The words of a stored body, a line a paragraph."""
    text = without_tags(_WITHIN_A_LINE.sub("", _FOREIGN.sub("\n", html)), "\n")
    return _LINE_ENDS.sub("\n", unescape(text)).strip()[:LETTERS]


def document(source: Source, lexicon: Lexicon) -> Document:
    text = plain_text(source.body)
    writer = Writer(lexicon)
    for part in (source.headline, source.short_headline):
        writer.write(part, "A", with_forms=True)
    for part in (source.standfirst, *source.topics):
        writer.write(part, "B")
    for part in (*source.authors, source.section, source.place):
        writer.write(part, "C")
    head = {stem: list(places) for stem, places in writer.places.items()}
    for line in text.split("\n"):
        writer.write(line, "", gap=1)
    for part in (source.caption, *source.captions):
        writer.write(part, "")
    return Document(
        head=vector(head | writer.forms | throughout(writer.places, head)),
        vector=vector(filters(source) | writer.places),
        text=text,
        spellings=writer.spellings,
    )


class Writer:
    """Notes at which places of a story each stem stands, as `3A` or, with the lowest weight, `3`."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.at = 0
        self.places: dict[str, list[str]] = {}
        self.forms: dict[str, list[str]] = {}
        self.spellings: dict[str, str] = {}

    def write(self, text: str, weight: str, *, gap: int = GAP, with_forms: bool = False) -> None:
        at, places, spellings = self.at, self.places, self.spellings
        for start, end, key, stems in words(text, self.lexicon):
            at += 1
            if not stems:
                continue
            place = f"{at if at < LAST_PLACE else LAST_PLACE}{weight}"
            for stem in stems:
                if stem in places:
                    places[stem].append(place)
                else:
                    places[stem] = [place]
            spelled = spellings.get(stems[0])
            if spelled is None or end - start < len(spelled):
                spellings[stems[0]] = text[start:end]
            if with_forms:
                self.forms.setdefault(tsqueries.form(key), []).append(place)
        self.at = at + gap


def throughout(places: dict[str, list[str]], head: dict[str, list[str]]) -> dict[str, list[str]]:
    """The words that the text keeps coming back to, each at its first place; `head` has the others that matter."""
    often = [stem for stem, found in places.items() if len(found) >= COMES_BACK and stem not in head]
    often.sort(key=lambda stem: (-len(places[stem]), stem))
    return {stem: places[stem][:1] for stem in often[:MOST_THROUGHOUT]}


def filters(source: Source) -> dict[str, list[str]]:
    """Lexemes by which a search is narrowed to a section or an author; no word is written so."""
    names = [tsqueries.section(source.section_id), *(tsqueries.author(pk) for pk in source.author_ids)]
    return {name: [] for name in names}


def vector(places: dict[str, list[str]]) -> str:
    """A tsvector's text, the least important words left out of what would be too large for one."""
    lexemes, size = [], 0
    for stem, found in places.items():
        found = found[:MOST_PLACES]
        size += len(stem.encode()) + 2 * len(found) + 4
        if size > MOST_BYTES:
            break
        lexemes.append(f"{tsqueries.lexeme(stem)}:{','.join(found)}" if found else tsqueries.lexeme(stem))
    return " ".join(lexemes)
