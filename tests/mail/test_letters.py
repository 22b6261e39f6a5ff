"""Letters: what reaches a mail server, read back from a real conversation with one."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.mail import BadHeaderError
from django.template import engines

from mohit.mail import Letter, message_id, one_line, sender
from tests.mail_server import Script, Taken

READER = "reader@example.org"


@pytest.fixture
def template(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: LazySettings) -> str:
    """A letter of this test's own."""
    (tmp_path / "try.html").write_text(
        '{% extends "mail/letter.html" %}{% block preheader %}بداية{% endblock %}'
        "{% block body %}<h1>{{ subject }}</h1><p>كتب <bdi>{{ name }}</bdi> عن OpenAI اليوم.</p>"
        '{% include "mail/_button.html" with address="https://news.example/x/?a=1&amp;b=2" words="افتح الصفحة" %}'
        "<p>سطر أخير.</p>{% endblock %}{% block why %}وصلتك لأنك طلبتها.{% endblock %}"
    )
    for loader in engines["django"].engine.template_loaders:
        for inner in getattr(loader, "loaders", [loader]):
            if hasattr(inner, "dirs") and inner.dirs:
                monkeypatch.setattr(inner, "dirs", [*inner.dirs, tmp_path])
            elif hasattr(inner, "dirs"):
                monkeypatch.setattr(inner, "get_dirs", lambda: [*settings.TEMPLATES[0]["DIRS"], tmp_path])
    return "try.html"


def letter(template: str, **kwargs: object) -> Letter:
    facts = {"to": READER, "subject": "أكد بريدك", "template": template, "context": {"name": "سعاد"}} | kwargs
    return Letter(**facts)


def taken(mail_server: Script) -> Taken:
    (mail,) = mail_server.taken
    return mail


def test_it_reaches_the_server_with_all_its_headers(mail_server: Script, template: str) -> None:
    letter(template, key="try-1").send()

    message = taken(mail_server).message
    assert message["Subject"] == "أكد بريدك"
    assert message["To"] == READER
    assert str(message["From"]) == "المحيط الإخباري <noreply@testserver>"
    assert message["Message-ID"] == message_id("try-1")
    assert message["Content-Language"] == "ar"
    assert message["Auto-Submitted"] == "auto-generated"
    assert abs(parsedate_to_datetime(message["Date"]) - datetime.now(UTC)) < timedelta(minutes=1)
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert taken(mail_server).sender == "noreply@testserver"
    assert taken(mail_server).recipients == [READER]


def test_it_writes_headers_in_ascii_alone(mail_server: Script, template: str) -> None:
    letter(template, subject="تعليق جديد على «OpenAI تطلق نسخة»، وهو عنوان طويل جدا حتى يحتاج إلى أكثر من سطر").send()

    head = taken(mail_server).raw.partition(b"\r\n\r\n")[0]
    assert head.isascii()
    assert max(map(len, head.split(b"\r\n"))) <= 78
    assert taken(mail_server).message["Subject"].startswith("تعليق جديد على «OpenAI تطلق نسخة»، وهو")


def test_it_says_the_same_in_both_parts_in_the_same_order(mail_server: Script, template: str) -> None:
    letter(template).send()

    said = ["أكد بريدك", "كتب", "سعاد", "OpenAI", "افتح الصفحة", "سطر أخير.", "وصلتك لأنك طلبتها."]
    for part in (taken(mail_server).text, taken(mail_server).html.partition("<body")[2]):
        places = [part.index(words) for words in said]
        assert places == sorted(places)
        assert "https://news.example/x/?a=1" in part
    assert "https://news.example/x/?a=1&b=2\n" in taken(mail_server).text
    assert "بداية" not in taken(mail_server).text


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\u2028", "\x0b", "\x85"])
def test_it_makes_no_header_of_a_name_or_a_subject(mail_server: Script, template: str, end: str) -> None:
    bad = f"خبر{end}Bcc: other@example.org{end}{end}<p>"
    letter(template, subject=bad, sender_name=bad, context={"name": bad}, headers={"X-Try": bad}).send()

    message = taken(mail_server).message
    assert message["Bcc"] is None
    assert message["Subject"] == message["X-Try"] == "خبر Bcc: other@example.org <p>"
    assert message["From"].addresses[0].display_name == "خبر Bcc: other@example.org <p>"
    assert message["From"].addresses[0].addr_spec == "noreply@testserver"
    assert taken(mail_server).recipients == [READER]


@pytest.mark.parametrize(
    "address",
    ["a@b.example\nBcc: c@d.example", "a@b.example, c@d.example", "اسم <a@b.example>", "", "@b.example", "a@"],
)
def test_it_refuses_what_is_not_one_address(mail_server: Script, template: str, address: str) -> None:
    with pytest.raises((ValueError, BadHeaderError)) as refusal:
        letter(template, to=address).send()

    assert mail_server.taken == []
    assert not address or address not in str(refusal.value)


def test_it_writes_to_an_arabic_domain(mail_server: Script, template: str) -> None:
    letter(template, to="reader@مثال.example").send()

    assert taken(mail_server).recipients == ["reader@xn--mgbh0fb.example"]


def test_it_cleans_what_stands_in_a_line() -> None:
    assert one_line("  أ\u202eب\u2066ج\u200f\t\n \0د\x1b ") == "أبج د"
    assert len(one_line("كلمة " * 500)) <= 200


def test_it_gives_the_same_message_id_for_the_same_key_alone(settings: LazySettings) -> None:
    assert message_id("a") == message_id("a") != message_id("b")
    assert message_id() != message_id()
    assert re.fullmatch(r"<[0-9a-f]{32}@testserver>", message_id("a"))
    settings.SITE_URL = "https://أخبار.example:8443"
    assert message_id("a").endswith("@xn--igbicxr.example>")
    settings.SITE_URL = "http://127.0.0.1:8000"
    assert message_id("a").endswith("@[127.0.0.1]>")


def test_it_names_the_sender_beside_the_address_alone(settings: LazySettings) -> None:
    settings.MAIL_FROM = "news@news.example"
    assert sender("A, B <x@y.example>").endswith(" <news@news.example>")
    assert sender('"').endswith(" <news@news.example>")
    assert "\n" not in sender("اسم طويل " * 30)
    assert sender("اسم طويل " * 30).endswith(" <news@news.example>")


def test_it_opens_one_connection_and_waits_no_longer_than_the_timeout(
    mail_server: Script, template: str, settings: LazySettings
) -> None:
    letter(template).send()

    assert mail_server.connections == 1
    assert 0 < settings.EMAIL_TIMEOUT <= 30
