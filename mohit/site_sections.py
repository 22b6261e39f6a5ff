"""The sections of the public pages, and the newsletter's lists, by slug: for apps that name them and may not import
the app that owns them.

The owner says in its AppConfig how they are read; nobody is told when they change: whoever wants them asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

Pairs = Iterable[tuple[str, str]]  # (slug, name), in the order of the menu

_readers: list[Callable[[], Pairs]] = []
_list_readers: list[Callable[[], Pairs]] = []


def read_by(reader: Callable[[], Pairs]) -> None:
    """Called once by the app that owns the sections."""
    _readers[:] = [reader]


def site_sections() -> list[tuple[str, str]]:
    """One query; empty when no app has sections."""
    return [pair for reader in _readers for pair in reader()]


def lists_read_by(reader: Callable[[], Pairs]) -> None:
    """Called once by the app that owns the mailing lists."""
    _list_readers[:] = [reader]


def site_lists() -> list[tuple[str, str]]:
    """(slug, name) of the mailing lists: one query; empty when no app has any."""
    return [pair for reader in _list_readers for pair in reader()]
