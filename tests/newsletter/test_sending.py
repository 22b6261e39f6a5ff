"""What the workers make of what a real mail server answers: each mail once, each row accounted for."""

from __future__ import annotations

from datetime import timedelta

import pytest
from anymail.backends.test import EmailBackend
from anymail.exceptions import AnymailAPIError
from django.conf import LazySettings
from django.core import mail
from django.utils import timezone

from newsletter.mail_merge import MailMerge, Reader
from newsletter.models import Delivery, Issue, IssueEvent
from newsletter.sending.ledger import BACK_OFF
from newsletter.sending.worker import Worker
from tests.mail_server import Script
from tests.newsletter.sending import HTML, Reason, State, issue_to, row, states, work

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def closed(issue: Issue) -> tuple[str, dict[str, int]]:
    issue.refresh_from_db()
    names = ("planned", "sent", "failed", "uncertain", "skipped")
    return issue.state, {name: getattr(issue, name) for name in names if getattr(issue, name)}


def time_passes(name: str) -> None:
    """The moment of a deferred row's next attempt has come."""
    Delivery.objects.filter(pk=row(name).pk).update(retry_at=timezone.now())


def test_it_sends_each_reader_a_mail_and_closes_the_books(mail_server: Script) -> None:
    issue = issue_to("ali", "muna", "sara", "omar")

    work()

    assert dict(mail_server.copies()) == {f"{name}@example.com": 1 for name in ("ali", "muna", "sara", "omar")}
    assert closed(issue) == ("sent", {"planned": 4, "sent": 4})
    assert (row("ali").reply_code, row("ali").attempt, row("ali").reason) == (250, 1, 0)
    assert IssueEvent.objects.filter(issue=issue).values_list("verb", "before", "after").get() == (
        "finish",
        "sending",
        "sent",
    )


def test_it_says_hello_once_for_many_mails(mail_server: Script) -> None:
    issue_to(*(f"r{number}" for number in range(12)))

    work(connections=2)

    assert sum(mail_server.copies().values()) == 12
    assert mail_server.connections <= 2


def test_it_keeps_subject_letters_and_both_parts_over_the_wire(mail_server: Script) -> None:
    issue = issue_to("ali", subject="«المحيط»: ٣ أخبار عن OpenAI، وخبر عن وهران يطول عنوانه حتى لا يسعه سطر واحد")

    work()

    (taken,) = mail_server.taken
    assert taken.sender == "noreply@testserver"
    assert taken.recipients == ["ali@example.com"]
    assert taken.message["Subject"] == issue.subject
    assert taken.message["To"] == "ali@example.com"
    assert taken.message["Content-Language"] == "ar"
    assert taken.text.startswith("صباح الخير \u2068قارئنا العزيز\u2069\n")
    assert taken.html.startswith(HTML[:24])
    assert "0mohit0" not in taken.text + taken.html


def test_it_hides_the_dots_that_would_end_a_mail(mail_server: Script) -> None:
    """RFC 5321, 4.5.2. A line of one dot in the middle of the content, and lines that begin with one."""
    text = "نقاط:\n.\n..\n.abc\n. \n.\nتمت\n"
    issue_to("ali", text=text, html=text)

    work()

    (taken,) = mail_server.taken
    assert (taken.text, taken.html.rstrip("\n")) == (text, text.rstrip("\n"))


def test_it_defers_the_row_that_the_server_put_off_and_no_other(mail_server: Script) -> None:
    issue = issue_to("ali", "full", "sara")
    mail_server.answer("full@example.com", "452 4.2.2 Mailbox full")

    work()

    late = row("full")
    assert states(issue) == {"ali": "SENT", "full": "DEFERRED", "sara": "SENT"}
    assert (late.reply_code, late.enhanced_status, late.deferrals) == (452, "4.2.2", 1)
    assert timedelta(seconds=50) < late.retry_at - timezone.now() <= timedelta(minutes=1)
    assert closed(issue)[0] == "sending"

    mail_server.answer("full@example.com", "250 2.1.5 OK")
    work()
    assert states(issue)["full"] == "DEFERRED"  # its time has not come

    time_passes("full")
    work()
    assert closed(issue) == ("sent", {"planned": 3, "sent": 3})
    assert mail_server.copies()["full@example.com"] == 1


def test_it_gives_up_after_the_last_of_its_attempts(mail_server: Script) -> None:
    issue = issue_to("full", "ali")
    mail_server.answer("full@example.com", "451 4.3.0 Later")

    for _ in BACK_OFF:
        work()
        assert row("full").state == State.DEFERRED
        time_passes("full")
    work()

    assert closed(issue) == ("sent", {"planned": 2, "sent": 1, "failed": 1})
    assert (row("full").reason, row("full").reply_code) == (Reason.GAVE_UP, 451)


@pytest.mark.parametrize("moment", ["answer", "answer_data"])
def test_it_fails_the_row_that_the_server_refused_for_good(mail_server: Script, moment: str) -> None:
    issue = issue_to("ali", "gone", "sara")
    getattr(mail_server, moment)("gone@example.com", "550 5.1.1 gone@example.com is nobody here")

    work()

    assert closed(issue) == ("sent", {"planned": 3, "sent": 2, "failed": 1})
    assert (row("gone").state, row("gone").reply_code, row("gone").enhanced_status) == (State.FAILED, 550, "5.1.1")


def test_it_defers_what_the_server_put_off_after_the_content(mail_server: Script) -> None:
    issue = issue_to("ali", "later")
    mail_server.answer_data("later@example.com", "451 4.7.1 Greylisted")

    work()

    assert states(issue) == {"ali": "SENT", "later": "DEFERRED"}


def test_it_tries_again_when_the_server_hung_up_before_the_content(mail_server: Script) -> None:
    issue = issue_to("ali", "sara", "omar")
    mail_server.hang_up("sara@example.com", "before the data")

    work(connections=1)

    assert states(issue)["sara"] == "DEFERRED"  # the second time, alone on a new connection
    assert sum(mail_server.copies().values()) == 2

    mail_server.hang_ups.clear()
    time_passes("sara")
    work()
    assert closed(issue) == ("sent", {"planned": 3, "sent": 3})
    assert set(mail_server.copies().values()) == {1}


def test_it_tries_again_when_the_server_hung_up_within_the_content(mail_server: Script) -> None:
    """Without the final dot the server has no mail (RFC 5321, 4.1.1.4). Longer than what the system holds back."""
    issue = issue_to("ali", html="<p>خبر طويل" * 1_000_000)
    mail_server.hang_up("ali@example.com", "in data")

    work()

    assert states(issue) == {"ali": "DEFERRED"}
    assert not mail_server.taken


def test_it_never_repeats_a_mail_whose_answer_was_lost(mail_server: Script) -> None:
    issue = issue_to("ali", "lost", "sara")
    mail_server.hang_up("lost@example.com", "after the dot")

    work()
    mail_server.hang_ups.clear()
    work()

    assert closed(issue) == ("sent", {"planned": 3, "sent": 2, "uncertain": 1})
    assert row("lost").reason == Reason.LOST
    assert dict(mail_server.copies()) == {f"{name}@example.com": 1 for name in ("ali", "lost", "sara")}


def test_it_pauses_when_the_server_refuses_everything(mail_server: Script) -> None:
    names = [f"r{number}" for number in range(70)]
    issue = issue_to(*names)
    for name in names:
        mail_server.answer_data(f"{name}@example.com", "554 5.7.1 Policy")

    work(connections=1)

    issue.refresh_from_db()
    event = IssueEvent.objects.get(issue=issue)
    assert (issue.state, event.verb, event.by) == ("paused", "pause", None)
    assert "554" in event.note
    by_state = Delivery.objects.filter(issue=issue)
    assert by_state.filter(state=State.FAILED).count() <= 52
    assert by_state.filter(state__in=[State.FAILED, State.PLANNED]).count() == 70


def test_it_burns_no_list_when_the_addresses_are_wrong(mail_server: Script) -> None:
    names = [f"r{number}" for number in range(60)]
    issue = issue_to(*names)
    for name in names:
        mail_server.answer(f"{name}@example.com", "550 5.1.1 Nobody")

    work()

    assert closed(issue) == ("sent", {"planned": 60, "failed": 60})


def test_a_mail_that_cannot_be_made_stops_no_other(mail_server: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    issue = issue_to("ali", "odd", "sara")
    made = MailMerge.as_bytes

    def make(merge: MailMerge, reader: Reader, *rest: object) -> bytes:
        if reader.address.startswith("odd"):
            raise ValueError(reader.address)
        return made(merge, reader, *rest)

    monkeypatch.setattr(MailMerge, "as_bytes", make)

    work()

    assert closed(issue) == ("sent", {"planned": 3, "sent": 2, "uncertain": 1})
    assert row("odd").reason == Reason.UNSENDABLE


def test_it_writes_no_address_into_the_log(
    mail_server: Script, caplog: pytest.LogCaptureFixture, settings: LazySettings
) -> None:
    issue_to("ali", "gone", "lost", "later")
    mail_server.answer("gone@example.com", "550 5.1.1 gone@example.com is nobody here")
    mail_server.answer("later@example.com", "451 4.7.1 later@example.com is greylisted")
    mail_server.hang_up("lost@example.com", "after the dot")

    work()
    settings.EMAIL_PORT = 1
    issue_to("omar")
    Worker(connections=1).run(seconds=1)

    assert "takes no connection" in caplog.text
    assert "@" not in caplog.text
    assert "example.com" not in caplog.text


def test_it_waits_for_a_server_that_is_away_and_loses_nobody(mail_server: Script, settings: LazySettings) -> None:
    issue = issue_to("ali", "sara")
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1

    Worker(connections=2).run(seconds=2)
    assert states(issue) == {"ali": "PLANNED", "sara": "PLANNED"}

    settings.EMAIL_PORT = port
    work()
    assert closed(issue) == ("sent", {"planned": 2, "sent": 2})


def test_it_sends_an_issue_to_nobody(mail_server: Script) -> None:
    issue = issue_to()

    work()

    assert closed(issue) == ("sent", {})
    assert not mail_server.connections


def test_it_writes_files_without_a_mail_server(settings: LazySettings, tmp_path: object) -> None:
    settings.EMAIL_BACKEND = "mohit.mail.files.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    issue = issue_to("ali", "sara")

    work()

    assert closed(issue) == ("sent", {"planned": 2, "sent": 2})
    assert len(list(tmp_path.glob("*.eml"))) == 2


def test_it_sends_by_a_providers_interface(settings: LazySettings) -> None:
    settings.EMAIL_BACKEND = "anymail.backends.test.EmailBackend"
    issue = issue_to("ali", "sara")

    work()

    assert closed(issue) == ("sent", {"planned": 2, "sent": 2})
    assert sorted(message.to[0] for message in mail.outbox) == ["ali@example.com", "sara@example.com"]
    assert all("List-Unsubscribe" in message.extra_headers for message in mail.outbox)


def test_it_doubts_what_a_provider_answers_with_an_error_of_its_own(
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EMAIL_BACKEND = "anymail.backends.test.EmailBackend"
    issue = issue_to("ali")

    def fail(*arguments: object) -> None:
        raise AnymailAPIError("ali@example.com")

    monkeypatch.setattr(EmailBackend, "post_to_esp", fail)

    work()

    assert closed(issue) == ("sent", {"planned": 1, "uncertain": 1})
