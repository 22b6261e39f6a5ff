"""`words`: the words of a text with their places in it, and what they are indexed under."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final, NamedTuple

from mohit.arabic.characters import ARABIC_MARKS, INVISIBLES, LETTERS, PRESENTATION_FORMS, TATWEEL
from mohit.arabic.folding import folded_forms, folded_letters, normalise, without_seats
from mohit.arabic.lexicon import LEXICON, Lexicon
from mohit.arabic.stemming import stems_of
from mohit.arabic.tokenising import WORD

_LONGEST: Final = 64  # letters of a token that is looked at closely and remembered
_DIGIT = "[0-9٠-٩۰-۹]"
_GROUP = f"{_DIGIT}{{3}}"
# What punctuation or spaces hold together: 10 000 and 1.000.000 (any groups, where the spaces do not break), 3,5,
# U.S.A, C++ and C#.
_NUMBER = (
    rf"{_DIGIT}{{1,3}}(?:(?:[\u00a0\u202f\u2009]{_GROUP})++|(?: {_GROUP}){{2,6}}+| (?:000|٠٠٠)|(?:\.{_GROUP}){{2,6}}+"
    rf"|,{_DIGIT}{{1,2}})(?!\w|[.,]{_DIGIT})"
)
_ACRONYM = r"(?:[A-Za-z]\.){2,9}+(?:[A-Za-z](?!\w))?"
_LANGUAGE = r"[A-Za-z](?:\+\+|#)(?!\w)"
_SIGN = rf"(?<![\w.,])(?:[وفبلك]?(?:ال)?{TATWEEL}?)(?:{_NUMBER}|{_ACRONYM}|{_LANGUAGE})"
_TERM = re.compile(f"(?P<sign>{_SIGN})|{WORD}")

_ARABIC = f"{LETTERS}{ARABIC_MARKS}{TATWEEL}{PRESENTATION_FORMS}"
_ARABIC_LETTERS = re.compile(f"[{_ARABIC}]")
_ARABIC_TOKEN = re.compile(f"[{_ARABIC}{INVISIBLES}]*")
_RUN = re.compile(f"[{_ARABIC}](?:[{_ARABIC}{INVISIBLES}])*|[^{_ARABIC}]+")
_PARTICLE = re.compile("[وف]?(?:[بك]?ال|لل|[بكل])?")
_AFTER_NUMBER = frozenset("مه")  # 2025م, 1447هـ
_SERVANT = re.compile("[وفبكل]?عبد(?=ال..)")  # عبدالعزيز, as often written as two words
_UNSEEN_AFTER = re.compile(f"[{ARABIC_MARKS}{TATWEEL}{INVISIBLES}]*")


class Word(NamedTuple):
    """One word of a text, for indexing and matching."""

    start: int  # offsets into the text as given
    end: int
    key: str  # the match key of the whole word
    stems: tuple[str, ...]  # what it is indexed under, the surest first; empty for a stop word


def words(text: str, lexicon: Lexicon = LEXICON) -> list[Word]:
    """Cut a text into words, in reading order, with their stems.

    A word is a token of `tokens`, or a part of one where another script begins (كوفيد19) or two words were written as
    one (عبدالعزيز): such parts touch each other. A particle glued to Latin letters or digits is no word. Numbers
    with spaces between their groups, `U.S.A` and `C++` are one word each. To ask for what a reader typed, hand
    `text[start:end]` to `query_stems`: the key has lost what the stemmer needs.
    """
    found: list[Word] = []
    known = lexicon.analyses.get
    for match in _TERM.finditer(text):
        start = match.start()
        for begin, end, key, stems in known(match[0]) or _analysis(match, lexicon):
            found.append(Word(start + begin, start + end, key, stems))
    return found


def _analysis(match: re.Match[str], lexicon: Lexicon) -> list[Word]:
    """The words of one token, with offsets into it; remembered for the next time."""
    token = match[0]
    if match["sign"] or len(token) > _LONGEST:
        parts = [_Part(0, len(token), 0, len(token))]
    elif _ARABIC_TOKEN.fullmatch(token):
        parts = _parts_of_compound(token, lexicon)
    else:
        parts = _parts_by_script(token)
    analysis = [_analysed(token, part, lexicon) for part in parts]
    if len(token) <= _LONGEST:
        lexicon.analyses.keep(token, analysis)
    return analysis


class _Part(NamedTuple):
    """A word within a token: what it spans, and where in it its own letters are, without a glued particle."""

    start: int
    end: int
    begin: int
    stop: int


def _analysed(token: str, part: _Part, lexicon: Lexicon) -> Word:
    letters = folded_letters(token[part.begin : min(part.stop, part.begin + _LONGEST)])
    return Word(part.start, part.end, folded_forms(without_seats(letters)), stems_of(letters, lexicon))


def _parts_by_script(token: str) -> list[_Part]:
    parts: list[_Part] = []
    particle = 0
    for run in _RUN.finditer(token):
        start, end = run.span()
        letters = normalise(run[0]) if _ARABIC_LETTERS.match(run[0]) else ""
        if letters and end < len(token) and _PARTICLE.fullmatch(letters):
            particle = end - start
        elif letters in _AFTER_NUMBER and parts and token[start - 1].isdecimal():
            parts[-1] = parts[-1]._replace(end=end)
        else:
            parts.append(_Part(start - particle, end, start, end))
            particle = 0
    return parts


def _parts_of_compound(token: str, lexicon: Lexicon) -> list[_Part]:
    cut = _compound_cut(token, lexicon)
    ends = [0, cut, len(token)] if cut else [0, len(token)]
    return [_Part(start, end, start, end) for start, end in pairwise(ends)]


def _compound_cut(token: str, lexicon: Lexicon) -> int:
    """Where the second word of a compound begins in its token; 0 if it is one word."""
    compounds = lexicon.vocabulary.compounds
    key = normalise(token)
    if servant := _SERVANT.match(key):
        return _offset_after(token, servant.end())
    particle = int(key not in compounds and key[:1] in "وفبكل")
    length = compounds.get(key[particle:], 0)
    return _offset_after(token, particle + length) if length else 0


def _offset_after(token: str, letters: int) -> int:
    """The offset of a token after so many letters of its match key, and after the marks on the last one."""
    for offset in range(letters, len(token)):
        if len(normalise(token[:offset])) == letters:
            return _UNSEEN_AFTER.match(token, offset).end()
    return 0
