"""What a public form carries: a clear Arabic answer to what is broken, never a 500, and the text is shown again."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.http import HttpResponse
from django.test import Client

from mohit.public_forms.bodies import LARGEST, MOST_FIELDS, MULTIPART, URLENCODED
from tests.articles.markup import Markup

pytestmark = pytest.mark.urls("tests.public_forms.letterbox")

PART = b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n%b\r\n'
BOUNDED = f"{MULTIPART}; boundary=x"


def send(body: bytes, content_type: str = URLENCODED, **meta: str) -> HttpResponse:
    reader = Client(enforce_csrf_checks=True)
    return reader.generic("POST", "/plain/", body, content_type, headers={"Sec-Fetch-Site": "same-origin"}, **meta)


def refused(response: HttpResponse, status: int, headline: str) -> Markup:
    markup = Markup(response.content.decode())
    assert (response.status_code, markup.one("h1").words) == (status, headline)
    assert response.headers["Cache-Control"] == "private, no-store"
    return markup


@pytest.mark.parametrize(
    ("body", "content_type", "text"),
    [
        (b"text=%D9%86%D8%B5+%26", URLENCODED, "نص &"),
        ("text=نص".encode(), URLENCODED, "نص"),
        (b"text=100%+%zz%4", URLENCODED, "100% %zz%4"),  # as browsers do not write it, but plain
        (b"text=%D9%86", f"{URLENCODED}; charset=utf8", "ن"),
        (b"text=%D9%86", f"{URLENCODED}; charset=nonsense", "ن"),
        (PART % "نص".encode() + b"--x--\r\n", BOUNDED, "نص"),
        (PART % "نص".encode() + b"--x--\r\n", f"{BOUNDED}; charset=nonsense", "نص"),
        (PART % "نص".encode(), BOUNDED, "نص"),
        (b"", "", ""),
        (b"--x\r\nContent-Disposition: form-data; name*=nonsense'ar'%D9%86\r\n\r\na\r\n--x--\r\n", BOUNDED, ""),
        (b"text=" + b"a" * (LARGEST - 5), URLENCODED, "a" * (LARGEST - 5)),
    ],
)
def test_it_reads_every_form_that_a_browser_writes(body: bytes, content_type: str, text: str) -> None:
    response = send(body, content_type)

    assert response.status_code == 200
    assert response.content.decode().removesuffix("\r\n") == text


@pytest.mark.parametrize("content_type", [URLENCODED, BOUNDED, "application/json"])
def test_it_says_how_much_it_takes(content_type: str) -> None:
    markup = refused(send(b"a" * (LARGEST + 1), content_type), 413, "النص أكبر مما نستقبله")

    assert "256 كيلوبايت" in markup.one("p", "trouble-words").words


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"--x\r\n", MULTIPART),
        (b"--x\r\n", f"{MULTIPART}; boundary="),
        (b"--x\r\n", f"{MULTIPART}; boundary={'x' * 300}"),
        (b"a=b&" * 1001, URLENCODED),
        (PART % b"a" * 1001 + b"--x--\r\n", BOUNDED),
        (b'--x\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\na\r\n' * 101 + b"--x--\r\n", BOUNDED),
    ],
)
def test_it_says_that_it_does_not_understand(body: bytes, content_type: str) -> None:
    refused(send(body, content_type), 400, "لم نفهم ما وصلنا")


def test_it_says_that_there_are_too_many_fields() -> None:
    assert send(b"&".join([b"text=a"] * MOST_FIELDS)).status_code == 200
    refused(send(b"&".join([b"text=a"] * (MOST_FIELDS + 1))), 400, "في هذا النموذج حقول كثيرة")


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json",
        "text/plain",
        "nonsense",
        f"{URLENCODED}; charset=windows-1256",
        f"{BOUNDED}; charset=utf-16",
        f"{BOUNDED}; charset=hex",
        f"{BOUNDED}; charset=undefined",
        f"{BOUNDED}; charset=utf-7",
    ],
)
def test_it_takes_forms_in_utf_8_alone(content_type: str) -> None:
    refused(send(PART % b"a" + b"--x--\r\n", content_type), 415, "ليس هذا نموذجا")


@pytest.mark.parametrize(
    ("body", "content_type", "shown"),
    [
        (b"text=%D9%86%D8%B5%00%26", URLENCODED, "نص&"),
        (b"text=%D9%86%D8%B5%FF", URLENCODED, "نص\ufffd"),
        (b"text=%D9%86%ED%A0%BDx", URLENCODED, "ن\ufffd\ufffd\ufffdx"),  # a lone surrogate
        (b"text=%D9%86&more=%D9", URLENCODED, "ن"),
        (b"text=a\xff", URLENCODED, "a\xff"),  # Django's guess
        (b"text=%D9%86&%00=1", URLENCODED, "ن"),
        (PART % b"\xd9\x86\xff" + b"--x--\r\n", BOUNDED, "ن\ufffd"),
        (PART % b"\xd9\x86\x00" + b"--x--\r\n", BOUNDED, "ن"),
    ],
)
def test_it_shows_what_it_could_read_of_a_damaged_text(body: bytes, content_type: str, shown: str) -> None:
    markup = refused(send(body, content_type), 400, "وصل النص تالفا")

    assert markup.all("dd")[0].words == shown


def test_it_asks_for_the_length_of_what_comes_in_pieces() -> None:
    response = send(b"text=a", CONTENT_LENGTH="", HTTP_TRANSFER_ENCODING="chunked")

    refused(response, 411, "لم نعرف حجم ما أرسلته")


def test_it_refuses_what_broke_off_on_its_way() -> None:
    response = send(b"", CONTENT_LENGTH="50", **{"wsgi.input": BytesIO(b"text=half a sent")})

    refused(response, 400, "لم نفهم ما وصلنا")


@pytest.mark.parametrize(("length", "status"), [("", 200), ("-1", 200), ("x", 400), ("1e9", 400), ("9" * 40, 413)])
def test_it_survives_a_length_that_is_none(length: str, status: int) -> None:
    assert send(b"text=a", CONTENT_LENGTH=length).status_code == status
