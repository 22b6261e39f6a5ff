"""Rules that look at nothing but the text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from comments.scoring import points
from comments.scoring.verdict import Found, found
from comments.submission import Submission
from mohit.dates import number

_LINK: Final = re.compile(
    r"(?:https?://|www\.)[^\s<>«»\"]{2,}|\b(?:[a-z0-9-]{2,63}\.){1,4}(?:com|net|org|info|biz|xyz|top|site|online|shop|"
    r"click|link|live|me|ly|io|ru|cn|dz|ma|tn|eg|sa)\b(?:/[^\s<>«»\"]*)?",
    re.IGNORECASE,
)
_MAIL: Final = re.compile(r"[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,4}[a-z]{2,24}", re.IGNORECASE)
_PHONE: Final = re.compile(r"(?<![\w/.,-])(?:\+|00)?[0-9٠-٩](?:[ .()-]?[0-9٠-٩]){8,14}(?![\w/,-])")
_STRETCH: Final = re.compile(r"([^\W\d_])\1{9,}|([!؟?])\2{7,}")
_FEW_LETTERS: Final = 20
_FEW_WORDS: Final = 3  # beside a link; fewer say nothing about it
_CONTROLS: Final = ("Cf", "Mn", "Me", "Cc", "Co", "Cn", "Cs")


def looks(submission: Submission) -> Iterator[Found]:
    text = submission.text
    yield from _links(text)
    yield from _contact(text)
    yield from _letters(text)
    if is_mostly_marks(submission.typed or text):
        yield found(points.MARKS)


def _links(text: str) -> Iterator[Found]:
    links = [match for match in _LINK.finditer(text) if text[match.start() - 1 : match.start()] != "@"]
    if not links:
        return
    span, first = links[0].span(), links[0][0]
    if sum(any(map(str.isalpha, word)) for word in _LINK.sub(" ", text).split()) < _FEW_WORDS:
        yield found(points.LINK_ONLY, first, span)
    elif len(links) > 2:
        yield found(points.MANY_LINKS, number(len(links)), span)
    else:
        yield found(points.LINKS if len(links) == 2 else points.LINK, first, span)


def _contact(text: str) -> Iterator[Found]:
    for pattern in (_MAIL, _PHONE):
        if match := pattern.search(text):
            yield found(points.CONTACT, span=match.span())
            return


def _letters(text: str) -> Iterator[Found]:
    said = _LINK.sub(" ", text)
    letters = [letter for letter in said if letter.isalpha()]
    latin = [letter for letter in letters if letter < "\u0250"]
    if len(letters) >= _FEW_LETTERS and len(latin) * 2 > len(letters):
        yield found(points.LATIN)
    stretch = _STRETCH.search(text)
    if stretch or (len(latin) >= _FEW_LETTERS and sum(map(str.isupper, latin)) * 10 > len(latin) * 7):
        yield found(points.SHOUTING, span=stretch.span() if stretch else None)


def is_mostly_marks(text: str) -> bool:
    """Whether fewer than half of its characters are what readers see (AR-30). Vocalised Arabic is not.

    A fully vocalised word has a mark or two for each letter: one mark of each letter is free.
    """
    shown = marks = free = 0
    for character in text:
        if unicodedata.category(character) not in _CONTROLS:
            shown, free = shown + 1, 2
        elif character not in "\n\t":
            marks += not (free and unicodedata.category(character) == "Mn")
            free = max(0, free - 1)
    return marks > shown
