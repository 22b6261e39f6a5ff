"""The editors' word lists: built once in each process, and again when somebody changed them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from comments.models import ListedWord
from comments.scoring import points
from comments.scoring.verdict import Found, found
from comments.submission import Submission
from mohit.arabic.matching import How, Match, Matcher

Kind = ListedWord.Kind
MOST_SHOWN: Final = 5  # words of one comment that are named to the moderator

# How a match was hidden, for the moderator; what is not named here is plain.
DISGUISES: Final = {
    How.STRETCHED: "حروفها ممدودة",
    How.SIGNS: "رموز مكان الحروف",
    How.SOUND: "بحروف لاتينية",
    How.SPLIT: "حروفها مفرقة",
    How.MASKED: "حروف منها محجوبة",
    How.REVERSED: "حروفها مقلوبة",
}
# Guesses: a word of the block list found so is held, not filed.
UNSURE: Final = frozenset({How.SOUND, How.MASKED})


@dataclass(frozen=True)
class WordLists:
    """The three lists as one matcher."""

    kinds: Mapping[str, str]  # of an entry's text: hold or block
    matcher: Matcher

    @classmethod
    def of(cls, words: Iterable[tuple[str, str]]) -> WordLists:
        """From (text, kind) pairs."""
        kinds = dict(words)
        watched = {text: kind for text, kind in kinds.items() if kind != Kind.ALLOW}
        return cls(watched, Matcher(watched, [text for text in kinds if text not in watched]))

    def matches(self, text: str) -> list[Match]:
        return self.matcher.matches(text)

    def is_blocking(self, match: Match) -> bool:
        return self.kinds[match.entry] == Kind.BLOCK and match.how not in UNSURE


class _Kept:
    version: UUID | None = None
    lists: WordLists | None = None


_kept = _Kept()


def word_lists(version: UUID) -> WordLists:
    """The lists as they are; one query when `version` is new to this process."""
    if _kept.lists is None or _kept.version != version:
        # Read after the version: at worst newer than it, and then read once more the next time.
        _kept.lists, _kept.version = WordLists.of(ListedWord.objects.values_list("text", "kind")), version
    return _kept.lists


def words(submission: Submission, lists: WordLists) -> Iterator[Found]:
    """Each listed word of the text with its place; of the name, and of letters that controls had reversed, without."""
    named: set[str] = set()
    for match in lists.matches(submission.text):
        if match.entry not in named and len(named) < MOST_SHOWN:
            named.add(match.entry)
            yield _found(match, lists, (match.start, match.end))
    for match in lists.matcher.reversed_matches(submission.typed)[:1]:
        if match.entry not in named:
            yield _found(match, lists)
    for match in lists.matches(submission.author_name)[:1]:
        yield found(points.NAME, said(match))


def _found(match: Match, lists: WordLists, span: tuple[int, int] | None = None) -> Found:
    return found(points.BLOCK if lists.is_blocking(match) else points.HOLD, said(match), span)


def said(match: Match) -> str:
    """The entry that matched, and how it was hidden."""
    disguise = DISGUISES.get(match.how)
    return f"«{match.entry}»" + (f" ({disguise})" if disguise else "")
