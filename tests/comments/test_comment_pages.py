"""The list of a story's comments, a comment's own page, and the page that answers it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles.models import Article
from comments.models import Comment
from comments.threads import PAGE_SIZE, THREADS
from tests.articles.markup import Markup
from tests.comments.talking import talk, thread
from tests.factories import ArticleFactory, CommentFactory, UserFactory

pytestmark = pytest.mark.django_db

NOBODY = 9_999_999


def read(client: Client, address: str) -> Markup:
    response = client.get(address)
    assert response.status_code == 200, address
    assert response.headers["Cache-Control"].startswith("public")
    assert not response.cookies
    return Markup(response.content.decode())


def shown(page: Markup) -> list[int]:
    return [int(e["id"].removeprefix("comment-")) for e in page.all("div", "comment")]


@pytest.mark.parametrize("tail", ["", "reply/"])
@pytest.mark.parametrize("status", ["pending", "rejected", "spam"])
def test_a_comment_that_nobody_may_read_has_no_address(client: Client, status: str, tail: str) -> None:
    hidden = CommentFactory(status=status)
    CommentFactory(article=hidden.article, parent=hidden, approved=True)  # it has a place in the thread

    nothing, something = client.get(f"/comments/{NOBODY}/{tail}"), client.get(f"/comments/{hidden.pk}/{tail}")

    assert nothing.status_code == 404
    assert something.content == nothing.content
    assert something.status_code == 404
    assert dict(something.headers) == dict(nothing.headers)


@pytest.mark.parametrize("status", ["draft", "in_review", "withdrawn"])
def test_comments_go_with_their_story(client: Client, status: str) -> None:
    comment = CommentFactory(approved=True)
    Article.objects.filter(pk=comment.article_id).update(status=status)

    for address in (
        f"/comments/{comment.pk}/",
        f"/comments/{comment.pk}/reply/",
    ):
        assert client.get(address).status_code == 404, address
    assert client.get(f"/comments/on/{comment.article_id}/").status_code == 410


def test_comments_of_a_scheduled_story_wait_with_it(client: Client) -> None:
    comment = CommentFactory(approved=True)
    Article.objects.filter(pk=comment.article_id).update(published_at=timezone.now() + timezone.timedelta(hours=1))

    assert client.get(f"/comments/{comment.pk}/").status_code == 404
    assert client.get(f"/comments/on/{comment.article_id}/").status_code == 404


@pytest.mark.parametrize(
    "address", ["/comments/0/", "/comments/9999999999999999999/", "/comments/on/0/", "/comments/1x/"]
)
def test_an_address_that_is_none_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_the_list_goes_back_to_the_first_comment_and_up_again(client: Client) -> None:
    article = ArticleFactory(published=True)
    made = [comment.pk for comment in talk(article, THREADS * 2 + 5)][::-1]
    address = f"/comments/on/{article.pk}/"
    pages, seen = [address], []

    while True:
        page = read(client, pages[-1])
        seen += shown(page)
        older = [e["href"] for e in page.all("a", "pages-older")]
        if not older:
            break
        pages.append(address + older[0])

    assert seen == made
    assert len(pages) == 3
    newer = [e["href"] for e in page.all("a", "button") if e.get("rel") == "prev"]
    assert shown(read(client, address + newer[0])) == made[THREADS : 2 * THREADS]
    for place in ("before=x", "before=1-1", "after=9999999999999999-1"):
        assert client.get(f"{address}?{place}").status_code == 404


def test_a_comment_is_found_in_a_long_thread(client: Client) -> None:
    root = CommentFactory(approved=True)
    answers = thread(root, 3 * PAGE_SIZE)
    deep = CommentFactory(article=root.article, parent=answers[70], approved=True)

    page = read(client, f"/comments/{deep.pk}/")

    assert shown(page)[:4] == [root.pk, answers[70].pk, deep.pk, answers[71].pk]
    assert len(shown(page)) == PAGE_SIZE + 3


def test_a_thread_is_read_to_its_end_page_by_page(client: Client) -> None:
    root = CommentFactory(approved=True)
    answers = thread(root, 2 * PAGE_SIZE)
    deep = [CommentFactory(article=root.article, parent=answers[n], approved=True) for n in (0, 39, 79)]
    expected = [root.pk, *Comment.objects.filter(thread=root).order_by("path").values_list("pk", flat=True)]
    address, seen = f"/comments/{root.pk}/", []

    while True:
        page = read(client, address)
        seen += [pk for pk in shown(page) if pk not in seen]
        onward = [e["href"] for e in page.all("a", "pages-older")]
        if not onward:
            break
        address = f"/comments/{root.pk}/{onward[0]}"

    assert seen == expected
    assert deep[-1].pk == seen[-1]


@pytest.mark.parametrize("after", ["x", "1-2-3-4-5", "99999999999", "0", "1--2", "-"])
def test_a_place_that_is_none_is_not_found(client: Client, after: str) -> None:
    comment = CommentFactory(approved=True)

    assert client.get(f"/comments/{comment.pk}/?after={after}").status_code == 404


@pytest.mark.parametrize("count", [1, 300])
def test_the_pages_cost_few_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    root = CommentFactory(approved=True)
    answer = thread(root, count)[-1]
    talk(root.article, count)
    for address, queries in (
        # The frame; the story; its threads.
        (f"/comments/on/{root.article_id}/", 3),
        # The frame; the comment; what follows in its thread.
        (f"/comments/{root.pk}/", 3),
        # And the comments that lead to it.
        (f"/comments/{answer.pk}/", 4),
        # The frame; the comment.
        (f"/comments/{answer.pk}/reply/", 2),
    ):
        client.get(address)
        with django_assert_num_queries(queries):
            client.get(address)


def test_two_readers_get_the_same_bytes(client: Client) -> None:
    root = CommentFactory(approved=True)
    other = Client(headers={"cookie": "sessionid=x; csrftoken=y", "user-agent": "Other"})
    for address in (f"/comments/on/{root.article_id}/", f"/comments/{root.pk}/", f"/comments/{root.pk}/reply/"):
        first, second = client.get(address), other.get(address)
        assert first.content == second.content
        assert dict(first.headers) == dict(second.headers)


def test_a_comment_that_waits_moves_no_page(client: Client) -> None:
    root = CommentFactory(approved=True)
    addresses = [f"/comments/on/{root.article_id}/", f"/comments/{root.pk}/", f"/comments/{root.pk}/reply/"]
    before = [client.get(address) for address in addresses]

    CommentFactory(article=root.article, parent=root)
    CommentFactory(article=root.article)

    for address, old in zip(addresses, before, strict=True):
        new = client.get(address)
        assert new.content == old.content
        assert new.headers["ETag"] == old.headers["ETag"]


def test_search_engines_find_the_story_instead(client: Client) -> None:
    root = CommentFactory(approved=True)
    for address in (f"/comments/on/{root.article_id}/", f"/comments/{root.pk}/", f"/comments/{root.pk}/reply/"):
        assert "noindex" in read(client, address).meta("robots")


def test_a_removed_comment_shows_its_place_on_its_answers_page(client: Client) -> None:
    root = CommentFactory(approved=True, text="سر محذوف")
    answer = CommentFactory(article=root.article, parent=root, approved=True)
    root.reject(UserFactory())

    page = read(client, f"/comments/{answer.pk}/")

    assert shown(page) == [root.pk, answer.pk]
    assert "سر محذوف" not in page.one("body").words


def test_the_page_that_answers_shows_what_it_answers(client: Client) -> None:
    root = CommentFactory(approved=True, text="ما رأيكم؟")

    page = read(client, f"/comments/{root.pk}/reply/")

    assert shown(page) == [root.pk]
    form = page.one("form", "form")
    assert form["action"] == f"/comments/on/{root.article_id}/"
    (parent,) = [e["value"] for e in page.all("input") if e.get("name") == "parent"]
    assert parent == str(root.pk)


def test_a_closed_storys_comment_cannot_be_answered(client: Client) -> None:
    root = CommentFactory(approved=True)
    Article.objects.filter(pk=root.article_id).update(allows_comments=False)

    page = read(client, f"/comments/{root.pk}/reply/")

    assert not page.all("form", "form")
    assert page.one("p", "comments-closed")


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_it_answers_no_other_method(client: Client, method: str) -> None:
    root = CommentFactory(approved=True)
    for address in (f"/comments/on/{root.article_id}/", f"/comments/{root.pk}/", f"/comments/{root.pk}/reply/"):
        assert getattr(client, method)(address).status_code == 405
    assert client.post(f"/comments/{root.pk}/").status_code == 405
