"""What CLDR (through Babel) says of Arabic dates and numbers, read once: a page formats forty of them."""

from __future__ import annotations

from typing import Final, NamedTuple

from babel import Locale
from django.conf import settings

from mohit.arabic.characters import ARABIC_DIGITS


class Separators(NamedTuple):
    """The signs between groups of three digits and before decimals."""

    group: str
    decimal: str


# The country whose CLDR data each style of months follows; the double form is made of two.
_COUNTRIES: Final = {"maghreb": "DZ", "morocco": "MA", "gulf": "AE", "levant": "LB"}


def _months() -> dict[str, tuple[str, ...]]:
    styles = {
        style: tuple(Locale("ar", country).months["format"]["wide"][month] for month in range(1, 13))
        for style, country in _COUNTRIES.items()
    }
    double = tuple(f"{gulf}/{levant}" for gulf, levant in zip(styles["gulf"], styles["levant"], strict=True))
    return styles | {"double": double}


def _separators(locale: Locale, digits: str) -> Separators:
    symbols = locale.number_symbols[digits]
    return Separators(symbols["group"], symbols["decimal"])


MONTHS: Final = _months()
DAYS: Final = tuple(Locale("ar").days["format"]["wide"][day] for day in range(7))  # Monday first, as `weekday()`
_LATIN_SEPARATORS: Final = {style: _separators(Locale("ar", _COUNTRIES.get(style)), "latn") for style in MONTHS}
_ARABIC_SEPARATORS: Final = _separators(Locale("ar"), "arab")


def months(style: str | None = None) -> tuple[str, ...]:
    """Return the twelve names of a style (a key of MONTHS); by default that of the setting MONTHS_STYLE."""
    return MONTHS[style or settings.MONTHS_STYLE]


def in_digits(text: str, digits: str | None = None) -> str:
    """Show the Latin digits of our own text as "latin" or "arabic-indic"; by default the setting DIGITS."""
    return text.translate(ARABIC_DIGITS) if (digits or settings.DIGITS) == "arabic-indic" else text


def separators(style: str | None = None, digits: str | None = None) -> Separators:
    """Return the separators that go with the digits shown, and with the region when they are Latin."""
    if (digits or settings.DIGITS) == "arabic-indic":
        return _ARABIC_SEPARATORS
    return _LATIN_SEPARATORS[style or settings.MONTHS_STYLE]
