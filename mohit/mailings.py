"""Mailings that are over: what every copy said, and how many the mail server took.

Apps that send one mail to many register where their books can be read; apps whose words stand in such mails read there
what became of them. Neither knows the other, and nothing is pushed: whoever reads late, or twice, reads the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import NamedTuple


class Mailing(NamedTuple):
    """`occasion` is its name among all, and stays; `served` are the copies handed over and taken."""

    occasion: str
    title: str
    html: str
    served: int
    closed_at: datetime


# (from which moment on, what its HTML must hold) to the mailings whose books were closed since.
Source = Callable[[datetime, str], Iterable[Mailing]]

_sources: dict[str, Source] = {}


def occasion(kind: str, pk: int | None) -> str:
    """`newsletter-12`: it may stand in an address as it is. 0 is one that is not stored."""
    return f"{kind}-{pk or 0}"


def trial_of(occasion: str) -> str:
    """Of trials and previews of that mailing, which are no mailing: the name of one that is not stored."""
    return f"{occasion.rpartition('-')[0]}-0"


def register(kind: str, source: Source) -> None:
    """Once for each kind, when its app is ready."""
    _sources[kind] = source


def closed_since(moment: datetime, holding: str) -> Iterator[Mailing]:
    """Every mailing whose books were closed at `moment` or later and whose HTML holds `holding`."""
    for source in _sources.values():
        yield from source(moment, holding)
