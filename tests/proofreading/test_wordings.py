"""Words that the house writes otherwise: rules and names, with what is glued before them."""

from __future__ import annotations

import pytest

from mohit.proofreading import Block, Wording, Wordings, proofread
from mohit.proofreading.tidying import applied

NAMES = [
    Wording("جوجل", "غوغل", is_name=True),
    Wording("قوقل", "غوغل", is_name=True),
    Wording("ماكغون", "ماكرون", is_name=True),
    Wording("الهيرالد تريبيون", "هيرالد تريبيون", is_name=True),
    Wording("ايمانويل ماكرون", "إيمانويل ماكرون", is_name=True),
    Wording("وتين", "فوتين", is_name=True),
    Wording("فيتنام", "الفيتنام", is_name=True),
]
RULES = [
    Wording("شئون", "شؤون", "رسم الهمزة"),
    Wording("إنشاء الله", "إن شاء الله", in_any_spelling=True),
    Wording("قام بزيارة", "زار"),
    Wording("من قبل", "", "لا يبنى المجهول مع فاعله"),
]
WORDINGS = Wordings([*NAMES, *RULES], right=["بوتين", "غوغل"])

WRONG = [
    ("أعلنت جوجل أمس", "جوجل", "أعلنت غوغل أمس"),
    ("أعلنت وجوجل أمس", "وجوجل", "أعلنت وغوغل أمس"),
    ("الولاء لجوجل", "لجوجل", "الولاء لغوغل"),
    ("وماكغون أيضا", "وماكغون", "وماكرون أيضا"),
    ("فبماكغون وحده", "فبماكغون", "فبماكرون وحده"),
    ("كماكغون تماما", "كماكغون", "كماكرون تماما"),
    ("الجوجل", "الجوجل", "الغوغل"),
    ("وللجوجل رأي", "وللجوجل", "وللغوغل رأي"),
    ("لفيتنام نصيب", "لفيتنام", "للفيتنام نصيب"),
    ("بفيتنام نصيب", "بفيتنام", "بالفيتنام نصيب"),
    ("«جوجل»، قال", "جوجل", "«غوغل»، قال"),
    ("جُوجِل", "جُوجِل", "غوغل"),
    ("و”جوجل", "جوجل", None),
    ("مع ايمانويل ماكرون", "ايمانويل ماكرون", "مع إيمانويل ماكرون"),
    ("مع وايمانويل  ماكرون", "وايمانويل  ماكرون", None),
    ("صحيفة الهيرالد تريبيون", "الهيرالد تريبيون", "صحيفة هيرالد تريبيون"),
    ("للهيرالد تريبيون", "للهيرالد تريبيون", "لهيرالد تريبيون"),
    ("شئون دولية", "شئون", "شؤون دولية"),
    ("وبشئون دولية", "وبشئون", "وبشؤون دولية"),
    ("انشاء الله", "انشاء الله", "إن شاء الله"),
    ("قام بزيارة تونس", "قام بزيارة", "زار تونس"),
    ("قتل من قبل الجيش", "من قبل", None),
]
INNOCENT = [
    "أعلنت غوغل وماكرون أمس",
    "جوجلي وجوجلها وأجوجل",
    "قال بوتين اليوم",
    "شؤون دولية",
    "إن شاء الله",
    "مع إيمانويل ماكرون",
    "ايمانويل، ماكرون",
    "من قبله ومن قبيل",
    "الفيتنام بعيدة",
    "https://example.com/جوجل",
]


@pytest.mark.parametrize(("line", "text", "mended"), WRONG)
def test_it_finds_a_word_that_the_house_writes_otherwise(line: str, text: str, mended: str | None) -> None:
    findings = [f for f in proofread([Block("body", 0, line)], WORDINGS) if f.code in ("wording", "name")]

    assert [finding.text for finding in findings] == [text]
    if mended:
        assert applied(line, findings) == mended


@pytest.mark.parametrize("line", INNOCENT)
def test_it_leaves_other_words_alone(line: str) -> None:
    assert [f for f in proofread([Block("body", 0, line)], WORDINGS) if f.code in ("wording", "name")] == []


def test_it_says_the_reason_and_tells_a_name_from_a_rule() -> None:
    rule, name = proofread([Block("body", 0, "شئون جوجل")], WORDINGS)
    assert (rule.code, name.code) == ("wording", "name")
    assert "رسم الهمزة" in rule.words
    assert "«غوغل»" in name.words


def test_it_takes_a_word_as_typed_unless_any_spelling_is_asked_for() -> None:
    line = [Block("body", 0, "علي وعلى")]
    typed = Wordings([Wording("على", "فوق", takes_particles=False)])
    any_way = Wordings([Wording("على", "فوق", in_any_spelling=True, takes_particles=False)])

    assert [f.text for f in proofread(line, typed)] == []
    assert [f.text for f in proofread(line, any_way)] == ["علي"]


def test_it_glues_nothing_where_the_rule_forbids_it() -> None:
    bare = Wordings([Wording("شئون", "شؤون", takes_particles=False)])
    assert proofread([Block("body", 0, "بشئون")], bare) == []
