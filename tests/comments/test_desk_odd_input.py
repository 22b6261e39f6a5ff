"""What no button of the desk sends: it is refused or cut, never an error of ours."""

from __future__ import annotations

import pytest
from django.test import Client

from comments.models import Comment, Decision
from tests.comments.desk import QUEUE, moderator, of, waiting

pytestmark = pytest.mark.django_db

JSON = {"headers": {"accept": "application/json"}}


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(moderator())
    return client


@pytest.mark.parametrize("text", ["\u200b", "\u200f \u2060", "\ufeff\n\u200c"])
def test_an_answer_that_nobody_sees_is_none(desk: Client, text: str) -> None:
    comment = waiting(approved=True)

    answer = desk.post(of(comment, "answer"), {"text": text}, **JSON)

    assert answer.status_code == 422
    assert "اكتب الرد أولا" in answer.json()["words"]
    assert Comment.objects.count() == 1


def test_an_empty_answer_does_not_publish_what_it_answers(desk: Client) -> None:
    comment = waiting()

    desk.post(of(comment, "answer"), {"text": "\u200b"}, **JSON)

    comment.refresh_from_db()
    assert comment.status == "pending"


@pytest.mark.parametrize("letter", ["\ufefb", "\ufdf2", "\u0344", "ن"])
def test_a_note_grows_no_longer_than_its_column(desk: Client, letter: str) -> None:
    """One letter of a PDF file becomes two or more when it is stored."""
    comment, other = waiting(), waiting()

    assert desk.post(of(comment, "decide"), {"verb": "reject", "note": letter * 300}, **JSON).status_code == 200
    many = {"verb": "reject", "note": letter * 300, "chosen": f"{other.pk}-pending"}
    assert desk.post(f"{QUEUE}together/", many).status_code == 302
    assert all(0 < len(note) <= 300 for note in Decision.objects.values_list("note", flat=True))
    assert Decision.objects.count() == 2


@pytest.mark.parametrize("digits", ["9" * 5_000, "٣" * 19, "²", "0", "-1"])
def test_a_key_that_is_none_names_no_comment(desk: Client, digits: str) -> None:
    assert desk.get(f"{QUEUE}?pk={digits}").status_code == 200
    assert desk.get(f"{QUEUE}?undo={digits}").status_code == 200
    assert desk.get(f"{QUEUE}?story={digits}").status_code == 200
    assert desk.get(f"{QUEUE}{digits}/change/").status_code == 404
