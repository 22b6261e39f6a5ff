"""Dates, counts, names and isolated values in templates (AR-18, AR-21, AR-22, AR-23).

Built into every template by the settings. A missing value (None or "") gives "", so a date needs no `if`
round it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from mohit import arabic, dates

register = template.Library()


@register.filter
def day(value: date | None) -> str:
    """`{{ article.published_at|day }}`: الاثنين 3 نوفمبر 2025."""
    return dates.day(value) if value else ""


@register.filter
def day_month_year(value: date | None) -> str:
    """`{{ article.published_at|day_month_year }}`: 3 نوفمبر 2025."""
    return dates.day_month_year(value) if value else ""


@register.filter
def clock(value: datetime | None) -> str:
    """`{{ article.published_at|clock }}`: 15:05."""
    return dates.clock(value) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """`{{ article.published_at|moment }}`: 3 نوفمبر 2025، 15:05."""
    return dates.moment(value) if value else ""


@register.filter
def relative(value: datetime | None) -> str:
    """`{{ comment.created_at|relative }}`: قبل 3 دقائق. On public pages use `{% time_tag … "relative" %}`."""
    return dates.relative(value) if value else ""


_SHOWN_AS: Final = {
    "day": dates.day,
    "day_month_year": dates.day_month_year,
    "clock": dates.clock,
    "moment": dates.moment,
    "relative": dates.relative,
}


@register.simple_tag
def time_tag(value: date | None, shown_as: str = "moment") -> str:
    """`{% time_tag article.published_at "relative" %}`: `<time datetime="…">`, ISO with offset.

    `shown_as` is the name of a date filter of this module. A date without a time is shown as a day.
    """
    if not value:
        return ""
    if shown_as == "moment" and not isinstance(value, datetime):
        shown_as = "day_month_year"
    # Both parts are digits, signs and month names of our own tables: nothing to escape.
    return mark_safe(f'<time datetime="{dates.iso(value)}">{_SHOWN_AS[shown_as](value)}</time>')  # noqa: S308


@register.simple_tag
def hijri_line(value: date | None) -> str:
    """`{% hijri_line article.published_at %}`: الموافق 12 جمادى الأولى 1447 هـ, if HIJRI_LINE is set."""
    shown = dates.hijri(value) if value and settings.HIJRI_LINE else ""
    return f"الموافق {shown}" if shown else ""


@register.simple_tag
def today_line() -> SafeString:
    """For the masthead: الاثنين 3 نوفمبر 2025 الموافق 12 جمادى الأولى 1447 هـ, if HIJRI_LINE is set.

    For the home page alone, which shared caches keep for a minute: on other pages it would change every one of them
    at midnight.
    """
    today = timezone.localdate(timezone=timezone.get_default_timezone())
    hijri = hijri_line(today)
    if not hijri:
        return SafeString()
    return mark_safe(f'<p class="dateline">{time_tag(today, "day")} {hijri}</p>')  # noqa: S308  (digits, our names)


@register.filter
def percent(n: int | float | Decimal | None) -> SafeString | str:
    """`{{ share|percent }}`: 45%, its sign on the side where the digits' readers look for it."""
    if n is None:
        return ""
    shown = dates.percent(n)
    way = "ltr" if shown.endswith("%") else "rtl"
    return mark_safe(f'<bdi dir="{way}">{shown}</bdi>')  # noqa: S308  (digits and signs of our own)


@register.filter
def money(n: int | float | Decimal | None, currency: str) -> SafeString | str:
    """`{{ price|money:"DZD" }}`: 1.500 دينار جزائري, on one line and in one piece."""
    return "" if n is None else bdi(dates.money(n, currency))


@register.filter
def unit(n: int | float | Decimal | None, name: str) -> SafeString | str:
    """`{{ length|unit:"kilometer" }}`: 11 كيلومترا, on one line and in one piece."""
    return "" if n is None else bdi(dates.unit(n, name))


@register.filter
def count(n: int | None, noun: str) -> str:
    """`{{ total|count:"comment" }}`: لا تعليقات, تعليق واحد, تعليقان, 3 تعليقات. Nouns: mohit.dates.NOUNS."""
    return dates.count(n or 0, noun)


@register.filter
def number(n: int | float | Decimal | None) -> str:
    """`{{ total|number }}`: 1.234.567, grouped as the region does."""
    return "" if n is None else dates.number(n)


@register.filter
def names(values: Iterable[Any]) -> SafeString:
    """`{{ article.authors|names }}`: each name escaped and isolated, joined أحمد وعلي وسعاد."""
    return mark_safe(dates.join_list(bdi(value) for value in values))  # noqa: S308


@register.filter
def bdi(value: Any) -> SafeString:
    """`{{ author.name|bdi }}`: what a person typed, escaped, in `<bdi>` so that it moves nothing round it."""
    return _isolated("<bdi>", value)


@register.filter
def ltr(value: Any) -> SafeString:
    """`{{ user.email|ltr }}`: an address, a code, a telephone number, isolated left to right."""
    return _isolated('<bdi dir="ltr">', value)


@register.filter
def isolate(text: str) -> SafeString:
    """`{{ article.headline|isolate }}`: escaped unless safe, `C++` and `@handle` kept in one piece."""
    return mark_safe(arabic.isolate(conditional_escape(text)))  # noqa: S308  (escaped, or safe before)


def _isolated(tag: str, value: Any) -> SafeString:
    if value is None or value == "":
        return SafeString()
    return mark_safe(f"{tag}{conditional_escape(value)}</bdi>")  # noqa: S308


@register.filter
def direction(text: str) -> str:
    """`<div dir="{{ comment.text|direction }}">`: rtl or ltr, by most of its letters."""
    return arabic.direction(str(text))
