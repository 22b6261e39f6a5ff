"""The first page of the newsroom: panels that the apps bring, each for those whom it concerns.

An app says with its desks, when the project starts, which panels it has; this one knows none of them by name. What a
panel shows is read only for who may see it, in a number of queries that does not grow with what there is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.models import AbstractUser
from django.http import HttpRequest
from django.utils.safestring import SafeString

LINES = 6  # lines of a panel; the rest is behind its link


@dataclass(frozen=True, slots=True)
class Line:
    """One thing in a panel. `words` is plain text, as somebody typed it; `facts` stand under it."""

    words: str
    address: str = ""
    facts: SafeString | str = ""
    badge: SafeString | str = ""
    clock: datetime | None = None  # of a line of time
    is_hot: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """What a panel shows now. `total` counts what there is, shown or not; `more` leads to all of it."""

    lines: list[Line] = field(default_factory=list)
    total: str = ""
    more: str = ""
    more_words: str = "كلها"
    note: SafeString | str = ""  # a sentence over the lines
    is_urgent: bool = False  # goes before those that are not


@dataclass(frozen=True, slots=True)
class Panel:
    """`order` is its place among the calm ones; `may` is a rule of the app's permissions; `empty` says kindly that
    there is nothing."""

    name: str
    title: str
    order: int
    may: Callable[[AbstractUser], bool]
    read: Callable[[HttpRequest], Content]
    empty: str


@dataclass(frozen=True, slots=True)
class Shown:
    panel: Panel
    content: Content


_panels: dict[str, Panel] = {}


def register(*panels: Panel) -> None:
    """Called once by each app."""
    _panels.update({panel.name: panel for panel in panels})


def shown_to(request: HttpRequest) -> list[Shown]:
    """The panels of this person: what is urgent first, then in their order."""
    shown = [Shown(panel, panel.read(request)) for panel in _panels.values() if panel.may(request.user)]
    return sorted(shown, key=lambda one: (not one.content.is_urgent, one.panel.order))
