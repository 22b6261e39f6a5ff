"""Template filters and tags: `mohit.templatetags.arabic`, built into every template."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.template import Context, Template
from django.utils import timezone
from django.utils.safestring import mark_safe

MOMENT = datetime(2025, 11, 3, 14, 5, tzinfo=UTC)


def render(template: str, **context: Any) -> str:
    return Template(template).render(Context(context))


@pytest.mark.parametrize(
    ("filter_name", "shown"),
    [
        ("day", "الاثنين 3 نوفمبر 2025"),
        ("day_month_year", "3 نوفمبر 2025"),
        ("clock", "15:05"),
        ("moment", "3 نوفمبر 2025، 15:05"),
        ("relative", "3 نوفمبر 2025"),
    ],
)
def test_it_shows_dates(filter_name: str, shown: str) -> None:
    assert render(f"{{{{ value|{filter_name} }}}}", value=MOMENT) == shown
    assert render(f"{{{{ value|{filter_name} }}}}", value=None) == ""
    assert render(f"{{{{ value|{filter_name} }}}}") == ""


def test_it_writes_a_time_element() -> None:
    shown = '<time datetime="2025-11-03T15:05:00+01:00">3 نوفمبر 2025، 15:05</time>'

    assert render("{% time_tag value %}", value=MOMENT) == shown


def test_it_writes_a_time_element_with_a_day() -> None:
    shown = '<time datetime="2025-11-03T15:05:00+01:00">الاثنين 3 نوفمبر 2025</time>'

    assert render('{% time_tag value "day" %}', value=MOMENT) == shown


def test_it_writes_a_time_element_with_an_age() -> None:
    value = timezone.now() - timedelta(minutes=3)

    shown = render('{% time_tag value "relative" %}', value=value)

    assert shown.startswith('<time datetime="20')
    assert shown.endswith('+01:00">قبل 3 دقائق</time>')


def test_it_writes_a_time_element_for_a_date_alone() -> None:
    shown = '<time datetime="2025-11-03">3 نوفمبر 2025</time>'

    assert render("{% time_tag value %}", value=date(2025, 11, 3)) == shown


def test_it_writes_no_time_element_without_a_date() -> None:
    assert render("{% time_tag value %}", value=None) == ""


def test_it_counts_and_groups() -> None:
    assert render('{{ n|count:"comment" }} {{ n|number }}', n=1103) == "1.103 تعليقات 1.103"
    assert render('{{ n|count:"comment" }}{{ n|number }}', n=None) == "لا تعليقات"


def test_it_isolates_and_escapes_what_people_typed() -> None:
    assert render("{{ name|bdi }}", name="<i>C++</i>") == "<bdi>&lt;i&gt;C++&lt;/i&gt;</bdi>"
    assert render("{{ name|bdi }}", name=mark_safe("a &amp; b")) == "<bdi>a &amp; b</bdi>"
    assert render("{{ mail|ltr }}", mail="a@b.dz") == '<bdi dir="ltr">a@b.dz</bdi>'
    assert render("{{ none|bdi }}{{ none|ltr }}{{ missing|bdi }}", none=None) == ""


def test_it_joins_isolated_names() -> None:
    names = ["أحمد", "John <b>", "سعاد"]

    assert render("{{ names|names }}", names=names) == ("<bdi>أحمد</bdi> و<bdi>John &lt;b&gt;</bdi> و<bdi>سعاد</bdi>")


def test_it_gives_a_text_the_direction_of_most_of_its_letters() -> None:
    assert render("{{ text|direction }}", text="OpenAI تطلق نسخة جديدة") == "rtl"
    assert render("{{ text|direction }}", text="OpenAI did it, قال") == "ltr"
