"""Counted nouns in six forms, grouped numbers, lists of names."""

from __future__ import annotations

from decimal import Decimal

import pytest
from babel import Locale
from babel.lists import format_list

from mohit import dates


@pytest.mark.parametrize(
    ("n", "shown"),
    [
        (0, "لا تعليقات"),
        (1, "تعليق واحد"),
        (2, "تعليقان"),
        (3, "3 تعليقات"),
        (10, "10 تعليقات"),
        (11, "11 تعليقا"),
        (99, "99 تعليقا"),
        (100, "100 تعليق"),
        (101, "101 تعليق"),
        (102, "102 تعليق"),
        (103, "103 تعليقات"),
        (111, "111 تعليقا"),
        (1000, "1.000 تعليق"),
    ],
)
def test_it_counts_in_six_forms(n: int, shown: str) -> None:
    assert dates.count(n, "comment") == shown


@pytest.mark.parametrize(
    ("noun", "forms"),
    {
        "article": "لا مقالات، مقال واحد، مقالان، 3 مقالات، 11 مقالا، 100 مقال",
        "author": "لا كتاب، كاتب واحد، كاتبان، 3 كتاب، 11 كاتبا، 100 كاتب",
        "day": "لا أيام، يوم واحد، يومان، 3 أيام، 11 يوما، 100 يوم",
        "hour": "لا ساعات، ساعة واحدة، ساعتان، 3 ساعات، 11 ساعة، 100 ساعة",
        "letter": "لا أحرف، حرف واحد، حرفان، 3 أحرف، 11 حرفا، 100 حرف",
        "minute": "لا دقائق، دقيقة واحدة، دقيقتان، 3 دقائق، 11 دقيقة، 100 دقيقة",
        "news": "لا أخبار، خبر واحد، خبران، 3 أخبار، 11 خبرا، 100 خبر",
        "picture": "لا صور، صورة واحدة، صورتان، 3 صور، 11 صورة، 100 صورة",
        "reader": "لا قراء، قارئ واحد، قارئان، 3 قراء، 11 قارئا، 100 قارئ",
        "word": "لا كلمات، كلمة واحدة، كلمتان، 3 كلمات، 11 كلمة، 100 كلمة",
    }.items(),
)
def test_it_agrees_with_each_noun(noun: str, forms: str) -> None:
    assert "، ".join(dates.count(n, noun) for n in (0, 1, 2, 3, 11, 100)) == forms


@pytest.mark.parametrize("noun", dates.NOUNS)
def test_it_declines_each_noun_by_the_rules(noun: str) -> None:
    """Feminine nouns do not change after 11; masculine ones take an alef; the dual follows from the singular."""
    forms = dates.NOUNS[noun]

    if forms.one.endswith("ة"):
        assert forms.many == forms.one
        assert forms.two == f"{forms.one.removesuffix('ة')}تان"
    else:
        assert forms.many == f"{forms.one}ا"
        assert forms.two == f"{forms.one}ان"


def test_it_refuses_a_noun_without_forms() -> None:
    with pytest.raises(KeyError):
        dates.count(3, "unicorn")


@pytest.mark.parametrize("n", [*range(0, 130), 200, 1_000_003])
def test_it_chooses_the_form_that_cldr_chooses(n: int) -> None:
    expected = "zero" if n == 0 else "one" if n == 1 else "two" if n == 2 else None
    if expected is None:
        expected = "few" if 3 <= n % 100 <= 10 else "many" if n % 100 >= 11 else "other"

    assert dates.plural_category(n) == expected == Locale("ar").plural_form(n)


@pytest.mark.parametrize(
    ("n", "style", "digits", "shown"),
    [
        (1234567, "maghreb", "latin", "1.234.567"),
        (1234567, "morocco", "latin", "1.234.567"),
        (1234567, "gulf", "latin", "1,234,567"),
        (1234567, "levant", "latin", "1.234.567"),
        (1234567, "double", "latin", "1,234,567"),
        (1234567, "maghreb", "arabic-indic", "١٬٢٣٤٬٥٦٧"),
        (999, "maghreb", "latin", "999"),
        (1234.5, "maghreb", "latin", "1.234,5"),
        (Decimal("0.12345"), "gulf", "latin", "0.123"),
        (Decimal("1234.50"), "gulf", "arabic-indic", "١٬٢٣٤٫٥"),
        (1000.0, "gulf", "latin", "1,000"),
    ],
)
def test_it_groups_numbers_as_the_region_does(n: float, style: str, digits: str, shown: str) -> None:
    assert dates.number(n, style=style, digits=digits) == shown


@pytest.mark.parametrize("names", [[], ["أحمد"], ["أحمد", "علي"], ["أحمد", "علي", "سعاد"], list("ابتثج")])
def test_it_joins_names_as_cldr_does(names: list[str]) -> None:
    assert dates.join_list(names) == format_list(names, locale="ar")


def test_it_glues_the_conjunction_to_the_next_name() -> None:
    assert dates.join_list(["أحمد", "علي", "سعاد"]) == "أحمد وعلي وسعاد"
