"""A picture that a story shows stays in the library."""

from __future__ import annotations

import pytest
from django.db.models import ProtectedError

from articles.models import Article
from pictures.models import Picture
from tests.factories import ArticleFactory, PictureFactory

pytestmark = pytest.mark.django_db


def figure(picture: Picture) -> str:
    return f'<figure><img src="{picture.rendition_url(800)}" alt="قوارب" data-file="{picture.pk}"></figure>'


def shown(article: Article) -> set[int]:
    return set(article.illustrations.values_list("picture_id", flat=True))


def test_it_follows_the_body() -> None:
    first, second = PictureFactory.create_batch(2)
    story = ArticleFactory(body=figure(first) + figure(second) + figure(first))
    assert shown(story) == {first.pk, second.pk}

    story.body = f"<p>بلا صور</p>{figure(second)}"
    story.save(update_fields=["body"])
    assert shown(story) == {second.pk}


def test_it_protects_a_picture_of_a_body() -> None:
    picture = PictureFactory()
    story = ArticleFactory(body=figure(picture))
    with pytest.raises(ProtectedError):
        picture.delete()

    story.delete()
    picture.delete()


def test_it_stores_a_story_that_names_a_picture_that_is_gone() -> None:
    story = ArticleFactory(body='<figure><img src="/media/renditions/x.webp" alt="" data-file="999999"></figure>')

    assert shown(story) == set()
    assert 'data-file="999999"' in story.body
