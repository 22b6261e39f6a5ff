"""What is read, and what is said about it."""

from __future__ import annotations

from typing import Final, NamedTuple


class Block(NamedTuple):
    """A line or paragraph of a text: the `number`th of its field."""

    field: str
    number: int
    text: str
    is_ltr: bool = False


class Finding(NamedTuple):
    """A remark: `words` say it to the editor, `code` names the check.

    Of a place in the text, `start` and `end` are offsets in characters into the block, `text` is what stands there,
    between `before` and `after`, and `suggestion` what could; None when only a person can know. A remark about a whole
    field has no `text`; one about a card in it names the `card`.
    """

    code: str
    words: str
    field: str
    block: int = 0
    start: int = 0
    end: int = 0
    text: str = ""
    suggestion: str | None = None
    before: str = ""
    after: str = ""
    card: str = ""


ROUND: Final = 32  # letters that are shown before and after a place, in whole words


def at(block: Block, code: str, words: str, start: int, end: int, suggestion: str | None = None) -> Finding:
    """A remark about `block.text[start:end]`."""
    text = block.text
    place = (block.field, block.number, start, end, text[start:end])
    return Finding(code, words, *place, suggestion, _before(text, start), _after(text, end))


def _before(text: str, start: int) -> str:
    if start <= ROUND:
        return text[:start]
    return f"… {text[start - ROUND : start].partition(' ')[2]}"


def _after(text: str, end: int) -> str:
    if len(text) - end <= ROUND:
        return text[end:]
    return f"{text[end : end + ROUND].rpartition(' ')[0]} …"
