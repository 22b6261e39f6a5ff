"""The brake on guessing, and that nobody can use it against a colleague."""

from __future__ import annotations

import re

import pytest

from mohit.models import LimitCount
from newsroom.models import SecurityEvent, User
from newsroom.signin import attempts
from tests.newsroom.signin.people import PASSWORD, browser, code_of, is_inside, sign_in, with_app, with_password

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(journalist: User) -> User:
    return with_password(journalist)


@pytest.mark.parametrize("name", ["sahafi", "nobody"])
def test_it_locks_a_name_for_a_network_after_five_tries(known: User, name: str) -> None:
    client = browser()
    answers = [sign_in(client, name, "wrong") for _ in range(5)]
    assert {answer.status_code for answer in answers} == {200}
    locked = sign_in(client, name, PASSWORD)
    assert locked.status_code == 429
    assert 0 < int(locked["Retry-After"]) <= 2 * attempts.SPAN
    assert re.search(r"محاولات كثيرة\. انتظر .*(دقيقة|دقائق|دقيقتين) ثم حاول من جديد", locked.content.decode())
    assert f'value="{name}"' in locked.content.decode()
    assert not is_inside(client)


def test_it_leaves_other_networks_alone(known: User) -> None:
    for _ in range(6):
        sign_in(browser(), "sahafi", "wrong")
    client = browser(network="192.0.2.99")
    sign_in(client, "sahafi")
    assert is_inside(client)


def test_it_counts_spellings_of_a_name_as_one(known: User) -> None:
    client = browser()
    for name in ("sahafi", "SAHAFI", "Sahafi", " sahafi", "sahafi "):
        sign_in(client, name, "wrong")
    assert sign_in(client, "sahafi").status_code == 429


def test_it_stops_guessing_from_many_networks(known: User) -> None:
    for turn in range(30):
        sign_in(browser(network=f"198.51.100.{turn}"), "sahafi", "wrong")
    assert sign_in(browser(network="203.0.113.1"), "sahafi").status_code == 429


def test_it_lets_a_colleague_in_whose_name_is_under_attack(known: User) -> None:
    desk = browser(network="203.0.113.7")
    sign_in(desk, "sahafi")
    desk.post("/admin/logout/")
    for turn in range(31):
        sign_in(browser(network=f"198.51.100.{turn}"), "sahafi", "wrong")
    assert sign_in(browser(network="203.0.113.8"), "sahafi").status_code == 429
    assert sign_in(desk, "sahafi").status_code == 302
    assert is_inside(desk)


def test_it_brakes_a_known_browser_too(known: User) -> None:
    desk = browser()
    sign_in(desk, "sahafi")
    desk.post("/admin/logout/")
    for _ in range(10):
        assert sign_in(desk, "sahafi", "wrong").status_code == 200
    assert sign_in(desk, "sahafi").status_code == 429


def test_it_believes_no_browser_about_another_name(known: User, editor: User) -> None:
    with_password(editor)
    desk = browser()
    sign_in(desk, "sahafi")
    desk.post("/admin/logout/")
    for _ in range(5):
        sign_in(desk, "muharrir", "wrong")
    assert sign_in(desk, "muharrir").status_code == 429
    forged = browser(network="203.0.113.1")
    forged.cookies["mohit_device"] = desk.cookies["mohit_device"].value.replace(".", "x.", 1)
    for _ in range(5):
        sign_in(forged, "sahafi", "wrong")
    assert sign_in(forged, "sahafi").status_code == 429


def test_it_stops_one_password_for_every_name(known: User) -> None:
    client = browser()
    for turn in range(60):
        sign_in(client, f"name{turn}", "123456")
    assert sign_in(client, "name-next", "123456").status_code == 429


def test_it_notes_a_lock_once_and_of_known_names_alone(known: User) -> None:
    client = browser()
    for _ in range(9):
        sign_in(client, "sahafi", "typed-by-mistake")
        sign_in(client, "nobody", "typed-by-mistake")
    kinds = list(SecurityEvent.objects.order_by("pk").values_list("user__username", "kind", "by"))
    assert kinds == [("sahafi", "wrong_password", None)] * 5 + [("sahafi", "lock", None)]
    assert "typed" not in str(list(SecurityEvent.objects.values()))


def test_it_brakes_the_guessing_of_codes(known: User) -> None:
    secret = with_app(known)
    client = browser()
    sign_in(client, "sahafi")
    for _ in range(6):
        assert client.post("/admin/login/second/", {"code": "000000"}).status_code == 200
    locked = client.post("/admin/login/second/", {"code": code_of(secret)})
    assert locked.status_code == 429
    assert "محاولات كثيرة" in locked.content.decode()
    assert not is_inside(client)


def test_it_stores_no_network_address(known: User) -> None:
    sign_in(browser(network="203.0.113.77"), "sahafi", "wrong")
    client = browser(network="203.0.113.77")
    sign_in(client, "sahafi")
    stored = str(list(SecurityEvent.objects.values())) + str(list(known.sessions.values()))
    stored += str([bytes(row.key) for row in LimitCount.objects.all()]) + str(client.session.items())
    assert "203.0.113" not in stored
    assert LimitCount.objects.exists()


def test_it_brakes_answers_of_no_device(known: User) -> None:
    """After the password: else the history would take as many rows as somebody sends."""
    with_app(known)
    client = browser()
    sign_in(client, "sahafi")
    answers = [client.post("/admin/login/passkey/", {"answer": "x"}).status_code for _ in range(8)]
    assert answers == [200] * 6 + [429] * 2
    assert known.security_events.filter(kind="wrong_code").count() == 6


@pytest.mark.parametrize("name", ["\0", "sah\0afi", "س" * 400, "ﬀ" * 150, "'; --", "٪"])
def test_it_takes_any_name(known: User, name: str) -> None:
    client = browser()
    assert sign_in(client, name, "\0").status_code == 200
    assert not is_inside(client)
