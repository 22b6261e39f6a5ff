"""Charts of days as SVG, drawn on the server: no script, no style attribute, colours by class.

Time runs from right to left, as the text round it: the oldest day is the rightmost, and the scale stands on its side.
The scale begins at zero and is never cut: a day that dwarfs all others does so in the chart as well, and the smallest
day that is not zero keeps a visible mark. Each chart is drawn twice, for a wide column and for a telephone, because
letters that shrink with the picture cannot be read; the style sheet shows one. The table under it holds the figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from math import ceil, log10

from django.utils.safestring import SafeString, mark_safe

from mohit.dates import number
from mohit.dates.regions import in_digits, months

LINES = 4  # of the scale above zero, at most
LEAST = 1.5  # units of height: of a bar that is not zero
WIDEST = 44  # units: of a bar, when there are few
TOP, BOTTOM, LEFT = 14, 30, 10
LONG = 62  # days from which the axis counts in months


@dataclass(frozen=True)
class Shape:
    """Units of the drawing; `scale` is the room of the numbers at its right."""

    name: str
    width: int
    height: int
    scale: int
    labels: int  # on the axis of time, at most


WIDE = Shape("wide", 760, 250, 66, 8)
NARROW = Shape("narrow", 350, 230, 58, 4)


@dataclass(frozen=True)
class Chart:
    """`bars` and `back`, the paler ones behind them, and `line`: a value for each of `days`, or nothing."""

    name: str  # letters of which its elements' ids are made
    title: str
    words: str  # what it shows, for who does not see it
    days: Sequence[date]
    bars: Sequence[int] = ()
    back: Sequence[int] = ()
    line: Sequence[float] = ()

    @property
    def svg(self) -> SafeString:
        return mark_safe("\n".join(Drawing(self, shape).svg() for shape in (WIDE, NARROW)))  # noqa: S308 (escaped)


def step_of(highest: float) -> int:
    """The distance of the scale's lines: 1, 2 or 5 with noughts, so that LINES of them reach `highest`."""
    least = max(ceil(highest / LINES), 1)
    power = 10 ** int(log10(least))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= least)


class Drawing:
    def __init__(self, chart: Chart, shape: Shape) -> None:
        self.chart, self.shape = chart, shape
        self.right, self.base = shape.width - shape.scale, shape.height - BOTTOM
        highest = max([0, *chart.bars, *chart.back, *chart.line])
        self.step = step_of(highest)
        self.lines = max(ceil(highest / self.step), 1)
        self.top = self.step * self.lines
        self.slot = (self.right - LEFT) / max(len(chart.days), 1)

    def svg(self) -> str:
        chart, shape = self.chart, self.shape
        name = f"{chart.name}-{shape.name}"
        parts = [
            f'<svg class="chart chart-{shape.name}" viewBox="0 0 {shape.width} {shape.height}" role="img" '
            f'aria-labelledby="{name}-title {name}-words">',
            f'<title id="{name}-title">{escape(chart.title)}</title>',
            f'<desc id="{name}-words">{escape(chart.words)}</desc>',
            *self.scale(),
            self.columns("back", chart.back),
            self.columns("bars", chart.bars),
            self.stroke(),
            *self.axis(),
            "</svg>",
        ]
        return "".join(parts)

    def scale(self) -> list[str]:
        """Lines and their numbers, at the right: where reading, and time, begin."""
        parts = []
        for place in range(self.lines + 1):
            y = self.y(place * self.step)
            kind = "zero" if place == 0 else "line"
            parts.append(f'<path class="chart-{kind}" d="M{LEFT} {y}H{self.right}"/>')
            words = escape(number(place * self.step))
            parts.append(f'<text class="chart-number" direction="ltr" x="{self.right + 8}" y="{y}">{words}</text>')
        return parts

    def columns(self, kind: str, values: Sequence[int]) -> str:
        """One path for all bars: 400 of them are a few kilobytes."""
        width = min(self.slot * (0.72 if self.slot > 4 else 1), WIDEST)
        drawn = []
        for place, value in enumerate(values):
            if value:
                height = max(value / self.top * (self.base - TOP), LEAST)
                x = self.middle(place) - width / 2
                drawn.append(f"M{short(x)} {self.base}v-{short(height)}h{short(width)}V{self.base}z")
        return f'<path class="chart-{kind}" d="{"".join(drawn)}"/>' if drawn else ""

    def stroke(self) -> str:
        points = [f"{short(self.middle(place))} {self.y(value)}" for place, value in enumerate(self.chart.line)]
        return f'<path class="chart-due" d="M{"L".join(points)}"/>' if len(points) > 1 else ""

    def axis(self) -> list[str]:
        parts = []
        for place, words in self.labels():
            x = self.middle(place)
            half = 4 * len(words)  # about half of the words' width
            shown = min(max(x, LEFT + half), self.right + self.shape.scale - half)
            parts.append(f'<path class="chart-tick" d="M{short(x)} {self.base}v5"/>')
            parts.append(
                f'<text class="chart-day" direction="rtl" x="{short(shown)}" y="{self.base + 21}">'
                f"{escape(words)}</text>"
            )
        return parts

    def labels(self) -> list[tuple[int, str]]:
        """(place, words) of days on the axis: every so many days, or the first of months."""
        days = self.chart.days
        if len(days) <= LONG:
            every = max(ceil(len(days) / self.shape.labels), 1)
            return [(place, day_and_month(days[place])) for place in range(0, len(days), every)]
        firsts = [place for place, day in enumerate(days) if day.day == 1]
        every = max(ceil(len(firsts) / self.shape.labels), 1)
        return [(place, month_of(days[place], is_first=n == 0)) for n, place in enumerate(firsts[::every])]

    def middle(self, place: int) -> float:
        return self.right - (place + 0.5) * self.slot

    def y(self, value: float) -> str:
        return short(self.base - value / self.top * (self.base - TOP))


def day_and_month(day: date) -> str:
    return in_digits(f"{day.day} {months()[day.month - 1]}")


def month_of(day: date, *, is_first: bool) -> str:
    """The year beside the first one shown, and beside each January."""
    name = months()[day.month - 1]
    return in_digits(f"{name} {day.year}") if is_first or day.month == 1 else name


def short(value: float) -> str:
    """One decimal at most, with a point whatever the language."""
    return f"{value:.1f}".removesuffix(".0")
