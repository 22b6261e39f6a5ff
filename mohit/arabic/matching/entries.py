"""The entries of a word list, indexed by what a word of a text is looked up under."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from mohit.arabic.characters import ARABIC_MARKS, INVISIBLES, OTHER_MARKS, TATWEEL
from mohit.arabic.matching.arabizi import coarse_key_of_arabic, is_worth_a_pattern
from mohit.arabic.matching.letters import ends_in_hamza, squeezed
from mohit.arabic.matching.mixtures import ARABIC
from mohit.arabic.matching.pieces import pieces

_TEH_MARBUTAS: Final = ("ة", "ۃ", "ۀ")
# Marks, joiners and the tones of skin that tell one symbol from another for nobody.
UNSEEN_IN_SYMBOLS: Final = re.compile(f"[{ARABIC_MARKS}{OTHER_MARKS}{INVISIBLES}{TATWEEL}\U0001f3fb-\U0001f3ff]")
_AFTER_LAST_LETTER: Final = re.compile(rf"[\W_{TATWEEL}]+$")
_LONGEST_WORD: Final = 40  # letters
_FEWEST_SPACED: Final = {True: 3, False: 4}  # letters of an Arabic, and of another word that is sought letter by letter
_END: Final = ""  # key of a trie's node at which words end


class Word(NamedTuple):
    """One way in which an entry, or its first word, is found."""

    entry: str  # as the editor typed it
    letters: str  # folded
    runs: tuple[int, ...]  # of its letters squeezed
    rest: tuple[str, ...] = ()  # the folded words that must follow
    is_feminine: bool = False


class Entries:
    """Immutable once built; building takes some 20 microseconds an entry."""

    def __init__(self, entries: Iterable[str]) -> None:
        words: defaultdict[str, list[Word]] = defaultdict(list)
        self.sounds: defaultdict[str, list[Word]] = defaultdict(list)
        self.masked: defaultdict[tuple[str, int], list[Word]] = defaultdict(list)
        self.symbols: list[tuple[str, str]] = []  # (as typed, what to look for)
        self.trie: dict = {}
        for entry in dict.fromkeys(entries):
            forms = list(_forms(entry))
            if not forms and (symbol := UNSEEN_IN_SYMBOLS.sub("", entry).strip()):
                self.symbols.append((entry, symbol))
            for word in forms:
                words[squeezed(word.letters).letters].append(word)
                self._index_by_letters(word)
            if forms and not forms[0].rest:
                self._index_by_look(forms[0])
        self.words = {letters: tuple(found) for letters, found in words.items()}
        self.longest = max(map(len, self.words), default=0)

    def _index_by_look(self, word: Word) -> None:
        """Where one word is found by the sound of it, or with letters masked."""
        letters = squeezed(word.letters).letters
        if len(letters) > 2:
            self.masked[letters[-1], len(letters)].append(word)
        if ARABIC.fullmatch(letters) and is_worth_a_pattern(letters):
            self.sounds[coarse_key_of_arabic(letters)].append(word)

    def _index_by_letters(self, word: Word) -> None:
        """Where a word is found whose letters stand each for itself; of a phrase the form in one word."""
        letters = squeezed(word.letters).letters
        if word.rest or len(letters) < _FEWEST_SPACED[bool(ARABIC.fullmatch(letters))]:
            return
        node = self.trie
        for letter in letters:
            node = node.setdefault(letter, {})
        node.setdefault(_END, []).append(word)


def _forms(entry: str) -> Iterator[Word]:
    """An entry as it is; written as one word; and as its last letter changes before a suffix."""
    found = pieces(entry)
    if not found or any(len(piece.letters) > _LONGEST_WORD for piece in found):
        return
    first, *rest = [piece.letters for piece in found]
    typed = _without_what_follows(entry)
    is_feminine = typed.endswith(_TEH_MARBUTAS) and not rest
    yield Word(entry, first, squeezed(first).runs, tuple(rest), is_feminine)
    if rest:
        joined = "".join([first, *rest])
        if 5 <= len(joined) <= _LONGEST_WORD:
            yield Word(entry, joined, squeezed(joined).runs)
    elif len(first) > 2:
        endings = ["ت", "ات"] if is_feminine else ["و", "ي"] if ends_in_hamza(typed) else []
        for form in (first[:-1] + ending if is_feminine else first + ending for ending in endings):
            yield Word(entry, form, squeezed(form).runs)


def _without_what_follows(entry: str) -> str:
    """An entry without what stands behind its last letter, so that its ending can be seen."""
    return _AFTER_LAST_LETTER.sub("", entry)


def key_of(entry: str) -> str:
    """By which two entries are the same: equal when nothing is found by one that is not found by the other."""
    return " ".join(piece.letters for piece in pieces(entry)) or "".join(UNSEEN_IN_SYMBOLS.sub("", entry).split())
