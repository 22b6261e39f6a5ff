"""Charts as SVG: nothing, one day, 400 days, one giant peak; read by everybody, refused by no policy."""

from __future__ import annotations

import re
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest

from ads.reports.charts import LEAST, LINES, NARROW, WIDE, Chart, Drawing, step_of

FIRST = date(2025, 12, 20)


def chart(values: list[int], **more: object) -> Chart:
    days = [FIRST + timedelta(days=n) for n in range(len(values))]
    return Chart("views", "المشاهدات <يوما> بيوم", "المجموع «10» & أكثر", days, bars=values, **more)


def drawn(one: Chart) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(f"<figure>{one.svg}</figure>"))


def bars(svg: ElementTree.Element, kind: str = "bars") -> list[tuple[float, float, float]]:
    """(left edge, height, width) of each bar."""
    path = svg.find(f"path[@class='chart-{kind}']")
    found = re.findall(r"M([\d.]+) [\d.]+v-([\d.]+)h([\d.]+)V[\d.]+z", path.get("d")) if path is not None else []
    return [tuple(map(float, one)) for one in found]


CASES = {
    "nothing": [0] * 30,
    "one day": [7],
    "a day of nothing": [0],
    "400 days": [n % 40 for n in range(400)],
    "a peak": [1, 1, 1_000_000, 1, 0],
    "no days": [],
}


@pytest.mark.parametrize("name", CASES)
def test_it_draws(name: str) -> None:
    values = CASES[name]
    for svg, shape in zip(drawn(chart(values, back=[2 * value for value in values])), (WIDE, NARROW), strict=True):
        assert len(bars(svg)) == len(bars(svg, "back")) == sum(map(bool, values))
        for left, height, width in [*bars(svg), *bars(svg, "back")]:
            assert LEAST <= height <= shape.height
            assert width > 0
            assert 0 <= left <= left + width <= shape.width
        labels = [float(text.get("x")) for text in svg.findall("text[@class='chart-day']")]
        assert len(labels) <= shape.labels + 1
        assert all(0 < x < shape.width for x in labels)


@pytest.mark.parametrize("name", CASES)
def test_it_needs_no_style_and_says_what_it_shows(name: str) -> None:
    one = chart(CASES[name])
    ids = re.findall(r' id="([^"]*)"', one.svg)

    assert not re.search(r"\sstyle=|<style|<script|\son\w+=|href", one.svg)
    assert len(ids) == len(set(ids)) == 4
    for svg in drawn(one):
        assert svg.get("role") == "img"
        assert svg.get("aria-labelledby").split() == [svg.find("title").get("id"), svg.find("desc").get("id")]
        assert (svg.find("title").text, svg.find("desc").text) == (one.title, one.words)


def test_its_time_runs_from_right_to_left() -> None:
    wide, _ = drawn(chart([1, 2, 3]))
    oldest, middle, newest = bars(wide)

    assert oldest[0] > middle[0] > newest[0]
    assert oldest[1] < middle[1] < newest[1]
    numbers = [float(text.get("x")) for text in wide.findall("text[@class='chart-number']")]
    assert min(numbers) > oldest[0] + oldest[2]  # the scale stands where reading begins


def test_a_peak_hides_no_day_and_is_not_cut() -> None:
    wide, _ = drawn(chart([1, 1_000_000, 0, 500_000]))
    small, peak, half = bars(wide)

    assert small[1] == LEAST
    assert peak[1] == pytest.approx(2 * half[1], abs=0.2)


@pytest.mark.parametrize(
    ("highest", "step"),
    [(0, 1), (1, 1), (4, 1), (5, 2), (9, 5), (41, 20), (100, 50), (4_310, 2_000), (1_000_000, 500_000)],
)
def test_its_scale_is_round_and_low(highest: int, step: int) -> None:
    assert step_of(highest) == step
    top = Drawing(chart([highest]), WIDE).top
    assert highest <= top < highest + step or highest == 0
    assert top <= LINES * step


def test_it_names_days_of_a_month_and_months_of_a_year() -> None:
    def said(days: int) -> list[str]:
        return [text.text for text in drawn(chart([1] * days))[0].findall("text[@class='chart-day']")]

    assert said(3) == ["20 ديسمبر", "21 ديسمبر", "22 ديسمبر"]
    assert said(100) == ["جانفي 2026", "فيفري", "مارس"]


def test_it_draws_what_is_due_as_a_line() -> None:
    wide, _ = drawn(chart([1, 2], line=[5.0, 10.0]))

    assert re.fullmatch(r"M[\d.]+ [\d.]+L[\d.]+ [\d.]+", wide.find("path[@class='chart-due']").get("d"))
    assert drawn(chart([1]))[0].find("path[@class='chart-due']") is None
