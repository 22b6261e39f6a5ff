"""`Matcher`: where a text holds what is on a word list, however it is disguised (AR-29)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import lru_cache
from itertools import islice
from typing import Final, NamedTuple

from mohit.arabic.matching.affixes import cores, fit
from mohit.arabic.matching.arabizi import sounds_like, spellings
from mohit.arabic.matching.entries import Entries, Word
from mohit.arabic.matching.letters import ends_in_hamza, squeezed
from mohit.arabic.matching.mixtures import ARABIC, MASKS, SIGNS, arabic_readings, latin_readings
from mohit.arabic.matching.pieces import Piece, is_letter, pieces

MOST: Final = 100  # matches of one text; nobody reads more
_NEAR: Final = 3  # characters between the parts of a word that was cut apart
_NEAR_LETTERS: Final = 5  # between letters that stand each for itself
_MOST_PARTS: Final = 6
_MOST_WINDOWS: Final = 3_000  # places of one text where parts of words are put together
_KEPT: Final = 20_000  # words whose answer is remembered
_OVERRIDDEN: Final = re.compile("[\u202d\u202e]([^\u202c\n]*)")
_NOTHING: Final = ()


class How(StrEnum):
    """By which disguise a text hides what it matches; marks, tatweel and look-alikes count as none."""

    PLAIN = "plain"
    FORM = "form"  # with a prefix or a suffix
    STRETCHED = "stretched"
    SIGNS = "signs"  # digits or signs for letters
    SOUND = "sound"  # Arabic in Latin letters
    SPLIT = "split"  # its letters stand apart
    MASKED = "masked"  # letters are hidden behind asterisks
    REVERSED = "reversed"  # direction controls put letters in another order


_SUREST_FIRST: Final = {how: place for place, how in enumerate(How)}


class Match(NamedTuple):
    """What an entry of the list matches: `text[start:end]` of the text as given."""

    entry: str  # as the editor typed it
    start: int
    end: int
    how: How


class _Hit(NamedTuple):
    word: Word
    how: How


class _Window(NamedTuple):
    """Neighbouring pieces that may be one word."""

    parts: list[Piece]
    letters: str

    def match(self, word: Word, how: How) -> Match:
        return Match(word.entry, self.parts[0].start, self.parts[-1].end, max(how, How.SPLIT, key=_rank))


class Matcher:
    """Finds the entries of a word list in texts.

    Immutable, to be shared by all requests of a process. An entry is a word, a phrase of several words, or a symbol;
    it is found between the edges of words, with the particles and pronouns that Arabic joins to it. `allowed` are
    words and phrases within which nothing is found: عميل مصرفي.
    """

    def __init__(self, entries: Iterable[str], allowed: Iterable[str] = ()) -> None:
        self.entries = Entries(entries)
        self.allowed = Entries(allowed)
        self.hits_of = lru_cache(maxsize=_KEPT)(self._hits_of)

    def matches(self, text: str) -> list[Match]:
        """In reading order, the surest where one place matches twice; the first hundred."""
        return _best([*self._matches(text), *self._reversed(text)])

    def reversed_matches(self, text: str) -> list[Match]:
        """Those only that direction controls put in another order; `clean` takes the controls away."""
        return _best(list(self._reversed(text)))

    def _reversed(self, text: str) -> Iterator[Match]:
        for segment in _OVERRIDDEN.finditer(text):
            start, end = segment.span(1)
            for match in self._matches(text[start:end][::-1]):
                yield Match(match.entry, end - match.end, end - match.start, How.REVERSED)

    def _matches(self, text: str) -> list[Match]:
        cut = pieces(text)
        found = [*self._whole(text, cut), *self._apart(cut), *self._lettered(cut), *self._symbols(text)]
        if found and self.allowed.words:
            spans = [(match.start, match.end) for match in _plain(text, cut, self.allowed)]
            found = [match for match in found if not any(a <= match.start and match.end <= b for a, b in spans)]
        return found

    def _whole(self, text: str, cut: list[Piece]) -> Iterator[Match]:
        """Words that stand as one, and the phrases that begin with one."""
        for place, piece in enumerate(cut):
            keeps_alef = piece.letters.endswith("ا") and ends_in_hamza(text[piece.start : piece.end])
            for hit in self.hits_of(piece.letters, keeps_alef=keeps_alef):
                end = _end_of_phrase(cut, place, hit.word.rest)
                if end:
                    yield Match(hit.word.entry, piece.start, end, hit.how)

    def _apart(self, cut: list[Piece]) -> Iterator[Match]:
        """Words in parts: by signs between letters (كل.ب), by a letter that stands alone (ح مار), masked (ك*ب)."""
        for window in islice(_windows(cut, self.entries.longest + _MOST_PARTS), _MOST_WINDOWS):
            if len(window.parts) == 2 and MASKS.fullmatch(window.parts[0].gap):
                yield from self._masked(*window.parts)
            for word, how in self.hits_of(window.letters):
                # Between other languages' words a letter alone is usual: «s» value is no سفلة.
                if not word.rest and not (how is How.SOUND and any(" " in part.gap for part in window.parts[:-1])):
                    yield window.match(word, how)

    def _masked(self, before: Piece, after: Piece) -> Iterator[Match]:
        shown, hidden = squeezed(after.letters).letters, len(before.gap)
        for core in cores(before.letters):
            for missing in {1, hidden}:
                length = len(core.letters) + missing + len(shown)
                if missing > len(core.letters) + len(shown) or (len(core.letters) == 1 and not core.is_whole):
                    continue
                for word in self.entries.masked.get((shown[-1], length), _NOTHING):
                    listed = squeezed(word.letters).letters
                    if listed.startswith(core.letters) and listed.endswith(shown):
                        yield Match(word.entry, before.start, after.end, How.MASKED)

    def _lettered(self, cut: list[Piece]) -> Iterator[Match]:
        """Words of letters that stand each for itself: ك ل ب, wherever in the run of such letters."""
        for run in islice(_runs_of_letters(cut), _MOST_WINDOWS):
            if len(run) <= self.entries.longest + _MOST_PARTS:
                window = _Window(run, "".join(piece.letters for piece in run))
                yield from (window.match(word, how) for word, how in self.hits_of(window.letters) if not word.rest)
            letters, lengths = squeezed("".join(piece.letters for piece in run))
            ends, total = [], 0
            for length in lengths:
                total += length
                ends.append(total)
            places = [place for place, piece in enumerate(run) for _ in piece.letters]
            for start in range(len(letters)):
                for end, word in self._walk(letters, start):
                    if fit(letters[start:end], lengths[start:end], word.runs):
                        first, last = places[ends[start] - lengths[start]], places[ends[end - 1] - 1]
                        yield Match(word.entry, run[first].start, run[last].end, How.SPLIT)

    def _walk(self, letters: str, start: int) -> Iterator[tuple[int, Word]]:
        node = self.entries.trie
        for place in range(start, len(letters)):
            node = node.get(letters[place])
            if node is None:
                return
            for word in node.get("", _NOTHING):
                yield place + 1, word

    def _symbols(self, text: str) -> Iterator[Match]:
        for entry, symbol in self.entries.symbols:
            start = text.find(symbol)
            if start >= 0:
                yield Match(entry, start, start + len(symbol), How.PLAIN)

    def _hits_of(self, word: str, *, keeps_alef: bool = False) -> tuple[_Hit, ...]:
        """What one folded word matches by itself; a first word of a phrase among it."""
        if len(word) > self.entries.longest * 3 + 24:
            word = squeezed(word).letters
            if len(word) > self.entries.longest + 12:
                return ()
        if ARABIC.fullmatch(word):
            return tuple(_forms(word, self.entries, keeps_alef=keeps_alef))
        found = dict.fromkeys(_Hit(hit.word, hit.how) for hit in _latin(word, self.entries))
        if ARABIC.search(word):
            readings = (hit for reading in arabic_readings(word) for hit in _forms(reading, self.entries))
            found |= dict.fromkeys(_Hit(hit.word, How.SIGNS) for hit in readings)
        else:
            found |= dict.fromkeys(_Hit(word, How.SOUND) for word in self._sounding(word))
        return tuple(found)

    def _sounding(self, typed: str) -> Iterator[Word]:
        for key, core in spellings(typed):
            for word in self.entries.sounds.get(key, _NOTHING):
                if sounds_like(typed, core, word.letters, is_feminine=word.is_feminine):
                    yield word


def _forms(word: str, entries: Entries, *, keeps_alef: bool = False) -> Iterator[_Hit]:
    for core in cores(word, keeps_alef=keeps_alef):
        for listed in entries.words.get(core.letters, _NOTHING):
            if fit(core.letters, core.runs, listed.runs):
                stretched = core.runs != listed.runs
                yield _Hit(listed, How.STRETCHED if stretched else How.PLAIN if core.is_whole else How.FORM)


def _latin(word: str, entries: Entries) -> Iterator[_Hit]:
    for reading in latin_readings(word):
        for form in {reading, reading.removesuffix("s"), reading.removesuffix("es")}:
            letters, runs = squeezed(form)
            for listed in entries.words.get(letters, _NOTHING):
                if fit(letters, runs, listed.runs):
                    how = How.SIGNS if reading != word else How.STRETCHED if runs != listed.runs else How.PLAIN
                    yield _Hit(listed, how)


def _plain(text: str, cut: list[Piece], entries: Entries) -> Iterator[Match]:
    """Where the words and phrases of a list stand undisguised."""
    for place, piece in enumerate(cut):
        hits = _latin(piece.letters, entries) if piece.letters.isascii() else _forms(piece.letters, entries)
        for hit in hits:
            end = _end_of_phrase(cut, place, hit.word.rest)
            if end:
                yield Match(hit.word.entry, piece.start, end, hit.how)


def _end_of_phrase(cut: list[Piece], place: int, rest: tuple[str, ...]) -> int:
    """Where a phrase ends whose first word is the piece at `place`; 0 if the other words do not follow."""
    for word in rest:
        if len(cut[place].gap) > _NEAR or place + 1 == len(cut):
            return 0
        place += 1
        if not _is_form_of(cut[place].letters, word):
            return 0
    return cut[place].end


@lru_cache(maxsize=8192)
def _is_form_of(word: str, listed: str) -> bool:
    letters, runs = squeezed(listed)
    return any(core.letters == letters and fit(letters, core.runs, runs) for core in cores(word))


def _windows(cut: list[Piece], longest: int) -> Iterator[_Window]:
    """Neighbours that may be one word of at most so many letters; three letters and more are `_lettered`'s business."""
    for first in range(len(cut) - 1):
        letters = cut[first].letters
        are_letters = is_letter(letters)
        for last in range(first + 1, min(first + _MOST_PARTS, len(cut))):
            before, part = cut[last - 1], cut[last]
            if not _are_parts(before, part) or len(letters) > longest:
                break
            letters += (before.gap if before.gap in SIGNS else "") + part.letters
            are_letters = are_letters and is_letter(part.letters)
            if not are_letters or last == first + 1:
                yield _Window(cut[first : last + 1], letters)


def _are_parts(before: Piece, after: Piece) -> bool:
    """Whether one may go on the word of the other.

    Nothing but signs stands between, or a blank beside a letter that stands alone; و often does.
    """
    if " " not in before.gap:
        return len(before.gap) <= _NEAR
    return len(before.gap) <= _NEAR and any(
        is_letter(letters) and letters[0] != "و" for letters in (before.letters, after.letters)
    )


def _runs_of_letters(cut: list[Piece]) -> Iterator[list[Piece]]:
    run: list[Piece] = []
    for piece in cut:
        if is_letter(piece.letters):
            run.append(piece)
            if len(piece.gap) <= _NEAR_LETTERS:
                continue
        if len(run) > 2:
            yield run
        run = []
    if len(run) > 2:
        yield run


def _rank(how: How) -> int:
    return _SUREST_FIRST[how]


def _best(found: list[Match]) -> list[Match]:
    """One match of an entry at a place: the shortest, by the surest way."""
    kept: list[Match] = []
    for match in sorted(found, key=lambda match: (_rank(match.how), match.end - match.start, match.start)):
        if len(kept) < MOST and not any(
            other.entry == match.entry and other.start < match.end and match.start < other.end for other in kept
        ):
            kept.append(match)
    return sorted(kept, key=lambda match: (match.start, match.end))
