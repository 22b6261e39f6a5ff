"""The feeds of comments."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from articles.models import Article
from comments.feeds import SIZE
from tests.comments.talking import talk
from tests.factories import CommentFactory
from tests.xml_documents import read_xml

pytestmark = pytest.mark.django_db


def titles(client: Client, address: str) -> list[str]:
    response = client.get(address)
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("application/rss+xml")
    return [item.findtext("title") for item in read_xml(response.content).iter("item")]


def test_they_hold_what_readers_may_see(client: Client) -> None:
    comment = CommentFactory(approved=True, author_name="ليلى")
    CommentFactory(article=comment.article, author_name="من ينتظر")
    other = CommentFactory(approved=True, author_name="سمير")

    assert [title.split(" على: ")[0] for title in titles(client, "/comments/feed/")] == ["سمير", "ليلى"]
    found = titles(client, f"/comments/on/{comment.article_id}/feed/")
    assert [title.split(" على: ")[0] for title in found] == ["ليلى"]
    Article.objects.filter(pk=other.article_id).update(status="withdrawn")
    assert len(titles(client, "/comments/feed/")) == 1
    assert client.get(f"/comments/on/{other.article_id}/feed/").status_code == 410


def test_they_hold_the_newest(client: Client) -> None:
    comment = CommentFactory(approved=True)
    talk(comment.article, SIZE + 5)

    assert len(titles(client, "/comments/feed/")) == SIZE
    assert len(titles(client, f"/comments/on/{comment.article_id}/feed/")) == SIZE


def test_a_comment_that_waits_moves_neither_bytes_nor_tag(client: Client) -> None:
    comment = CommentFactory(approved=True)
    for address in ("/comments/feed/", f"/comments/on/{comment.article_id}/feed/"):
        before = client.get(address)
        CommentFactory(article=comment.article)
        after = client.get(address)

        assert after.content == before.content
        assert after.headers["ETag"] == before.headers["ETag"]
        assert "Last-Modified" not in after.headers
        assert client.get(address, headers={"if-none-match": before.headers["ETag"]}).status_code == 304
        CommentFactory(article=comment.article, approved=True)
        assert client.get(address, headers={"if-none-match": before.headers["ETag"]}).status_code == 200


def test_hostile_words_stay_words(client: Client) -> None:
    CommentFactory(approved=True, author_name="علي", text="<script>x</script> ]]> \ufffe\x0b")

    assert titles(client, "/comments/feed/")
    content = client.get("/comments/feed/").content.decode()
    assert "&amp;lt;script&amp;gt;" in content


@pytest.mark.parametrize("count", [1, 100])
def test_they_cost_few_queries(client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int) -> None:
    comment = CommentFactory(approved=True)
    talk(comment.article, count)
    # The comments; the site's identity; of a story's feed the story too.
    for address, queries in (("/comments/feed/", 2), (f"/comments/on/{comment.article_id}/feed/", 3)):
        client.get(address)
        with django_assert_num_queries(queries):
            client.get(address)


def test_without_comments_they_are_empty(client: Client) -> None:
    assert titles(client, "/comments/feed/") == []
