"""`isolate`: left-to-right names whose signs would wander to the wrong side of an Arabic line (arabic.md, 3.3).

The bidirectional algorithm (UAX #9) gives a sign at the edge of a Latin word the direction of the line: `C++` is drawn
`++C`, `@user` is drawn `user@`, and the groups of a telephone number change places.
"""

from __future__ import annotations

import re

_NAME = r"[A-Za-z][A-Za-z0-9]*+(?:[-._ &/'][A-Za-z0-9]++)*+"
_EDGED = rf"(?<![&A-Za-z0-9_@.])(?:[@#.$]{_NAME}[+#*]*+|{_NAME}[+#*]++)(?![A-Za-z0-9])"
_TELEPHONE = r"(?<!\w)\+[0-9]{1,4}(?:[ -]?[0-9]{2,4}){2,5}(?!\w)"
_RUN = re.compile(f"{_EDGED}|{_TELEPHONE}")
_HINT = re.compile(r"[A-Za-z0-9][+#*]|[@#.$][A-Za-z]|\+[0-9]")
_TAG = re.compile(r"(<[^>]*+>)")


def isolate_names(text: str) -> str:
    """Put such runs of a plain text between U+2066 and U+2069, which do there what `<bdi dir="ltr">` does in HTML."""
    return _RUN.sub("\u2066\\g<0>\u2069", text) if _HINT.search(text) else text


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
