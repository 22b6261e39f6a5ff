"""What other apps want to know on every public page, brought by the one query of the page's frame.

An app that stands on this one names, when the project starts, a subquery that takes no parameter and returns an array
of text: its rows are there on each page at once when they change, and cost no query.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Expression

riders: dict[str, Callable[[], Expression]] = {}
