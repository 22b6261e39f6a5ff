"""Replies by mail: opt-in, from a confirmed address on, and easily ended."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from comments.letters import send_due
from comments.models import Comment, Mailbox, Notice, ThreadMute
from tests.comments.correspondents import NADIA, SALIM, confirmed, link, links, write
from tests.factories import ArticleFactory, UserFactory
from tests.mail_server import Script

pytestmark = pytest.mark.django_db


@pytest.fixture
def root() -> Comment:
    """Nadia's comment, public, with the box ticked; her address is not confirmed."""
    return write(NADIA, wants_replies=True, approved=True, author_name="نادية")


def answer(root: Comment, email: str = SALIM, **facts: object) -> Comment:
    return write(email, parent=root, approved=True, author_name="سليم", **facts)


def states(kind: str = "reply") -> list[str]:
    return list(Notice.objects.filter(kind=kind).order_by("pk").values_list("state", flat=True))


# --- The address is confirmed first -------------------------------------------------------------------------------


def test_it_asks_the_address_before_anything_else(mail_server: Script, root: Comment) -> None:
    answer(root)
    assert send_due() == {"sent": 1, "waiting": 1}

    (mail,) = mail_server.to(NADIA)
    assert mail.message["Subject"] == "أكد عنوان بريدك"
    assert len(mail_server.taken) == 1


def test_the_question_carries_nothing_that_anybody_typed(mail_server: Script) -> None:
    write(NADIA, wants_replies=True, author_name="اسم شخص غريب", text="اشتر من متجر example.com الآن")
    send_due()

    (mail,) = mail_server.taken
    for part in (mail.text, mail.html, mail.message["Subject"]):
        assert not [word for word in ("غريب", "متجر", "example.com", "ميتا") if word in part]


def test_confirming_takes_a_press(mail_server: Script, client: Client, root: Comment) -> None:
    answer(root)
    send_due()
    path = link(mail_server.taken[0], "/comments/confirm/")

    for method in (client.get, client.head, client.get):
        assert method(path).status_code == 200
    assert Mailbox.objects.confirmed().count() == 0
    assert "نعم، هذا بريدي</button>" in client.get(path).content.decode()

    assert "تأكد بريدك" in client.post(path).content.decode()
    assert Mailbox.objects.confirmed().count() == 1
    assert client.post(path).status_code == 200
    assert send_due() == {"sent": 1}
    assert mail_server.copies() == {NADIA: 2}


@pytest.mark.parametrize("again", [NADIA, NADIA.lower(), NADIA.upper()])
def test_it_asks_an_address_once_in_some_hours(mail_server: Script, root: Comment, again: str) -> None:
    for number in range(4):
        write(again, wants_replies=True, source=f"192.0.2.{number + 10}")
    send_due()

    assert len(mail_server.taken) == 1
    assert sorted(states("confirm")) == ["dropped"] * 4 + ["sent"]


def test_one_source_cannot_write_to_many(mail_server: Script) -> None:
    for number in range(14):
        write(f"reader{number}@domain{number}.example", wants_replies=True)

    assert send_due() == {"sent": 10, "waiting": 4}  # these are asked tomorrow: a source may be a whole quarter
    assert Notice.objects.filter(state="waiting", due_at__gt=timezone.now() + timedelta(hours=1)).count() == 4


def test_it_asks_neither_for_spam_nor_who_does_not_want_it(mail_server: Script) -> None:
    write(NADIA, wants_replies=True, status=Comment.Status.SPAM)
    write(SALIM)
    confirmed("done@example.org")
    write("done@example.org", wants_replies=True)
    quiet = Mailbox.objects.of("quiet@example.org")
    quiet.mute()
    write("quiet@example.org", wants_replies=True)

    assert send_due() == {"dropped": 3}
    assert mail_server.taken == []


# --- The replies --------------------------------------------------------------------------------------------------


def test_it_tells_of_an_approved_reply(mail_server: Script, root: Comment) -> None:
    confirmed(NADIA)
    reply = write(SALIM, parent=root, author_name="سليم", text="أوافقك على <b>هذا</b> الرأي & أزيد.\n\nOpenAI كذلك.")
    send_due()
    assert mail_server.taken == []

    assert reply.approve(UserFactory())
    assert send_due() == {"sent": 1}
    (mail,) = mail_server.to(NADIA)
    assert mail.message["Subject"] == "رد جديد على تعليقك"
    assert "كتب \u2068سليم\u2069 ردا على تعليقك" in mail.text
    assert "أوافقك على <b>هذا</b> الرأي & أزيد." in mail.text
    assert "أوافقك على &lt;" in mail.html
    assert f"/comments/{reply.pk}/" in links(mail)
    assert root.text in mail.text
    assert SALIM not in mail.raw.decode()


def test_it_tells_of_a_reply_that_nobody_had_to_approve(mail_server: Script, root: Comment) -> None:
    confirmed(NADIA)
    answer(root)

    assert send_due()["sent"] == 1


def test_it_tells_once_even_if_it_is_taken_back_and_approved_again(mail_server: Script, root: Comment) -> None:
    confirmed(NADIA)
    reply, moderator = answer(root), UserFactory()
    assert send_due()["sent"] == 1
    reply.bring_back(moderator)
    reply.approve(moderator)
    send_due()

    assert mail_server.copies() == {NADIA: 1}


def test_it_tells_nobody_of_a_reply_that_was_taken_back_in_time(mail_server: Script, root: Comment) -> None:
    confirmed(NADIA)
    reply, moderator = answer(root), UserFactory()
    reply.reject(moderator)
    assert send_due()["dropped"] == 2  # the reply's, and the question to an address that is confirmed
    reply.restore(moderator)
    reply.approve(moderator)
    assert send_due() == {"sent": 1}


def test_nobody_hears_of_their_own_reply(mail_server: Script, root: Comment) -> None:
    confirmed(NADIA)
    answer(root, email=NADIA.lower())
    send_due()

    assert mail_server.taken == []


def test_nobody_hears_of_replies_under_a_story_or_comment_that_is_gone(mail_server: Script, root: Comment) -> None:
    confirmed(NADIA)
    answer(root)
    root.reject(UserFactory())
    send_due()

    assert mail_server.taken == []
    assert "sent" not in states()


def test_a_reply_waits_a_week_for_the_address(mail_server: Script, root: Comment) -> None:
    answer(root)
    send_due()
    waiting = Notice.objects.get(kind="reply")
    assert waiting.state == "waiting"
    assert waiting.due_at > timezone.now()

    Notice.objects.update(created_at=timezone.now() - timedelta(days=8), due_at=timezone.now())
    send_due()
    assert states() == ["dropped"]


def test_a_flood_of_replies_is_spread(mail_server: Script, root: Comment) -> None:
    confirmed(NADIA)
    for _ in range(24):
        answer(root)
    send_due()

    assert mail_server.copies() == {NADIA: 20}
    assert states().count("waiting") == 4


# --- Enough -------------------------------------------------------------------------------------------------------


def test_each_mail_can_be_the_last_of_its_thread(mail_server: Script, client: Client, root: Comment) -> None:
    confirmed(NADIA)
    answer(root)
    send_due()
    path = link(mail_server.taken[0], "/comments/mute-thread/")
    client.get(path)
    assert ThreadMute.objects.count() == 0
    assert client.post(path).status_code == 200
    assert client.post(path).status_code == 200
    assert ThreadMute.objects.count() == 1

    answer(root)
    other = write(NADIA, article=ArticleFactory(published=True), wants_replies=True, approved=True)
    answer(other)
    send_due()
    assert len(mail_server.to(NADIA)) == 2  # the first, and of the other thread


def test_a_mail_program_ends_all_with_one_press(mail_server: Script, root: Comment) -> None:
    confirmed(NADIA)
    answer(root)
    send_due()
    message = mail_server.taken[0].message
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Id"] == "<comments.testserver>"
    path = message["List-Unsubscribe"].strip(" <>").removeprefix("http://testserver")

    program = Client(enforce_csrf_checks=True)
    body, kind = "List-Unsubscribe=One-Click", "application/x-www-form-urlencoded"
    response = program.post(path, body, content_type=kind)  # RFC 8058: neither cookie nor referrer
    assert response.status_code == 200
    assert not response.cookies
    multipart = program.post(path, {"List-Unsubscribe": "One-Click"})
    assert multipart.status_code == 200
    answer(root)
    send_due()
    assert len(mail_server.taken) == 1


def test_whoever_ended_all_can_begin_again(mail_server: Script, client: Client, root: Comment) -> None:
    mailbox = confirmed(NADIA)
    answer(root)
    send_due()
    path = link(mail_server.taken[0], "/comments/mute/")
    client.get(path)
    mailbox.refresh_from_db()
    assert mailbox.muted_at is None
    client.post(path)
    assert "أعد الرسائل</button>" in client.get(path).content.decode()
    client.post(path, {"choice": "resume"})
    mailbox.refresh_from_db()
    assert mailbox.muted_at is None


def test_ending_works_for_an_address_that_was_forgotten(mail_server: Script, client: Client, root: Comment) -> None:
    confirmed(NADIA)
    answer(root)
    send_due()
    Mailbox.objects.all().delete()

    assert client.post(link(mail_server.taken[0], "/comments/mute/")).status_code == 200


# --- Servers that say no ------------------------------------------------------------------------------------------


def test_a_dead_address_is_confirmed_no_more(mail_server: Script, root: Comment) -> None:
    confirmed(NADIA)
    mail_server.answer(NADIA, "550 5.1.1 Nobody")
    answer(root)
    send_due()
    assert states() == ["refused"]
    assert Mailbox.objects.confirmed().count() == 0

    answer(root)
    assert "sent" not in send_due()


def test_a_busy_server_is_asked_again_later(mail_server: Script, root: Comment) -> None:
    confirmed(NADIA)
    mail_server.answer(NADIA, "451 4.2.0 Later")
    answer(root)
    send_due()
    notice = Notice.objects.get(kind="reply")
    assert (notice.state, notice.tries) == ("waiting", 1)
    assert notice.due_at > timezone.now() + timedelta(minutes=4)

    mail_server.answers.clear()
    Notice.objects.update(due_at=timezone.now())
    assert send_due() == {"sent": 1}


def test_it_gives_up_some_day(mail_server: Script, root: Comment) -> None:
    confirmed(NADIA)
    mail_server.answer(NADIA, "451 4.2.0 Later")
    answer(root)
    for _ in range(12):
        Notice.objects.filter(state="waiting").update(due_at=timezone.now())
        send_due()
    assert states() == ["refused"]


def test_a_server_that_is_not_there_loses_nothing(mail_server: Script, root: Comment, settings: object) -> None:
    confirmed(NADIA)
    answer(root)
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    assert send_due() == {}
    settings.EMAIL_PORT = port
    assert send_due()["sent"] == 1


@pytest.mark.parametrize("moment", ["in data", "after the dot"])
def test_a_broken_connection_sends_nothing_twice(mail_server: Script, root: Comment, moment: str) -> None:
    confirmed(NADIA)
    mail_server.hang_up(NADIA, moment)
    answer(root)
    assert send_due()["uncertain"] == 1
    mail_server.hang_ups.clear()
    Notice.objects.filter(state="waiting").update(due_at=timezone.now())
    send_due()

    assert states() == ["uncertain"]
    assert mail_server.copies()[NADIA] <= 1


def test_no_line_names_an_address(mail_server: Script, root: Comment, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    confirmed(NADIA)
    mail_server.answer(NADIA, f"550 5.1.1 <{NADIA}> unknown")
    answer(root)
    send_due()

    text = caplog.text.lower()
    assert "example.org" not in text
    assert "192.0.2" not in text
