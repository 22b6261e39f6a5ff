"""Shares, prices and measures: six forms, one piece, the sign on the right side (AR-23)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.template import Context, Template
from pytest_django import Settings

from mohit import dates
from mohit.dates.amounts import CURRENCIES, UNITS


def in_forms(shown: list[str]) -> str:
    return "، ".join(shown).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("currency", "forms"),
    {
        "DZD": (
            "0 دينار جزائري، دينار جزائري واحد، ديناران جزائريان، 3 دنانير جزائرية، 11 دينارا جزائريا، 100 دينار جزائري"
        ),
        "MAD": ("0 درهم مغربي، درهم مغربي واحد، درهمان مغربيان، 3 دراهم مغربية، 11 درهما مغربيا، 100 درهم مغربي"),
        "LBP": (
            "0 ليرة لبنانية، ليرة لبنانية واحدة، ليرتان لبنانيتان، 3 ليرات لبنانية، 11 ليرة لبنانية، 100 ليرة لبنانية"
        ),
        "EUR": "0 يورو، يورو واحد، 2 يورو، 3 يورو، 11 يورو، 100 يورو",
        "USD": (
            "0 دولار أمريكي، دولار أمريكي واحد، دولاران أمريكيان، "
            "3 دولارات أمريكية، 11 دولارا أمريكيا، 100 دولار أمريكي"
        ),
    }.items(),
)
def test_it_counts_money_in_six_forms(currency: str, forms: str) -> None:
    assert in_forms([dates.money(n, currency) for n in (0, 1, 2, 3, 11, 100)]) == forms


@pytest.mark.parametrize(
    ("name", "forms"),
    {
        "kilometer": "0 كيلومتر، كيلومتر واحد، كيلومتران، 3 كيلومترات، 11 كيلومترا، 100 كيلومتر",
        "celsius": "0 درجة مئوية، درجة مئوية واحدة، درجتان مئويتان، 3 درجات مئوية، 11 درجة مئوية، 100 درجة مئوية",
        "megawatt": "0 ميغاواط، ميغاواط واحد، 2 ميغاواط، 3 ميغاواط، 11 ميغاواط، 100 ميغاواط",
        "ton": "0 طن، طن واحد، طنان، 3 أطنان، 11 طنا، 100 طن",
    }.items(),
)
def test_it_counts_units_in_six_forms(name: str, forms: str) -> None:
    assert in_forms([dates.unit(n, name) for n in (0, 1, 2, 3, 11, 100)]) == forms


def test_it_groups_and_cuts_numbers_as_the_region_does() -> None:
    assert dates.money(1_250_000, "DZD") == "1.250.000\u00a0دينار جزائري"
    assert dates.money(Decimal("19.99"), "EUR") == "19,99\u00a0يورو"
    assert dates.money(1.0, "DZD") == "دينار جزائري واحد"
    assert dates.unit(2.5, "kilometer", style="gulf") == "2.5\u00a0كيلومتر"
    assert dates.unit(-3, "celsius", digits="arabic-indic") == "-٣\u00a0درجات مئوية"


@pytest.mark.parametrize("names", [CURRENCIES, UNITS])
def test_it_has_no_empty_form_and_no_tashkeel(names: dict[str, dates.Noun]) -> None:
    for forms in names.values():
        for form in forms:
            assert form
            assert all("ء" <= letter <= "ي" or letter == " " for letter in form), form


def test_it_refuses_what_it_cannot_name() -> None:
    with pytest.raises(KeyError):
        dates.money(1, "XXX")
    with pytest.raises(KeyError):
        dates.unit(1, "furlong")


@pytest.mark.parametrize(
    ("n", "latin", "indic"), [(45, "45%", "٤٥٪"), (0, "0%", "٠٪"), (-2.5, "-2,5%", "-٢٫٥٪"), (1200, "1.200%", "١٬٢٠٠٪")]
)
def test_it_shows_shares(n: float, latin: str, indic: str) -> None:
    assert dates.percent(n) == latin
    assert dates.percent(n, digits="arabic-indic") == indic


def test_it_isolates_amounts_in_templates(settings: Settings) -> None:
    template = Template('{{ n|percent }} {{ n|money:"DZD" }} {{ n|unit:"kilometer" }}')
    assert template.render(Context({"n": 45})) == (
        '<bdi dir="ltr">45%</bdi> <bdi>45\u00a0دينارا جزائريا</bdi> <bdi>45\u00a0كيلومترا</bdi>'
    )
    assert template.render(Context({"n": None})).strip() == ""
    settings.DIGITS = "arabic-indic"
    assert '<bdi dir="rtl">٤٥٪</bdi>' in template.render(Context({"n": 45}))
