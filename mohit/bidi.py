"""Latin words whose signs would wander in an Arabic line.

In a right-to-left line the signs at the edge of a Latin word belong to the line, not to the word: `C++` is drawn `++C`
and `@handle` as `handle@` (Unicode bidirectional algorithm, rules N1 and N2). Signs between letters (`AT&T`, `GPT-4`)
stay where they are.
"""

from __future__ import annotations

import re

# A tag is stepped over; `(?<![&\w])` keeps out entities such as `&#x27;` and the ends of longer words.
_RUN = re.compile(r"<[^>]*>|(?<![&\w])([@#.]?[A-Za-z][A-Za-z0-9]*[+#]{1,2}|[@#.][A-Za-z]\w*)(?![\w+#;])", re.ASCII)
_SIGN = re.compile(r"[A-Za-z0-9][+#]|[@#.][A-Za-z]", re.ASCII)


def isolate(html: str) -> str:
    """`html`, escaped or clean, with such words in `<bdi>`. Text without them comes back as it is."""
    return _RUN.sub(_isolated, html) if _SIGN.search(html) else html


def _isolated(match: re.Match[str]) -> str:
    return f"<bdi>{match[1]}</bdi>" if match[1] else match[0]
