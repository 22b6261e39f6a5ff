"""Django's own dates and numbers, as the admin and third-party templates show them (AR-24)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django import forms
from django.template import Context, Template
from django.utils.formats import get_format, number_format

MOMENT = datetime(2025, 11, 3, 14, 5, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ("{{ value }}", "3 نوفمبر 2025، 15:05"),
        ("{{ value|date }}", "3 نوفمبر 2025"),
        ("{{ value|time }}", "15:05"),
        ('{{ value|date:"SHORT_DATE_FORMAT" }}', "3 نوفمبر 2025"),
        ('{{ value|date:"SHORT_DATETIME_FORMAT" }}', "3 نوفمبر 2025، 15:05"),
        ('{{ value|date:"YEAR_MONTH_FORMAT" }}', "نوفمبر 2025"),
        ('{{ value|date:"MONTH_DAY_FORMAT" }}', "3 نوفمبر"),
    ],
)
def test_it_shows_dates_as_a_newspaper_writes_them(template: str, shown: str) -> None:
    assert Template(template).render(Context({"value": MOMENT})) == shown


def test_it_starts_the_week_on_saturday() -> None:
    assert get_format("FIRST_DAY_OF_WEEK") == 6


def test_it_groups_numbers() -> None:
    assert number_format(1234567.5, use_l10n=True, force_grouping=True) == "1.234.567,5"


def test_it_keeps_the_seconds_of_a_time_that_a_form_shows() -> None:
    """A form that dropped them would move every published_at it saves."""
    widget = forms.SplitDateTimeField().widget

    assert widget.widgets[0].format_value(MOMENT.date()) == "2025-11-03"
    assert widget.widgets[1].format_value(MOMENT.time()) == "14:05:09"


@pytest.mark.parametrize("typed", ["2025-11-03 15:05", "03/11/2025 15:05", "2025-11-03 15:05:00"])
def test_it_reads_the_dates_that_editors_type(typed: str) -> None:
    assert forms.DateTimeField().clean(typed).isoformat() == "2025-11-03T15:05:00+01:00"
