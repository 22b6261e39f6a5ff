"""One mail of an issue, as bytes and as Django's message: what stands in it, and that nothing else can get in."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from django.conf import LazySettings

from newsletter.links import READER
from newsletter.mail_merge import NAME, NAMELESS, TOKEN, MailMerge, Reader, without_reader
from newsletter.models import Issue
from tests.newsletter.factories import IssueFactory

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)
WORDS = "الجزائر، ٢٥ نوفمبر: «المحيط» يكتب عن OpenAI\u200f وغيرها. = 100%\n.نقطة في أول السطر\n"
TEXT = f"صباح الخير {NAME}،\n\n{WORDS * 30}\nhttps://news.example/newsletter/daily/leave/{TOKEN}/\n{NAME}{TOKEN}\n"
HTML = f'<p dir="rtl">{NAME}،</p>{WORDS * 30}<a href="https://news.example/{TOKEN}/">غادر</a>'


def issue(**values: object) -> Issue:
    return IssueFactory(sending=True, **{"html": HTML, "text": TEXT, "subject": "أخبار الصباح", **values})


def reader(**values: object) -> Reader:
    return Reader(**{"delivery_pk": 7, "subscriber_pk": 3, "address": "ali@example.com", **values})


def read(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=policy.default)


def headers(message: EmailMessage) -> dict[str, str]:
    return {name: str(value).strip() for name, value in message.items() if name != "Content-Type"}


def part(message: EmailMessage, subtype: str) -> str:
    return message.get_body((subtype,)).get_content().replace("\r\n", "\n")


@pytest.mark.parametrize("name", ["", "علي", "Ali & <b>", "ع" * 80, "=" * 75, ". نقطة", "a" * 76])
def test_it_puts_in_the_readers_values_and_changes_nothing_else(name: str) -> None:
    from html import escape

    message = read(MailMerge(issue()).as_bytes(reader(name=name), AT))

    token = message["List-Unsubscribe"].rpartition("/leave/")[2].partition("/")[0]
    shown = name or NAMELESS
    assert part(message, "plain") == TEXT.replace(NAME, f"\u2068{shown}\u2069").replace(TOKEN, token)
    assert part(message, "html") == HTML.replace(NAME, escape(shown)).replace(TOKEN, token)
    assert READER.read(token) == (3, 1)


def test_it_has_the_headers_of_a_list(settings: LazySettings) -> None:
    settings.MAIL_RETURN = "bounces@news.example"
    row = issue(mailing_list__slug="morning", mailing_list__name="النشرة اليومية")
    message = read(MailMerge(row).as_bytes(reader(), AT))
    token = READER.token(3, 1)

    unsubscribe = message["List-Unsubscribe"].replace(
        message["List-Unsubscribe"].rpartition("/leave/")[2].partition("/")[0], token
    )
    assert [(name, str(message[name])) for name in message if name not in ("List-Unsubscribe", "Message-ID")] == [
        ("Date", "Wed, 25 Nov 2026 07:00:00 +0100"),
        ("To", "ali@example.com"),
        ("From", "المحيط الإخباري <noreply@testserver>"),
        ("Subject", "أخبار الصباح"),
        ("List-Id", "النشرة اليومية <morning.newsletter.testserver>"),
        ("List-Archive", "<http://testserver/newsletter/morning/>"),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
        ("Content-Language", "ar"),
        ("Precedence", "bulk"),
        ("MIME-Version", "1.0"),
        ("Content-Type", f'multipart/alternative; boundary="=_mohit_{row.pk}_"'),
    ]
    assert unsubscribe.startswith(f"<http://testserver/newsletter/leave/{token}/{row.mailing_list_id}/>, <mailto:")
    assert "<mailto:bounces@news.example?" in unsubscribe
    assert message["Message-ID"].endswith("@testserver>")


def test_it_offers_no_mailbox_that_nobody_reads() -> None:
    assert "mailto" not in read(MailMerge(issue()).as_bytes(reader(), AT))["List-Unsubscribe"]


def test_it_gives_a_mail_the_same_id_whenever_it_is_made() -> None:
    merge, other = MailMerge(issue()), MailMerge(issue())

    def made(merge: MailMerge, **values: object) -> str:
        return read(merge.as_bytes(reader(**values)))["Message-ID"]

    assert made(merge) == made(merge, address="new@example.com", delivery_pk=8)
    assert len({made(merge), made(merge, subscriber_pk=4), made(other)}) == 3


@pytest.mark.parametrize(
    "name",
    [
        "خبر\r\nBcc: evil@example.com",
        "خبر\nBcc: evil@example.com\n\nمتن",
        "خبر\u2028Bcc: x",
        "News\r\nBcc: evil@example.com",
    ],
)
def test_it_makes_no_header_of_a_line_end(name: str) -> None:
    row = issue()
    row.subject = row.mailing_list.name = name  # past every check before

    for raw in (MailMerge(row).as_bytes(reader(name=name)), MailMerge(row).as_message(reader()).message().as_bytes()):
        message = read(raw)
        assert message["Bcc"] is None
        assert "Bcc" in message["Subject"]
        assert [part.get_content_type() for part in message.walk()] == [
            "multipart/alternative",
            "text/plain",
            "text/html",
        ]


@pytest.mark.parametrize("name", ["علي", "ب" * 13, "a" * 76, "ab" + "ع" * 12])
def test_it_keeps_to_the_wire_format(name: str) -> None:
    """ASCII, CRLF at the end of each line and nowhere else, 76 characters a line (RFC 2045, 6.7)."""
    raw = MailMerge(issue()).as_bytes(reader(name=name))

    assert raw.isascii()
    assert b"\r" not in raw.replace(b"\r\n", b"")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    head, _, body = raw.partition(b"\r\n\r\n")
    assert max(map(len, head.split(b"\r\n"))) <= 200
    assert max(map(len, body.split(b"\r\n"))) <= 76


def test_it_says_the_same_by_djangos_backends() -> None:
    merge = MailMerge(issue())
    by_bytes, by_django = (
        read(merge.as_bytes(reader(name="علي"), AT)),
        read(merge.as_message(reader(name="علي"), AT).message().as_bytes()),
    )

    assert headers(by_bytes) == headers(by_django)
    for subtype in ("plain", "html"):
        assert part(by_bytes, subtype).strip() == part(by_django, subtype).strip()


def test_it_shows_nobodys_values_in_the_archive() -> None:
    row = issue()
    row.html = f'<a href="http://testserver/newsletter/leave/{TOKEN}/{row.mailing_list_id}/">{NAME} {TOKEN}'

    assert without_reader(row) == f'<a href="http://testserver/newsletter/{row.mailing_list.slug}/">{NAMELESS} '
