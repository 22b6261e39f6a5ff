"""What the form's answers do not tell to whoever asks it often: an address, a user name."""

from __future__ import annotations

import pytest
from django.test import Client

from articles.models import Article
from tests.comments.test_posting import OURS, WORDS, send
from tests.factories import ArticleFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    return ArticleFactory(published=True)


def test_a_copied_comment_does_not_tell_whether_its_address_was_guessed(client: Client, article: Article) -> None:
    """Who is over the limit is told so, the guess of another network's address being right or wrong."""
    assert send(client, article).status_code == 303
    stranger = {"headers": OURS, "REMOTE_ADDR": "192.0.2.99"}
    for n in range(5):
        client.post(f"/comments/on/{article.pk}/", {**WORDS, "text": f"تعليق {n}"}, **stranger)

    answers = [
        client.post(f"/comments/on/{article.pk}/", {**WORDS, "email": guess}, **stranger).status_code
        for guess in (WORDS["email"], "somebody.else@example.org")
    ]

    assert answers == [429, 429]


def test_no_name_tells_with_what_a_member_logs_in(client: Client, article: Article) -> None:
    """Anybody may try names here as often as they like."""
    UserFactory(username="muharrir", name="أمينة بن علي")

    assert send(client, article, author_name="muharrir").status_code == 303
