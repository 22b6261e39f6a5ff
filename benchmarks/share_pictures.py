"""What a share picture costs and looks like: eight headlines of every kind, over the demo's photographs.

    python -m benchmarks.share_pictures [--sheet docs/pictures/share.webp]

Prints processor time and weight of each; `--sheet` writes all of them side by side.
"""

from __future__ import annotations

import argparse
import time
from io import BytesIO
from pathlib import Path

from PIL import Image

from mohit.share_picture import Card, Photograph, share_picture

PHOTOS = Path(__file__).resolve().parent.parent / "articles" / "demo" / "photos"
TIMES = 10  # each is drawn that often
SITE = "المحيط الإخباري"
SMALL = (540, 284)  # pixels of a picture on the sheet

LONG = (
    "وزارة الطاقة تعلن نتائج المناقصة الدولية لإنجاز خمس محطات شمسية في الجنوب الكبير بطاقة 1.5 جيغاواط، "
    "والشركات الوطنية تفوز بحصة الأسد وسط تساؤلات عن آجال التسليم"
)
CARDS: dict[str, tuple[Card, str]] = {
    "Latin first": (
        Card("OpenAI تطلق نسخة GPT-5.2 من نموذجها وتخفض أسعار واجهتها البرمجية", SITE, "تكنولوجيا"),
        "rocket.jpg",
    ),
    "mixed": (
        Card("كواليس الحرب الباردة بين ميتا وOpenAI: كيف انتهت «معركة العقول» إلى هدنة", SITE, "تكنولوجيا · تحليل"),
        "astronaut.jpg",
    ),
    "portrait": (
        Card("طبّالو «الديوان» في ورشة C++: كيف تعلّمت آلة عمرها قرنان أن تتكلم مع الحاسوب؟", SITE, "ثقافة · تحقيق"),
        "drum-room-portrait.jpg",
    ),
    "160 letters": (Card(LONG, SITE, "اقتصاد · تقرير"), "sunset-hills.jpg"),
    "numbers": (Card("التضخم يتراجع إلى 3.4% في أكتوبر، والدينار يكسب 2.1% أمام اليورو", SITE, "اقتصاد"), ""),
    "opinion": (
        Card("ضد السرعة: لماذا نحتاج إلى صحافة تصل متأخرة وتصيب", SITE, "مجتمع · رأي", "أمينة بن علي", True),
        "",
    ),
    "opinion, photograph": (
        Card("الخريطة ليست الطريق، و“الذكاء” ليس حكمة", SITE, "ثقافة · رأي", "أمينة بن علي وياسين ڨرّوف", True),
        "mountain-path-snow.jpg",
    ),
    "short": (Card("هدنة في غزة", SITE, "العالم"), ""),
}


def as_rendition(name: str) -> Photograph | None:
    """The photograph as the library keeps it for sharing."""
    if not name:
        return None
    image = Image.open(PHOTOS / name).convert("RGB")
    image.thumbnail((1200, 4000))
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=80)
    return Photograph(buffer.getvalue())


def measure(name: str, card: Card, photograph: Photograph | None) -> Image.Image:
    share_picture(card, photograph)  # loads the fonts
    start = time.process_time()
    for _ in range(TIMES):
        content = share_picture(card, photograph)
    spent = (time.process_time() - start) / TIMES
    print(f"{name:<20} {spent * 1000:5.1f} ms {len(content) / 1000:6.1f} kB")
    return Image.open(BytesIO(content))


def write_sheet(images: list[Image.Image], out: Path) -> None:
    """Two columns, from right to left."""
    width, height, gap = *SMALL, 12
    sheet = Image.new("RGB", (2 * (width + gap) + gap, (len(images) + 1) // 2 * (height + gap) + gap), "white")
    for place, image in enumerate(images):
        row, column = divmod(place, 2)
        corner = gap + (1 - column) * (width + gap), gap + row * (height + gap)
        sheet.paste(image.resize(SMALL, Image.Resampling.LANCZOS), corner)
    sheet.save(out, quality=68, method=6)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sheet", type=Path)
    sheet = parser.parse_args().sheet
    images = [measure(name, card, as_rendition(photo)) for name, (card, photo) in CARDS.items()]
    if sheet:
        write_sheet(images, sheet)


if __name__ == "__main__":
    main()
