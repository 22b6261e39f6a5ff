"""The cut faces: every letter that a newspaper of the Maghreb writes, under names that their licences allow."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from fontTools.ttLib import TTFont

from articles.models import Article

FONTS = settings.BASE_DIR / "static" / "fonts"
LETTERS = "".join(map(chr, range(0x621, 0x63B))) + "فقكلمنهوىيڨڥڭگپچژکیٱۥ"[:-1]
MARKS = "".join(map(chr, range(0x64B, 0x653))) + "ٰـ"
DIGITS = "0123456789٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹"
SIGNS = "،؛؟٪٫٬«»“”‘’…–—·©€!?().,:;/%+#@&-\"' \u00a0°×"
LATIN = "ABCXYZabcxyzéèêëàâçîïôùûœÉÀÇ"


@pytest.fixture(params=["text", "headline"])
def face(request: pytest.FixtureRequest) -> TTFont:
    return TTFont(FONTS / f"{request.param}.woff2")


@pytest.mark.parametrize("letters", [LETTERS, MARKS, DIGITS, SIGNS, LATIN])
def test_it_has_every_letter(face: TTFont, letters: str) -> None:
    assert {letter for letter in letters if ord(letter) not in face.getBestCmap()} == set()


def test_it_still_joins_letters_and_places_marks(face: TTFont) -> None:
    shaping = {record.FeatureTag for record in face["GSUB"].table.FeatureList.FeatureRecord}
    placing = {record.FeatureTag for record in face["GPOS"].table.FeatureList.FeatureRecord}

    assert shaping >= {"init", "medi", "fina", "rlig"}
    assert "mark" in placing


def test_it_wears_no_reserved_name(face: TTFont) -> None:
    names = {record.nameID: record.toUnicode() for record in face["name"].names}

    assert re.match("Mohit (Text|Headline)$", names[1])
    assert "Copyright" in names[0]
    assert "Plex" not in names[1]


def test_their_licences_lie_beside_them() -> None:
    for name in ("text", "headline"):
        assert "SIL OPEN FONT LICENSE" in (FONTS / f"{name}.OFL.txt").read_text().upper()


@pytest.mark.django_db
def test_no_word_of_the_site_itself_is_missing(face: TTFont) -> None:
    words = "".join(label for _, label in Article.Kind.choices)
    words += "".join(path.read_text() for path in (settings.BASE_DIR / "templates").rglob("*.html"))
    arabic = {letter for letter in words if "\u0600" <= letter <= "\u06ff"}

    assert {letter for letter in arabic if ord(letter) not in face.getBestCmap()} == set()
