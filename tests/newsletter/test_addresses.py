from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from newsletter.addresses import fingerprint, read_address


@pytest.mark.parametrize(
    ("typed", "text", "key"),
    [
        ("ali@example.com", "ali@example.com", "ali@example.com"),
        ("  Ali@Example.COM ", "Ali@example.com", "ali@example.com"),
        ("ali @ example.com", "ali@example.com", "ali@example.com"),
        ("\u200fali@example.com\u200e", "ali@example.com", "ali@example.com"),
        ("ali@example.com.", "ali@example.com", "ali@example.com"),
        ("ali+news@example.com", "ali+news@example.com", "ali+news@example.com"),
        ("ali@موقع.السعودية", "ali@xn--4gbrim.xn--mgberp4a5d4ar", "ali@xn--4gbrim.xn--mgberp4a5d4ar"),
    ],
)
def test_it_reads_what_people_type(typed: str, text: str, key: str) -> None:
    assert read_address(typed) == (text, key)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "@",
        "ali",
        "ali@",
        "@example.com",
        "ali@localhost",
        "ali@example..com",
        "علي@example.com",
        "ali@example.com\nBcc: b@example.com",
        "ali@example.com\x00",
        "a@b@c.example",
        f"{'a' * 64}@{'b' * 63}.{'c' * 63}.{'d' * 63}.com",
        f"a@{'b' * 64}.com",
        "\ud800@example.com",
    ],
)
def test_it_refuses_what_is_no_address(typed: str) -> None:
    with pytest.raises(ValidationError, match="عنوان بريد"):
        read_address(typed)


def test_it_stands_for_a_text_differently_by_purpose_and_key(settings: object) -> None:
    one = fingerprint("source", "192.0.2.1")

    assert len(one) == 32
    assert one == fingerprint("source", "192.0.2.1")
    assert one != fingerprint("suppression", "192.0.2.1")
    settings.FINGERPRINT_KEY = "another"
    assert one != fingerprint("source", "192.0.2.1")
