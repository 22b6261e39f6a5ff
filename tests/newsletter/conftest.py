"""The newsletter's manager at work, and an issue with which nothing is wrong."""

from __future__ import annotations

import pytest
from django.test import Client

from newsletter.models import Issue, IssueStory
from newsroom import roles
from newsroom.models import User
from tests.conftest import member
from tests.factories import ArticleFactory
from tests.mail_server import Script
from tests.newsletter.factories import IssueFactory, SubscriptionFactory


@pytest.fixture
def keeper(client: Client) -> User:
    """The newsletter's manager, logged in."""
    user = member("nashra", roles.NEWSLETTER_MANAGER)
    client.force_login(user)
    return user


@pytest.fixture
def ready(mail_server: Script) -> Issue:
    """An issue that may be sent, with a mail server to send it."""
    issue = IssueFactory(intro="<p>صباح الخير.</p>")
    SubscriptionFactory(mailing_list=issue.mailing_list)
    IssueStory.objects.create(issue=issue, article=ArticleFactory(published=True, headline="ميناء وهران"))
    return issue
