"""Shares, prices and measures: a number that keeps its unit beside it (AR-23).

CLDR's names of currencies and units lack half of the Arabic plurals (11 دولار أمريكي), so those a newspaper needs
are here.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from django.conf import settings

from mohit.dates.counting import Noun, number, plural_category

NO_BREAK: Final = "\u00a0"
Number = int | float | Decimal


def _masculine(one: str, few: str, land: str = "") -> Noun:
    """دينار جزائري, ديناران جزائريان, دنانير جزائرية, دينارا جزائريا; `land` is the masculine adjective."""
    adjectives = (f" {land}", f" {land}ان", f" {land}ة", f" {land}ا") if land else ("", "", "", "")
    names = (one, f"{one}ان", few, f"{one}ا")
    return Noun(*(f"{name}{adjective}" for name, adjective in zip(names, adjectives, strict=True)))


def _feminine(one: str, few: str, land: str) -> Noun:
    """ليرة لبنانية, ليرتان لبنانيتان, ليرات لبنانية; nothing changes after eleven."""
    two = f"{one.removesuffix('ة')}تان {land.removesuffix('ة')}تان"
    return Noun(f"{one} {land}", two, f"{few} {land}", f"{one} {land}")


def _unchanging(name: str) -> Noun:
    return Noun(name, name, name, name)


# ISO 4217.
CURRENCIES: Final = {
    "AED": _masculine("درهم", "دراهم", "إماراتي"),
    "BHD": _masculine("دينار", "دنانير", "بحريني"),
    "DZD": _masculine("دينار", "دنانير", "جزائري"),
    "EGP": _masculine("جنيه", "جنيهات", "مصري"),
    "EUR": _unchanging("يورو"),
    "GBP": _masculine("جنيه", "جنيهات", "إسترليني"),
    "IQD": _masculine("دينار", "دنانير", "عراقي"),
    "JOD": _masculine("دينار", "دنانير", "أردني"),
    "KWD": _masculine("دينار", "دنانير", "كويتي"),
    "LBP": _feminine("ليرة", "ليرات", "لبنانية"),
    "LYD": _masculine("دينار", "دنانير", "ليبي"),
    "MAD": _masculine("درهم", "دراهم", "مغربي"),
    "MRU": _feminine("أوقية", "أوقيات", "موريتانية"),
    "OMR": _masculine("ريال", "ريالات", "عماني"),
    "QAR": _masculine("ريال", "ريالات", "قطري"),
    "SAR": _masculine("ريال", "ريالات", "سعودي"),
    "SDG": _masculine("جنيه", "جنيهات", "سوداني"),
    "SYP": _feminine("ليرة", "ليرات", "سورية"),
    "TND": _masculine("دينار", "دنانير", "تونسي"),
    "USD": _masculine("دولار", "دولارات", "أمريكي"),
    "YER": _masculine("ريال", "ريالات", "يمني"),
}

# Named as CLDR names them.
UNITS: Final = {
    "barrel": _masculine("برميل", "براميل"),
    "celsius": _feminine("درجة", "درجات", "مئوية"),
    "gigabyte": _unchanging("غيغابايت"),
    "gram": _masculine("غرام", "غرامات"),
    "hectare": _masculine("هكتار", "هكتارات"),
    "kilogram": _masculine("كيلوغرام", "كيلوغرامات"),
    "kilometer": _masculine("كيلومتر", "كيلومترات"),
    "liter": _masculine("لتر", "لترات"),
    "megawatt": _unchanging("ميغاواط"),
    "meter": _masculine("متر", "أمتار"),
    "ton": Noun("طن", "طنان", "أطنان", "طنا"),
}


def percent(n: Number, *, style: str | None = None, digits: str | None = None) -> str:
    """`45%` of `n` = 45; with Arabic-Indic digits their own sign, `٤٥٪`."""
    sign = "٪" if (digits or settings.DIGITS) == "arabic-indic" else "%"
    return f"{number(n, style=style, digits=digits)}{sign}"


def money(n: Number, currency: str, *, style: str | None = None, digits: str | None = None) -> str:
    """`ديناران جزائريان`, `3 دنانير جزائرية`, `1.500 دينار جزائري`. Raises KeyError for none of CURRENCIES."""
    return _amount(n, CURRENCIES[currency], style, digits)


def unit(n: Number, name: str, *, style: str | None = None, digits: str | None = None) -> str:
    """`كيلومتر واحد`, `3 كيلومترات`, `11 كيلومترا`, `1,5 كيلومتر`. Raises KeyError for none of UNITS."""
    return _amount(n, UNITS[name], style, digits)


def _amount(n: Number, forms: Noun, style: str | None, digits: str | None) -> str:
    """No digit for one and two, as in `count`, unless the noun cannot say it."""
    category = plural_category(int(abs(n))) if n == int(n) else "other"
    if n == 1:
        return f"{forms.one} {'واحدة' if forms.one.split()[0].endswith('ة') else 'واحد'}"
    if n == 2 and forms.two != forms.one:
        return forms.two
    form = {"few": forms.few, "many": forms.many}.get(category, forms.one)
    return f"{number(n, style=style, digits=digits)}{NO_BREAK}{form}"
