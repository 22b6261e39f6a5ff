"""The codes of an authenticator app, by the tables of RFC 4226 and RFC 6238."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from newsroom.signin import totp

SECRET = b"12345678901234567890"
HOTP = ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"]


@pytest.mark.parametrize(("counter", "code"), list(enumerate(HOTP)))
def test_it_computes_the_table_of_rfc_4226(counter: int, code: str) -> None:
    assert totp.code_at(SECRET, counter) == code


@pytest.mark.parametrize(
    ("moment", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (2000000000, "279037"), (20000000000, "353130")],
)
def test_it_computes_the_table_of_rfc_6238(moment: int, code: str) -> None:
    assert totp.step_of(SECRET, code, moment) == moment // 30


@pytest.mark.parametrize(("off", "right"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_it_forgives_a_clock_half_a_minute(off: int, right: bool) -> None:
    code = totp.code_at(SECRET, 1000 + off)
    assert totp.step_of(SECRET, code, 1000 * 30 + 15) == (1000 + off if right else None)


@pytest.mark.parametrize("typed", ["", "1", "٧٥٥٢٢٤٠", "abcdef", "7552240"])
def test_it_refuses_what_is_no_code(typed: str) -> None:
    assert totp.step_of(SECRET, typed, 300) is None


def test_it_names_site_and_member_to_the_app() -> None:
    address = urlsplit(totp.address(SECRET, "سلمى", "المحيط: الإخباري"))
    assert (address.scheme, address.netloc, address.path.count(":")) == ("otpauth", "totp", 1)
    assert parse_qs(address.query) == {"secret": ["GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"], "issuer": ["المحيط: الإخباري"]}
    assert totp.key_in_letters(SECRET) == "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"
