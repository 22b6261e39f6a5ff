"""Queries compiled once give what the ORM gives, with every call's own values."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles import shelf
from articles.models import Article, Byline, Section
from articles.reading import public_article
from mohit.prepared import MOMENT, NUMBER, NUMBERS, WORD, Prepared
from tests.factories import ArticleFactory, AuthorFactory, PictureFactory, SectionFactory

pytestmark = pytest.mark.django_db


def test_it_binds_the_values_of_each_call() -> None:
    first, second = SectionFactory(name="ثقافة", slug="culture"), SectionFactory(name="رياضة", slug="sport")
    by_slug = Prepared(lambda slug: Section.objects.filter(slug=slug).values_list("pk", "name"), slug=WORD)

    assert by_slug(slug="culture") == [(first.pk, "ثقافة")]
    assert by_slug(slug="sport") == [(second.pk, "رياضة")]
    assert by_slug(slug="' OR 1=1 --") == []


def test_it_binds_a_value_wherever_it_stands() -> None:
    ArticleFactory(published=True, published_at=timezone.now() - timedelta(days=2))
    twice = Prepared(lambda at: Article.objects.published(at).filter(created_at__gt=at).values_list("pk"), at=MOMENT)

    assert len(twice(at=timezone.now() - timedelta(days=1))) == 1
    assert twice(at=timezone.now() + timedelta(days=1)) == []


def test_it_keeps_the_constants_of_the_query() -> None:
    opinion = ArticleFactory(published=True, kind=Article.Kind.OPINION)
    ArticleFactory(published=True, kind=Article.Kind.NEWS)
    opinions = Prepared(lambda at: Article.objects.published(at).filter(kind="opinion").values_list("pk"), at=MOMENT)

    assert opinions(at=timezone.now()) == [(opinion.pk,)]


def test_it_refuses_an_example_that_the_query_does_not_carry() -> None:
    forgotten = Prepared(lambda at, section: Article.objects.published(at).values_list("pk"), at=MOMENT, section=NUMBER)

    with pytest.raises(ImproperlyConfigured, match="section"):
        forgotten(at=timezone.now(), section=1)


def test_it_compiles_once(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    built = []

    def build(slug: str):
        built.append(slug)
        return Section.objects.filter(slug=slug).values_list("pk")

    query = Prepared(build, slug=WORD)
    with django_assert_num_queries(3):  # one for each call, none to compile
        for _ in range(3):
            query(slug="x")

    assert len(built) == 1


def test_it_chooses_among_any_number_of_keys() -> None:
    keys = [ArticleFactory(published=True).pk for _ in range(3)]
    among = Prepared(lambda keys: Article.objects.filter(pk__among=keys).order_by("pk").values_list("pk"), keys=NUMBERS)

    assert among(keys=keys[1:]) == [(key,) for key in keys[1:]]
    assert among(keys=[]) == []


def test_it_reads_a_story_as_the_orm_does(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    story = ArticleFactory(published=True, picture=PictureFactory(), short_headline="قصير")
    for position, author in enumerate(AuthorFactory.create_batch(2)):
        Byline.objects.create(article=story, author=author, position=1 - position)
    usual = Article.objects.published().for_reading().get(pk=story.pk)

    with django_assert_num_queries(1):
        read = public_article(story.pk)
        assert read is not None
        assert (read.section, read.picture) == (usual.section, usual.picture)
        assert (read.section.name, read.picture.alt) == (usual.section.name, usual.picture.alt)

    assert read.signatures == usual.signatures
    assert read.labels == usual.labels
    names = {field.attname for field in Article._meta.concrete_fields}
    assert {name: getattr(read, name) for name in names} == {name: getattr(usual, name) for name in names}


def test_it_reads_no_story_that_is_not_public() -> None:
    drafts = [
        ArticleFactory(),
        ArticleFactory(published=True, published_at=timezone.now() + timedelta(minutes=1)),
        ArticleFactory(status=Article.Status.WITHDRAWN),
    ]

    assert [public_article(draft.pk) for draft in drafts] == [None, None, None]
    assert shelf.cards([draft.pk for draft in drafts]) == {}


def test_it_makes_cards_that_say_what_the_article_says() -> None:
    story = ArticleFactory(published=True, picture=PictureFactory(focal_x=0.2), short_headline="عنوان قصير")
    author = AuthorFactory(name="نادية بن سالم")
    Byline.objects.create(article=story, author=author)

    card = shelf.cards([story.pk])[story.pk]

    assert card.get_absolute_url() == story.get_absolute_url()
    assert card.card_headline == "عنوان قصير"
    assert card.authors == ("نادية بن سالم",)
    assert card.picture is not None
    assert (card.picture.digest, card.picture.focal_x) == (story.picture.digest, 0.2)
    assert hash(card)
