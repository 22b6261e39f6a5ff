"""A new story sent twice: by two presses of a button, or again after an answer that never came."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

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


# --- What a second form says that is in no text -----------------------------------------------------------------------

EARLY, LATE = ({"embargo_0": f"{timezone.localdate() + timedelta(days=n)}", "embargo_1": "10:00:00"} for n in (3, 9))


def told(client: Client) -> list[tuple[str, str]]:
    """(level, words before the headline) of the messages that wait."""
    answer = client.get(LIST)
    return [(message.level_tag, str(message).partition(":")[0]) for message in answer.context["messages"]]


@pytest.mark.parametrize(("who", "press"), [("journalist", "_submit"), ("editor", "_submit"), ("editor", "_publish")])
def test_it_does_the_verb_of_an_embargoed_story(
    client: Client, request: pytest.FixtureRequest, who: str, press: str
) -> None:
    client.force_login(request.getfixturevalue(who))
    values = filled(client, **EARLY)
    send(client, values)
    told(client)
    for _ in range(2):
        assert send(client, values, press).status_code == 302
        (said,) = told(client)
        assert said[0] == "success"
        assert said[1].startswith("أرسل للمراجعة" if press == "_submit" else "سينشر عند انتهاء الحظر في")
    article = Article.objects.get()
    assert article.status == (Status.IN_REVIEW if press == "_submit" else Status.PUBLISHED)
    assert article.decisions.count() == 2
    assert not KeptText.objects.exists()


@pytest.mark.parametrize("press", ["_save", "_submit", "_publish"])
@pytest.mark.parametrize("second", [LATE, {"embargo_0": "", "embargo_1": ""}, {"embargo_0": "غدا"}])
def test_it_keeps_another_embargo(client: Client, editor: User, press: str, second: dict[str, str]) -> None:
    client.force_login(editor)
    values = filled(client, **EARLY)
    send(client, values)
    answer = send(client, values, press, **second)
    assert answer.status_code == 409
    kept = KeptText.objects.get()
    assert kept.typed["fields"]["embargo_0"] == [second["embargo_0"]]
    article = Article.objects.get()
    assert (article.status, str(timezone.localdate(article.embargoed_until))) == (Status.DRAFT, EARLY["embargo_0"])
    form = client.post(f"{LIST}kept/{kept.pk}/", {"_newest": "1", "_merge": "1"})
    assert controls(form.content.decode(), "article_form")["embargo_0"] == second["embargo_0"]


def test_it_keeps_another_member_for_the_story(client: Client, journalist: User, editor: User) -> None:
    client.force_login(journalist)
    values, other = filled(client), member("zamila", roles.EDITOR)
    for _ in range(2):
        assert send(client, values, "_submit", to=editor.pk).status_code == 302
    answer = send(client, values, "_submit", to=other.pk)
    assert answer.status_code == 403
    assert KeptText.objects.get().typed["fields"]["to"] == [str(other.pk)]
    article = Article.objects.get()
    assert article.assignee == editor
    article.take(other)
    assert send(client, values, "_submit", to=editor.pk).status_code == 302  # as the first time, whoever has it now


def test_it_hands_a_saved_story_to_the_chosen_member(client: Client, journalist: User, editor: User) -> None:
    client.force_login(journalist)
    values = filled(client)
    send(client, values)
    send(client, values, "_submit", to=editor.pk)
    assert Article.objects.get().assignee == editor


@pytest.mark.parametrize(
    ("who", "press", "meanwhile"),
    [
        ("journalist", "_submit", "send_back"),
        ("journalist", "_submit", "publish"),
        ("editor", "_publish", "withdraw"),
        ("editor", "_save", "publish"),
    ],
)
def test_it_says_who_decided_meanwhile(
    client: Client, request: pytest.FixtureRequest, who: str, press: str, meanwhile: str
) -> None:
    client.force_login(request.getfixturevalue(who))
    values, colleague = filled(client), member("zamila", roles.EDITOR)
    send(client, values, press)
    told(client)
    article = Article.objects.get()
    assert getattr(article, meanwhile)(colleague)

    send(client, values, press if press != "_save" else "_submit")
    warned, saved = told(client)
    assert warned == ("warning", f"سبقك {colleague} إلى هذا المقال")
    assert saved == ("success", "حفظ")
    assert Article.objects.get().status == article.status


def test_it_takes_a_story_once(client: Client, editor: User) -> None:
    client.force_login(editor)
    values, colleague = filled(client), member("zamila", roles.EDITOR)
    for _ in range(2):
        send(client, values, "_take")
        assert told(client) == [("success", "صار عندك")]
    Article.objects.get().take(colleague)
    Article.objects.get().assign(editor, colleague)
    article = Article.objects.get()
    send(client, values, "_take")
    assert article.assignee == Article.objects.get().assignee == colleague
    assert told(client)[0][0] == "warning"


def test_it_offers_the_other_member_again(client: Client, editor: User) -> None:
    client.force_login(editor)
    values, other = filled(client), member("zamila", roles.EDITOR)
    send(client, values, "_submit", to=editor.pk)
    assert send(client, values, "_submit", to=other.pk).status_code == 409
    form = client.post(f"{LIST}kept/{KeptText.objects.get().pk}/", {"_newest": "1", "_merge": "1"})
    assert controls(form.content.decode(), "article_form")["to"] == str(other.pk)


@pytest.mark.parametrize("to", ["", "9" * 40, "x"])
def test_it_asks_to_whom_a_saved_story_goes(client: Client, editor: User, to: str) -> None:
    client.force_login(editor)
    values = filled(client)
    send(client, values)
    told(client)
    assert send(client, values, "_assign", to=to).status_code == 302
    assert told(client) == [("error", "اختر محررا قبل «إسناد»."), ("success", "حفظ")]
    send(client, values, "_assign", to=editor.pk)
    assert Article.objects.get().assignee == editor


def test_it_lifts_no_embargo_without_its_button(client: Client, editor: User) -> None:
    client.force_login(editor)
    values = filled(client, **EARLY)
    send(client, values)
    assert send(client, values, "_lift_embargo").status_code == 403
    assert Article.objects.get().is_embargoed()


def test_it_refuses_the_button_of_an_editor_again(client: Client, journalist: User) -> None:
    client.force_login(journalist)
    values = filled(client)
    send(client, values)
    assert send(client, values, "_publish").status_code == 403
    assert Article.objects.get().status == Status.DRAFT
