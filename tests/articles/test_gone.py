"""Addresses of stories that were taken back: 410 in every form, while what was never public stays unknown."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Redirect
from newsroom.models import User
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db

Status = Article.Status


def addresses(article: Article) -> list[str]:
    path = article.get_absolute_url()
    section = article.section.slug
    return [
        *(path, path.rstrip("/"), f"{path}amp/", f"{path}feed/", f"/{section}/{article.pk}/old-slug/"),
        *(f"/{article.pk}/", f"/{article.pk}", f"/share/{article.pk}.jpg", f"/share/{article.pk}-abc.jpg"),
        *(f"/comments/on/{article.pk}/", f"/comments/on/{article.pk}/feed/", "/2021/05/12/old-site/"),
    ]


def led_to() -> Article:
    """A public story with an old address."""
    article = ArticleFactory(published=True)
    Redirect.objects.create(address="/2021/05/12/old-site/", article=article)
    return article


@pytest.mark.parametrize("how", ["withdrawn", "erased", "draft", "coming back"])
def test_it_says_that_a_story_is_gone(client: Client, manager: User, how: str) -> None:
    article = led_to()
    asked = addresses(article)
    article.withdraw(manager, "خطأ")
    if how == "erased":
        article.erase(manager, "حكم")
    elif how == "draft":
        article.send_back(manager, "يعاد")
    elif how == "coming back":
        Article.objects.filter(pk=article.pk).update(published_at=None)
        Article.objects.get(pk=article.pk).publish(manager, at=timezone.now() + timedelta(days=1))
    for address in asked:
        answer = client.get(address)
        assert answer.status_code == 410, address
        assert "لم تعد هذه القصة منشورة" in answer.content.decode()
        assert article.headline not in answer.content.decode()
        assert answer.headers["Cache-Control"].startswith("public, max-age=30")
        assert client.head(address).status_code == 410


def test_it_opens_again_what_is_published_again(client: Client, editor: User) -> None:
    article = led_to()
    article.withdraw(editor, "خطأ")
    article.publish(editor)
    assert client.get(article.get_absolute_url()).status_code == 200
    assert client.get("/2021/05/12/old-site/").status_code == 301


@pytest.mark.parametrize("how", ["draft", "in_review", "scheduled", "withdrawn before its time"])
def test_it_tells_nothing_of_what_was_never_public(client: Client, editor: User, how: str) -> None:
    article = ArticleFactory(status="in_review" if how == "in_review" else "draft")
    Redirect.objects.create(address="/2021/05/12/old-site/", article=article)
    if how not in ("draft", "in_review"):
        article.publish(editor, at=timezone.now() + timedelta(days=1))
    if how == "withdrawn before its time":
        article.withdraw(editor, "خطأ")
    for address in addresses(article):
        answer, nothing = client.get(address), client.get(address.replace(str(article.pk), "99999999"))
        assert answer.status_code == 404, address
        assert answer.content == nothing.content
        assert {**answer.headers} == {**nothing.headers}


def test_it_asks_one_question_more_about_a_number_only(client: Client) -> None:
    def queries(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 404
        return len(captured)

    # The story; redirects from the address; whether it is gone.
    assert queries("/tech/99999999/x/") == 3
    # Redirects from the address.
    assert queries("/nothing/at/all.html") == 1
