"""The measures and colours of share pictures. Pixels; colours are those of static/css/site.css."""

from __future__ import annotations

from typing import Final, NamedTuple

VERSION: Final = 1  # raised whenever the same card may look different

SIZE = WIDTH, HEIGHT = 1200, 630
MARGIN: Final = 64  # left and right; networks round the corners off
FOOT: Final = 56  # under the last line
AIR: Final = 30  # between the flag and the bar, at least
SUN: Final = (90, 150, 490, 550)  # over the sea, where there is no photograph
SIDE: Final = 416  # width of a picture that stands beside the words
BETWEEN: Final = 40  # from it to the words

FLAG_HEIGHT: Final = 84  # the site's name, hanging from the upper edge
FLAG_PADDING: Final = 24
FLAG_GAP: Final = 16  # between the sign and the name
MARK: Final = 46  # the site's sign in the flag
NAME_SIZE: Final = 31

BAR: Final = (76, 7)  # the accent over the kicker, as over the rubrics of the site
KICKER_SIZE: Final = 31
AUTHOR_SIZE: Final = 34
GAP: Final = 22  # between bar, kicker, headline and author

# Sizes of the headline, and for each the most lines it may have. Over a photograph it leaves most of that to be seen;
# in the column beside one a very long headline has five lines rather than small letters.
ALONE: Final = ((124, 1), (108, 2), (96, 2), (86, 3), (76, 3), (68, 4), (60, 4), (54, 4), (48, 4))
OVER: Final = ((92, 1), (80, 2), (70, 3), (64, 3), (60, 4), (54, 4), (48, 4))
BESIDE: Final = ((96, 1), (84, 3), (74, 4), (66, 4), (60, 4), (55, 5), (50, 5), (46, 5))
LEADING: Final = 1.34  # of the size; more where marks need it


class Palette(NamedTuple):
    ground: str
    sun: str
    wave: str  # drawn on the ground, three times over one another
    ink: str
    soft: str
    accent: str
    flag: str
    flag_ink: str = "#ffffff"


SEA: Final = Palette("#0b2f40", "#113d51", "#0f5069", "#ffffff", "#d4e2e9", "#7cc6e0", "#0a5872")
PAPER: Final = Palette("#fbf7f1", "#f6ead9", "#f1e2cf", "#14202a", "#7a3409", "#93400f", "#0b2f40")
ON_PHOTOGRAPH: Final = SEA._replace(soft="#ffffff")
WARM: Final = "#e6a878"  # the accent of opinions
