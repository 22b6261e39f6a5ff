"""The demo newsletter."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from newsletter.models import Issue
from newsletter.preflight import errors_of
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db


def test_it_makes_an_archived_issue_and_a_draft() -> None:
    for _ in range(8):
        ArticleFactory(published=True)

    call_command("load_newsletter_demo", verbosity=0)

    sent, draft = Issue.objects.in_archive().get(), Issue.objects.get(state="draft")
    assert (sent.state, sent.stories.count(), sent.planned) == ("sent", 6, 0)
    assert sent.subject in sent.text
    assert (draft.stories.count(), errors_of(draft)) == (5, [])
    with pytest.raises(CommandError, match="أعداد"):
        call_command("load_newsletter_demo")


def test_it_wants_a_newspaper_first() -> None:
    with pytest.raises(CommandError, match="مقالات"):
        call_command("load_newsletter_demo")
