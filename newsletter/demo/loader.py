"""The demo newspaper's newsletter: one issue that went out and one in the making, over the stories that are there."""

from __future__ import annotations

import tomllib
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from articles.models import Article
from newsletter.models import Issue, IssueEvent, IssueStory, MailingList
from newsletter.rendering import render

FILE = Path(__file__).parent / "issues.toml"


@transaction.atomic
def load() -> int:
    """How many issues were made. They are for nobody: a demo has no subscriber."""
    facts = tomllib.loads(FILE.read_text())
    now = timezone.now()
    sent_at = now - timedelta(days=facts["sent"]["days_ago"])
    # Beginning with the second story: the draft begins with the first.
    sent = make(facts["sent"], Article.objects.published(now).newest_first()[1 : facts["sent"]["stories"] + 1])
    draft = make(facts["draft"], Article.objects.published(now).newest_first()[: facts["draft"]["stories"]])
    send_to_nobody(sent, sent_at)
    return len((sent, draft))


def make(facts: dict, stories: object) -> Issue:
    issue = Issue.objects.create(
        mailing_list=MailingList.objects.get(slug=facts["list"]),
        **{name: facts[name] for name in ("subject", "preheader", "intro")},
    )
    IssueStory.objects.bulk_create(
        IssueStory(issue=issue, article=article, position=place) for place, article in enumerate(stories)
    )
    return issue


def send_to_nobody(issue: Issue, at: datetime) -> None:
    """As the sender leaves an issue of a list without readers, at a moment gone by."""
    issue.scheduled_at = at
    rendered = render(issue)
    Issue.objects.filter(pk=issue.pk).update(
        state=Issue.State.SENT,
        scheduled_at=at,
        created_at=at,
        started_at=at,
        audience_frozen_at=at,
        finished_at=at,
        html=rendered.html,
        text=rendered.text,
    )
    IssueEvent.objects.create(issue=issue, verb=IssueEvent.Verb.FINISH, before="sending", after="sent")
