"""What a request carries, read before a view sees it: a bounded form in UTF-8, or a `Refusal` that says what is wrong.

Django itself reads broken bytes as U+FFFD and stores nobody's text by that; here the sender is told. What its parser
raises over others (a part's unknown encoding, too many fields, no boundary) becomes a Refusal as well, never a 500.
"""

from __future__ import annotations

import codecs
from urllib.parse import unquote_to_bytes

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError

LARGEST = 256 * 1024  # bytes, as nginx allows (deploy/nginx.conf): some 40,000 Arabic letters, percent-encoded
MOST_FIELDS = 60

URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"


class Refusal(Exception):
    """A form that no view can read: the status to answer with, and two sentences for the person who sent it."""

    def __init__(self, status: int, headline: str, words: str, *, is_readable: bool = False) -> None:
        super().__init__(status)
        self.status, self.headline, self.words, self.is_readable = status, headline, words, is_readable


def too_large() -> Refusal:
    words = (
        f"لا يتسع هذا النموذج لأكثر من {LARGEST // 1024} كيلوبايت، أي نحو 40 ألف حرف. "
        "ارجع إلى الصفحة السابقة: ما كتبته ما زال فيها. اختصره أو أرسله على دفعات."
    )
    return Refusal(413, "النص أكبر مما نستقبله", words)


def unreadable() -> Refusal:
    return Refusal(
        400, "لم نفهم ما وصلنا", "وصل النموذج ناقصا أو على غير صورته. ارجع إلى الصفحة السابقة وأرسله مرة أخرى."
    )


def too_many() -> Refusal:
    return Refusal(400, "في هذا النموذج حقول كثيرة", f"نستقبل {MOST_FIELDS} حقلا على الأكثر.")


def no_length() -> Refusal:
    return Refusal(411, "لم نعرف حجم ما أرسلته", "لم يقل المتصفح كم بايتا أرسل. أعد المحاولة بمتصفح آخر.")


def no_form() -> Refusal:
    return Refusal(415, "ليس هذا نموذجا", "نستقبل هنا ما ترسله نماذج صفحاتنا فقط، بترميز UTF-8.")


def damaged() -> Refusal:
    words = "في ما وصلنا حروف تالفة لا تقرأ. ارجع إلى الصفحة السابقة واكتبها من جديد. هذا ما استطعنا قراءته، لتنسخ منه:"
    return Refusal(400, "وصل النص تالفا", words, is_readable=True)


def read_form(request: HttpRequest) -> None:
    """Fill `request.POST`; raise the Refusal of a body that is none of ours."""
    try:
        body = body_of(request)
        if body and (request.content_type not in (URLENCODED, MULTIPART) or not is_utf8(request)):
            raise no_form()
        request.encoding = "utf-8"
        fields = sum(len(values) for _, values in request.POST.lists())
    except UnreadablePostError:
        raise unreadable() from None
    except (MultiPartParserError, SuspiciousOperation, BadRequest, LookupError, ValueError):
        # Django's limits are wider than ours, but for the count of fields: 1,000 of them, so a flood gets here.
        raise unreadable() from None
    if fields > MOST_FIELDS:
        raise too_many()
    if is_damaged(request, body):
        raise damaged()


def body_of(request: HttpRequest) -> bytes:
    length = request.META.get("CONTENT_LENGTH") or ""
    if length.isdecimal() and int(length) > LARGEST:
        raise too_large()
    if not length and "Transfer-Encoding" in request.headers:  # WSGI reads nothing without a length (nginx sets it)
        raise no_length()
    body = request.body
    if length and len(body) < int(length):  # the connection broke: a comment that ends in the middle is nobody's
        raise unreadable()
    return body


def is_utf8(request: HttpRequest) -> bool:
    """Whether the request says so, or says nothing that any program knows."""
    try:
        return codecs.lookup(request.content_params.get("charset", "utf-8")).name == "utf-8"
    except (LookupError, ValueError):
        return True


def is_damaged(request: HttpRequest, body: bytes) -> bool:
    """Whether bytes are no UTF-8 (a lone surrogate is none), or a letter is NUL, which PostgreSQL cannot store."""
    if request.content_type == URLENCODED:
        body = unquote_to_bytes(body)
    try:
        body.decode()
    except UnicodeDecodeError:
        return True
    return any("\0" in text for name, values in request.POST.lists() for text in (name, *values))
