"""The section of a page as counters may name it: one that the site has.

Counters stay for good and have a row for each section. Whoever asks says which it is, so a slug that anybody invents
must not become a row.
"""

from __future__ import annotations

from time import monotonic

from mohit.site_sections import site_sections

AGAIN = 5.0  # seconds until it is asked again what sections there are, however many unknown ones are named


class Known:
    """The slugs that this process has read, and when."""

    def __init__(self) -> None:
        self.slugs: frozenset[str] = frozenset()
        self.read_at = -AGAIN

    def section(self, slug: str) -> str:
        """`slug`, or the empty one of pages without a section. A new section is known AGAIN seconds later."""
        if slug and slug not in self.slugs and monotonic() - self.read_at >= AGAIN:
            self.slugs = frozenset(found for found, _ in site_sections())
            self.read_at = monotonic()  # only now: threads that come meanwhile read for themselves
        return slug if slug in self.slugs else ""


known = Known()
