"""What the script of a page sends: small JSON, read here so strictly that nothing else of it can surprise anybody.

A body that is not of this form is None and nothing is counted of it. Names of boxes that could be none of ours are left
out: a page may be older than the boxes that we have.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.http.request import UnreadablePostError

LARGEST = 4096  # bytes: twenty boxes and a hundred campaigns are half of it
LENGTH = re.compile(r"[1-9][0-9]{0,8}", re.ASCII)
MOST_BOXES = 20
MOST_SEEN = 200

BOX = re.compile(r"[-0-9A-Za-z_]{1,40}", re.ASCII)
SECTION = re.compile(r"[-\w]{0,120}")  # a slug, of any letters
LARGEST_KEY = 2**63 - 1


@dataclass(frozen=True)
class Question:
    """What a page asks: names of boxes in its order, its section's slug, and the campaigns seen often enough."""

    boxes: tuple[str, ...]
    section: str = ""
    is_sensitive: bool = False
    seen: frozenset[int] = frozenset()


def read_question(request: HttpRequest) -> Question | None:
    sent = body_of(request)
    if sent is None:
        return None
    boxes, section = sent.get("boxes"), sent.get("section", "")
    is_sensitive, seen = sent.get("sensitive", False), sent.get("seen", [])
    known = (
        is_list(boxes, MOST_BOXES, lambda box: isinstance(box, str))
        and isinstance(section, str)
        and SECTION.fullmatch(section)
        and isinstance(is_sensitive, bool)
        and is_list(seen, MOST_SEEN, is_key)
    )
    if not known:
        return None
    names = tuple(dict.fromkeys(box for box in boxes if BOX.fullmatch(box)))
    return Question(names, section, is_sensitive, frozenset(seen))


def read_box(request: HttpRequest) -> str | None:
    """The name of the box that reports an event."""
    box = (body_of(request) or {}).get("box")
    return box if isinstance(box, str) and BOX.fullmatch(box) else None


def body_of(request: HttpRequest) -> dict[str, object] | None:
    """The JSON object that the body is; a longer body is not read, a cut one is nobody's."""
    length = request.META.get("CONTENT_LENGTH") or ""
    if not (LENGTH.fullmatch(length) and int(length) <= LARGEST):
        return None
    try:
        sent = request.read(int(length))
        read = json.loads(sent.decode()) if len(sent) == int(length) else None
    except (UnreadablePostError, ValueError, RecursionError):
        return None
    return read if isinstance(read, dict) else None


def is_list(found: object, most: int, is_one: Callable[[object], bool]) -> bool:
    return isinstance(found, list) and len(found) <= most and all(map(is_one, found))


def is_key(found: object) -> bool:
    return type(found) is int and 0 < found <= LARGEST_KEY
