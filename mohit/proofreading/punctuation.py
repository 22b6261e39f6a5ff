"""Signs of the Latin keyboard in Arabic prose, doubled signs, dots, tatweel."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mohit.arabic.characters import ARABIC_MARKS, INVISIBLES, LETTERS, TATWEEL
from mohit.proofreading.finding import Block, Finding, at
from mohit.proofreading.surroundings import ADDRESSES, FOREIGN, SPACES, Stretches, after, before, is_arabic, is_latin

_LATIN_SIGN: Final = re.compile(f"(?<![{SPACES}])[{SPACES}]*+(?P<sign>[,;?])")
_DOUBLED: Final = re.compile(f"[،,](?:[{SPACES}]*[،,])+")
_DOTS: Final = re.compile(r"\.{3,}")
_STRETCHED: Final = re.compile(
    f"(?<=[{LETTERS}{ARABIC_MARKS}])(?=[{INVISIBLES}]*+{TATWEEL})[{TATWEEL}{INVISIBLES}]++(?=[{LETTERS}{ARABIC_MARKS}])"
)
LONGEST_WORD: Final = 60  # letters that are looked at before a stretch
_WORD_BEFORE: Final = re.compile(f"[{LETTERS}{ARABIC_MARKS}{TATWEEL}]*$")
_WORD_AFTER: Final = re.compile(f"[{LETTERS}{ARABIC_MARKS}{TATWEEL}]*")

ARABIC_SIGN: Final = {",": "،", ";": "؛", "?": "؟"}
_NAMES: Final = {
    ",": ("latin_comma", "فاصلة"),
    ";": ("latin_semicolon", "فاصلة منقوطة"),
    "?": ("latin_question", "علامة استفهام"),
}


def latin_signs(block: Block) -> Iterator[Finding]:
    """A comma, semicolon or question mark of the Latin keyboard that ends or parts Arabic words."""
    text = block.text
    if not _LATIN_SIGN.search(text):
        return
    addresses = Stretches(ADDRESSES, text)
    for match in _LATIN_SIGN.finditer(text):
        sign, place = match["sign"], match.start("sign")
        if addresses.hold(place) or _is_doubled(text, place) or not _is_arabic_sign(text, place):
            continue
        code, name = _NAMES[sign]
        start = match.start() if match.start() else place
        space = " " if sign != "?" and is_arabic(text[place + 1 : place + 2]) else ""
        yield at(block, code, f"{name} لاتينية في نص عربي", start, place + 1, ARABIC_SIGN[sign] + space)


def _is_arabic_sign(text: str, place: int) -> bool:
    """Whether the sign there is one of the Arabic sentence, and not of a number, a foreign run or a smile."""
    sign, last, following = text[place], before(text, place), after(text, place + 1)
    if sign == ";" and text[place + 1 : place + 2] in (")", "(", "-"):
        return False
    if sign == "?":
        return is_arabic(last) or (last.isdigit() and not is_latin(following))
    if last.isdigit() and following.isdigit():
        return False
    return is_arabic(last) or ((last.isdigit() or is_latin(last)) and is_arabic(following))


def _is_doubled(text: str, place: int) -> bool:
    return text[place] == "," and "،" in (text[place - 1 : place], text[place + 1 : place + 2])


def doubled_signs(block: Block) -> Iterator[Finding]:
    for match in _DOUBLED.finditer(block.text):
        if "،" in match[0]:
            yield at(block, "doubled", "فاصلة مكررة", *match.span(), "،")


def dots(block: Block) -> Iterator[Finding]:
    """Three dots or more, for which there is one sign; two are a manner of headlines."""
    if not _DOTS.search(block.text):
        return
    foreign = Stretches(FOREIGN, block.text)
    for match in _DOTS.finditer(block.text):
        if not foreign.hold(match.start()):
            yield at(block, "ellipsis", "نقاط متتالية بدل علامة الحذف", *match.span(), "…")


def tatweel(block: Block) -> Iterator[Finding]:
    """A stretch between two letters. After a particle (الـ100) and in هـ it is as it should be.

    One remark for a word, however often it is stretched.
    """
    if TATWEEL not in block.text:
        return
    addresses, end = Stretches(ADDRESSES, block.text), 0
    for match in _STRETCHED.finditer(block.text):
        if match.start() < end or addresses.hold(match.start()):
            continue
        back = max(0, match.start() - LONGEST_WORD)
        start = back + _WORD_BEFORE.search(block.text[back : match.start()]).start()
        end = _WORD_AFTER.match(block.text, start).end()
        word = block.text[start:end]
        yield at(block, "tatweel", "تطويل داخل كلمة", start, end, _STRETCHED.sub("", word))
