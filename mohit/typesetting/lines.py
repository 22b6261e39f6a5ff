"""Where the lines of a headline end: at spaces only, all of about one length, no word left hanging."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Final, NamedTuple

from mohit.arabic import normalise

# Words that lean on the next one; a line that ends with one reads like a stumble.
LEANING: Final = frozenset(
    normalise(
        "من إلى عن على في ب ل ك و أو ثم أم بل أن إن لأن كأن لكن لا لم لن ما هل قد سوف إذا لو كي حتى مع بين بعد قبل منذ "
        "عند لدى نحو ضد دون غير كل بعض أي هذا هذه ذلك تلك هو هي الذي التي الذين يا ليس كان كانت حول خلال أمام تحت فوق "
        "ذات ذو بن ابن بنت أبو أبي أبا آل عبد ولد سيدي لالة"
    ).split()
)
HANGING: Final = 0.05  # what a bad end costs, in squares of the line's width


class Word(NamedTuple):
    """`start` to `end` in the text; the width in any unit; whether its end runs from left to right."""

    start: int
    end: int
    width: int
    text: str
    is_latin: bool


def balanced(words: Sequence[Word], space: int, width: float, most: int) -> list[Sequence[Word]] | None:
    """`words` in as few lines as fit into `width`, about equally long; None if these are more than `most`."""
    if not words:
        return []
    fewest = lines_needed(words, space, width)
    if not fewest or fewest > most:
        return None
    whole = sum(word.width for word in words) + space * (len(words) - 1)
    aim = whole / fewest
    return best_ends(words, space, width, aim, fewest)


def lines_needed(words: Sequence[Word], space: int, width: float) -> int:
    """0 when a single word is wider."""
    lines, used = 1, -space
    for word in words:
        if word.width > width:
            return 0
        used += space + word.width
        if used > width:
            lines, used = lines + 1, word.width
    return lines


def best_ends(words: Sequence[Word], space: int, width: float, aim: float, count: int) -> list[Sequence[Word]]:
    """The division into `count` lines whose lengths are nearest to `aim`; squares weigh the worst line most."""

    @cache
    def best(first: int, left: int) -> tuple[float, tuple[int, ...]]:
        """(cost, ends of the lines) of the words from `first` on in `left` lines."""
        if first == len(words):
            return (float("inf"), ()) if left else (0.0, ())
        found: tuple[float, tuple[int, ...]] = (float("inf"), ())
        used = -space
        for end in range(first + 1, len(words) - left + 2) if left else ():
            used += space + words[end - 1].width
            if used > width:
                break
            further, ends = best(end, left - 1)
            cost = further + ((used - aim) / width) ** 2 + (bad_end(words, end) if end < len(words) else 0)
            found = min(found, (cost, (end, *ends)))
        return found

    ends = (0, *best(0, count)[1])
    return [words[start:end] for start, end in pairwise(ends)]


def bad_end(words: Sequence[Word], end: int) -> float:
    """What it costs to end a line before `words[end]`: within a name or quotation, after a number or a leaning word.

    After a colon or a comma it costs less than nothing.
    """
    last, following = words[end - 1], words[end]
    cost = 0.0
    if normalise(last.text) in LEANING or (last.is_latin and following.is_latin):
        cost += HANGING
    if last.text[-1:].isdecimal():
        cost += 2 * HANGING
    if quotes_left_open(words[:end]):
        cost += HANGING / 2
    if not any(letter.isalnum() for letter in following.text):  # a dash belongs to what stands before it
        cost += 2 * HANGING
    if last.text.endswith((":", "،", "؛", ".", "…", "؟", "!")):
        cost -= HANGING / 2
    return cost


def stumbles(lines: Sequence[Sequence[Word]]) -> int:
    """How many of the lines end after a number, a leaning word or in a name."""
    return sum(bad_end([*line, following[0]], len(line)) >= HANGING for line, following in pairwise(lines))


def quotes_left_open(words: Sequence[Word]) -> bool:
    text = " ".join(word.text for word in words)
    return text.count("«") > text.count("»") or text.count("“") > text.count("”") or text.count("(") > text.count(")")
