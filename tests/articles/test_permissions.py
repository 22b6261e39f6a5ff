"""Who may do what to a story: every role, in every state, to the own story and to somebody else's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from articles import permissions
from articles.models import Article, Byline
from newsroom import roles
from newsroom.models import User
from tests.conftest import member
from tests.factories import ArticleFactory, AuthorFactory, UserFactory

pytestmark = pytest.mark.django_db

Status = Article.Status
STATES = list(Status)
NOBODY = frozenset()


@dataclass(frozen=True)
class Deeds:
    """The deeds allowed in each state, the rest being refused."""

    draft: frozenset[str] = NOBODY
    in_review: frozenset[str] = NOBODY
    published: frozenset[str] = NOBODY
    withdrawn: frozenset[str] = NOBODY


EDITOR = Deeds(
    draft=frozenset({"read", "edit", "submit", "publish", "delete"}),
    in_review=frozenset({"read", "edit", "send_back", "publish"}),
    published=frozenset({"read", "edit", "withdraw"}),
    withdrawn=frozenset({"read", "edit", "send_back", "publish"}),
)
WRITER = Deeds(
    draft=frozenset({"read", "edit", "submit", "delete"}),
    in_review=frozenset({"read"}),
    published=frozenset({"read"}),
    withdrawn=frozenset({"read"}),
)
READER = Deeds(published=frozenset({"read"}))

# role: (what it may do to the own story, to somebody else's)
TABLE = {
    roles.JOURNALIST: (WRITER, READER),
    roles.EDITOR: (EDITOR, EDITOR),
    roles.COMMENT_MODERATOR: (READER, READER),
    roles.NEWSLETTER_MANAGER: (READER, READER),
    roles.PLACEMENT_MANAGER: (Deeds(), Deeds()),
    roles.MANAGER: (EDITOR, EDITOR),
}
DEEDS = ("read", "edit", "submit", "send_back", "publish", "withdraw", "delete")


def story(status: Status, by: User | None = None) -> Article:
    moment = None if status in (Status.DRAFT, Status.IN_REVIEW) else timezone.now() - timedelta(hours=1)
    return ArticleFactory(status=status, published_at=moment, created_by=by)


def allowed(user: User | AnonymousUser, article: Article) -> set[str]:
    return {deed for deed in DEEDS if getattr(permissions, f"may_{deed}")(user, article)}


@pytest.mark.parametrize("status", STATES)
@pytest.mark.parametrize("role", roles.ROLES)
def test_it_follows_the_table_of_role_and_state(role: str, status: Status) -> None:
    user = member("someone", role)
    own, others = TABLE[role]
    assert allowed(user, story(status, by=user)) == getattr(own, status.value)
    assert allowed(user, story(status, by=UserFactory(username="other"))) == getattr(others, status.value)


@pytest.mark.parametrize("status", STATES)
def test_it_takes_a_signature_for_ownership(journalist: User, status: Status) -> None:
    article = story(status)
    Byline.objects.create(article=article, author=AuthorFactory(user=journalist))
    assert allowed(journalist, article) == getattr(WRITER, status.value)


@pytest.mark.parametrize("status", STATES)
def test_it_refuses_strangers_and_those_who_left(status: Status) -> None:
    left = member("left", roles.EDITOR)
    User.objects.filter(pk=left.pk).update(is_active=False)
    outside = member("outside", roles.EDITOR)
    User.objects.filter(pk=outside.pk).update(is_staff=False)
    boss = UserFactory(username="boss", is_superuser=True, is_active=False)
    for user in (
        AnonymousUser(),
        User.objects.get(pk=left.pk),
        User.objects.get(pk=outside.pk),
        boss,
        UserFactory(username="no-role"),
    ):
        article = story(status, by=None if user.is_anonymous else user)
        assert allowed(user, article) == set()
        assert not permissions.may_write(user)
        assert not permissions.may_look(user)
        assert not permissions.may_schedule(user)
        assert not permissions.listed_for(user, Article.objects.all()).exists()


def test_it_keeps_a_scheduled_story_from_those_who_only_look() -> None:
    coming = ArticleFactory(status=Status.PUBLISHED, published_at=timezone.now() + timedelta(hours=1))
    assert not permissions.may_read(member("moderator", roles.COMMENT_MODERATOR), coming)
    assert permissions.may_read(member("editor", roles.EDITOR), coming)


def test_it_never_deletes_what_was_once_decided(editor: User) -> None:
    article = story(Status.DRAFT)
    article.submit(by=editor)
    article.send_back(by=editor, note="ينقصه مصدر")
    assert article.status == Status.DRAFT
    assert not permissions.may_delete(editor, article)


@pytest.mark.parametrize(
    ("role", "writes", "schedules"),
    [
        (roles.JOURNALIST, True, False),
        (roles.EDITOR, True, True),
        (roles.COMMENT_MODERATOR, False, False),
        (roles.NEWSLETTER_MANAGER, False, False),
        (roles.PLACEMENT_MANAGER, False, False),
        (roles.MANAGER, True, True),
    ],
)
def test_it_says_who_writes_and_who_schedules(role: str, writes: bool, schedules: bool) -> None:
    user = member("someone", role)
    assert (permissions.may_write(user), permissions.may_schedule(user)) == (writes, schedules)


def test_it_lists_for_each_what_is_on_the_desk(journalist: User) -> None:
    mine = story(Status.IN_REVIEW, by=journalist)
    signed = story(Status.DRAFT)
    Byline.objects.create(article=signed, author=AuthorFactory(user=journalist))
    public, draft = story(Status.PUBLISHED), story(Status.DRAFT)

    def listed(user: User) -> set[Article]:
        return set(permissions.listed_for(user, Article.objects.all()))

    assert listed(journalist) == {mine, signed}
    assert listed(member("editor", roles.EDITOR)) == {mine, signed, public, draft}
    assert listed(member("moderator", roles.COMMENT_MODERATOR)) == {public}
    assert listed(member("placements", roles.PLACEMENT_MANAGER)) == set()
