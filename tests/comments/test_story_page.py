"""Comments under a story: what every reader gets."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles.models import Article
from comments.models import Comment, Policy
from comments.threads import ANSWERS, LONGEST_ANSWER, LONGEST_COMMENT, THREADS
from tests.articles.markup import Markup
from tests.comments.talking import talk, thread
from tests.factories import ArticleFactory, CommentFactory, UserFactory

pytestmark = pytest.mark.django_db


def page(client: Client, article: Article) -> Markup:
    return Markup(html(client, article))


def html(client: Client, article: Article) -> str:
    response = client.get(article.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def test_it_shows_approved_comments_and_no_others(client: Client) -> None:
    shown = CommentFactory(approved=True, text="تعليق ظاهر")
    for status in ("pending", "rejected", "spam"):
        CommentFactory(article=shown.article, text="كلام محجوب", author_name="صاحب محجوب", status=status)
        CommentFactory(article=shown.article, text="كلام محجوب", author_name="صاحب محجوب", status=status, parent=shown)

    found = html(client, shown.article)

    assert "تعليق ظاهر" in found
    assert "محجوب" not in found


@pytest.mark.parametrize(
    ("count", "heading"),
    [(1, "تعليق واحد"), (2, "تعليقان"), (3, "3 تعليقات"), (11, "11 تعليقا"), (100, "100 تعليق")],
)
def test_it_counts_in_words(client: Client, count: int, heading: str) -> None:
    article = ArticleFactory(published=True)
    talk(article, count)

    found = page(client, article)

    (title,) = [e.words for e in found.elements if e.get("id") == "comments-title"]
    assert title == heading
    assert [e.words for e in found.all("a") if e.get("href") == "#comments"] == [heading]


def test_without_comments_it_says_so_and_asks_for_one(client: Client) -> None:
    found = page(client, ArticleFactory(published=True))

    assert found.one("p", "comments-none").words.startswith("لا تعليقات بعد")
    assert [e.words for e in found.all("a") if e.get("href") == "#comments"] == ["اترك تعليقا"]


def test_its_form_says_what_the_site_always_said(client: Client) -> None:
    article = ArticleFactory(published=True)
    found = page(client, article)

    assert "اترك تعليقا" in found.one("h2", "comment-form-title").words
    note = "لن يتم نشر عنوان بريدك الإلكتروني. الحقول الإلزامية مشار إليها بـ *"
    assert found.one("p", "form-note").words == note
    form = found.one("form", "form")
    assert (form["method"], form["action"]) == ("post", f"/comments/on/{article.pk}/")


def test_two_readers_get_the_same_bytes(client: Client) -> None:
    article = ArticleFactory(published=True)
    talk(article, 30)
    other = Client(headers={"cookie": "sessionid=x; csrftoken=y", "user-agent": "Other"})

    first, second = client.get(article.get_absolute_url()), other.get(article.get_absolute_url())

    assert first.content == second.content
    assert dict(first.headers) == dict(second.headers)
    assert not first.cookies
    assert "csrfmiddlewaretoken" not in first.content.decode()
    assert first.headers["Cache-Control"].startswith("public")


def test_a_comment_that_waits_changes_neither_bytes_nor_tag(client: Client) -> None:
    comment = CommentFactory(approved=True)
    address = comment.article.get_absolute_url()
    before = client.get(address)

    CommentFactory(article=comment.article)
    CommentFactory(article=comment.article, parent=comment, status="spam")
    after = client.get(address)

    assert after.content == before.content
    assert after.headers["ETag"] == before.headers["ETag"]
    assert client.get(address, headers={"if-none-match": before.headers["ETag"]}).status_code == 304
    CommentFactory(article=comment.article, approved=True)
    assert client.get(address).headers["ETag"] != before.headers["ETag"]


@pytest.mark.parametrize("count", [0, 1, 300])
def test_comments_cost_one_query(client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int) -> None:
    article = ArticleFactory(published=True)
    talk(article, count, answers=2)
    client.get(article.get_absolute_url())

    # The frame; the story; the keys of the site's newest; the comments. (No cards: there is no other story.)
    with django_assert_num_queries(4):
        client.get(article.get_absolute_url())


def test_it_shows_the_newest_threads_and_the_way_to_the_others(client: Client) -> None:
    article = ArticleFactory(published=True)
    made = talk(article, THREADS + 5)

    found = page(client, article)

    shown = [e["id"] for e in found.all("div", "comment")]
    assert shown == [f"comment-{comment.pk}" for comment in made[::-1][:THREADS]]
    (older,) = [e["href"] for e in found.all("a", "button") if "before=" in e.get("href")]
    rest = Markup(client.get(older).content.decode())
    assert [e["id"] for e in rest.all("div", "comment")] == [f"comment-{c.pk}" for c in made[::-1][THREADS:]]


def test_it_shows_some_answers_in_their_order_and_counts_the_others(client: Client) -> None:
    root = CommentFactory(approved=True)
    answers = [CommentFactory(article=root.article, parent=root, approved=True) for _ in range(ANSWERS)]
    deeper = CommentFactory(article=root.article, parent=answers[0], approved=True)
    CommentFactory(article=root.article, parent=answers[1])

    found = page(client, root.article)

    shown = [e["id"] for e in found.all("div", "comment")]
    assert shown == [f"comment-{pk}" for pk in (root.pk, answers[0].pk, deeper.pk, answers[1].pk)]
    (more,) = found.all("p", "more")
    assert more.words == "رد آخر"
    assert [e["href"] for e in found.all("a") if e.parents[-1] is more] == [f"/comments/{root.pk}/"]


@pytest.mark.parametrize(
    ("rest", "words"), [(2, "ردان آخران"), (3, "3 ردود أخرى"), (11, "11 ردا آخر"), (100, "100 رد آخر")]
)
def test_it_counts_the_other_answers_in_words(client: Client, rest: int, words: str) -> None:
    root = CommentFactory(approved=True)
    thread(root, ANSWERS + rest)

    assert page(client, root.article).one("p", "more").words == words


def test_a_removed_comment_keeps_its_place_and_nothing_else(client: Client) -> None:
    root = CommentFactory(approved=True, text="سر محذوف", author_name="اسم محذوف")
    answer = CommentFactory(article=root.article, parent=root, approved=True, text="جواب باق")
    root.reject(UserFactory())

    found = html(client, root.article)

    assert "سر محذوف" not in found
    assert "اسم محذوف" not in found
    assert "جواب باق" in found
    assert Markup(found).one("div", "comment-gone").words == "حذف هذا التعليق."
    assert f'href="/comments/{root.pk}/' not in found
    answer.reject(UserFactory())
    assert "comment-gone" not in html(client, root.article)


def test_the_way_to_a_removed_comments_thread_is_an_answers(client: Client) -> None:
    root = CommentFactory(approved=True)
    first, *_ = thread(root, ANSWERS + 2)
    root.reject(UserFactory())

    found = page(client, root.article)

    (link,) = [e for e in found.all("a") if "more" in e.parents[-1].classes]
    assert link["href"] == f"/comments/{first.pk}/"
    assert client.get(link["href"]).status_code == 200


def test_a_long_comment_is_cut_and_leads_to_the_whole(client: Client) -> None:
    root = CommentFactory(approved=True, text="كلمة " * 900)
    answer = CommentFactory(article=root.article, parent=root, approved=True, text="كلمة " * 900)

    found = page(client, root.article)

    for comment, most in ((root, LONGEST_COMMENT), (answer, LONGEST_ANSWER)):
        (text,) = [e for e in found.all("div", "comment-text") if e.parents[-1]["id"] == f"comment-{comment.pk}"]
        assert most * 0.9 < len(text.words) <= most + len("…التعليق كاملا")
        whole = Markup(client.get(f"/comments/{comment.pk}/").content.decode())
        (text,) = [e for e in whole.all("div", "comment-text") if e.parents[-1]["id"] == f"comment-{comment.pk}"]
        assert text.words.count("كلمة") == 900


def test_its_bytes_are_bounded(client: Client) -> None:
    article = ArticleFactory(published=True)
    bare = len(html(client, article).encode())
    talk(article, THREADS * 2, answers=ANSWERS * 2, text="كلمات كثيرة جدا " * 300)

    # Letters are two bytes, an element with its links some 700.
    letters = THREADS * (LONGEST_COMMENT + ANSWERS * LONGEST_ANSWER)
    assert len(html(client, article).encode()) - bare < 2 * letters + THREADS * (ANSWERS + 1) * 900


def test_names_and_texts_are_escaped_and_isolated(client: Client) -> None:
    comment = CommentFactory(approved=True, author_name="<i>علي", text="<img src=x onerror=alert(1)> و\u202eعكس")

    found = html(client, comment.article)

    assert "<bdi>&lt;i&gt;علي</bdi>" in found
    assert "&lt;img src=x onerror=alert(1)&gt;" in found
    assert "\u202e" not in found


def test_the_newsroom_has_a_badge(client: Client) -> None:
    reader = CommentFactory(approved=True)
    member = CommentFactory(article=reader.article, approved=True, member=UserFactory())

    found = page(client, reader.article)

    (badge,) = found.of_class("badge")
    assert badge.words == "فريق التحرير"
    assert f"comment-{member.pk}" in [e.get("id") for e in badge.parents]


def test_a_flattened_answer_says_whom_it_answers(client: Client) -> None:
    comment = root = CommentFactory(approved=True)
    for n in range(4):
        comment = CommentFactory(article=root.article, parent=comment, approved=True, author_name=f"قارئ {n}")

    found = Markup(client.get(f"/comments/{root.pk}/").content.decode())

    (said,) = found.of_class("comment-to")
    assert said.words == "ردا على قارئ 2"
    Comment.objects.get(author_name="قارئ 2").reject(UserFactory())
    assert "قارئ 2" not in client.get(f"/comments/{root.pk}/").content.decode()


@pytest.mark.parametrize("way", ["by hand", "by age"])
def test_a_closed_story_shows_its_comments_and_no_form(client: Client, way: str) -> None:
    comment = CommentFactory(approved=True, text="تعليق قديم")
    if way == "by hand":
        Article.objects.filter(pk=comment.article_id).update(allows_comments=False)
    else:
        age = timezone.now() - timedelta(days=30, minutes=1)
        Article.objects.filter(pk=comment.article_id).update(published_at=age)

    found = page(client, comment.article)

    assert "تعليق قديم" in found.one("ol", "threads").words
    assert found.one("p", "comments-closed").words == "أغلق باب التعليق على هذا المقال."
    assert not found.all("form", "form")
    assert not [e for e in found.all("a") if "data-reply" in e.attributes]


def test_with_zero_days_it_never_closes(client: Client) -> None:
    Policy.objects.update(close_after_days=0)
    article = ArticleFactory(published=True, published_at=timezone.now() - timedelta(days=3000))

    assert page(client, article).one("form", "form")


def test_its_times_are_absolute(client: Client) -> None:
    comment = CommentFactory(approved=True)
    time = page(client, comment.article).one("a", "comment-time")

    assert "قبل" not in time.words
    assert time["href"] == f"/comments/{comment.pk}/"


def test_its_message_of_thanks_is_in_every_page(client: Client) -> None:
    message = page(client, ArticleFactory(published=True)).one("p", "form-done")

    assert message["id"] == "comment-received"
    assert message.words == "وصلنا تعليقك، وسيظهر بعد أن يوافق عليه مشرف."
