"""«بياناتي»: the same answer for every address; what we hold travels by mail alone, and can be erased."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comments.letters import send_due
from comments.models import Comment, Contact, Decision, Finding, Mailbox, Notice
from comments.person import erase
from tests.comments.correspondents import NADIA, SALIM, confirmed, link, write
from tests.factories import ArticleFactory
from tests.mail_server import Script

pytestmark = pytest.mark.django_db
OURS = {"Sec-Fetch-Site": "same-origin"}
PAGE = "/comments/my-data/"


def ask(client: Client, email: str, **facts: object) -> object:
    return client.post(PAGE, {"email": email}, headers=OURS, **facts)


@pytest.fixture
def said() -> tuple[Comment, Comment]:
    """Two comments of Nadia's, of which one has an answer of Salim's."""
    article = ArticleFactory(published=True)
    first = write(NADIA, article, approved=True, author_name="نادية", text="رأيي في هذا", wants_replies=True)
    write(SALIM, parent=first, approved=True, author_name="سليم", text="وأنا مثلك")
    second = write(NADIA.lower(), article, author_name="نادية ب", text="كلام آخر", source="2001:db8:1:2::")
    Finding.objects.create(comment=second, rule="words", points=3, detail="كلام")
    Notice.objects.all().delete()
    return first, second


@pytest.fixture
def path(mail_server: Script, client: Client, said: tuple[Comment, Comment]) -> str:
    """Where the link in Nadia's mail leads."""
    ask(client, NADIA)
    send_due()
    (mail,) = mail_server.to(NADIA)
    assert mail.message["Subject"] == "بياناتك لدينا"
    return link(mail, PAGE)


# --- Asking -------------------------------------------------------------------------------------------------------


def test_a_known_and_an_unknown_address_get_the_same_answer(client: Client, said: object) -> None:
    muted = Mailbox.objects.of("muted@example.org")
    muted.mute()
    answers, statements = [], set()
    for number, email in enumerate(
        [NADIA, SALIM, "unknown@example.org", "muted@example.org", "other@elsewhere.example"]
    ):
        with CaptureQueriesContext(connection) as queries:
            answers.append(ask(client, email, REMOTE_ADDR=f"192.0.2.{number}"))
        statements.add(tuple(str(query["sql"]).partition(" ")[0] for query in queries))

    assert {answer.status_code for answer in answers} == {303}
    assert {answer["Location"] for answer in answers} == {"/comments/my-data/#my-data-sent"}
    assert len({answer.content for answer in answers}) == 1
    assert len({tuple(sorted(answer.headers.items())) for answer in answers}) == 1
    assert not any(answer.cookies for answer in answers)
    assert len(statements) == 1


def test_it_shows_the_same_page_to_everybody(client: Client, said: object) -> None:
    response = client.get(PAGE)
    page = response.content.decode()
    assert response.status_code == 200
    assert 'id="my-data-sent"' in page
    assert "public" in response["Cache-Control"]
    assert not response.cookies


def test_an_unknown_address_gets_no_mail_and_is_not_kept(mail_server: Script, client: Client) -> None:
    ask(client, "unknown@example.org")
    assert send_due() == {"dropped": 1}

    assert mail_server.taken == []
    assert not Mailbox.objects.exists()
    assert not Notice.objects.exists()


def test_what_is_no_address_is_said(client: Client) -> None:
    response = ask(client, "nobody")
    assert response.status_code == 422
    assert 'value="nobody"' in response.content.decode()


def test_a_source_asks_a_few_times(client: Client) -> None:
    answers = [ask(client, f"reader{number}@example.org") for number in range(6)]
    assert [answer.status_code for answer in answers] == [303] * 5 + [429]


def test_an_address_is_told_a_few_times_a_day(mail_server: Script, client: Client, said: object) -> None:
    for number in range(6):
        ask(client, NADIA, REMOTE_ADDR=f"192.0.2.{number}")
    send_due()
    assert mail_server.copies() == {NADIA: 3}


# --- Seeing -------------------------------------------------------------------------------------------------------


def test_the_page_shows_all_that_we_hold_and_of_nobody_else(client: Client, path: str) -> None:
    response = client.get(path)
    page = response.content.decode()
    for held in ("رأيي في هذا", "كلام آخر", "نادية ب", NADIA, "192.0.2.1", "2001:db8:1:2::", "Firefox", "ينتظر"):
        assert held in page, held
    assert "سليم" not in page
    assert SALIM not in page
    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "no-referrer"


def test_the_file_holds_it_for_programs(client: Client, path: str) -> None:
    response = client.get(f"{path}comments.json")
    facts = json.loads(response.content)
    assert response["Content-Type"].startswith("application/json")
    assert "attachment" in response["Content-Disposition"]
    assert response["Cache-Control"] == "private, no-store"
    assert facts["email"] == NADIA
    assert [comment["text"] for comment in facts["comments"]] == ["كلام آخر", "رأيي في هذا"]
    assert facts["comments"][1]["wants_replies"] is True
    assert facts["comments"][0]["network_address"] == "2001:db8:1:2::"
    assert facts["mailbox"]["letters"][0]["kind"] == "data"
    assert client.post(f"{path}comments.json").status_code == 405


def test_many_comments_cost_the_same_queries(
    client: Client, path: str, said: tuple[Comment, Comment], django_assert_num_queries: object
) -> None:
    client.get(path)
    for _ in range(10):
        write(NADIA, said[0].article)
    # The mailbox, the comments with their contacts and stories, the frame.
    with django_assert_num_queries(3):
        client.get(path)


# --- Erasing ------------------------------------------------------------------------------------------------------


def test_a_look_erases_nothing(client: Client, path: str) -> None:
    client.get(path)
    client.head(path)
    assert Contact.objects.filter(email_key=NADIA.lower()).count() == 2


@pytest.mark.parametrize(
    ("choice", "text"), [("keep_text", "رأيي في هذا"), ("remove_text", "حذف هذا التعليق بطلب من صاحبه.")]
)
def test_it_erases_who_it_was_and_keeps_the_threads_shape(
    client: Client, path: str, said: tuple[Comment, Comment], choice: str, text: str
) -> None:
    places = list(Comment.objects.order_by("pk").values_list("pk", "parent", "thread", "path", "status"))
    assert "محونا بياناتك" in client.post(path, {"choice": choice}).content.decode()

    first, second = (Comment.objects.get(pk=comment.pk) for comment in said)
    assert (first.author_name, second.author_name, first.text) == ("قارئ", "قارئ", text)
    assert list(Comment.objects.order_by("pk").values_list("pk", "parent", "thread", "path", "status")) == places
    assert Comment.objects.get(parent=first).author_name == "سليم"
    assert first.search_key.startswith("قار")  # the desk finds it by what it says now
    assert not Contact.objects.filter(pk__in=[first.pk, second.pk]).exists()
    assert not Mailbox.objects.filter(email_key=NADIA.lower()).exists()
    assert Contact.objects.count() == 1
    assert Finding.objects.exists() is (choice == "keep_text")
    assert {(one.verb, one.by) for one in Decision.objects.all()} == {(Decision.Verb.ERASE, None)}
    assert client.get(path).status_code == client.post(path).status_code == 404


def test_no_column_of_any_table_remembers_the_person(said: tuple[Comment, Comment]) -> None:
    confirmed(NADIA)
    erase(NADIA, keep_text=False)

    kept = []
    for model in apps.get_app_config("comments").get_models():
        for row in model.objects.values():
            words = " ".join(str(value) for value in row.values()).lower()
            kept += [(model, word) for word in ("نادية", "nadia", "رأيي في هذا", "كلام آخر") if word in words]
    assert kept == []


def test_it_forgets_in_batches_and_is_done_once(monkeypatch: pytest.MonkeyPatch, said: object) -> None:
    monkeypatch.setattr("comments.person.BATCH", 2)
    for _ in range(5):
        write(NADIA)

    assert erase(NADIA, keep_text=True) == 7
    assert erase(NADIA, keep_text=True) == 0
    assert Decision.objects.count() == 7


def test_the_newsroom_does_the_same_by_command(said: tuple[Comment, Comment]) -> None:
    out = StringIO()
    call_command("export_person", NADIA.upper(), stdout=out)
    assert len(json.loads(out.getvalue())["comments"]) == 2
    with pytest.raises(CommandError):
        call_command("erase_person", NADIA)
    with pytest.raises(CommandError, match="هذا ليس عنوان"):
        call_command("export_person", "nobody")
    call_command("erase_person", NADIA, "--remove-text", stdout=(out := StringIO()))
    assert out.getvalue().strip() == "2"
    assert not Contact.objects.filter(email_key=NADIA.lower()).exists()


def test_no_address_is_no_person(said: object) -> None:
    """Contacts that were emptied belong to nobody, least of all to one person."""
    Contact.objects.update(email="", email_key="")
    assert erase("", keep_text=True) == 0
    confirmed(SALIM)
    assert erase(SALIM, keep_text=True) == 0
    assert Contact.objects.count() == 3
