"""Coming in: password, second step, codes on paper; and that a wrong name tells nothing."""

from __future__ import annotations

import time

import pytest
from django.test import Client

from newsroom.models import AuthenticatorApp, RecoveryCode, SecurityEvent, User
from tests.factories import UserFactory
from tests.newsroom.signin.people import (
    FIREFOX,
    browser,
    code_of,
    is_inside,
    sign_in,
    with_app,
    with_codes,
    with_password,
)

pytestmark = pytest.mark.django_db
SECOND = "/admin/login/second/"


def kinds(user: User) -> list[str]:
    return list(user.security_events.order_by("pk").values_list("kind", flat=True))


def test_it_lets_in_with_a_password_and_notes_it(journalist: User) -> None:
    with_password(journalist)
    client = browser(FIREFOX)
    answer = sign_in(client, "sahafi", next="/admin/articles/article/")
    assert (answer.status_code, answer["Location"]) == (302, "/admin/articles/article/")
    event = SecurityEvent.objects.get()
    assert (event.user, event.kind, event.detail, event.device) == (
        journalist,
        "sign_in",
        "كلمة المرور",
        "فايرفوكس على أندرويد",
    )
    session = journalist.sessions.get()
    assert session.device == "فايرفوكس على أندرويد"


@pytest.mark.parametrize("away", ["https://evil.example/", "//evil.example/", "/admin/login/", "/ar/", "javascript:1"])
def test_it_leads_nobody_out_of_the_newsroom(journalist: User, away: str) -> None:
    with_password(journalist)
    assert sign_in(browser(), "sahafi", next=away)["Location"] == "/admin/"


def test_it_says_the_same_of_an_unknown_name_a_wrong_password_and_a_stopped_account(journalist: User) -> None:
    with_password(journalist)
    with_password(UserFactory(username="gone", is_active=False))
    invited = UserFactory(username="invited")
    invited.set_unusable_password()
    invited.save()
    pages = []
    for name, password in (("nobody", "x"), ("sahafi", "x"), ("gone", "x"), ("gone", "qamar-bahr-41"), ("invited", "")):
        client = browser(network=f"198.51.100.{len(pages)}")
        answer = sign_in(client, name, password or "x")
        assert answer.status_code == 200
        assert not is_inside(client)
        body = answer.content.decode().replace(f'value="{name}"', "")
        pages.append((body[: body.index("csrfmiddlewaretoken")], body[body.index("username") :]))
    assert len({page[0] for page in pages}) == 1
    assert "اسم المستخدم أو كلمة المرور غير صحيح" in pages[0][0]


def test_it_takes_as_long_for_an_unknown_name(journalist: User, settings: object) -> None:
    """With the hash of production. Compared are the fastest of many tries: a busy machine slows the others."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    with_password(journalist)

    def seconds(name: str, turn: int) -> float:
        client = browser(network=f"198.51.100.{turn}")
        start = time.perf_counter()
        sign_in(client, name, "wrong")
        return time.perf_counter() - start

    seconds("warm", 250), seconds("sahafi", 251)
    known, unknown = [], []
    for turn in range(0, 16, 2):
        known.append(seconds("sahafi", turn))
        unknown.append(seconds("nobody", turn + 1))
    assert 0.7 < min(known) / min(unknown) < 1.4, (known, unknown)


def test_it_asks_for_a_code_after_the_password(journalist: User) -> None:
    with_password(journalist)
    secret = with_app(journalist)
    client = browser()
    assert sign_in(client, "sahafi", next="/admin/articles/article/")["Location"] == (
        "/admin/login/second/?next=%2Fadmin%2Farticles%2Farticle%2F"
    )
    assert not is_inside(client)
    assert "الرمز غير صحيح" in client.post(SECOND, {"code": "000000"}).content.decode()
    answer = client.post(SECOND, {"code": code_of(secret), "next": "/admin/articles/article/"})
    assert answer["Location"] == "/admin/articles/article/"
    assert is_inside(client)
    assert kinds(journalist) == ["wrong_code", "sign_in"]
    assert journalist.security_events.first().detail == "كلمة المرور ورمز التطبيق"


def test_it_reads_the_digits_of_any_keyboard(journalist: User) -> None:
    with_password(journalist)
    secret = with_app(journalist)
    client = browser()
    sign_in(client, "sahafi")
    typed = code_of(secret).translate({48 + digit: 0x660 + digit for digit in range(10)})
    assert client.post(SECOND, {"code": f"{typed[:3]} {typed[3:]}"}).status_code == 302


def test_it_takes_a_code_once(journalist: User) -> None:
    with_password(journalist)
    code = code_of(with_app(journalist))
    first, second = browser(), browser()
    for client in (first, second):
        sign_in(client, "sahafi")
        client.post(SECOND, {"code": code})
    assert (is_inside(first), is_inside(second)) == (True, False)


def test_it_takes_a_recovery_code_once_however_it_is_typed(journalist: User) -> None:
    with_password(journalist)
    with_app(journalist)
    codes = with_codes(journalist)
    assert (len(codes), len(set(codes))) == (10, 10)
    first, second = browser(), browser()
    for client in (first, second):
        sign_in(client, "sahafi")
        client.post(SECOND, {"code": codes[0].upper().replace("-", " ")})
    assert (is_inside(first), is_inside(second)) == (True, False)
    assert RecoveryCode.objects.filter(used_at=None).count() == 9
    stored = bytes(RecoveryCode.objects.first().digest)
    assert codes[0].encode() not in stored
    assert len(stored) == 32


def test_it_forgets_a_password_without_its_second_step(journalist: User) -> None:
    with_password(journalist)
    secret = with_app(journalist)
    client = browser()
    sign_in(client, "sahafi")
    session = client.session
    session["waiting_for_second_step"] = {**session["waiting_for_second_step"], "at": time.time() - 601}
    session.save()
    assert client.post(SECOND, {"code": code_of(secret)})["Location"] == "/admin/login/"

    sign_in(client, "sahafi")
    with_password(User.objects.get(pk=journalist.pk))  # another salt: another password
    assert client.post(SECOND, {"code": code_of(secret)})["Location"] == "/admin/login/"
    assert not is_inside(client)


def test_it_stops_with_the_account(journalist: User) -> None:
    with_password(journalist)
    secret = with_app(journalist)
    client = browser()
    sign_in(client, "sahafi")
    User.objects.update(is_active=False)
    assert client.post(SECOND, {"code": code_of(secret)})["Location"] == "/admin/login/"


def test_it_shuts_the_second_step_to_who_has_not_passed_the_first(client: Client, journalist: User) -> None:
    assert client.get(SECOND)["Location"] == "/admin/login/"
    assert client.post(SECOND, {"code": "1"})["Location"] == "/admin/login/"
    assert client.get("/admin/login/passkey/").status_code == 405
    assert client.get("/admin/login/passkey/question/").status_code == 405
    for answer in ("", "{}", "[]", "x" * 30_000, '{"id": "x"}'):
        page = client.post("/admin/login/passkey/", {"answer": answer})
        assert "لم يقبل مفتاح المرور" in page.content.decode()
    assert not is_inside(client)


def test_it_changes_the_session_at_each_step(journalist: User) -> None:
    with_password(journalist)
    secret = with_app(journalist)
    client = browser()
    client.post("/admin/login/passkey/question/")
    keys = [client.session.session_key]
    sign_in(client, "sahafi")
    keys.append(client.session.session_key)
    client.post(SECOND, {"code": code_of(secret)})
    keys.append(client.session.session_key)
    assert len(set(keys)) == 3


def test_it_stores_no_secret_in_the_clear(journalist: User, settings: object) -> None:
    secret = with_app(journalist)
    app = AuthenticatorApp.objects.get()
    assert secret not in bytes(app.sealed_secret)
    assert app.accept(code_of(secret))
    settings.SECRET_KEY = "another"
    assert not AuthenticatorApp.objects.get().accept(code_of(secret, 1))
    settings.SECRET_KEY_FALLBACKS = ["tests"]
    assert AuthenticatorApp.objects.get().accept(code_of(secret, 1))


def test_it_notes_who_leaves(journalist: User) -> None:
    with_password(journalist)
    client = browser()
    sign_in(client, "sahafi")
    client.post("/admin/logout/")
    assert kinds(journalist) == ["sign_in", "sign_out"]
    assert not journalist.sessions.exists()
