"""«نشر» for many stories of the list: what is found in each stands on a page before anything is published."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.admin import publishing
from articles.models import Article
from articles.revisions.recording import record
from newsroom.models import User
from tests.factories import ArticleFactory, PictureFactory
from tests.form_filler import controls
from tests.newsroom.test_admin_language import english_of

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/article/"
PUBLISH = "/admin/articles/article/publish/"
LOST = '<p>انظر <a href="/999999/">هذا الخبر</a></p>'
Status = Article.Status


def ask(client: Client, *articles: Article, query: str = "") -> HttpResponse:
    data = {"action": "publish_chosen", "_selected_action": [article.pk for article in articles], "index": 0}
    return client.post(LIST + query, data)


def form(answer: HttpResponse) -> dict:
    return controls(answer.content.decode(), "publish_form")


def states(*articles: Article) -> list[str]:
    stored = dict(Article.objects.values_list("pk", "status"))
    return [stored[article.pk] for article in articles]


def test_it_shows_what_is_found_in_each_and_publishes_nothing_yet(client: Client, editor: User) -> None:
    good = ArticleFactory(status=Status.IN_REVIEW, standfirst="مقدمة", body="<p>نص</p>")
    bad = ArticleFactory(standfirst="مقدمة", body=LOST, headline="قال, ثم")
    printed = ArticleFactory(published=True)
    client.force_login(editor)

    answer = ask(client, good, bad, printed)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "رابط إلى مقال غير موجود (رقمه 999999)" in page
    assert "فاصلة لاتينية" in page
    assert "لا تنشر من هنا" in page
    assert english_of(page) == []
    assert form(answer)["publish"] == str(good.pk)  # the other is to be ticked by hand
    assert states(good, bad) == [Status.IN_REVIEW, Status.DRAFT]


def test_it_publishes_what_is_ticked(client: Client, editor: User) -> None:
    good, bad, left = ArticleFactory(status=Status.IN_REVIEW), ArticleFactory(body=LOST), ArticleFactory(body=LOST)
    client.force_login(editor)
    values = form(ask(client, good, bad, left))

    answer = client.post(PUBLISH, {**values, "publish": [good.pk, bad.pk]}, follow=True)

    assert "«نشر»: مقالان." in answer.content.decode()
    assert states(good, bad, left) == [Status.PUBLISHED, Status.PUBLISHED, Status.DRAFT]
    assert bad.decisions.get().by == editor


def test_it_goes_back_to_the_list_as_it_was_filtered(client: Client, editor: User) -> None:
    article = ArticleFactory(status=Status.IN_REVIEW)
    client.force_login(editor)
    values = form(ask(client, article, query="?view=waiting"))
    assert client.post(PUBLISH, values).url == f"{LIST}?view=waiting"


def test_it_asks_again_when_a_story_has_changed_meanwhile(client: Client, editor: User) -> None:
    good, other = ArticleFactory(), ArticleFactory()
    client.force_login(editor)
    values = form(ask(client, good, other))
    Article.objects.filter(pk=good.pk).update(body=LOST)

    answer = client.post(PUBLISH, values)
    assert answer.status_code == 200
    assert "تغير مقال وأنت تقرأ" in answer.content.decode()
    assert states(good, other) == [Status.DRAFT, Status.DRAFT]

    assert client.post(PUBLISH, form(answer)).status_code == 302  # it is seen now, and still ticked
    assert states(good, other) == [Status.PUBLISHED, Status.PUBLISHED]


def test_it_asks_about_a_second_thing_of_the_same_kind(client: Client, editor: User) -> None:
    article = ArticleFactory(body=LOST)
    client.force_login(editor)
    values = {**form(ask(client, article)), "publish": str(article.pk)}
    Article.objects.filter(pk=article.pk).update(body=LOST + LOST.replace("999999", "888888"))

    answer = client.post(PUBLISH, values)
    assert "رابط إلى مقال غير موجود (رقمه 888888)" in answer.content.decode()
    assert states(article) == [Status.DRAFT]


def test_it_asks_about_a_text_that_was_rewritten(client: Client, editor: User, journalist: User) -> None:
    article = ArticleFactory(body=LOST)
    client.force_login(editor)
    values = {**form(ask(client, article)), "publish": str(article.pk)}
    article.headline = "عنوان آخر تماما"
    article.save()
    record(article, journalist)

    answer = client.post(PUBLISH, values)
    assert "عنوان آخر تماما" in answer.content.decode()
    assert states(article) == [Status.DRAFT]
    assert client.post(PUBLISH, form(answer)).status_code == 302
    assert states(article) == [Status.PUBLISHED]


def test_it_says_that_nothing_was_ticked(client: Client, editor: User) -> None:
    article = ArticleFactory(body=LOST)
    client.force_login(editor)
    answer = client.post(PUBLISH, form(ask(client, article)))
    assert "حدد مقالا واحدا على الأقل" in answer.content.decode()
    assert states(article) == [Status.DRAFT]


def test_it_counts_one_that_a_colleague_published_first(client: Client, editor: User) -> None:
    first, second = ArticleFactory(), ArticleFactory()
    client.force_login(editor)
    values = form(ask(client, first, second))
    first.publish(by=editor)
    page = client.post(PUBLISH, values, follow=True).content.decode()
    assert "«نشر»: مقال واحد." in page
    assert "لم يقبل «نشر» بسبب الحالة أو الصلاحية: مقال واحد." in page
    assert first.decisions.count() == 1


def test_it_says_when_a_scheduled_one_appears(client: Client, editor: User) -> None:
    article = ArticleFactory(published_at=timezone.now() + timedelta(days=2))
    client.force_login(editor)
    assert "سينشر في" in ask(client, article).content.decode()


def test_it_refuses_a_journalists_direct_post(client: Client, journalist: User) -> None:
    mine = ArticleFactory(created_by=journalist)
    client.force_login(journalist)
    assert ask(client, mine).status_code == 302  # the list has no such action for them
    data = {"listed": mine.pk, "publish": mine.pk, f"seen-{mine.pk}": "lost_story no_alt"}
    assert client.post(PUBLISH, data).status_code == 403
    assert states(mine) == [Status.DRAFT]


def test_it_changes_nothing_by_get(client: Client, editor: User) -> None:
    client.force_login(editor)
    assert client.get(PUBLISH).status_code == 405


def test_it_refuses_more_than_can_be_read(client: Client, editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "MOST", 1)
    articles = [ArticleFactory(), ArticleFactory()]
    client.force_login(editor)
    answer = ask(client, *articles)
    assert answer.status_code == 302
    assert "اختر 1 مقال" in client.get(LIST).content.decode()
    assert states(*articles) == [Status.DRAFT, Status.DRAFT]


def test_it_looks_through_many_with_the_queries_of_one(client: Client, editor: User) -> None:
    def queries(count: int) -> int:
        body = LOST + f'<figure data-picture="{PictureFactory().pk}"></figure>'
        articles = [ArticleFactory(body=body, picture=PictureFactory()) for _ in range(count)]
        with CaptureQueriesContext(connection) as seen:
            ask(client, *articles)
        return len(seen)

    client.force_login(editor)
    queries(1)  # what is remembered is remembered
    assert queries(1) == queries(6)
