"""The owner of an account hears of what changes its protection."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from procrastinate.contrib.django.models import ProcrastinateJob

from newsroom.models import SecurityEvent, User
from newsroom.signin import notices
from newsroom.signin.events import record
from newsroom.signin.reset import reset_factors
from tests.newsroom.signin.people import PASSWORD, browser, sign_in, with_app, with_password

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def letters(settings: object) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def jobs() -> list[dict[str, int]]:
    return list(ProcrastinateJob.objects.filter(task_name="newsroom.send_notice").values_list("args", flat=True))


def test_it_tells_of_a_new_password(journalist: User) -> None:
    with_password(User.objects.get(pk=journalist.pk))
    client = browser()
    sign_in(client, "sahafi")
    new = {"old_password": PASSWORD, "new_password1": "bahr-qamar-52", "new_password2": "bahr-qamar-52"}
    client.post("/admin/password_change/", new)
    (args,) = jobs()
    assert args == {"event_pk": SecurityEvent.objects.get(kind="password").pk}
    notices.send(**args)
    (letter,) = mail.outbox
    assert letter.to == [journalist.email]
    assert "لحسابك كلمة مرور جديدة" in letter.body
    assert "كروم على ويندوز" in letter.body
    assert "http://testserver/admin/account/" in letter.body
    assert "bahr" not in letter.body


def test_it_names_the_manager_who_did_it(journalist: User, manager: User) -> None:
    User.objects.filter(pk=manager.pk).update(name="نور الدين")
    with_app(journalist)
    reset_factors(journalist, User.objects.get(pk=manager.pk))
    notices.send(**jobs()[0])
    assert re.search("بيد .?نور الدين", mail.outbox[0].body)


def test_it_writes_for_changes_of_protection_alone(journalist: User) -> None:
    for kind in SecurityEvent.Kind:
        record(kind, journalist)
    assert len(jobs()) == len(notices.NOTIFIED) == len(notices.WORDS)
    User.objects.filter(pk=journalist.pk).update(email="")
    record(SecurityEvent.Kind.PASSWORD, User.objects.get(pk=journalist.pk))
    assert len(jobs()) == len(notices.NOTIFIED)
    notices.send(jobs()[0]["event_pk"])  # the address has gone since
    assert mail.outbox == []
