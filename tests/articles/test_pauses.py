"""Where something else may stand inside a story."""

from __future__ import annotations

import pytest

from articles.body.pauses import AFTER, BEFORE, pause_in, with_pause

P = f"<p>{'كلمة ' * 60}</p>"
SHORT = "<p>كلمة</p>"
QUOTE = f"<blockquote>{P * 3}</blockquote>"
LIST = f"<ul>{'<li>' + P + '</li>'}</ul>" * 3
HERE = "⟨هنا⟩"


@pytest.mark.parametrize(
    ("body", "paused"),
    [
        (P * 7, P * 4 + HERE + P * 3),
        (P * 20, P * 4 + HERE + P * 16),
        (f'{P * 4}<p dir="ltr">x</p>{P * 3}', f'{P * 4}{HERE}<p dir="ltr">x</p>{P * 3}'),
        # Not beside a heading, a figure or a quotation: a paragraph later.
        (P * 4 + "<h2>عنوان</h2>" + P * 6, P * 4 + "<h2>عنوان</h2>" + P + HERE + P * 5),
        (P * 4 + "<figure><img></figure>" + P * 6, P * 4 + "<figure><img></figure>" + P + HERE + P * 5),
        # What stands in something else is no paragraph of the story.
        (P + QUOTE + P * 6, P + QUOTE + P * 3 + HERE + P * 3),
        (P + LIST + P * 6, P + LIST + P * 3 + HERE + P * 3),
        (
            P + f'<div class="table"><table><td>{P}</td></table></div>' + P * 6,
            P + f'<div class="table"><table><td>{P}</td></table></div>' + P * 3 + HERE + P * 3,
        ),
        # Enough to read before and after it.
        (SHORT * 4 + P * 8, SHORT * 4 + P * 3 + HERE + P * 5),
    ],
)
def test_it_stands_between_two_paragraphs(body: str, paused: str) -> None:
    assert with_pause(body, HERE) == paused


@pytest.mark.parametrize(
    "body", ["", P, P * (BEFORE + AFTER - 1), QUOTE * 9, LIST * 9, SHORT * 30, P * 6 + SHORT * 3, SHORT * 3 + P * 3]
)
def test_a_short_story_has_no_place(body: str) -> None:
    assert pause_in(body) is None
    assert with_pause(body, HERE) == body


def test_nothing_stands_where_nothing_is_given() -> None:
    assert with_pause(P * 9, "") == P * 9
