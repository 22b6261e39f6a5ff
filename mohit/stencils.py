"""Templates rendered once.

A masthead, a footer, a row of share buttons: on every page the same text around a few values. Django walks through such
a template node by node for each page, which costs more than the queries. Here a template is rendered once, and then

- `remembered(name, **values)` gives the same text again for the same values, which must be hashable;
- a `Stencil` is rendered with a stand-in for each value, once for each choice of values that are there, and each use
  fills the holes.

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
    """A template that only places its values, and asks of them only whether they are there: `{% if name %}`.

    The values are HTML; whoever fills the holes has escaped them. An empty value is one that is not there.
    """

    def __init__(self, template: str, *holes: str) -> None:
        self.template = template
        self.holes = holes
        self.shapes: dict[tuple[str, ...], list[str]] = {}

    def __call__(self, **values: str) -> SafeString:
        """The template with `values`, one for each hole."""
        shape = tuple([hole for hole in self.holes if values[hole]])
        parts = self.shapes.get(shape) or self.cut(shape)
        parts = parts.copy()
        parts[1::2] = [values[hole] for hole in parts[1::2]]
        return mark_safe("".join(parts))  # noqa: S308  (the template's own text, and HTML)

    def cut(self, shape: tuple[str, ...]) -> list[str]:
        """Text and the name of a hole in turn, of the template without the values that are not in `shape`."""
        stand_ins = {hole: mark_safe(STAND_IN.format(hole)) for hole in shape}  # noqa: S308  (ours)
        parts = HOLE.split(render_to_string(self.template, dict.fromkeys(self.holes, "") | stand_ins))
        missing = {*shape} - {*parts[1::2]}
        if missing:
            raise ValueError(f"{self.template} has no place for {', '.join(sorted(missing))}")
        if not settings.DEBUG:
            self.shapes[shape] = parts
        return parts
