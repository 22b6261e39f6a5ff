"""Templates rendered once.

A masthead, a footer, a row of share buttons: on every page the same text around a few values. Django walks through such
a template node by node for each page, which costs more than the queries. Here a template is rendered once, and then

- `remembered(name, **values)` gives the same text again for the same values, which must be hashable;
- a `Stencil` is rendered with a stand-in in the place of each value, and each use fills the holes.

With DEBUG on, templates are rendered each time, so that a change shows.
"""

from __future__ import annotations

import re
from functools import lru_cache

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

# Of the private use area, which no template holds and no escaping changes.
STAND_IN = "\ue0f0{}\ue0f1"
HOLE = re.compile("\ue0f0([a-z_]+)\ue0f1")


def remembered(template: str, **values: object) -> SafeString:
    """`template` rendered with `values`; the text of each combination of values is kept."""
    if settings.DEBUG:
        return render_to_string(template, values)
    return _remembered(template, tuple(values.items()))


@lru_cache(maxsize=512)
def _remembered(template: str, values: tuple[tuple[str, object], ...]) -> SafeString:
    return render_to_string(template, dict(values))


class Stencil:
    """A template that only places its values: no `if`, `for` or filter may look at them.

    The values are HTML; whoever fills the holes has escaped them.
    """

    def __init__(self, template: str, *holes: str) -> None:
        self.template = template
        self.holes = holes
        self.parts: list[str] = []  # text and the name of a hole in turn

    def __call__(self, **values: str) -> SafeString:
        """The template with `values`, one for each hole."""
        parts = self.parts or self.cut()
        filled = [values[part] if place % 2 else part for place, part in enumerate(parts)]
        return mark_safe("".join(filled))  # noqa: S308  (the template's own text, and HTML)

    def cut(self) -> list[str]:
        stand_ins = {hole: mark_safe(STAND_IN.format(hole)) for hole in self.holes}  # noqa: S308  (ours)
        parts = HOLE.split(render_to_string(self.template, stand_ins))
        missing = {*self.holes} - {*parts[1::2]}
        if missing:
            raise ValueError(f"{self.template} has no place for {', '.join(sorted(missing))}")
        if not settings.DEBUG:
            self.parts = parts
        return parts
