"""Waiting for what happens, not for a time: how long it takes is the machine's affair."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from playwright.sync_api import Page


def until(page: Page, happens: Callable[[], object], within: float = 20) -> None:
    """Let the browser go on until `happens`: what it sends reaches a test only while the test waits for the browser."""
    ends = monotonic() + within
    while not happens():
        assert monotonic() < ends, f"this did not happen within {within} seconds"
        page.wait_for_timeout(20)
