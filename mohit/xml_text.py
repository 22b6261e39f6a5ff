"""Text that an XML document may hold."""

from __future__ import annotations

import re

# What XML 1.0 (section 2.2) has no way to write, not even by number; and the overrides of direction (UAX #9), which in
# a list of titles would turn the titles after them.
_REFUSED = re.compile("[^\t\n\r -\u2029\u202f-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """`text` without the characters that no XML reader accepts."""
    return _REFUSED.sub("", text)
