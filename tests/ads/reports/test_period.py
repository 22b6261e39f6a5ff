"""Which days a report is about, and until when its figures are final."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from ads.counting import LIFETIME, count
from ads.deciding import decide
from ads.reports.period import MOST_DAYS, Period, asked_for, finality
from tests.ads.factories import NOON, CampaignFactory

PRESETS = {
    "today": Period(date(2026, 3, 1), date(2026, 3, 1)),
    "yesterday": Period(date(2026, 2, 28), date(2026, 2, 28)),
    "week": Period(date(2026, 2, 23), date(2026, 3, 1)),
    "30": Period(date(2026, 1, 31), date(2026, 3, 1)),
    "month": Period(date(2026, 3, 1), date(2026, 3, 1)),
    "last-month": Period(date(2026, 2, 1), date(2026, 2, 28)),
}
NOW = datetime(2026, 2, 28, 23, 30, tzinfo=UTC)  # it is the first of March in Algiers already


@pytest.mark.parametrize("name", PRESETS)
def test_it_knows_the_usual_ones(name: str) -> None:
    asked = asked_for({"days": name}, now=NOW)

    assert (asked.period, asked.preset) == (PRESETS[name], name)
    assert asked.form.initial == {"since": asked.period.first, "until": asked.period.last}


def test_it_takes_two_days() -> None:
    asked = asked_for({"since": "2026-01-05", "until": "2026-01-09"}, now=NOW)

    assert asked.period == Period(date(2026, 1, 5), date(2026, 1, 9))
    assert len(asked.period) == len(list(asked.period)) == 5
    assert str(asked.period) == "من 5 جانفي 2026 إلى 9 جانفي 2026"
    assert asked_for(dict(pair.split("=") for pair in asked.period.query.split("&"))).period == asked.period


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        ("2026-01-09", "2026-01-05", "نهاية الفترة قبل بدايتها."),
        ("2024-01-01", "2026-01-05", f"أطول تقرير {MOST_DAYS} يوم. اختر فترة أقصر."),
        ("0001-01-01", "0001-01-02", "اكتب سنة من أربعة أرقام."),
        ("9999-12-31", "9999-12-31", "اكتب سنة من أربعة أرقام."),
    ],
)
def test_it_says_what_is_wrong(since: str, until: str, words: str) -> None:
    asked = asked_for({"since": since, "until": until}, now=NOW)

    assert asked.form.non_field_errors() == [words]
    assert asked.period == PRESETS["30"]


@pytest.mark.parametrize("data", [{}, {"days": "x"}, {"since": ""}, {"since": "أمس", "until": "2026-01-01"}])
def test_it_falls_back(data: dict[str, str]) -> None:
    assert asked_for(data, now=NOW).period == PRESETS["30"]
    assert asked_for(data, PRESETS["today"], now=NOW).period == PRESETS["today"]


def test_it_takes_the_longest() -> None:
    last = date(2026, 1, 1)
    first = last - timedelta(days=MOST_DAYS - 1)

    assert asked_for({"since": str(first), "until": str(last)}).period == Period(first, last)


@pytest.mark.django_db
@pytest.mark.parametrize(("before", "event"), [("seen", "viewable"), ("clicked", "clicked")])
def test_what_is_final_changes_no_more(before: str, event: str) -> None:
    """An event about an offer of the hour before comes too late; one of that hour may still come."""
    CampaignFactory()
    limit = getattr(finality(NOON + timedelta(minutes=30)), before)

    def comes(offered_at: datetime) -> bool:
        (offered,) = decide(["side"], now=offered_at)
        count("rendered", offered.nonce, now=offered_at)
        if event == "clicked":
            count("viewable", offered.nonce, now=offered_at)
        return count(event, offered.nonce, now=NOON + timedelta(minutes=30)).is_counted

    assert limit == NOON - LIFETIME[event]
    assert not comes(limit - timedelta(seconds=1))
    assert comes(limit + timedelta(minutes=59))
