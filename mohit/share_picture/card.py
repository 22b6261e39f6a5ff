"""One share picture, from its ground up: photograph or sea, flag, bar, kicker, headline, author."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from PIL import Image, ImageDraw

from mohit.share_picture import design
from mohit.share_picture.design import GAP, HEIGHT, MARGIN, SIDE, SIZE, WIDTH, Palette
from mohit.share_picture.mark import disc, draw_waves, mark
from mohit.share_picture.photograph import Photograph, cut, darken, fits, is_landscape
from mohit.typesetting.faces import UNITS, Family, bold, medium
from mohit.typesetting.ink import draw_line
from mohit.typesetting.setting import Line, Paragraph


class Card(NamedTuple):
    """What the picture says. `kicker`: section, and the kind if it is not plain news."""

    headline: str
    kicker: str
    site: str
    author: str = ""
    is_opinion: bool = False


class Words(NamedTuple):
    """The headline's lines for the room there is, and how high everything on the page is."""

    lines: list[Line]
    size: float
    leading: float
    author: Line | None

    @property
    def height(self) -> float:
        """From the upper edge of the bar to the lowest ink."""
        kicker = design.BAR[1] + GAP + design.KICKER_SIZE + GAP
        author = GAP + design.AUTHOR_SIZE if self.author else 0
        return kicker + self.first_line + self.leading * (len(self.lines) - 1) + self.last_line + author

    @property
    def first_line(self) -> float:
        """Over the first baseline."""
        return max(self.size * 0.78, self.lines[0].ink[3] * self.size / UNITS if self.lines else 0)

    @property
    def last_line(self) -> float:
        """Under the last baseline."""
        return max(self.size * 0.28, -self.lines[-1].ink[1] * self.size / UNITS if self.lines else 0)


def draw(card: Card, photograph: Photograph | None = None) -> Image.Image:
    image = photograph.opened(SIZE) if photograph else None
    focal = (photograph.focal_x, photograph.focal_y) if photograph else (0.5, 0.5)
    if image and is_landscape(image) and fits(image, SIZE):
        return over_photograph(card, image, focal)
    if image and fits(image, (SIDE, HEIGHT)):
        return beside_photograph(card, image, focal)
    return without_photograph(card)


def over_photograph(card: Card, image: Image.Image, focal: tuple[float, float]) -> Image.Image:
    words = set_words(card, WIDTH - 2 * MARGIN, design.OVER)
    top = HEIGHT - design.FOOT - words.height
    # What matters in it should stand in the middle of what the words leave free.
    page = cut(image, SIZE, focal, (0.5, max(top, HEIGHT / 3) / HEIGHT / 2))
    darken(page, round(top) - GAP)
    palette = design.OPINION if card.is_opinion else design.SEA
    draw_words(page, card, words, top, palette)
    draw_flag(page, card.site, palette)
    return page


def beside_photograph(card: Card, image: Image.Image, focal: tuple[float, float]) -> Image.Image:
    words = set_words(card, WIDTH - SIDE - MARGIN * 3 // 2, design.BESIDE)
    palette = design.OPINION if card.is_opinion else design.SEA
    page = sea(palette, with_sun=False)
    page.paste(cut(image, (SIDE, HEIGHT), focal, (0.5, 0.45)), (0, 0))
    draw_words(page, card, words, centred(words), palette)
    draw_flag(page, card.site, palette)
    return page


def without_photograph(card: Card) -> Image.Image:
    words = set_words(card, WIDTH - 2 * MARGIN, design.ALONE)
    palette = design.PAPER if card.is_opinion else design.SEA
    page = sea(palette, with_sun=True)
    draw_words(page, card, words, centred(words), palette)
    draw_flag(page, card.site, palette)
    return page


def sea(palette: Palette, *, with_sun: bool) -> Image.Image:
    page = Image.new("RGB", SIZE, palette.ground)
    if with_sun:
        page.paste(palette.sun, design.SUN, disc(design.SUN[2] - design.SUN[0]))
    draw_waves(page, palette.wave)
    return page


def centred(words: Words) -> float:
    """The top of words that stand in the middle between the flag and the foot."""
    return design.FLAG_HEIGHT + (HEIGHT - design.FLAG_HEIGHT - words.height) / 2


# --- Words --------------------------------------------------------------------------------------------------------


def set_words(card: Card, width: int, sizes: tuple[tuple[int, int], ...]) -> Words:
    """The headline as large as it can stand in `width`."""
    paragraph = Paragraph(card.headline, bold())
    author = one_line(card.author, medium())
    for size, most in sizes:
        lines = paragraph.lines(width / size * UNITS, most)
        if lines is not None:
            break
    else:  # a word wider than the page: no line is wider than its widest one
        widest = max(word.width for word in paragraph.words)
        size = min(size, width * UNITS / widest)
        while (lines := paragraph.lines(width / size * UNITS, most)) is None:
            size *= 0.95
    return Words(lines, size, leading(lines, size), author)


def leading(lines: list[Line], size: float) -> float:
    """From baseline to baseline: room for the marks of a line under the tails of the one above it."""
    tightest = max((lower.ink[3] - upper.ink[1] for upper, lower in pairwise(lines)), default=0)
    return max(design.LEADING * size, (tightest / UNITS + 0.08) * size)


def one_line(text: str, family: Family) -> Line | None:
    paragraph = Paragraph(text, family)
    return paragraph.line(0, len(paragraph.text)) if paragraph.text else None


def draw_words(page: Image.Image, card: Card, words: Words, top: float, palette: Palette) -> None:
    right = WIDTH - MARGIN
    width, thick = design.BAR
    ImageDraw.Draw(page).rectangle((right - width, top, right - 1, top + thick - 1), fill=palette.accent)
    baseline = top + thick + GAP + design.KICKER_SIZE * 0.74
    if kicker := one_line(card.kicker, bold()):
        draw_line(page, kicker, right, baseline, design.KICKER_SIZE, palette.soft)
    baseline = top + thick + GAP + design.KICKER_SIZE + GAP + words.first_line
    for line in words.lines:
        draw_line(page, line, right, baseline, words.size, palette.ink)
        baseline += words.leading
    if words.author:
        baseline += words.last_line - words.leading + GAP + design.AUTHOR_SIZE * 0.74
        draw_line(page, words.author, right, baseline, design.AUTHOR_SIZE, palette.soft)


def draw_flag(page: Image.Image, site: str, palette: Palette) -> None:
    """The site's sign and name, on a ground of their own that no photograph disturbs."""
    name = one_line(site, bold())
    wide = name.width * design.NAME_SIZE / UNITS if name else 0
    size = design.NAME_SIZE
    right = WIDTH - MARGIN
    left = right - design.FLAG_PADDING * 2 - design.MARK - wide - 16
    ImageDraw.Draw(page).rectangle((left, 0, right - 1, design.FLAG_HEIGHT - 1), fill=palette.flag)
    sign = mark(design.MARK)
    page.paste(
        palette.flag_ink, (right - design.FLAG_PADDING - design.MARK, (design.FLAG_HEIGHT - design.MARK) // 2), sign
    )
    if name:
        end = right - design.FLAG_PADDING - design.MARK - 16
        draw_line(page, name, end, design.FLAG_HEIGHT / 2 + size * 0.3, size, palette.flag_ink)
