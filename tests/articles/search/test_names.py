"""A reader who types a rejected spelling of a name, or its original, finds the stories that spell it as we do."""

from __future__ import annotations

import pytest

from articles.models import RegisteredName, Synonyms
from articles.search import rules
from tests.articles.search.conftest import Find, story

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_other_rules() -> None:
    Synonyms.objects.all().delete()
    rules.current(fresh=True)


def search(find: Find, words: str) -> list[int]:
    rules.current(fresh=True)
    return find(words)


@pytest.mark.parametrize("typed", ["زوكربيرج", "لزوكربرغ", "Zuckerberg", "zuckerberg", "زوكربيرغ"])
def test_it_finds_a_story_by_any_name_of_the_register(find: Find, typed: str) -> None:
    hit = story("زوكربيرغ يعلن تطبيقا جديدا")
    story("خبر عن غيره")
    RegisteredName.objects.create(chosen="زوكربيرغ", rejected="زوكربيرج\nزوكربرغ", latin="Zuckerberg")

    assert search(find, typed) == [hit.pk]


def test_it_finds_a_name_of_several_words(find: Find) -> None:
    hit = story("مقابلة مع إيمانويل ماكرون في وهران")
    RegisteredName.objects.create(chosen="إيمانويل ماكرون", rejected="ايمانول ماكغون", latin="Emmanuel Macron")

    assert search(find, "Emmanuel Macron") == [hit.pk]
    assert search(find, "ايمانول ماكغون في وهران") == [hit.pk]


def test_it_forgets_a_name_that_went(find: Find) -> None:
    story("زوكربيرغ يعلن تطبيقا جديدا")
    name = RegisteredName.objects.create(chosen="زوكربيرغ", latin="Zuckerberg")
    assert search(find, "Zuckerberg")
    name.latin = ""
    name.save()
    assert search(find, "Zuckerberg") == []
    before = rules.current(fresh=True).edition
    name.delete()
    assert rules.current(fresh=True).edition[1] > before[1]
