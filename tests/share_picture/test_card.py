"""What a share picture looks like, in pixels: nothing cut off, everything legible, the photograph in its place."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageDraw

from mohit.share_picture import MOST_BYTES, SIZE, Card, Photograph, card, share_picture
from mohit.share_picture.design import AIR, BETWEEN, FLAG_HEIGHT, MARGIN, SIDE
from mohit.share_picture.photograph import luminance

LONG = (
    "وزارة الطاقة تعلن نتائج المناقصة الدولية لإنجاز خمس محطات شمسية في الجنوب الكبير بطاقة 1.5 جيغاواط، "
    "والشركات الوطنية تفوز بحصة الأسد وسط تساؤلات عن آجال التسليم"
)
HEADLINES = {
    "one word": "هدنة",
    "short": "هدنة في غزة",
    "Latin first": "OpenAI تطلق نسخة GPT-5.2 من نموذجها وتخفض أسعارها",
    "mixed": "كواليس بين ميتا وOpenAI: كيف انتهت “الحرب” و«معركة العقول»؟",
    "numbers": "التضخم يتراجع إلى 3.4% والدينار يكسب 2.1% أمام اليورو في 2025-2026",
    "long": LONG,
    "marked": "إِنَّ مَعَ العُسْرِ يُسْرًا: قِصَّةُ مُؤَسَّسَةٍ تُقَاوِمُ الإِفْلَاسَ بِعَزْمٍ وَصَبْرٍ، وَتَنْتَصِرُ فِي النِّهَايَةِ عَلَى كُلِّ مَنْ شَكَّكَ",
    "only marks and alifs": "إٍ أٌّ آ " * 22,
    "one endless word": "استخراج" * 20,
    "wide letters": "W" * 160,
    "one letter words": "م " * 80,
    "emoji": "🔥🔥🔥 عاجل 🔥🔥🔥",
    "nothing legible": "漢字🔥",
}


def photograph(width: int = 1200, height: int = 675, colour: str = "white", **focal: float) -> Photograph:
    return encoded(Image.new("RGB", (width, height), colour), **focal)


def encoded(image: Image.Image, **focal: float) -> Photograph:
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=90)
    return Photograph(buffer.getvalue(), **focal)


# What matters in the first stands high up, so that no headline pushes it aside.
GROUNDS = {"alone": None, "over": photograph(focal_y=0.1), "beside": photograph(900, 1200)}


def a_card(headline: str = "هدنة في غزة", **fields: object) -> Card:
    return Card(headline, **{"kicker": "العالم · تحليل", "site": "المحيط الإخباري", **fields})


def ink(shown: Card, ground: Photograph | None, monkeypatch: pytest.MonkeyPatch) -> tuple[int, int, int, int]:
    """The box of everything that the words, bar included, change."""
    whole = card.draw(shown, ground)
    with monkeypatch.context() as patch:
        patch.setattr(card, "draw_words", lambda *arguments: None)
        bare = card.draw(shown, ground)
    return ImageChops.difference(whole, bare).getbbox()


@pytest.mark.parametrize("place", GROUNDS)
@pytest.mark.parametrize("name", HEADLINES)
def test_its_words_stay_inside_the_margins(name: str, place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = a_card(HEADLINES[name], author="أمينة بن علي وياسين ڨرّوف", is_opinion=True)

    left, top, right, bottom = ink(shown, GROUNDS[place], monkeypatch)

    assert left >= (SIDE + BETWEEN if place == "beside" else MARGIN) - 1
    assert right <= SIZE[0] - MARGIN + 1
    assert top >= FLAG_HEIGHT + AIR - 1
    assert bottom <= SIZE[1] - 24


@pytest.mark.parametrize("place", GROUNDS)
def test_long_names_stay_inside_the_margins(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = a_card(kicker="قسم طويل الاسم " * 5, author="كاتبة طويلة الاسم و" * 6, is_opinion=True)

    left, _, right, _ = ink(shown, GROUNDS[place], monkeypatch)

    assert left >= (SIDE + BETWEEN if place == "beside" else MARGIN) - 1
    assert right <= SIZE[0] - MARGIN + 1


def test_a_long_name_of_the_site_stays_inside_the_margins() -> None:
    short, long = (card.draw(a_card(site=name)) for name in ("م", "صحيفة طويلة الاسم " * 5))

    left, top, right, bottom = ImageChops.difference(short, long).getbbox()
    assert left >= MARGIN
    assert (top, bottom) == (0, FLAG_HEIGHT)
    assert right <= SIZE[0] - MARGIN


@pytest.mark.parametrize("name", ["Latin first", "mixed", "numbers", "long"])
@pytest.mark.parametrize("place", GROUNDS)
def test_a_headline_has_two_to_four_lines(name: str, place: str) -> None:
    sizes = {"alone": card.design.ALONE, "over": card.design.OVER, "beside": card.design.BESIDE}[place]
    width = 680 if place == "beside" else 1072

    words = card.set_words(a_card(HEADLINES[name]), width, sizes)

    assert 2 <= len(words.lines) <= (5 if (name, place) == ("long", "beside") else 4)
    assert words.size >= 46
    assert max(line.width * words.size / 1000 for line in words.lines) <= width


def test_a_shorter_headline_has_larger_letters() -> None:
    sizes = [
        card.set_words(a_card(text), 1072, card.design.ALONE).size for text in (HEADLINES["short"], LONG[:80], LONG)
    ]

    assert sizes == sorted(sizes, reverse=True)
    assert len(set(sizes)) == 3


def test_it_takes_smaller_letters_rather_than_leave_a_number_hanging() -> None:
    shown = a_card("قطط الشوارع تنتظر الشتاء: 300 متطوع يبنون ملاجئ من الورق المقوى")

    largest = next(card.all_sizes(shown, 1072, card.design.OVER))
    chosen = card.set_words(shown, 1072, card.design.OVER)

    assert largest.stumbles == 1
    assert chosen.stumbles == 0
    assert largest.size > chosen.size > largest.size * 0.75


def test_marks_push_lines_apart() -> None:
    plain, marked = (card.set_words(a_card(text), 1072, ((60, 9),)) for text in ("إم أم آم " * 12, "إٍمٍ أٌّمٌّ آم " * 12))

    assert marked.leading > plain.leading


def ground_under_words(shown: Card, ground: Photograph, monkeypatch: pytest.MonkeyPatch) -> Image.Image:
    left, top, right, bottom = ink(shown, ground, monkeypatch)
    monkeypatch.setattr(card, "draw_words", lambda *arguments: None)
    return card.draw(shown, ground).crop((left, top + 7, right, bottom))  # the bar is no word


def striped() -> Image.Image:
    image = Image.new("RGB", (1200, 675), "black")
    brush = ImageDraw.Draw(image)
    for x in range(0, 1200, 80):
        brush.rectangle((x, 0, x + 39, 675), fill="white")
    return image


@pytest.mark.parametrize("what", ["white", "yellow", "striped", "spot", "grey"])
def test_its_words_can_be_read_on_any_photograph(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    image = Image.new("RGB", (1200, 675), {"white": "white", "yellow": "yellow", "grey": "#777"}.get(what, "black"))
    if what == "striped":
        image = striped()
    if what == "spot":
        ImageDraw.Draw(image).ellipse((700, 450, 760, 510), fill="white")

    under = ground_under_words(a_card(LONG), encoded(image, focal_y=0.1), monkeypatch)

    assert under.width > 1000  # not beside it
    brightest = max(luminance(colour) for _, colour in under.getcolors(maxcolors=10**6))
    assert (1.0 + 0.05) / (brightest + 0.05) >= 4.5


def test_a_dark_photograph_is_left_brighter_than_a_white_one_would_be() -> None:
    from mohit.share_picture.photograph import scrim_strength

    dark, white = (scrim_strength(Image.new("RGB", (1200, 300), colour)) for colour in ("#333", "white"))

    assert dark < white


@pytest.mark.parametrize("palette", [card.design.SEA, card.design.PAPER, card.design.ON_PHOTOGRAPH])
def test_its_colours_have_contrast(palette: card.Palette) -> None:
    def light(colour: str) -> float:
        return luminance(tuple(bytes.fromhex(colour[1:]))) + 0.05

    pairs = [(palette.flag_ink, palette.flag)]
    pairs += [
        (ink, ground) for ink in (palette.ink, palette.soft) for ground in (palette.ground, palette.sun, palette.wave)
    ]
    for first, second in pairs:
        brighter, darker = sorted((light(first), light(second)), reverse=True)
        assert brighter / darker >= 4.5, (first, second)


def marked_at(x: int, y: int, size: tuple[int, int]) -> Image.Image:
    """A green picture with a red spot."""
    image = Image.new("RGB", size, "green")
    ImageDraw.Draw(image).ellipse((x - 30, y - 30, x + 30, y + 30), fill="red")
    return image


def redness(image: Image.Image, box: tuple[int, int, int, int]) -> int:
    red, green, _ = image.crop(box).split()
    return ImageChops.subtract(red, green).getextrema()[1]


@pytest.mark.parametrize("x", [300, 600, 900])
@pytest.mark.parametrize("y", [100, 450])
def test_the_focal_point_is_seen_above_the_words(x: int, y: int) -> None:
    ground = encoded(marked_at(x, y, (1200, 900)), focal_x=x / 1200, focal_y=y / 900)

    drawn = card.draw(a_card(), ground)

    assert redness(drawn, (x - 40, 0, x + 40, 330)) > 150


@pytest.mark.parametrize("x", [250, 600, 950])
def test_words_never_cover_the_focal_point(x: int) -> None:
    ground = encoded(marked_at(x, 800, (1200, 900)), focal_x=x / 1200, focal_y=800 / 900)

    drawn = card.draw(a_card(), ground)

    assert redness(drawn, (0, 0, SIDE, SIZE[1])) > 150
    assert drawn.getpixel((SIDE + 1, 20)) == tuple(bytes.fromhex(card.design.SEA.ground[1:]))


@pytest.mark.parametrize(("x", "y"), [(150, 150), (600, 800), (450, 600), (750, 1050)])
def test_the_focal_point_of_a_portrait_is_seen(x: int, y: int) -> None:
    ground = encoded(marked_at(x, y, (900, 1200)), focal_x=x / 900, focal_y=y / 1200)

    assert redness(card.draw(a_card(), ground), (0, 0, SIDE, SIZE[1])) > 150


def test_a_portrait_stands_beside_the_words_and_a_landscape_under_them() -> None:
    beside = card.draw(a_card(), photograph(900, 1200))
    over = card.draw(a_card(), photograph(1200, 675))

    assert beside.getpixel((SIDE - 1, 20)) == (255, 255, 255)
    assert beside.getpixel((SIDE + 1, 20)) == tuple(bytes.fromhex(card.design.SEA.ground[1:]))
    assert over.getpixel((SIDE + 1, 20)) == (255, 255, 255)


@pytest.mark.parametrize("size", [(200, 112), (100, 300), (40, 40)])
def test_a_picture_too_small_is_left_out(size: tuple[int, int]) -> None:
    assert card.draw(a_card(), photograph(*size)) == card.draw(a_card())


def test_the_same_card_is_the_same_bytes() -> None:
    assert share_picture(a_card(), GROUNDS["over"]) == share_picture(a_card(), GROUNDS["over"])


def test_another_card_is_another_picture() -> None:
    cards = [a_card(text) for text in HEADLINES.values() if text != HEADLINES["nothing legible"]]
    cards += [a_card(kicker="رياضة"), a_card(site="صحيفة"), a_card(author="أمينة"), a_card(is_opinion=True)]

    assert len({share_picture(one) for one in cards}) == len(cards)


def test_a_busy_photograph_is_not_too_heavy() -> None:
    noise = Image.effect_noise((1200, 675), 60).convert("RGB")

    content = share_picture(a_card(), encoded(noise))

    assert len(content) <= MOST_BYTES
    assert Image.open(BytesIO(content)).size == SIZE


def test_it_raises_on_a_file_that_is_no_picture() -> None:
    with pytest.raises(OSError, match="cannot identify"):
        share_picture(a_card(), Photograph(b"no picture"))
