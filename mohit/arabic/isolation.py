"""`isolate`, `isolate_plain`: words whose signs would wander to the wrong side of an Arabic line (arabic.md, 3.3).

The bidirectional algorithm (UAX #9) gives a sign at the edge of a Latin word the direction of the line: `C++` is drawn
`++C`, `@user` is drawn `user@`, and the groups of a telephone number change places.
"""

from __future__ import annotations

import re

_NAME = r"[A-Za-z][A-Za-z0-9]*+(?:[-._ &/'][A-Za-z0-9]++)*+"
_EDGED = rf"(?<![&A-Za-z0-9_@.])(?:[@#.$]{_NAME}[+#*]*+|{_NAME}[+#*]++)(?![A-Za-z0-9])"
_TELEPHONE = r"(?<!\w)\+[0-9]{1,4}(?:[ -]?[0-9]{2,4}){2,5}(?!\w)"
_RUN = re.compile(f"{_EDGED}|{_TELEPHONE}")
_RIGHTWARD = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_LATIN = re.compile("[@#.$]?[A-Za-z\u00c0-\u024f]")
_LATIN_ENDS = re.compile("[A-Za-z\u00c0-\u024f0-9+#*%]+")
_ISOLATES = re.compile("[\u2066-\u2068]")
_HINT = re.compile(r"[A-Za-z0-9][+#*]|[@#.$][A-Za-z]|\+[0-9]")
_TAG = re.compile(r"(<[^>]*+>)")


def isolate(html: str) -> str:
    """Wrap such runs of escaped text, or of HTML between its tags, in `<bdi dir="ltr">`; the words stay the same."""
    if not _HINT.search(html):
        return html
    # Texts and tags in turn. Most texts hold no such run, and the search for a hint is many times the faster.
    parts = _TAG.split(html)
    for place in range(0, len(parts), 2):
        if _HINT.search(parts[place]):
            parts[place] = _RUN.sub(r'<bdi dir="ltr">\g<0></bdi>', parts[place])
    return "".join(parts)


def isolate_plain(text: str) -> str:
    """The same for one line that holds no markup, such as a title in a feed: these runs between U+2068 and U+2069.

    So is a Latin run that opens an Arabic line: many a reader's program gives a title the direction of its first
    letter, and would set «OpenAI تطلق نموذجا» from left to right.
    """
    start, end = _opening(text)
    return text[:start] + _isolated(text[start:end]) + isolate_names(text[end:])


def _opening(text: str) -> tuple[int, int]:
    """Where the Latin run lies that stands before the first Arabic letter; (0, 0) without one, or an isolated one."""
    arabic = _RIGHTWARD.search(text)
    head = text[: arabic.start()] if arabic else ""
    latin = _LATIN.search(head)
    if not latin or _ISOLATES.search(head):
        return 0, 0
    return latin.start(), max(run.end() for run in _LATIN_ENDS.finditer(head))


def isolate_names(text: str) -> str:
    """Put such runs of a plain text between U+2068 and U+2069, which do there what `<bdi>` does in HTML."""
    return _RUN.sub(lambda run: _isolated(run[0]), text) if _HINT.search(text) else text


def _isolated(run: str) -> str:
    return f"\u2068{run}\u2069" if run else ""
