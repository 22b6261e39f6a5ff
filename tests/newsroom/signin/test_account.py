"""A member's own page: factors, codes, sessions, and that changes ask again who sits there."""

from __future__ import annotations

import re
import time

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from newsroom.models import AuthenticatorApp, MemberSession, Passkey, RecoveryCode, SecurityEvent, User
from newsroom.signin import totp
from newsroom.signin.sealing import open_seal
from tests.form_filler import controls
from tests.newsroom.signin.people import (
    FIREFOX,
    PASSWORD,
    browser,
    code_of,
    is_inside,
    sign_in,
    with_app,
    with_codes,
    with_password,
)

pytestmark = pytest.mark.django_db
ACCOUNT, APP, CONFIRM = "/admin/account/", "/admin/account/app/", "/admin/account/confirm/"


def passkey(user: User, name: str = "هاتفي") -> Passkey:
    return Passkey.objects.create(user=user, name=name, credential_id=name.encode(), credential=b"x" * 80)


def later(client: Client) -> Client:
    """A quarter of an hour after the password."""
    session = client.session
    session["confirmed_at"] = time.time() - 901
    session.save()
    return client


def set_up(client: Client) -> tuple[str, str]:
    """(the page's sealed secret, its code)."""
    page = client.get(APP).content.decode()
    letters = re.search(r'class="key" dir="ltr">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    import base64

    return controls(page, "app-form")["sealed"], code_of(base64.b32decode(letters))


def test_it_adds_an_app_and_hands_out_codes_once(inside: Client, journalist: User) -> None:
    sealed, code = set_up(inside)
    assert not AuthenticatorApp.objects.exists()
    page = inside.post(APP, {"sealed": sealed, "code": code})
    codes = re.findall(r"<li><code>([a-z0-9-]{19})</code>", page.content.decode())
    assert len(codes) == 10
    assert "private, no-store" in page["Cache-Control"]
    assert "data:text/plain;charset=utf-8," + "".join(f"{code}%0A" for code in codes) in page.content.decode()
    for address in (ACCOUNT, APP, "/admin/"):
        assert codes[0] not in inside.get(address, follow=True).content.decode()
    assert not inside.post(APP, {"sealed": sealed, "code": code}).content

    client = browser()
    sign_in(client, "sahafi")
    client.post("/admin/login/second/", {"code": codes[3]})
    assert is_inside(client)
    assert set(journalist.security_events.values_list("kind", flat=True)) == {"sign_in", "factor_add", "codes"}


def test_it_refuses_a_wrong_first_code_and_keeps_the_secret(inside: Client) -> None:
    sealed, code = set_up(inside)
    page = inside.post(APP, {"sealed": sealed, "code": "000000"})
    assert "الرمز غير صحيح" in page.content.decode()
    assert controls(page.content.decode(), "app-form")["sealed"] == sealed
    assert not AuthenticatorApp.objects.exists()
    inside.post(APP, {"sealed": sealed, "code": code})
    assert AuthenticatorApp.objects.exists()


def test_it_takes_no_secret_of_another_member(inside: Client, editor: User) -> None:
    with_password(editor)
    other = browser()
    sign_in(other, "muharrir")
    sealed, code = set_up(other)
    assert inside.post(APP, {"sealed": sealed, "code": code})["Location"] == APP
    assert inside.post(APP, {"sealed": "x", "code": code})["Location"] == APP
    assert not AuthenticatorApp.objects.exists()


def test_it_ends_sessions_that_were_open_without_the_new_factor(inside: Client) -> None:
    other = browser(FIREFOX)
    sign_in(other, "sahafi")
    sealed, code = set_up(inside)
    inside.post(APP, {"sealed": sealed, "code": code})
    assert (is_inside(inside), is_inside(other)) == (True, False)


@pytest.mark.parametrize("address", [APP, "/admin/account/passkey/"])
def test_it_asks_again_before_a_page_that_changes_protection(inside: Client, address: str) -> None:
    assert later(inside).get(address)["Location"] == f"{CONFIRM}?next={address}"
    assert "كلمة المرور غير صحيحة" in inside.post(CONFIRM, {"password": "x", "next": address}).content.decode()
    assert inside.get(address).status_code == 302
    assert inside.post(CONFIRM, {"password": PASSWORD, "next": address})["Location"] == address
    assert inside.get(address).status_code == 200


@pytest.mark.parametrize("address", ["app/remove/", "codes/", "passkey/1/remove/"])
def test_it_asks_again_before_it_takes_something_away(inside: Client, journalist: User, address: str) -> None:
    with_app(journalist)
    with_codes(journalist)
    answer = later(inside).post(f"{ACCOUNT}{address}")
    assert answer["Location"] == f"{CONFIRM}?next={ACCOUNT}"
    assert (AuthenticatorApp.objects.count(), RecoveryCode.objects.count()) == (1, 10)
    assert inside.get(f"{ACCOUNT}codes/").status_code in (302, 405)


def test_it_brakes_guessing_from_an_open_session(inside: Client) -> None:
    for _ in range(6):
        inside.post(CONFIRM, {"password": "x"})
    assert inside.post(CONFIRM, {"password": PASSWORD}).status_code == 429
    wrong = {"old_password": PASSWORD, "new_password1": "bahr-qamar-52", "new_password2": "bahr-qamar-52"}
    assert "محاولات كثيرة" in inside.post("/admin/password_change/", wrong, follow=True).content.decode()
    assert User.objects.get(username="sahafi").check_password(PASSWORD)


def test_it_removes_the_last_factor_with_its_codes(inside: Client, journalist: User) -> None:
    with_app(journalist)
    with_codes(journalist)
    key = passkey(journalist)
    inside.post(f"{ACCOUNT}app/remove/")
    assert RecoveryCode.objects.count() == 10
    inside.post(f"{ACCOUNT}passkey/{key.pk}/remove/")
    assert RecoveryCode.objects.count() == 0
    assert list(journalist.security_events.values_list("kind", "detail")[:2]) == [
        ("factor_remove", "مفتاح المرور «هاتفي»"),
        ("factor_remove", "تطبيق المصادقة"),
    ]


def test_it_keeps_the_last_factor_where_the_role_needs_one(inside: Client, journalist: User, settings: object) -> None:
    settings.TWO_FACTOR_ROLES = ["صحفي"]
    with_app(journalist)
    answer = inside.post(f"{ACCOUNT}app/remove/", follow=True)
    assert "دورك يلزمه خطوة ثانية" in answer.content.decode()
    assert AuthenticatorApp.objects.exists()
    passkey(journalist)
    inside.post(f"{ACCOUNT}app/remove/")
    assert not AuthenticatorApp.objects.exists()


def test_it_touches_nobody_elses(inside: Client, editor: User) -> None:
    other = browser()
    with_password(editor)
    sign_in(other, "muharrir")
    key = passkey(editor)
    assert inside.post(f"{ACCOUNT}passkey/{key.pk}/remove/").status_code == 404
    assert inside.post(f"{ACCOUNT}sessions/{editor.sessions.get().mark}/end/").status_code == 404
    assert is_inside(other)


def test_it_makes_new_codes_and_voids_the_old(inside: Client, journalist: User) -> None:
    assert inside.post(f"{ACCOUNT}codes/")["Location"] == ACCOUNT  # nothing to recover
    with_app(journalist)
    old = with_codes(journalist)
    page = inside.post(f"{ACCOUNT}codes/").content.decode()
    assert old[0] not in page
    assert not RecoveryCode.accept(journalist, old[0])
    assert RecoveryCode.accept(journalist, re.search(r"<code>([a-z0-9-]{19})", page)[1])


def test_it_lists_sessions_and_ends_one(inside: Client, journalist: User) -> None:
    other = browser(FIREFOX)
    sign_in(other, "sahafi")
    page = inside.get(ACCOUNT).content.decode()
    assert "كروم على ويندوز" in page
    assert "فايرفوكس على أندرويد" in page
    keys = journalist.sessions.values_list("session_key", flat=True)
    assert not [key for key in keys if key in page]
    mark = journalist.sessions.get(device__startswith="فايرفوكس").mark
    assert inside.get(f"{ACCOUNT}sessions/{mark}/end/").status_code == 405
    inside.post(f"{ACCOUNT}sessions/{mark}/end/")
    assert (is_inside(inside), is_inside(other)) == (True, False)
    assert journalist.security_events.filter(kind="session_end", detail="فايرفوكس على أندرويد").exists()


def test_it_ends_all_others(inside: Client) -> None:
    others = [browser(FIREFOX) for _ in range(3)]
    for other in others:
        sign_in(other, "sahafi")
    inside.post(f"{ACCOUNT}sessions/end/")
    assert [is_inside(client) for client in (inside, *others)] == [True, False, False, False]


def test_it_ends_all_others_with_a_new_password(inside: Client, journalist: User) -> None:
    other = browser(FIREFOX)
    sign_in(other, "sahafi")
    new = {"old_password": PASSWORD, "new_password1": "bahr-qamar-52", "new_password2": "bahr-qamar-52"}
    assert inside.post("/admin/password_change/", new)["Location"] == "/admin/password_change/done/"
    assert (is_inside(inside), is_inside(other)) == (True, False)
    assert journalist.sessions.count() == 1
    assert journalist.security_events.filter(kind="password", by=journalist).exists()


def test_it_notes_the_last_use_every_five_minutes(inside: Client, journalist: User) -> None:
    def queries() -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            inside.get("/admin/")
        return [query["sql"] for query in captured if "UPDATE" in (query["sql"] or "")]

    assert queries() == []
    journalist.sessions.update(used_at=timezone.now() - timezone.timedelta(minutes=6))
    signed_in_at = journalist.sessions.get().signed_in_at
    assert len(queries()) == 1
    assert queries() == []
    session = journalist.sessions.get()
    assert timezone.now() - session.used_at < timezone.timedelta(minutes=1)
    assert session.signed_in_at == signed_in_at


def test_it_forgets_sessions_that_are_over(inside: Client, journalist: User) -> None:
    journalist.sessions.update(expire_date=timezone.now() - timezone.timedelta(seconds=1))
    assert not MemberSession.objects.of(journalist).exists()
    from newsroom.tasks import forget_old_sessions

    forget_old_sessions(0)
    assert not MemberSession.objects.exists()


def test_it_opens_with_as_many_queries_for_many_rows(inside: Client, journalist: User) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert inside.get(ACCOUNT).status_code == 200
        return len(captured)

    few = queries()
    for turn in range(8):
        sign_in(browser(FIREFOX), "sahafi")
        passkey(journalist, f"مفتاح {turn}")
        SecurityEvent.objects.create(user=journalist, by=journalist, kind="codes")
    assert queries() == few
    # session, user, rights twice, app, keys, codes, sessions, events, identity
    assert few <= 11


def test_it_keeps_strangers_out(client: Client) -> None:
    for address in ("", "confirm/", "app/", "passkey/"):
        assert client.get(f"{ACCOUNT}{address}")["Location"].startswith("/admin/login/")
    for address in ("app/remove/", "codes/", "passkey/question/", "sessions/end/", "passkey/1/remove/"):
        assert client.post(f"{ACCOUNT}{address}")["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("change", ["delete", "update"])
def test_it_never_changes_the_history(inside: Client, change: str) -> None:
    rows = SecurityEvent.objects.all()
    with pytest.raises(IntegrityError, match="rows are history"), transaction.atomic():
        rows.delete() if change == "delete" else rows.update(kind="codes")
    assert rows.count() == 1


def test_it_knows_kinds_by_name(journalist: User) -> None:
    for kind in SecurityEvent.Kind:
        SecurityEvent.objects.create(user=journalist, kind=kind)
    with pytest.raises(IntegrityError, match="securityevent_kind"), transaction.atomic():
        SecurityEvent.objects.create(user=journalist, kind="party")


def test_it_opens_no_seal_that_is_too_old(inside: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    sealed, code = set_up(inside)
    assert open_seal(sealed.encode(), seconds=3600)
    moment = time.time() + 3601
    monkeypatch.setattr(time, "time", lambda: moment)
    monkeypatch.setattr(totp, "time", lambda: moment)
    later(inside)
    session = inside.session
    session["confirmed_at"] = moment
    session.save()
    assert inside.post(APP, {"sealed": sealed, "code": code})["Location"] == APP


@pytest.mark.parametrize(
    ("before", "count", "fresh"), [(0, 0, True), (0, 1, True), (5, 6, True), (5, 5, False), (5, 0, False)]
)
def test_it_sees_the_copy_of_a_passkey_by_its_count(journalist: User, before: int, count: int, fresh: bool) -> None:
    key = passkey(journalist)
    Passkey.objects.update(sign_count=before)
    assert key.accept(count) is fresh
