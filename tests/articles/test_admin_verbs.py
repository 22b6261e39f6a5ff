"""The buttons under a story: who may press which, and what the second of two people is told."""

from __future__ import annotations

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from articles.admin.listing import act_on_all
from articles.admin.verbs import PUBLISH
from articles.models import Article
from newsroom import roles
from newsroom.models import User
from tests.articles.test_verbs import at_once
from tests.conftest import member
from tests.factories import ArticleFactory, SectionFactory
from tests.form_filler import controls, send

pytestmark = pytest.mark.django_db

ADD = "/admin/articles/article/add/"
LIST = "/admin/articles/article/"
Status = Article.Status


def change(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def buttons(client: Client, url: str) -> set[str]:
    page = client.get(url).content.decode()
    return {name for name in ("publish", "submit", "send_back", "withdraw") if f'name="_{name}"' in page}


def status_of(article: Article) -> str:
    return Article.objects.values_list("status", flat=True).get(pk=article.pk)


@pytest.mark.parametrize(
    ("status", "shown"),
    [
        (Status.DRAFT, {"publish", "submit"}),
        (Status.IN_REVIEW, {"publish", "send_back"}),
        (Status.PUBLISHED, {"withdraw"}),
        (Status.WITHDRAWN, {"publish", "send_back"}),
    ],
)
def test_it_shows_an_editor_the_buttons_of_the_state(
    client: Client, editor: User, status: str, shown: set[str]
) -> None:
    client.force_login(editor)
    article = ArticleFactory(status=status, published_at=timezone.now() if status == Status.PUBLISHED else None)
    assert buttons(client, change(article)) == shown


def test_it_shows_a_journalist_one_button_until_the_story_is_handed_in(client: Client, journalist: User) -> None:
    client.force_login(journalist)
    article = ArticleFactory(created_by=journalist)
    assert buttons(client, ADD) == {"submit"}
    assert buttons(client, change(article)) == {"submit"}

    assert send(client, change(article), "article_form", press="_submit", headline="عنوان أخير").status_code == 302
    article.refresh_from_db()
    assert (article.headline, article.status) == ("عنوان أخير", Status.IN_REVIEW)
    assert buttons(client, change(article)) == set()
    page = client.get(change(article)).content.decode()
    assert 'name="headline"' not in page
    assert "<h1>قراءة مقال</h1>" in page


def test_it_publishes_a_new_story_at_once_for_an_editor(client: Client, editor: User) -> None:
    client.force_login(editor)
    send(client, ADD, "article_form", press="_publish", headline="خبر عاجل", section=SectionFactory().pk)
    article = Article.objects.get()
    assert article.is_public()
    assert article.decisions.get().by == editor
    assert "نشر: «<bdi>خبر عاجل</bdi>»" in client.get(LIST).content.decode()


def test_it_schedules_by_the_time_in_the_form(client: Client, editor: User) -> None:
    client.force_login(editor)
    article = ArticleFactory(status=Status.IN_REVIEW)
    send(
        client,
        change(article),
        "article_form",
        press="_publish",
        published_at_0="2099-11-03",
        published_at_1="15:05:00",
    )
    article.refresh_from_db()
    assert article.is_scheduled
    assert "سينشر في 3 نوفمبر 2099، 15:05" in client.get(LIST).content.decode()


@pytest.mark.parametrize(
    ("press", "status", "after"),
    [("_send_back", Status.IN_REVIEW, Status.DRAFT), ("_withdraw", Status.PUBLISHED, Status.WITHDRAWN)],
)
def test_it_asks_for_a_reason(client: Client, editor: User, press: str, status: str, after: str) -> None:
    client.force_login(editor)
    article = ArticleFactory(status=status, published_at=timezone.now())

    answer = send(client, change(article), "article_form", press=press, headline="كتب في الأثناء", reason=" ")
    assert answer.status_code == 200
    assert "اكتب السبب" in answer.content.decode()
    assert controls(answer.content.decode(), "article_form")["headline"] == "كتب في الأثناء"
    assert status_of(article) == status

    assert send(client, change(article), "article_form", press=press, reason="ينقصه مصدر ثان").status_code == 302
    assert status_of(article) == after
    assert article.decisions.get().note == "ينقصه مصدر ثان"


def test_it_shows_the_history_of_decisions(client: Client, editor: User, journalist: User) -> None:
    article = ArticleFactory(created_by=journalist)
    article.submit(by=journalist)
    article.send_back(by=editor, note="العنوان أطول من اللازم")
    client.force_login(journalist)
    page = client.get(change(article)).content.decode()
    assert "أعيد إلى الكاتب" in page
    assert "<bdi>العنوان أطول من اللازم</bdi>" in page
    assert "أرسل للمراجعة" in page


# --- Who is refused ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("press", ["_publish", "_send_back", "_withdraw"])
def test_it_refuses_an_editors_verb_to_a_journalist(client: Client, journalist: User, press: str) -> None:
    article = ArticleFactory(created_by=journalist)
    client.force_login(journalist)
    answer = send(client, change(article), "article_form", press=press, headline="مدسوس", reason="بلا حق")
    assert answer.status_code == 403
    article.refresh_from_db()
    assert (article.status, article.headline != "مدسوس") == (Status.DRAFT, True)


def test_it_refuses_publishing_while_adding_to_a_journalist(client: Client, journalist: User) -> None:
    client.force_login(journalist)
    answer = send(client, ADD, "article_form", press="_publish", headline="خبر", section=SectionFactory().pk)
    assert answer.status_code == 403
    assert not Article.objects.exists()


@pytest.mark.parametrize("status", [Status.IN_REVIEW, Status.PUBLISHED, Status.WITHDRAWN])
def test_it_refuses_a_direct_post_to_a_handed_in_story(client: Client, journalist: User, status: str) -> None:
    article = ArticleFactory(created_by=journalist)
    client.force_login(journalist)
    values = controls(client.get(change(article)).content.decode(), "article_form")
    Article.objects.filter(pk=article.pk).update(status=status, published_at=timezone.now())
    answer = client.post(change(article), {**values, "headline": "تغيير متأخر", "_save": "1"})
    assert answer.status_code == 403
    article.refresh_from_db()
    assert article.headline != "تغيير متأخر"


@pytest.mark.parametrize(
    "role", [roles.JOURNALIST, roles.COMMENT_MODERATOR, roles.NEWSLETTER_MANAGER, roles.PLACEMENT_MANAGER]
)
def test_it_refuses_a_strangers_story(client: Client, editor: User, role: str) -> None:
    article = ArticleFactory(created_by=editor)
    client.force_login(editor)
    values = controls(client.get(change(article)).content.decode(), "article_form")
    client.force_login(member("stranger", role))
    assert client.get(change(article)).status_code == 403
    for press in ("_save", "_submit", "_publish"):
        assert client.post(change(article), {**values, press: "1"}).status_code == 403
    assert status_of(article) == Status.DRAFT


def test_it_refuses_every_post_without_a_login(client: Client) -> None:
    article = ArticleFactory()
    answer = client.post(change(article), {"headline": "مدسوس", "_publish": "1"})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/admin/login/")
    assert status_of(article) == Status.DRAFT


# --- Two people at once -----------------------------------------------------------------------------------------------


def test_it_tells_the_second_who_was_first_and_keeps_what_was_typed(client: Client, editor: User) -> None:
    article = ArticleFactory(status=Status.IN_REVIEW)
    client.force_login(editor)
    values = controls(client.get(change(article)).content.decode(), "article_form")
    colleague = member("colleague", roles.EDITOR)
    User.objects.filter(pk=colleague.pk).update(name="سلمى حداد")
    article.publish(by=colleague)

    answer = client.post(change(article), {**values, "headline": "عنوان الثاني", "_publish": "1"})

    assert answer.status_code == 200
    page = answer.content.decode()
    assert "سبقك سلمى حداد إلى هذا المقال: نشر" in page
    assert controls(page, "article_form")["headline"] == "عنوان الثاني"
    article.refresh_from_db()
    assert article.headline != "عنوان الثاني"
    assert article.decisions.count() == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_it_lets_one_of_two_editors_at_once_publish() -> None:
    article = ArticleFactory(status=Status.IN_REVIEW)
    clients = []
    for name in ("first", "second"):
        client = Client()
        client.force_login(member(name, roles.EDITOR))
        values = controls(client.get(change(article)).content.decode(), "article_form")
        clients.append((client, {**values, "headline": f"عنوان {name}", "_publish": "1"}))

    answers = at_once(*(lambda c=c, v=v: c.post(change(article), v).status_code for c, v in clients))

    assert sorted(answers) == [200, 302]
    winner = ("first", "second")[answers.index(302)]
    article.refresh_from_db()
    assert (article.headline, article.status) == (f"عنوان {winner}", Status.PUBLISHED)
    assert article.decisions.get().by.username == winner
    assert connection.vendor == "postgresql"


# --- Actions of the list ----------------------------------------------------------------------------------------------


def act(client: Client, action: str, *articles: Article) -> str:
    data = {"action": action, "_selected_action": [article.pk for article in articles], "index": 0}
    return client.post(LIST, data, follow=True).content.decode()


def test_it_decides_about_many_and_counts_the_refused(client: Client, editor: User) -> None:
    ready, printed = ArticleFactory(status=Status.IN_REVIEW), ArticleFactory(published=True)
    other = ArticleFactory()
    client.force_login(editor)

    page = act(client, "submit_chosen", ready, printed, other)
    assert "«إرسال للمراجعة»: مقال واحد." in page
    assert "لم يقبل «إرسال للمراجعة» بسبب الحالة أو الصلاحية: مقالان." in page

    ready.publish(by=editor)
    act(client, "withdraw_chosen", ready)
    assert status_of(ready) == Status.WITHDRAWN
    assert ready.decisions.first().note == "من قائمة المقالات"


def test_it_offers_a_journalist_only_handing_in(client: Client, journalist: User) -> None:
    mine, others = ArticleFactory(created_by=journalist), ArticleFactory()
    client.force_login(journalist)
    page = client.get(LIST).content.decode()
    assert ("submit_chosen" in page, "publish_chosen" in page, "withdraw_chosen" in page) == (True, False, False)

    act(client, "publish_chosen", mine)
    assert status_of(mine) == Status.DRAFT
    act(client, "submit_chosen", mine, others)
    assert (status_of(mine), status_of(others)) == (Status.IN_REVIEW, Status.DRAFT)


def test_it_asks_the_rule_for_each_story_of_an_action(journalist: User, rf: RequestFactory) -> None:
    waiting = ArticleFactory(status=Status.IN_REVIEW, created_by=journalist)
    request = rf.post(LIST)
    request.user, request.session = journalist, {}
    request._messages = FallbackStorage(request)
    act_on_all(request, Article.objects.all(), PUBLISH)
    assert status_of(waiting) == Status.IN_REVIEW
    assert [message.level_tag for message in request._messages] == ["warning"]


def test_it_offers_nobody_to_delete_many(client: Client, manager: User) -> None:
    article = ArticleFactory(created_by=manager)
    client.force_login(manager)
    assert "delete_selected" not in client.get(LIST).content.decode()
    act(client, "delete_selected", article)
    assert Article.objects.exists()
