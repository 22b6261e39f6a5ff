"""The allow-list (replaced by the full cleaner within this issue)."""

from __future__ import annotations

import nh3


def clean_prose(html: str) -> str:
    """`html` with everything outside the allow-list gone."""
    return nh3.clean(html) if html else ""
