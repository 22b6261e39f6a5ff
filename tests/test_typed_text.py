"""Text is brought into its stored form before it is judged: what passes the form fits the database."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db.models import CharField, Model
from django.test import Client

from articles.models import Article, Author, Section, Topic
from mohit.typed_text import stored
from newsroom.models import Identity, Page, User
from pictures.models import Picture
from tests.factories import ArticleFactory, AuthorFactory, PictureFactory, SectionFactory, TopicFactory
from tests.form_filler import send

pytestmark = pytest.mark.django_db

JOINED = "\ufefb"  # lam and alef in one sign, as PDF files have it: two letters
UNSEEN = "\u202e\ufeff\u200f\u200b"

ROWS = {
    Article: lambda: ArticleFactory(),
    Section: lambda: SectionFactory(),
    Topic: lambda: TopicFactory(),
    Author: lambda: AuthorFactory(),
    Picture: lambda: PictureFactory(),
    Page: lambda: Page.objects.create(title="من نحن", slug="about"),
    Identity: lambda: Identity.objects.get(),
    User: lambda: User.objects.create(username="sahafi"),
}


def has_limit(model: type[Model], name: str) -> bool:
    return type(model._meta.get_field(name)) is CharField


FIELDS = [(model, name) for model in ROWS for name in (*model.LINES, *model.PARAGRAPHS)]
REQUIRED = [
    (Article, "headline"),
    (Section, "name"),
    (Topic, "name"),
    (Author, "name"),
    (Picture, "alt"),
    (Page, "title"),
    (Identity, "name"),
]


@pytest.mark.parametrize(("model", "name"), FIELDS)
def test_it_stores_every_typed_field_clean(model: type[Model], name: str) -> None:
    row = ROWS[model]()
    setattr(row, name, "  ميناء\u202e وهران\x00 ")
    row.save()
    assert getattr(model.objects.get(pk=row.pk), name) == "ميناء وهران"


@pytest.mark.parametrize(("model", "name"), [(model, name) for model, name in FIELDS if has_limit(model, name)])
def test_it_refuses_what_grows_beyond_its_column(model: type[Model], name: str) -> None:
    row = ROWS[model]()
    setattr(row, name, JOINED * model._meta.get_field(name).max_length)
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    assert name in refused.value.message_dict


@pytest.mark.parametrize(("model", "name"), REQUIRED)
def test_it_takes_what_nobody_sees_for_nothing(model: type[Model], name: str) -> None:
    row = ROWS[model]()
    setattr(row, name, UNSEEN)
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    assert name in refused.value.message_dict


@pytest.mark.parametrize("model", [Section, Topic])
def test_it_takes_a_name_whose_key_is_longer_than_its_column(model: type[Model]) -> None:
    row = ROWS[model]()
    row.name = "ﷺ" * 70
    row.full_clean()
    row.save()
    assert len(model.objects.get(pk=row.pk).name_key) == 160


@pytest.mark.parametrize("sign", ["؟!", "C++", "🎉", "2026"])
def test_it_keeps_signs_that_are_seen(sign: str) -> None:
    assert stored(sign) == sign


def test_it_answers_a_headline_that_grows_with_a_sentence(client: Client, journalist: User) -> None:
    client.force_login(journalist)
    answer = send(
        client, "/admin/articles/article/add/", "article_form", headline=JOINED * 100, section=SectionFactory().pk
    )
    assert answer.status_code == 200
    assert "يجب ألا يزيد النص على 160 حرفا (طوله الآن 200)." in answer.content.decode()
    assert not Article.objects.exists()


def test_it_cleans_the_reason_of_a_decision(editor: User) -> None:
    article = ArticleFactory(published=True)
    article.withdraw(editor, "خطأ\u202e في\nالرقم")
    assert article.decisions.get().note == "خطأ في الرقم"
