"""The policy of the house, and who moderates which sections."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.test import Client

from comments.models import Policy, SectionModerator, the_policy
from newsroom import roles
from newsroom.models import User
from tests.comments.desk import moderator
from tests.conftest import member
from tests.factories import SectionFactory
from tests.form_filler import controls

pytestmark = pytest.mark.django_db

POLICY = "/admin/comments/policy/1/change/"
BOUND = "/admin/comments/sectionmoderator/"


@pytest.mark.parametrize("role", roles.ROLES)
def test_the_policy_is_set_by_whom_it_may(client: Client, role: str) -> None:
    client.force_login(member("colleague", role))
    may = role in (roles.COMMENT_MODERATOR, roles.MANAGER)

    assert client.get(POLICY).status_code == (200 if may else 403)
    if not may:
        assert client.post(POLICY, {"close_after_days": "7"}).status_code == 403
        return
    sent = {**controls(client.get(POLICY).content.decode(), "policy_form"), "close_after_days": "7", "_save": "1"}
    assert client.post(POLICY, sent).url == POLICY
    assert the_policy().close_after_days == 7
    assert client.get("/admin/comments/policy/").url == POLICY


def test_the_policy_is_one_row(client: Client) -> None:
    user = moderator()
    User.objects.filter(pk=user.pk).update(is_superuser=True)
    client.force_login(User.objects.get(pk=user.pk))

    assert client.get("/admin/comments/policy/add/").status_code == 403
    assert client.post("/admin/comments/policy/1/delete/", {"post": "yes"}).status_code == 403
    assert Policy.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "value"), [("report_threshold", "0"), ("keep_contacts_days", "0"), ("hold_points", "0")]
)
def test_the_policy_refuses_what_the_database_refuses(client: Client, name: str, value: str) -> None:
    client.force_login(moderator())
    sent = {**controls(client.get(POLICY).content.decode(), "policy_form"), name: value, "_save": "1"}

    page = client.post(POLICY, sent).content.decode()
    assert "errorlist" in page
    assert "comment_policy" not in page  # the name of a constraint
    assert getattr(the_policy(), name) != int(value)


@pytest.mark.parametrize("role", roles.ROLES)
def test_moderators_are_bound_by_who_manages_members(client: Client, role: str) -> None:
    user, section = moderator(), SectionFactory()
    row = SectionModerator.objects.create(user=user, section=section)
    other = SectionFactory()
    client.force_login(member("colleague", role))
    may = role == roles.MANAGER
    sent = {"user": user.pk, "section": other.pk, "_save": "1"}

    assert client.get(BOUND).status_code == (200 if may else 403)
    assert client.post(f"{BOUND}add/", sent).status_code == (302 if may else 403)
    assert client.post(f"{BOUND}{row.pk}/delete/", {"post": "yes"}).status_code == (302 if may else 403)
    kept = set(SectionModerator.objects.values_list("section", flat=True))
    assert kept == ({other.pk} if may else {section.pk})


def test_only_moderators_are_bound(client: Client, manager: User, journalist: User) -> None:
    client.force_login(manager)
    answer = client.post(f"{BOUND}add/", {"user": journalist.pk, "section": SectionFactory().pk, "_save": "1"})

    assert "لا يشرف هذا العضو على التعليقات" in answer.content.decode()
    assert not SectionModerator.objects.exists()


def test_nobody_is_bound_twice(client: Client, manager: User) -> None:
    row = SectionModerator.objects.create(user=moderator(), section=SectionFactory())
    client.force_login(manager)
    answer = client.post(f"{BOUND}add/", {"user": row.user_id, "section": row.section_id, "_save": "1"})

    assert "مشرف على هذا القسم من قبل" in answer.content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        SectionModerator.objects.create(user=row.user, section=row.section)


def test_a_bond_goes_by_decision_alone() -> None:
    """Else the moderator of a section that is deleted would moderate everything."""
    row = SectionModerator.objects.create(user=moderator(), section=SectionFactory())
    for thing in (row.section, row.user):
        with pytest.raises(ProtectedError):
            thing.delete()
