"""What becomes of a mail at the server, and that no error names whom it was for."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.mail import EmailMessage

from mohit.mail import (
    HandOver,
    MailLater,
    MailRefused,
    MailTrouble,
    MailUncertain,
    hand_over,
    mail_is_configured,
)
from tests.mail_server import Script

READER = "reader@example.org"


def mail(to: str = READER) -> EmailMessage:
    return EmailMessage("خبر", "نص", "noreply@news.example", [to])


def trouble(to: str = READER) -> MailTrouble:
    with pytest.raises(MailTrouble) as raised:
        hand_over(mail(to))
    return raised.value


@pytest.mark.parametrize(
    ("answer", "kind", "code"),
    [
        ("550 5.1.1 <reader@example.org>: no such person", MailRefused, 550),
        ("552 5.2.2 Full", MailRefused, 552),
        ("451 4.2.0 Later", MailLater, 451),
        ("421 4.3.2 Closing", MailLater, 421),
    ],
)
def test_it_tells_for_good_from_for_now(mail_server: Script, answer: str, kind: type[MailTrouble], code: int) -> None:
    mail_server.answer(READER, answer)
    assert (type(trouble()), trouble().code) == (kind, code)

    mail_server.answers.clear()
    mail_server.answer_data(READER, answer)
    assert (type(trouble()), trouble().code) == (kind, code)
    assert mail_server.taken == []


@pytest.mark.parametrize(("moment", "taken"), [("before the data", 0), ("in data", 0), ("after the dot", 1)])
def test_it_does_not_know_when_the_connection_breaks(mail_server: Script, moment: str, taken: int) -> None:
    mail_server.hang_up(READER, moment)

    assert isinstance(trouble(), MailUncertain)
    assert len(mail_server.taken) == taken


def test_it_comes_later_when_nobody_listens(mail_server: Script, settings: LazySettings) -> None:
    settings.EMAIL_PORT = 1

    assert isinstance(trouble(), MailLater)


def test_it_sends_many_over_one_connection_and_goes_on_after_a_refusal(mail_server: Script) -> None:
    mail_server.answer("b@example.org", "550 Nobody")
    with HandOver() as hand:
        hand.over(mail("a@example.org"))
        with pytest.raises(MailRefused):
            hand.over(mail("b@example.org"))
        hand.over(mail("c@example.org"))

    assert mail_server.copies() == {"a@example.org": 1, "c@example.org": 1}
    assert mail_server.connections == 1


def test_it_goes_on_after_a_broken_connection(mail_server: Script) -> None:
    mail_server.hang_up("b@example.org", "after the dot")
    with HandOver() as hand:
        for to in ("a@example.org", "b@example.org", "c@example.org"):
            try:
                hand.over(mail(to))
            except MailUncertain:
                assert to == "b@example.org"

    assert mail_server.copies() == {"a@example.org": 1, "b@example.org": 1, "c@example.org": 1}
    assert mail_server.connections == 2


@pytest.mark.parametrize("at", ["answers", "data_answers"])
def test_it_names_nobody_in_an_error(mail_server: Script, at: str) -> None:
    getattr(mail_server, at)[READER] = f"550 5.1.1 <{READER}> no such person"
    error = trouble()

    told = "".join(traceback.TracebackException.from_exception(error, capture_locals=False).format())
    assert READER not in told
    assert error.__cause__ is None
    assert error.__context__ is None


def test_it_prints_no_address(mail_server: Script, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    nobody = "nobody@example.org"
    mail_server.answer(nobody, f"550 5.1.1 <{nobody}> no such person")
    hand_over(mail())
    try:
        hand_over(mail(nobody))
    except MailTrouble:
        logging.getLogger("comments").exception("A letter failed.")

    ours = [record for record in caplog.records if record.name != "asyncio"]
    assert ours
    assert not [record for record in ours if "example.org" in logging.Formatter().format(record)]


def test_it_lets_other_errors_be_what_they_are(mail_server: Script) -> None:
    with pytest.raises(ValueError, match="newlines"):
        hand_over(EmailMessage("خبر\nBcc: x@y.example", "نص", "noreply@news.example", [READER]))


# --- Without a server ---------------------------------------------------------------------------------------------


def test_it_says_whether_mail_reaches_people(mail_server: Script, settings: LazySettings) -> None:
    assert mail_is_configured()
    settings.EMAIL_BACKEND = "anymail.backends.mailgun.EmailBackend"
    assert mail_is_configured()
    settings.EMAIL_BACKEND = "mohit.mail.files.EmailBackend"
    assert not mail_is_configured()


def test_it_writes_files_without_a_server(settings: LazySettings, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND = "mohit.mail.files.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    hand_over(mail())
    hand_over(mail())

    files = list((tmp_path / "mail").iterdir())
    assert len(files) == 2
    assert {file.suffix for file in files} == {".eml"}
    assert b"To: reader@example.org" in files[0].read_bytes()
    assert {file.stat().st_mode & 0o077 for file in [*files, tmp_path / "mail"]} == {0}
