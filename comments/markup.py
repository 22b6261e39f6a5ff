"""A thread of comments, as HTML.

Written in Python because eighty of them may stand under a story and a template would spend the page's whole time on
them; a thread is a value, so the same thread is written once. Everything a reader typed goes through `escape`.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from html import escape
from typing import Any

from comments.prose import opening, paragraphs
from mohit import dates
from mohit.dates.counting import Noun

Row = dict[str, Any]  # as comments.threads.shown_as writes it

GONE = "حذف هذا التعليق."
CURRENT = ' aria-current="true"'
MORE = Noun("رد آخر", "ردان آخران", "ردود أخرى", "ردا آخر")


@lru_cache(maxsize=2048)
def thread(written: str, is_open: bool) -> str:
    """The item of a list of threads, from the JSON of its first comment with `answers`; `is_open` for answers."""
    root = json.loads(written)
    answers = root["answers"]
    rest = root["below"] - sum(row["text"] is not None for row in answers)
    below = f'<ol class="answers">{items(answers, is_open)}</ol>' if answers else ""
    return f"<li>{comment(root, is_open)}{below}{more(root, answers, rest) if rest > 0 else ''}</li>"


def items(rows: Iterable[Row], is_open: bool, here: int = 0) -> str:
    """The items of a list of comments; `here` is the one that the page is about."""
    return "".join(
        f'<li class="level-{level(row)}">{comment(row, is_open, is_here=row["pk"] == here)}</li>' for row in rows
    )


def more(root: Row, answers: list[Row], rest: int) -> str:
    """The link to the thread's own page, whose address is that of a comment that readers see."""
    pk = next(row["pk"] for row in (root, *answers) if row["text"] is not None)
    return f'<p class="more"><a href="/comments/{pk}/">{counted(rest)}</a></p>'


def counted(rest: int) -> str:
    """`رد آخر`, `ردان آخران`, `3 ردود أخرى`, `11 ردا آخر`."""
    category = dates.plural_category(rest)
    if category == "one":
        return MORE.one
    if category == "two":
        return MORE.two
    return f"{dates.number(rest)} {({'few': MORE.few, 'many': MORE.many}).get(category, MORE.one)}"


def level(row: Row) -> int:
    return len(row["path"])


def comment(row: Row, is_open: bool, *, is_here: bool = False) -> str:
    """One comment; a removed one that has answers keeps its place, and nothing else of it shows."""
    pk = row["pk"]
    if row["text"] is None:
        return f'<div class="comment comment-gone" role="article" id="comment-{pk}"><p>{GONE}</p></div>'
    badge = ' <span class="badge">فريق التحرير</span>' if row["member"] else ""
    name = f'<strong class="comment-name">{bdi(row["name"])}</strong>{badge}'
    return (
        f'<div class="comment" role="article" id="comment-{pk}" aria-labelledby="by-{pk}"{CURRENT if is_here else ""}>'
        f'<p class="comment-head" id="by-{pk}">{initial(row["name"])}{name}{answered(row)} {moment(row)}</p>'
        f'<div class="comment-text">{words(row)}</div>'
        f"{foot(pk, is_open)}</div>"
    )


def initial(name: str) -> str:
    """The first letter of the name that is shown: nothing of the address, by which two comments could be linked."""
    letter = next((sign for sign in name if sign.isalnum()), "")
    return f'<span class="initial" aria-hidden="true">{escape(unicodedata.normalize("NFC", letter))}</span>'


def answered(row: Row) -> str:
    """Whom it answers, where the place in the thread does not tell."""
    path, name = row["path"], row["to"]
    if not name or len(path) < 2 or path[-2] == row["parent"]:
        return ""
    return f' <span class="comment-to">ردا على <a href="/comments/{row["parent"]}/">{bdi(name)}</a></span>'


def moment(row: Row) -> str:
    at = datetime.fromisoformat(row["at"])
    return (
        f'<a class="comment-time" href="/comments/{row["pk"]}/" rel="nofollow">'
        f'<time datetime="{dates.iso(at)}">{dates.moment(at)}</time></a>'
    )


def words(row: Row) -> str:
    """The text, or where it was cut its first words and the way to the whole."""
    most = row.get("most")
    if most is None or len(row["text"]) <= most:
        return paragraphs(row["text"])
    link = f'<p class="more"><a href="/comments/{row["pk"]}/" rel="nofollow">التعليق كاملا</a></p>'
    return paragraphs(opening(row["text"], most)) + link


def foot(pk: int, is_open: bool) -> str:
    answer = f'<a href="/comments/{pk}/reply/" rel="nofollow" data-reply="{pk}" aria-describedby="by-{pk}">رد</a>'
    report = f'<a href="/comments/{pk}/report/" rel="nofollow" aria-describedby="by-{pk}">أبلغ</a>'
    return f'<p class="comment-foot">{answer if is_open else ""}{report}</p>'


def bdi(text: str) -> str:
    return f"<bdi>{escape(text)}</bdi>"
