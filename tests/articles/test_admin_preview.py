"""The preview: the saved story as readers will see it, for those who may read it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article
from newsroom import roles
from newsroom.models import User
from tests.conftest import member
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db


def preview(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/preview/"


@pytest.mark.parametrize("status", list(Article.Status))
def test_it_shows_a_story_in_any_state_and_lets_nobody_keep_it(client: Client, editor: User, status: str) -> None:
    moment = timezone.now() if status == Article.Status.PUBLISHED else None
    article = ArticleFactory(status=status, published_at=moment, headline="عنوان تحت المعاينة")
    client.force_login(editor)
    answer = client.get(preview(article))
    assert answer.status_code == 200
    assert "عنوان تحت المعاينة" in answer.content.decode()
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Robots-Tag"] == "noindex"
    assert Article.objects.values_list("published_at", flat=True).get() == moment


def test_it_is_the_page_that_readers_get(client: Client, editor: User) -> None:
    article = ArticleFactory(published=True)
    public = client.get(article.get_absolute_url()).content
    client.force_login(editor)
    assert client.get(preview(article)).content == public


def test_it_sends_a_stranger_to_the_login(client: Client) -> None:
    article = ArticleFactory()
    answer = client.get(preview(article))
    assert answer.status_code == 302
    assert answer["Location"] == f"/admin/login/?next={preview(article)}"


@pytest.mark.parametrize(
    "role", [roles.JOURNALIST, roles.COMMENT_MODERATOR, roles.NEWSLETTER_MANAGER, roles.PLACEMENT_MANAGER]
)
def test_it_refuses_a_colleagues_draft(client: Client, role: str) -> None:
    client.force_login(member("colleague", role))
    assert client.get(preview(ArticleFactory())).status_code == 403


def test_it_shows_writers_their_own(client: Client, journalist: User) -> None:
    client.force_login(journalist)
    article = ArticleFactory(created_by=journalist, status=Article.Status.IN_REVIEW)
    assert client.get(preview(article)).status_code == 200


def test_it_answers_only_reading(client: Client, editor: User) -> None:
    client.force_login(editor)
    article = ArticleFactory()
    assert client.post(preview(article)).status_code == 405
    assert client.get("/admin/articles/article/999999/preview/").status_code == 404
