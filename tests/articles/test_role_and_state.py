"""One table of role and state for every verb: against the rules, the buttons shown, and a POST sent by hand."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import permissions
from articles.admin.verbs import VERBS
from articles.models import Article, Decision
from newsroom import roles
from newsroom.models import User
from tests.conftest import member
from tests.factories import ArticleFactory, UserFactory
from tests.form_filler import controls

pytestmark = pytest.mark.django_db

Status = Article.Status
DAY = timedelta(days=1)
NAMES = {verb.name for verb in VERBS}
PLAIN, ANONYMOUS = "بلا دور", "بلا دخول"


def story(state: str, by: User | None) -> Article:
    now = timezone.now()
    facts = {
        "draft": {},
        "in_review": {"status": "in_review"},
        "embargoed": {"status": "in_review", "embargoed_until": now + DAY},
        "published": {"status": "published", "published_at": now - DAY},
        "scheduled": {"status": "published", "published_at": now + DAY},
        "embargoed schedule": {"status": "published", "published_at": now + DAY, "embargoed_until": now + DAY},
        "withdrawn": {"status": "withdrawn", "published_at": now - DAY},
        "erased": {"status": "withdrawn", "erased_at": now, "body": "", "standfirst": ""},
    }[state]
    return ArticleFactory(created_by=by, **facts)


EDITOR = {
    "draft": {"publish", "submit", "take", "assign"},
    "in_review": {"publish", "take", "assign", "send_back"},
    "embargoed": {"publish", "take", "assign", "send_back", "lift_embargo"},
    "published": {"withdraw"},
    "scheduled": {"withdraw"},
    "embargoed schedule": {"withdraw", "lift_embargo"},
    "withdrawn": {"publish", "send_back"},
    "erased": set(),
}
WRITER = {state: set() for state in EDITOR} | {"draft": {"submit"}}
NOTHING = {state: set() for state in EDITOR}
# role: what it may do to a story that it started itself
TABLE = {
    roles.JOURNALIST: WRITER,
    roles.EDITOR: EDITOR,
    roles.MANAGER: EDITOR | {"withdrawn": {"publish", "send_back", "erase"}},
    roles.COMMENT_MODERATOR: NOTHING,
    roles.NEWSLETTER_MANAGER: NOTHING,
    roles.PLACEMENT_MANAGER: NOTHING,
    PLAIN: NOTHING,
    ANONYMOUS: NOTHING,
}
ROWS = [(role, state) for role in TABLE for state in EDITOR]


def person(role: str) -> User | AnonymousUser:
    if role == ANONYMOUS:
        return AnonymousUser()
    return UserFactory(username="plain") if role == PLAIN else member("someone", role)


def facts_of(article: Article) -> tuple:
    names = ("status", "published_at", "embargoed_until", "assignee", "erased_at", "headline", "body")
    return Article.objects.values_list(*names).get(pk=article.pk)


def whole_form(editor: User, address: str) -> dict[str, object]:
    """All that the form sends for who may edit, so that nothing but the rule can refuse it."""
    client = Client()
    client.force_login(editor)
    values = controls(client.get(address).content.decode(), "article_form")
    return {name: value for name, value in values.items() if name not in ("_key", "csrfmiddlewaretoken")}


@pytest.mark.parametrize(("role", "state"), ROWS)
def test_it_follows_the_table(client: Client, role: str, state: str) -> None:
    user = person(role)
    own = None if user.is_anonymous else user
    article, allowed = story(state, own), TABLE[role][state]
    address = reverse("admin:articles_article_change", args=[article.pk])
    if own:
        client.force_login(own)

    assert {name for name in NAMES if getattr(permissions, f"may_{name}")(user, article)} == allowed
    shown = client.get(address).content.decode()
    assert {name for name in NAMES if f'name="_{name}"' in shown} == allowed

    colleague = member("colleague", roles.EDITOR)
    before = facts_of(article)
    reasons = {verb.reason_name: "سبب" for verb in VERBS}
    form = {**whole_form(colleague, address), "headline": "مدسوس"}
    for name in NAMES - allowed:
        answer = client.post(address, {**form, **reasons, "to": colleague.pk, f"_{name}": "1"})
        assert answer.status_code in (200, 302, 403), (name, answer.status_code)
        assert answer.status_code != 302 or answer["Location"].startswith("/admin/login/"), name
        assert facts_of(article) == before, name
    assert not Decision.objects.exists()


@pytest.mark.parametrize("role", [roles.JOURNALIST, roles.COMMENT_MODERATOR, roles.NEWSLETTER_MANAGER])
@pytest.mark.parametrize("state", EDITOR)
def test_it_gives_nobody_a_verb_over_a_strangers_story(role: str, state: str) -> None:
    article, user = story(state, UserFactory(username="other")), member("someone", role)
    assert not [name for name in NAMES if getattr(permissions, f"may_{name}")(user, article)]
    assert not permissions.may_note(user, article)
    assert not permissions.may_embargo(user, article)
