"""What is read, and what is said about it."""

from __future__ import annotations

from typing import NamedTuple


class Block(NamedTuple):
    """A line or paragraph of a text: the `number`th of its field."""

    field: str
    number: int
    text: str
    is_ltr: bool = False


class Finding(NamedTuple):
    """A remark: `words` say it to the editor, `code` names the check.

    Of a place in the text, `start` and `end` are offsets in characters into the block, `text` is what stands there, and
    `suggestion` what could; None when only a person can know. A remark about a whole field has no `text`.
    """

    code: str
    words: str
    field: str
    block: int = 0
    start: int = 0
    end: int = 0
    text: str = ""
    suggestion: str | None = None


def at(block: Block, code: str, words: str, start: int, end: int, suggestion: str | None = None) -> Finding:
    """A remark about `block.text[start:end]`."""
    return Finding(code, words, block.field, block.number, start, end, block.text[start:end], suggestion)
