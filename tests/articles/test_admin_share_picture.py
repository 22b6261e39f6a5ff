"""The share picture on the desk: for who may read the story, in whatever state, and kept by nobody."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client
from PIL import Image

from articles.models import Article
from newsroom import roles
from newsroom.models import User
from tests.articles.markup import Markup
from tests.conftest import member
from tests.factories import ArticleFactory, PictureFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings: LazySettings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def share_picture(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/share-picture/"


@pytest.mark.parametrize("status", [Article.Status.DRAFT, Article.Status.IN_REVIEW, Article.Status.WITHDRAWN])
def test_it_is_drawn_for_a_story_in_any_state(client: Client, editor: User, media: Path, status: str) -> None:
    article = ArticleFactory(status=status, picture=PictureFactory())
    client.force_login(editor)

    answer = client.get(share_picture(article))

    assert Image.open(BytesIO(answer.content)).size == (1200, 630)
    assert answer["Cache-Control"] == "private, no-store"
    assert list(media.iterdir()) == []


def test_it_is_what_readers_get(client: Client, editor: User) -> None:
    article = ArticleFactory(published=True)
    public = client.get(f"/share/{article.pk}.jpg", follow=True).content
    client.force_login(editor)

    assert client.get(share_picture(article)).content == public


def test_it_sends_a_stranger_to_the_login(client: Client) -> None:
    assert client.get(share_picture(ArticleFactory())).status_code == 302


@pytest.mark.parametrize(
    "role", [roles.JOURNALIST, roles.COMMENT_MODERATOR, roles.NEWSLETTER_MANAGER, roles.PLACEMENT_MANAGER]
)
def test_it_refuses_a_colleagues_draft(client: Client, role: str) -> None:
    client.force_login(member("colleague", role))

    assert client.get(share_picture(ArticleFactory())).status_code == 403


def test_it_answers_only_reading(client: Client, editor: User) -> None:
    client.force_login(editor)

    assert client.post(share_picture(ArticleFactory())).status_code == 405
    assert client.get("/admin/articles/article/999999/share-picture/").status_code == 404


def test_the_form_shows_it_small_and_late(client: Client, editor: User) -> None:
    article = ArticleFactory()
    client.force_login(editor)

    page = Markup(client.get(f"/admin/articles/article/{article.pk}/change/").content.decode())

    (image,) = [element for element in page.all("img") if element.get("src") == share_picture(article)]
    assert image["loading"] == "lazy"
    assert (image["width"], image["height"]) == ("1200", "630")


def test_a_new_story_has_none(client: Client, editor: User) -> None:
    client.force_login(editor)

    assert "share-picture" not in client.get("/admin/articles/article/add/").content.decode()
