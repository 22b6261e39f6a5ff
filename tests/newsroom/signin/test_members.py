"""What managers do for members: invite, help after a lost device; and the history of rights."""

from __future__ import annotations

import re
from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from mohit.log_lines import LineFormatter
from newsroom import roles
from newsroom.models import AuthenticatorApp, Invitation, MemberSession, SecurityEvent, User
from newsroom.signin import invitations
from tests.conftest import member
from tests.factories import UserFactory
from tests.form_filler import send
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
ADD = "/admin/newsroom/user/add/"
NEW = {"new_password1": "bahr-qamar-52", "new_password2": "bahr-qamar-52"}


@pytest.fixture(autouse=True)
def letters(settings: object) -> list[mail.EmailMessage]:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    return mail.outbox


def page_of(user: User, verb: str = "") -> str:
    return f"/admin/newsroom/user/{user.pk}/sign-in/{verb}"


@pytest.fixture
def boss(manager: User) -> Client:
    with_password(manager)
    client = browser()
    sign_in(client, "mudir")
    return client


def run_jobs() -> None:
    for job in ProcrastinateJob.objects.filter(task_name="newsroom.send_invitation").order_by("pk"):
        invitations.send(**job.args)


def link(letter: mail.EmailMessage) -> str:
    return re.search(r"http://testserver(/admin/invitation/\S+/)", letter.body)[1]


def test_it_invites_a_new_member_who_chooses_a_password(
    boss: Client, manager: User, letters: list[mail.EmailMessage], caplog: pytest.LogCaptureFixture
) -> None:
    role = Group.objects.get(name=roles.JOURNALIST)
    send(boss, ADD, "user_form", username="salma", name="سلمى حداد", email="salma@mohit.test", groups=[role.pk])
    salma = User.objects.get(username="salma")
    assert not salma.has_usable_password()
    job = ProcrastinateJob.objects.get(task_name="newsroom.send_invitation")
    assert job.args == {"invitation_pk": salma.invitation.pk, "version": 1}
    run_jobs()
    assert [letter.to for letter in letters] == [["salma@mohit.test"]]

    reader = browser(FIREFOX)
    page = reader.get(link(letters[0]))
    assert page.status_code == 200
    assert "sahafi" not in page.content.decode()
    assert page["Referrer-Policy"] == "no-referrer"
    weak = reader.post(link(letters[0]), {"new_password1": "123", "new_password2": "123"})
    assert weak.status_code == 422
    assert not User.objects.get(pk=salma.pk).has_usable_password()
    done = reader.post(link(letters[0]), NEW)
    assert (done.status_code, done["Location"]) == (303, "/admin/login/")
    assert "حفظت كلمة المرور" in reader.get("/admin/login/").content.decode()
    sign_in(reader, "salma", "bahr-qamar-52")
    assert is_inside(reader)
    assert reader.get(link(letters[0])).status_code == 404
    assert reader.post(link(letters[0]), NEW).status_code == 404
    kinds = list(salma.security_events.order_by("pk").values_list("kind", "by__username", "detail"))
    assert kinds == [
        ("create", "mudir", ""),
        ("role_add", "mudir", "صحفي"),
        ("invite", "mudir", ""),
        ("accept", "salma", ""),
        ("sign_in", "salma", "كلمة المرور"),
    ]
    lines = LineFormatter("{message}", style="{")  # as settings.LOGGING has it
    log = "".join(map(lines.format, caplog.records))
    assert "/admin/invitation/[token]/" in log
    assert "salma" not in log
    assert link(letters[0])[-40:] not in log


def test_it_asks_for_a_mail_or_a_password(boss: Client) -> None:
    page = send(boss, ADD, "user_form", username="salma", name="سلمى", email="")
    assert "اكتب بريد العضو لتصله الدعوة" in page.content.decode()
    page = send(boss, ADD, "user_form", username="salma", email="a@mohit.test", password1="qamar-bahr-41")
    assert page.status_code == 200
    assert not User.objects.filter(username="salma").exists()


def test_it_kills_a_link_with_the_next_one(boss: Client, journalist: User, letters: list[mail.EmailMessage]) -> None:
    User.objects.filter(pk=journalist.pk).update(email="sahafi@mohit.test")
    boss.post(page_of(journalist, "invite/"))
    invitations.send(journalist.invitation.pk, 1)
    boss.post(page_of(journalist, "invite/"))
    assert not invitations.send(journalist.invitation.pk, 1)
    run_jobs()
    old, new = map(link, letters)
    reader = browser()
    assert (reader.get(old).status_code, reader.get(new).status_code) == (404, 200)
    assert Invitation.objects.get().version == 2


def test_it_lets_an_invitation_replace_a_password_but_no_second_step(
    boss: Client, journalist: User, letters: list[mail.EmailMessage]
) -> None:
    User.objects.filter(pk=journalist.pk).update(email="sahafi@mohit.test")
    with_password(User.objects.get(pk=journalist.pk))
    thief = browser(FIREFOX)
    sign_in(thief, "sahafi")
    secret = with_app(journalist)
    boss.post(page_of(journalist, "invite/"))
    run_jobs()
    reader = browser()
    reader.post(link(letters[0]), NEW)
    assert not is_inside(thief)
    sign_in(reader, "sahafi", "bahr-qamar-52")
    assert not is_inside(reader)
    reader.post("/admin/login/second/", {"code": code_of(secret)})
    assert is_inside(reader)


def test_it_gives_a_stopped_member_no_way_in(boss: Client, journalist: User, letters: list[mail.EmailMessage]) -> None:
    User.objects.filter(pk=journalist.pk).update(email="sahafi@mohit.test")
    boss.post(page_of(journalist, "invite/"))
    run_jobs()
    User.objects.filter(pk=journalist.pk).update(is_active=False)
    assert browser().get(link(letters[0])).status_code == 404
    assert browser().post(link(letters[0]), NEW).status_code == 404


def test_it_helps_who_has_lost_a_device(boss: Client, manager: User, journalist: User) -> None:
    with_password(journalist)
    secret = with_app(journalist)
    with_codes(journalist)
    thief = browser(FIREFOX)
    sign_in(thief, "sahafi")
    thief.post("/admin/login/second/", {"code": code_of(secret)})
    assert is_inside(thief)
    boss.post(page_of(journalist, "forget-factors/"))
    assert not is_inside(thief)
    assert not AuthenticatorApp.objects.exists()
    assert not journalist.recovery_codes.exists()
    event = journalist.security_events.get(kind="factor_reset")
    assert (event.by, event.user) == (manager, journalist)


def test_it_ends_a_members_sessions(boss: Client, journalist: User) -> None:
    with_password(journalist)
    client = browser(FIREFOX)
    sign_in(client, "sahafi")
    boss.post(page_of(journalist, "end-sessions/"))
    assert not is_inside(client)
    assert journalist.security_events.filter(kind="session_end", by__username="mudir").exists()


def test_it_asks_a_manager_again(boss: Client, journalist: User) -> None:
    with_app(journalist)
    session = boss.session
    session["confirmed_at"] = 0
    session.save()
    assert boss.post(page_of(journalist, "forget-factors/"))["Location"].startswith("/admin/account/confirm/")
    assert AuthenticatorApp.objects.exists()


@pytest.mark.parametrize("role", [role for role in roles.ROLES if role != roles.MANAGER])
def test_it_is_the_managers_alone(role: str, journalist: User) -> None:
    with_app(journalist)
    with_password(member("colleague", role))
    client = browser()
    sign_in(client, "colleague")
    assert client.get(page_of(journalist)).status_code == 403
    for verb in ("invite/", "forget-factors/", "end-sessions/"):
        assert client.post(page_of(journalist, verb)).status_code == 403
    assert client.get("/admin/newsroom/securityevent/").status_code == 403
    assert AuthenticatorApp.objects.exists()


def test_it_protects_superusers_and_oneself(boss: Client, manager: User) -> None:
    chief = UserFactory(username="chief", is_superuser=True)
    with_app(chief), with_app(manager)
    assert boss.get(page_of(chief)).status_code == 403
    assert boss.post(page_of(chief, "forget-factors/")).status_code == 403
    assert boss.get(page_of(manager))["Location"] == "/admin/account/"
    assert boss.post(page_of(manager, "forget-factors/")).status_code == 403
    assert boss.get(page_of(chief, "forget-factors/")).status_code in (403, 405)
    assert boss.post(page_of(UserFactory(), "dance/")).status_code == 404
    assert AuthenticatorApp.objects.count() == 2


def test_it_keeps_the_last_manager(boss: Client, manager: User) -> None:
    change = f"/admin/newsroom/user/{manager.pk}/change/"
    role = Group.objects.get(name=roles.JOURNALIST)
    for typed in ({"groups": [role.pk]}, {"is_active": ""}, {"groups": []}):
        page = send(boss, change, "user_form", **typed)
        assert "هذا آخر حساب يدير فريق التحرير" in page.content.decode(), typed
    invited = member("invited", roles.MANAGER)
    invited.set_unusable_password()
    invited.save()
    assert send(boss, change, "user_form", groups=[role.pk]).status_code == 200
    with_password(invited)
    assert send(boss, change, "user_form", groups=[role.pk]).status_code == 302
    assert list(manager.groups.values_list("name", flat=True)) == [roles.JOURNALIST]


def test_it_notes_every_change_of_rights_and_by_whom(journalist: User) -> None:
    chief = with_password(UserFactory(username="chief", is_superuser=True))
    client = browser()
    sign_in(client, "chief")
    change = f"/admin/newsroom/user/{journalist.pk}/change/"
    editor = Group.objects.get(name=roles.EDITOR)
    send(client, change, "user_form", name="اسم آخر")
    send(client, change, "user_form", groups=[editor.pk])
    send(client, change, "user_form", is_superuser="on")
    send(client, change, "user_form", is_superuser="")
    send(client, change, "user_form", is_active="")
    send(client, change, "user_form", is_active="on")
    password = f"/admin/newsroom/user/{journalist.pk}/password/"
    send(client, password, "user_form", press="set-password", password1=PASSWORD, password2=PASSWORD)
    rows = SecurityEvent.objects.filter(user=journalist).order_by("pk")
    assert list(rows.values_list("kind", "detail")) == [
        ("role_add", "محرر"),
        ("role_remove", "صحفي"),
        ("grant_all", ""),
        ("withdraw_all", ""),
        ("stop", ""),
        ("activate", ""),
        ("password", ""),
    ]
    assert {row.by for row in rows} == {chief}


def test_it_ends_the_sessions_of_a_stopped_account(boss: Client, journalist: User) -> None:
    with_password(journalist)
    client = browser(FIREFOX)
    sign_in(client, "sahafi")
    send(boss, f"/admin/newsroom/user/{journalist.pk}/change/", "user_form", is_active="")
    assert not MemberSession.objects.of(journalist).exists()
    send(boss, f"/admin/newsroom/user/{journalist.pk}/change/", "user_form", is_active="on")
    assert not is_inside(client)


def test_it_shows_the_history_to_managers(boss: Client, journalist: User) -> None:
    User.objects.filter(pk=journalist.pk).update(name="سلمى حداد")
    sign_in(browser(), "sahafi", "wrong")
    address = "/admin/newsroom/securityevent/"
    assert "كلمة مرور خاطئة" in boss.get(address).content.decode()
    assert len(boss.get(address, {"q": "سلمي"}).context["cl"].result_list) == 1
    assert len(boss.get(address, {"q": "لا أحد"}).context["cl"].result_list) == 0
    assert len(boss.get(address, {"subject": "warnings"}).context["cl"].result_list) == 1
    assert len(boss.get(address, {"subject": "rights"}).context["cl"].result_list) == 0
    assert len(boss.get(address, {"subject": "signin"}).context["cl"].result_list) == 2
    event = SecurityEvent.objects.first()
    assert boss.post(f"{address}{event.pk}/delete/", {"post": "yes"}).status_code == 403
    assert boss.post(f"{address}{event.pk}/change/", {"detail": "x"}).status_code == 403
    assert boss.get(f"{address}add/").status_code == 403


def test_it_helps_the_last_manager_from_the_server(manager: User) -> None:
    with_app(with_password(manager))
    said = StringIO()
    call_command("reset_sign_in", "mudir", stdout=said)
    assert "gone" in said.getvalue()
    client = browser()
    sign_in(client, "mudir")
    assert is_inside(client)
    assert manager.security_events.get(kind="factor_reset").by is None
    with pytest.raises(CommandError):
        call_command("reset_sign_in", "nobody")


@pytest.mark.parametrize("address", ["/admin/newsroom/securityevent/", "/admin/newsroom/user/"])
def test_it_lists_many_rows_with_as_many_queries(boss: Client, manager: User, address: str) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert boss.get(address).status_code == 200
        return len(captured)

    def grow(turns: int) -> None:
        for _ in range(turns):
            user = UserFactory()
            with_app(user)
            SecurityEvent.objects.create(user=user, by=manager, kind="create")

    grow(2)
    queries()
    few = queries()
    grow(30)
    assert queries() == few
