"""`{% picture %}`: the whole element, and what each option changes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.template import Context, Template, TemplateSyntaxError

from pictures.markup import picture_html
from pictures.models import Picture

DIGEST = "0123456789abcdef0123456789abcdef"
START = f"/media/renditions/012/{DIGEST}"


def picture(**fields: object) -> Picture:
    values = {"digest": DIGEST, "width": 1000, "height": 500, "alt": "قوارب", "has_avif": True, **fields}
    return Picture(**values)


def rendered(options: str, **context: object) -> str:
    return Template("{% load pictures %}{% picture shown " + options + " %}").render(Context(context))


def test_it_writes_the_whole_element() -> None:
    html = rendered('sizes="(min-width: 60rem) 40rem, 100vw"', shown=picture())

    assert html == (
        f'<picture><source type="image/avif" srcset="{START}-400.avif 400w, {START}-600.avif 600w, '
        f'{START}-800.avif 800w, {START}-1000.avif 1000w" sizes="(min-width: 60rem) 40rem, 100vw">'
        f'<img loading="lazy" decoding="async" src="{START}-800.webp" srcset="{START}-400.webp 400w, '
        f'{START}-600.webp 600w, {START}-800.webp 800w, {START}-1000.webp 1000w" '
        'sizes="(min-width: 60rem) 40rem, 100vw" width="800" height="400" alt="قوارب" class="fx-5 fy-4"></picture>'
    )


def test_it_offers_no_avif_before_it_is_made() -> None:
    html = rendered("", shown=picture(has_avif=False))

    assert "avif" not in html
    assert html.startswith('<picture><img loading="lazy"')


def test_it_loads_the_lead_picture_first() -> None:
    html = rendered("lead=True", shown=picture())

    assert '<img fetchpriority="high" decoding' in html
    assert "lazy" not in html


@pytest.mark.parametrize(
    ("width", "max_width", "widths", "source"),
    [
        (2400, 1600, [400, 600, 800, 1200, 1600], 800),
        (2400, 800, [400, 600, 800], 800),
        (2400, 700, [400, 600], 600),
        (2400, 100, [400], 400),
        (700, 1600, [400, 600, 700], 700),
        (300, 800, [300], 300),
    ],
)
def test_it_offers_the_widths_the_layout_can_show(width: int, max_width: int, widths: list[int], source: int) -> None:
    html = rendered("max_width=limit", shown=picture(width=width, height=width), limit=max_width)

    candidates = ", ".join(f"{START}-{rung}.webp {rung}w" for rung in widths)
    assert f'srcset="{candidates}"' in html
    assert f'src="{START}-{source}.webp"' in html
    assert f'width="{source}" height="{source}"' in html


@pytest.mark.parametrize(("x", "y", "classes"), [(0, 1, "fx-0 fy-10"), (1, 0, "fx-10 fy-0"), (0.34, 0.46, "fx-3 fy-5")])
def test_it_tells_the_focal_point_by_classes(x: float, y: float, classes: str) -> None:
    assert f'class="{classes}"' in rendered("", shown=picture(focal_x=x, focal_y=y))


def test_it_adds_a_crop_and_classes() -> None:
    assert 'class="fx-5 fy-4 ratio-16x9 wide"' in rendered('ratio="16x9" class="wide"', shown=picture())


def test_it_takes_another_alternative_text() -> None:
    assert 'alt=""' in rendered('alt=""', shown=picture())
    assert 'alt="ميناء"' in rendered("alt=words", shown=picture(), words="ميناء")


def test_it_escapes_what_a_person_typed() -> None:
    html = rendered("", shown=picture(alt='"><script>alert(1)</script>&'))

    assert 'alt="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;"' in html


def test_it_writes_nothing_without_a_picture() -> None:
    assert rendered("", shown=None) == ""
    assert rendered("") == ""
    assert picture_html(None) == ""


@pytest.mark.parametrize("source", ["{% picture %}", '{% picture shown "16x9" %}'])
def test_it_refuses_a_tag_that_cannot_be_read(source: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        Template("{% load pictures %}" + source)


@pytest.mark.django_db
def test_it_asks_neither_database_nor_disk(
    django_assert_num_queries: Callable[..., object], new_files: Callable[[], set[str]]
) -> None:
    with django_assert_num_queries(0):
        rendered('ratio="16x9" lead=True', shown=picture())  # its files do not exist

    assert not new_files()
