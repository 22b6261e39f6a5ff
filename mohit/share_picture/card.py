"""One share picture, from its ground up: photograph or sea, flag, bar, kicker, headline, author."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, pairwise
from typing import NamedTuple

from PIL import Image, ImageDraw

from mohit.share_picture import design
from mohit.share_picture.design import GAP, HEIGHT, MARGIN, SIDE, SIZE, WIDTH, Palette
from mohit.share_picture.mark import disc, draw_waves, mark
from mohit.share_picture.photograph import Photograph, cut_out, darken, fits, is_landscape
from mohit.typesetting.faces import UNITS, Family, bold, medium
from mohit.typesetting.ink import draw_line
from mohit.typesetting.lines import stumbles
from mohit.typesetting.setting import Line, Paragraph


class Card(NamedTuple):
    """What the picture says. `kicker`: section, and the kind if it is not plain news; `author`: the line below."""

    headline: str
    site: str
    kicker: str = ""
    author: str = ""
    is_opinion: bool = False


class Words(NamedTuple):
    """The headline's lines for the room there is, and how high everything on the page is."""

    lines: list[Line]
    size: float
    leading: float
    kicker: Line | None
    author: Line | None
    width: float  # of the column
    stumbles: int  # lines that end where a reader would not pause

    @property
    def height(self) -> float:
        """From the upper edge of the bar to the lowest ink."""
        author = GAP + design.AUTHOR_SIZE if self.author else 0
        return self.headline + self.first_line + self.leading * (len(self.lines) - 1) + self.last_line + author

    @property
    def headline(self) -> float:
        """From the upper edge of the bar to the headline's first line."""
        return design.BAR[1] + GAP + (design.KICKER_SIZE + GAP if self.kicker else 0)

    @property
    def first_line(self) -> float:
        """Over the first baseline."""
        return max(self.size * 0.78, self.lines[0].ink[3] * self.size / UNITS if self.lines else 0)

    @property
    def last_line(self) -> float:
        """Under the last baseline."""
        return max(self.size * 0.28, -self.lines[-1].ink[1] * self.size / UNITS if self.lines else 0)


def draw(card: Card, photograph: Photograph | None = None) -> Image.Image:
    image = photograph.opened(SIZE, (SIDE, HEIGHT)) if photograph else None
    focal = (photograph.focal_x, photograph.focal_y) if photograph else (0.5, 0.5)
    page = None
    if image and is_landscape(image) and fits(image, SIZE):
        page = over_photograph(card, image, focal)
    if image and not page and fits(image, (SIDE, HEIGHT)):
        page = beside_photograph(card, image, focal)
    return page or without_photograph(card)


def over_photograph(card: Card, image: Image.Image, focal: tuple[float, float]) -> Image.Image | None:
    """None when the words would stand on what matters in it."""
    words = set_words(card, WIDTH - 2 * MARGIN, design.OVER)
    top = HEIGHT - design.FOOT - words.height
    # What matters should stand in the middle of what the words leave free.
    window = cut_out(image.size, SIZE, focal, (0.5, top / HEIGHT / 2))
    if window.place_of(focal)[1] > top:
        return None
    page = window.of(image)
    darken(page, round(top) - GAP)
    return finished(page, card, words, top, palette_of(card, design.ON_PHOTOGRAPH))


def beside_photograph(card: Card, image: Image.Image, focal: tuple[float, float]) -> Image.Image:
    words = set_words(card, WIDTH - SIDE - design.BETWEEN - MARGIN, design.BESIDE)
    palette = palette_of(card, design.SEA)
    page = sea(palette, with_sun=False)
    page.paste(cut_out(image.size, (SIDE, HEIGHT), focal, (0.5, 0.45)).of(image), (0, 0))
    return finished(page, card, words, centred(words), palette)


def without_photograph(card: Card) -> Image.Image:
    words = set_words(card, WIDTH - 2 * MARGIN, design.ALONE)
    palette = design.PAPER if card.is_opinion else design.SEA
    return finished(sea(palette, with_sun=True), card, words, centred(words), palette)


def palette_of(card: Card, palette: Palette) -> Palette:
    return palette._replace(accent=design.WARM) if card.is_opinion else palette


def finished(page: Image.Image, card: Card, words: Words, top: float, palette: Palette) -> Image.Image:
    draw_words(page, words, top, palette)
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
    """The headline as large as it can stand in `width` and under the flag."""
    room = HEIGHT - design.FLAG_HEIGHT - design.AIR - design.FOOT
    low_enough = (words for words in all_sizes(card, width, sizes) if words.height <= room)
    largest = list(islice(low_enough, 3))  # two sizes less are a small price for lines that end well
    return next((words for words in largest if not words.stumbles), largest[0])


def all_sizes(card: Card, width: int, sizes: tuple[tuple[int, int], ...]) -> Iterator[Words]:
    """The words in each size of the headline that has no more than its number of lines."""
    paragraph = Paragraph(card.headline, bold())
    kicker, author = one_line(card.kicker, bold()), one_line(card.author, medium())
    for size, most in smaller_and_smaller(sizes):
        chosen = paragraph.broken(width / size * UNITS, most)
        if chosen is not None:
            lines = paragraph.set_lines(chosen)
            yield Words(lines, size, leading(lines, size), kicker, author, width, stumbles(chosen))


def smaller_and_smaller(sizes: tuple[tuple[int, int], ...]) -> Iterator[tuple[float, int]]:
    """The sizes of the design; then, for a word wider than the page, whatever it takes down to one pixel."""
    yield from sizes
    size, most = sizes[-1]
    while size > 1:
        size *= 0.94
        yield size, most


def leading(lines: list[Line], size: float) -> float:
    """From baseline to baseline: room for the marks of a line under the tails of the one above it."""
    tightest = max((lower.ink[3] - upper.ink[1] for upper, lower in pairwise(lines)), default=0)
    return max(design.LEADING * size, (tightest / UNITS + 0.08) * size)


def one_line(text: str, family: Family) -> Line | None:
    paragraph = Paragraph(text, family)
    return paragraph.line(0, len(paragraph.text)) if paragraph.text else None


def fitting(line: Line, size: float, width: float) -> float:
    """`size`, or the smaller one at which the ink of `line` is no wider than `width`."""
    return min(size, width * UNITS / max(line.ink_width, 1))


def draw_words(page: Image.Image, words: Words, top: float, palette: Palette) -> None:
    right = WIDTH - MARGIN
    wide, thick = design.BAR
    ImageDraw.Draw(page).rectangle((right - wide, top, right - 1, top + thick - 1), fill=palette.accent)
    if kicker := words.kicker:
        baseline = top + thick + GAP + design.KICKER_SIZE * 0.74
        draw_line(page, kicker, right, baseline, fitting(kicker, design.KICKER_SIZE, words.width), palette.soft)
    baseline = top + words.headline + words.first_line
    for line in words.lines:
        draw_line(page, line, right, baseline, words.size, palette.ink)
        baseline += words.leading
    if author := words.author:
        baseline += words.last_line - words.leading + GAP + design.AUTHOR_SIZE * 0.74
        draw_line(page, author, right, baseline, fitting(author, design.AUTHOR_SIZE, words.width), palette.soft)


def draw_flag(page: Image.Image, site: str, palette: Palette) -> None:
    """The site's sign and name, on a ground of their own that no photograph disturbs."""
    right = WIDTH - MARGIN
    sign = right - design.FLAG_PADDING - design.MARK
    end = sign - design.FLAG_GAP
    left, name = sign - design.FLAG_PADDING, one_line(site, bold())
    if name:
        size = fitting(name, design.NAME_SIZE, end - MARGIN - design.FLAG_PADDING)
        left = round(end - name.ink_width * size / UNITS - design.FLAG_PADDING)
    ImageDraw.Draw(page).rectangle((left, 0, right - 1, design.FLAG_HEIGHT - 1), fill=palette.flag)
    page.paste(palette.flag_ink, (sign, (design.FLAG_HEIGHT - design.MARK) // 2), mark(design.MARK))
    if name:
        draw_line(page, name, end, design.FLAG_HEIGHT / 2 + size * 0.3, size, palette.flag_ink)
