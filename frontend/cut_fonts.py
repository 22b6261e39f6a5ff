"""Cut the site's two typefaces to the letters that Arabic newspapers of the Maghreb use, and those of share pictures.

    npm pack @fontsource/noto-naskh-arabic@5.3.0 @ibm/plex-sans-arabic@1.1.0 @fontsource/ibm-plex-sans@5.3.0 \\
        @fontsource/noto-sans-tifinagh@5.3.0
    # unpack them into SOURCES/naskh, SOURCES/plex, SOURCES/plex-sans and SOURCES/tifinagh, then
    python frontend/cut_fonts.py SOURCES

The results in `static/fonts/` and `mohit/typesetting/fonts/` are committed; this runs again only when a letter is
missing or a source is new. The licence of the headline face reserves the name it is known by, so the cut faces carry
one of ours.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from fontTools import merge, subset
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "static" / "fonts"
DRAWN = ROOT / "mohit" / "typesetting" / "fonts"  # plain TrueType: nobody downloads these

# Letters with the Maghreb's ڨ ڥ ڭ and the Persian پ چ ژ گ ک ی, marks, both rows of digits, punctuation, and the
# invisible characters that keep directions apart.
ARABIC = (
    "U+060C,U+061B,U+061C,U+061F,U+0621-063A,U+0640-0652,U+0660-066C,U+0670-0671,U+067E,U+0686,U+0698,U+06A4,"
    "U+06A5,U+06A8,U+06A9,U+06AD,U+06AF,U+06CC,U+06D5,U+06F0-06F9,U+200C-200F,U+2066-2069"
)
# ASCII, the accents of French names, quotation marks, dashes, degrees and times.
LATIN = (
    "U+0020-007E,U+00A0,U+00A9,U+00AB,U+00B0,U+00B7,U+00BB,U+00C0,U+00C7-00CA,U+00CE,U+00D4,U+00D7,U+00E0,U+00E2,U+00E7-00EB,"
    "U+00EE,U+00EF,U+00F4,U+00F9,U+00FB,U+0153,U+2013,U+2014,U+2018,U+2019,U+201C,U+201D,U+2026,U+20AC"
)
FEATURES = "init,medi,fina,isol,rlig,liga,calt,ccmp,mark,mkmk,kern,curs,rclt,locl"


def cut(source: Path, letters: str, out: Path) -> Path:
    """The glyphs of `letters` and what their shaping needs, without hints: screens this century need none."""
    subset.main(
        [
            str(source),
            f"--output-file={out}",
            f"--unicodes={letters}",
            f"--layout-features={FEATURES}",
            "--no-hinting",
            "--name-IDs=0,1,2,13,14",
        ]
    )
    return out


def text_face(sources: Path, scratch: Path) -> TTFont:
    """The package splits scripts into files; one file is one request less."""
    files = sources / "naskh" / "package" / "files"
    parts = [
        cut(files / f"noto-naskh-arabic-{script}-400-normal.woff2", letters, scratch / f"{script}.ttf")
        for script, letters in (("arabic", ARABIC), ("latin", LATIN))
    ]
    return merge.Merger().merge([str(part) for part in parts])


def headline_face(sources: Path, scratch: Path) -> TTFont:
    whole = sources / "plex" / "package" / "fonts" / "complete" / "woff2" / "IBMPlexSansArabic-SemiBold.woff2"
    return TTFont(cut(whole, f"{ARABIC},{LATIN}", scratch / "headline.ttf"))


def drawn_face(sources: Path, scratch: Path, weight: str) -> TTFont:
    """The headline face with all its letters but the presentation forms, for pictures drawn on the server."""
    whole = sources / "plex" / "package" / "fonts" / "complete" / "woff2" / f"IBMPlexSansArabic-{weight}.woff2"
    return TTFont(cut(whole, "U+0020-2FFF,U+FD3E-FD3F,U+FDFA-FDFC", scratch / f"{weight}.ttf"))


def other_letters(sources: Path, scratch: Path) -> TTFont:
    """Turkish, Greek and Cyrillic letters, which the headline face lacks, from its sister."""
    files = sources / "plex-sans" / "package" / "files"
    letters = {"latin-ext": "U+0100-024F,U+1E00-1EFF", "greek": "U+0370-03FF", "cyrillic": "U+0400-04FF"}
    parts = [
        cut(files / f"ibm-plex-sans-{script}-700-normal.woff2", among, scratch / f"{script}.ttf")
        for script, among in letters.items()
    ]
    return merge.Merger().merge([str(part) for part in parts])


def tifinagh_face(sources: Path, scratch: Path) -> TTFont:
    whole = sources / "tifinagh" / "package" / "files" / "noto-sans-tifinagh-tifinagh-400-normal.woff2"
    return TTFont(cut(whole, "U+2D30-2D7F", scratch / "tifinagh.ttf"))


def save(font: TTFont, family: str, out: Path) -> None:
    for record in font["name"].names:
        if record.nameID == 1:
            record.string = family
    font.flavor = "woff2" if out.suffix == ".woff2" else None
    font.save(out)
    print(f"{out.name}: {out.stat().st_size:,} bytes")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("sources", type=Path)
    sources = parser.parse_args().sources
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        save(text_face(sources, scratch), "Mohit Text", OUT / "text.woff2")
        save(headline_face(sources, scratch), "Mohit Headline", OUT / "headline.woff2")
        save(drawn_face(sources, scratch, "Bold"), "Mohit Headline", DRAWN / "bold.ttf")
        save(drawn_face(sources, scratch, "Medium"), "Mohit Headline Medium", DRAWN / "medium.ttf")
        save(other_letters(sources, scratch), "Mohit Other Letters", DRAWN / "other-letters.ttf")
        save(tifinagh_face(sources, scratch), "Mohit Tifinagh", DRAWN / "tifinagh.ttf")


if __name__ == "__main__":
    main()
