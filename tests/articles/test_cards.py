"""What a card shows of its story."""

from __future__ import annotations

import pytest

from articles.cards import cards, opening
from articles.models import Article
from articles.shelf import Card
from articles.shelf import cards as shelf_cards
from tests.articles.markup import Markup
from tests.articles.newspaper import own_picture
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db


def on_the_shelf(story: Article) -> Card:
    return shelf_cards([story.pk])[story.pk]


def standfirsts(story: Article, place: str, shows: str = "standfirst") -> list[str]:
    markup = Markup(str(cards([on_the_shelf(story)], place, shows=shows)))
    return [e.words for e in markup.of_class("card-standfirst")]


def test_it_cuts_a_long_standfirst_after_a_word() -> None:
    story = ArticleFactory(published=True, standfirst="كلمة " * 29 + "«لا»، ثم جاء الجواب.")

    assert standfirsts(story, "row") == ["كلمة " * 29 + "«لا»…"]
    assert standfirsts(story, "lead") == [story.standfirst]


def test_it_leaves_a_short_standfirst_as_it_is() -> None:
    assert opening("نص  قصير،", 2) == "نص  قصير،"


def test_a_column_without_a_picture_is_filled_with_words() -> None:
    plain = ArticleFactory(published=True, standfirst="مقدمة.", picture=None)
    pictured = ArticleFactory(published=True, standfirst="مقدمة.", picture=own_picture(1))

    assert standfirsts(plain, "column", shows="time") == ["مقدمة."]
    assert standfirsts(pictured, "column", shows="time") == []
    assert standfirsts(plain, "side", shows="time") == []
