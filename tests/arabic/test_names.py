"""Names and marks of what readers type (AR-28)."""

from __future__ import annotations

import pytest

from mohit.arabic import clean_name, is_name, mixes_alphabets, name_key, with_few_marks

SHADDA, FATHA = "\u0651", "\u064e"


def test_it_leaves_three_marks_on_a_letter() -> None:
    assert with_few_marks("م" + FATHA * 500 + "د") == "م" + FATHA * 3 + "د"
    assert with_few_marks("مُحَمَّدٌ") == "مُحَمَّدٌ"
    assert with_few_marks("Việt") == "Việt"


def test_invisible_signs_between_marks_do_not_help() -> None:
    tower = ("\u0301" * 3 + "\u200d") * 20

    assert with_few_marks("e" + tower).count("\u0301") == 3


@pytest.mark.parametrize("text", ["❤️‍🔥", "1️⃣", "🏴\U000e0067\U000e0062\U000e007f", "!!!؟؟؟...", "👨‍👩‍👧‍👦"])
def test_it_leaves_pictures_and_punctuation_alone(text: str) -> None:
    assert with_few_marks(text) == text


def test_it_takes_time_in_proportion() -> None:
    assert len(with_few_marks("ا" + "\u064e\u0651" * 200_000)) == 4


@pytest.mark.parametrize("name", ["خديجة", "M'hamed", "Jean-Luc", "محمد.علي", "نور_2", "أُمّ هانئ", "Лена", "李明"])
def test_a_name_is_letters_and_few_signs(name: str) -> None:
    assert is_name(clean_name(name))


@pytest.mark.parametrize("name", ["...", "123", "😀😀", "<b>علي</b>", "علي@mail", "a/b", "-", "http://x.test"])
def test_it_refuses_what_is_no_name(name: str) -> None:
    assert not is_name(clean_name(name))


def test_a_name_has_no_direction_of_its_own() -> None:
    assert clean_name("\u202eعلي\u200f \u2067 بن\u2069 \n\tعمر") == "علي بن عمر"
    assert clean_name("ع" + FATHA * 9) == "ع" + FATHA * 2


def test_it_sees_letters_of_alphabets_that_look_alike() -> None:
    assert mixes_alphabets("аdmin")
    assert not mixes_alphabets("Amine أمين")
    assert not mixes_alphabets("админ")


@pytest.mark.parametrize("name", ["الإدارة", "الادارة", "الإدارَة", "الإ دار ة", "الإدارة\u200f", "ا ل ا د ا ر ة"])
def test_names_that_look_the_same_have_one_key(name: str) -> None:
    assert name_key(name) == name_key("الإدارة")
