"""Quotation marks and brackets that have no partner, over the lines of a text."""

from __future__ import annotations

import pytest

from mohit.proofreading import Block, proofread

# (the lines, [(code, line, the sign, suggestion)])
WRONG = [
    (["قال «نعم ثم خرج"], [("unclosed", 0, "«", None)]),
    (["قال نعم» ثم خرج"], [("unopened", 0, "»", None)]),
    (["قال “نعم ثم خرج"], [("unclosed", 0, "“", None)]),
    (['قال "نعم ثم خرج'], [("unclosed", 0, '"', None)]),
    (['قال "نعم" ثم "لا وخرج'], [("unclosed", 0, '"', None)]),
    (["في وهران (غرب البلاد وتلمسان"], [("unclosed", 0, "(", None)]),
    (["في وهران غرب البلاد) وتلمسان"], [("unopened", 0, ")", None)]),
    (["قبول عرض [ميتا وغيرها"], [("unclosed", 0, "[", None)]),
    (["قال «الأولى» و«الثانية"], [("unclosed", 0, "«", None)]),
    # Two of one hand, as word processors make them.
    (["من ”جوجل” أمس"], [("wrong_way", 0, "”", "“")]),
    (["من “جوجل“ أمس"], [("wrong_way", 0, "“", "”")]),
    (["قال »نعم« وخرج"], [("wrong_way", 0, "»", "«"), ("wrong_way", 0, "«", "»")]),
    (["من “OpenAI” و”جوجل” و”أنثروبيك”، أمس"], [("wrong_way", 0, "”", "“"), ("wrong_way", 0, "”", "“")]),
    (["قال «نعم ثم خرج", "ثم عاد", "ولم يقل شيئا"], [("unclosed", 0, "«", None)]),
]

INNOCENT = [
    ["قال «نعم» ثم «لا»، وخرج (أمس) [كذا]"],
    ["“أنا سعيد حقا لأنه لم يقرر أي من موظفينا قبول عرض [ميتا]”."],
    ['قال "نعم" ثم "لا"'],
    ["قال „نعم“ ثم خرج"],
    ["قال «إنه “عظيم” حقا» وخرج"],
    ["1) أولا", "2) ثانيا", "أ) ثالثا", "٣) رابعا"],
    ['شاشة 27" جديدة'],
    ["شكرا :) أو :( أو ;)"],
    ["It's M'hamed’s في الجزائر"],
    # A quotation of several paragraphs: opened anew in each, or once for all.
    ["قال: «الفقرة الأولى", "«الفقرة الثانية", "«الفقرة الأخيرة» ثم صمت"],
    ["قال: «الفقرة الأولى", "الفقرة الأخيرة» ثم صمت"],
    ["انظر https://example.com/a_(b ثم"],
    [""],
]


@pytest.mark.parametrize(("lines", "expected"), WRONG)
def test_it_finds_the_sign_without_a_partner(
    lines: list[str], expected: list[tuple[str, int, str, str | None]]
) -> None:
    findings = proofread([Block("body", number, line) for number, line in enumerate(lines)])
    assert [(f.code, f.block, f.text, f.suggestion) for f in findings] == expected


@pytest.mark.parametrize("lines", INNOCENT)
def test_it_leaves_pairs_alone(lines: list[str]) -> None:
    assert proofread([Block("body", number, line) for number, line in enumerate(lines)]) == []


def test_it_pairs_nothing_across_fields() -> None:
    findings = proofread([Block("headline", 0, "قال «نعم"), Block("body", 0, "لا» قال")])
    assert [f.code for f in findings] == ["unclosed", "unopened"]
