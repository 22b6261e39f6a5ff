"""The Arabic index: the order of ICU's Arabic collation, as PostgreSQL (ar-x-icu) and Chromium give it."""

from __future__ import annotations

import random

import pytest

from mohit.arabic import sort_key

ORDERS = {
    "names of AR-5": "آمال ابتسام إبراهيم أحمد احمد إلياس الياس أمل بدر",
    "forms of alef": "ءاب آب آمال آمنة أب إب اب ابتسام أمل ٱب بدر",
    "alphabet": "اب بب تب ثب جب حب خب دب ذب رب زب سب شب صب ضب طب ظب عب غب فب قب كب لب مب نب هب وب يب",
    "Persian and Maghreb letters": "باريس پاريس تونس جاد چاد حاد زيد ژيد سعيد فاس ڤاس قفصة ڨفصة كريم ڭريم گريم",
    "teh marbuta and final yeh": "على علي عليان كرة كرت كرتا كره",
    "marks": "محمد مُحمد محمدب",
    "scripts": "19 ١٩ب آدم يوسف John zara Zoé",
}


@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS.keys())
def test_it_sorts_as_an_arabic_index(order: str) -> None:
    names = order.split()
    shuffled = random.Random(5).sample(names, len(names))

    assert sorted(shuffled, key=sort_key) == names


def test_it_sorts_word_by_word() -> None:
    assert sorted(["سوقأ", "سوق ب", "سوق أهراس", "سوق"], key=sort_key) == [
        "سوق",
        "سوق أهراس",
        "سوق ب",
        "سوقأ",
    ]


def test_it_ignores_quotation_marks_tatweel_and_direction_marks() -> None:
    assert sort_key("«بـدر»\u200f").split("\t")[0] == sort_key("بدر").split("\t")[0]


def test_it_is_a_value_that_postgresql_stores() -> None:
    assert "\x00" not in sort_key("ا\x00ب")
    sort_key("ا\ud800").encode()
