"""Rules of the one style sheet that a grep can keep (AR-17, pages.md)."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings

STATIC = settings.BASE_DIR / "static"
SHEET = STATIC / "css" / "site.css"


@pytest.fixture
def css() -> str:
    """The style sheet without its comments."""
    return re.sub(r"/\*.*?\*/", "", SHEET.read_text(), flags=re.DOTALL)


PHYSICAL = (
    r"(?<![\w-])(?:(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right|top|bottom)[\w-]*"
    r"|left|right|top|bottom|(?:min-|max-)?(?:width|height))\s*:"
)


def test_it_speaks_of_start_and_end_not_of_left_and_right(css: str) -> None:
    # Media queries ask for the width of the window, which has no direction.
    declarations = re.sub(r"@(media|supports)[^{]*", "", css)

    assert not re.findall(PHYSICAL, declarations)
    assert not re.findall(r"(?:text-align|float|clear)\s*:\s*(?:left|right)", declarations)


@pytest.mark.parametrize(
    "forbidden", ["letter-spacing", "italic", "oblique", "justify;", "text-transform", "small-caps", "first-letter"]
)
def test_it_leaves_arabic_letters_alone(css: str, forbidden: str) -> None:
    assert forbidden not in css


def test_it_asks_nobody_for_anything(css: str) -> None:
    assert "@import" not in css
    assert {url.strip("\"'") for url in re.findall(r"url\(([^)]*)\)", css)} == {
        "../fonts/text.woff2",
        "../fonts/headline.woff2",
    }


def test_its_names_hide_from_no_blocker(css: str) -> None:
    words = {word for name in re.findall(r"\.([a-z][\w-]*)", css) for word in re.split("[-_]", name)}

    assert not words & {"ad", "ads", "advert", "banner", "sponsor", "promo"}


def test_it_has_a_class_for_every_focal_point(css: str) -> None:
    for axis in "xy":
        assert re.findall(rf"\.f{axis}-(\d+)", css) == [str(step) for step in range(11)]


def test_every_colour_stands_in_one_table(css: str) -> None:
    table = re.compile(r":root \{.*?\n\}|@supports not.*?\n\}", re.DOTALL)

    assert not re.findall(r"#[0-9a-f]{3,8}\b|rgb|hsl", table.sub("", css))


def test_every_name_of_the_table_is_given_and_used(css: str) -> None:
    given = set(re.findall(r"(--[a-z-]+):", css))
    used = set(re.findall(r"var\((--[a-z-]+)", css))

    assert used == given


def luminance(colour: str) -> float:
    """Relative luminance of `#rgb` or `#rrggbb` (WCAG 2.2)."""
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "tint"])
@pytest.mark.parametrize(
    ("colour", "least"), [("ink", 7), ("soft", 4.5), ("accent", 4.5), ("opinion", 4.5), ("wrong", 4.5)]
)
def test_its_words_have_contrast(css: str, scheme: str, ground: str, colour: str, least: float) -> None:
    pairs = {name: pair for name, *pair in re.findall(r"--([a-z-]+): light-dark\((#\w+), (#\w+)\)", css)}
    light, dark = sorted(luminance(pairs[name][scheme == "dark"]) for name in (ground, colour))[::-1]

    assert (light + 0.05) / (dark + 0.05) >= least


def weight(*paths: Path) -> int:
    """Bytes on the wire: gzip for text, fonts as they are."""
    return sum(
        len(path.read_bytes()) if path.suffix == ".woff2" else len(gzip.compress(path.read_bytes())) for path in paths
    )


def test_it_keeps_within_the_budgets() -> None:
    assert weight(SHEET) <= 9_000
    assert weight(*(STATIC / "js").glob("*.js")) <= 10_000
    assert weight(*(STATIC / "fonts").glob("*.woff2")) <= 48_000
    assert len(list((STATIC / "fonts").glob("*.woff2"))) <= 2
    assert len(SHEET.read_text().splitlines()) <= 520  # with forms, and what readers write under stories
