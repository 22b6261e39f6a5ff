"""A new story sent twice: by two presses of a button, or again after an answer that never came."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client

from articles.models import Article, KeptText
from newsroom import roles
from newsroom.models import User
from tests.articles.test_verbs import at_once
from tests.conftest import member
from tests.factories import SectionFactory
from tests.form_filler import Values, controls

ADD = "/admin/articles/article/add/"
LIST = "/admin/articles/article/"
Status = Article.Status

pytestmark = pytest.mark.django_db


def filled(client: Client, **typed: object) -> Values:
    """The form of a new story as it was opened once, with a text in it."""
    values = controls(client.get(ADD).content.decode(), "article_form")
    return {**values, "headline": "خبر جديد", "body": "<p>نص</p>", "section": str(SectionFactory().pk), **typed}


def send(client: Client, values: Values, press: str = "_save", **typed: object) -> HttpResponse:
    return client.post(ADD, {**values, press: "1", **typed})


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize("press", ["_save", "_publish"])
def test_it_makes_one_story_of_two_presses_at_once(client: Client, editor: User, press: str) -> None:
    client.force_login(editor)
    values = filled(client)
    tabs = [Client(), Client()]
    for tab in tabs:
        tab.force_login(editor)

    answers = at_once(*(lambda tab=tab: send(tab, values, press) for tab in tabs))

    assert [(answer.status_code, answer.url) for answer in answers] == [(302, LIST)] * 2
    article = Article.objects.get()
    assert article.revisions.count() == 1
    assert article.decisions.count() == (press == "_publish")
    word = "نشر" if press == "_publish" else "حفظ"
    for tab in tabs:
        assert f"{word}: «<bdi>خبر جديد</bdi>»" in tab.get(LIST).content.decode()


@pytest.mark.parametrize("press", ["_save", "_continue", "_submit", "_publish"])
def test_it_answers_a_form_sent_again_as_the_first_time(client: Client, editor: User, press: str) -> None:
    client.force_login(editor)
    values = filled(client)
    first, again = send(client, values, press), send(client, values, press)
    assert (again.status_code, again.url) == (first.status_code, first.url)
    article = Article.objects.get()
    assert article.decisions.count() == (press in ("_submit", "_publish"))
    assert not KeptText.objects.exists()


def test_it_answers_a_journalist_whose_story_was_handed_in(client: Client, journalist: User) -> None:
    client.force_login(journalist)
    values = filled(client)
    assert send(client, values, "_submit").status_code == 302
    assert send(client, values, "_submit").status_code == 302
    assert Article.objects.get().decisions.count() == 1


def test_it_does_not_publish_again_what_was_withdrawn_meanwhile(client: Client, editor: User) -> None:
    client.force_login(editor)
    values = filled(client)
    send(client, values, "_publish")
    Article.objects.get().withdraw(by=editor, note="خطأ")
    send(client, values, "_publish")
    assert Article.objects.get().status == Status.WITHDRAWN


def test_it_does_the_verb_of_a_second_button(client: Client, editor: User) -> None:
    client.force_login(editor)
    values = filled(client)
    send(client, values, "_save")
    send(client, values, "_publish")
    assert Article.objects.get().is_public()


def test_it_loses_nothing_of_a_second_text(client: Client, editor: User) -> None:
    """The browser's «back», more words, «save»: both texts are shown, the newer one chosen already."""
    client.force_login(editor)
    values = filled(client)
    send(client, values)
    answer = send(client, values, headline="خبر أطول", body="<p>نص وزيادة</p>")

    assert answer.status_code == 409
    assert "وزيادة" in answer.content.decode()
    kept = KeptText.objects.get()
    assert (kept.article, kept.base, kept.typed["fields"]["headline"]) == (Article.objects.get(), 1, ["خبر أطول"])
    page = answer.content.decode()
    chosen = {"_newest": "1", "choice-headline": "mine", "choice-body-0": "mine", "_merge": "1"}
    assert page.count("checked") >= 2
    form = client.post(f"{LIST}kept/{kept.pk}/", {**chosen, "choice-slug": "mine"})
    assert controls(form.content.decode(), "article_form")["headline"] == "خبر أطول"
    assert Article.objects.get().headline == "خبر جديد"


def test_it_keeps_a_second_text_of_a_story_that_was_handed_in(client: Client, journalist: User) -> None:
    client.force_login(journalist)
    values = filled(client)
    send(client, values, "_submit")
    answer = send(client, values, "_submit", headline="عنوان أحسن")
    assert answer.status_code == 403
    assert "عنوان أحسن" in answer.content.decode()
    assert KeptText.objects.get().typed["fields"]["headline"] == ["عنوان أحسن"]
    assert Article.objects.get().headline == "خبر جديد"


def test_it_takes_a_form_that_was_refused_at_first(client: Client, editor: User) -> None:
    client.force_login(editor)
    values = filled(client)
    assert send(client, values, headline="").status_code == 200
    assert send(client, values).status_code == 302
    assert Article.objects.count() == 1


def test_it_leaves_two_forms_and_two_people_apart(client: Client, editor: User) -> None:
    client.force_login(editor)
    values = filled(client)
    send(client, values)
    send(client, filled(client))
    other = Client()
    other.force_login(member("zamila", roles.EDITOR))
    send(other, values)
    assert Article.objects.count() == 3
