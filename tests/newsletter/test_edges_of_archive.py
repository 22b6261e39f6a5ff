"""A story that was withdrawn is named nowhere, though the mail was called by it."""

from __future__ import annotations

import pytest
from django.test import Client

from articles.models import Article
from newsletter.models import Issue
from tests.factories import ArticleFactory
from tests.newsletter.factories import IssueFactory, IssueStoryFactory

pytestmark = pytest.mark.django_db

GONE, STAYS = "ما قاله الوزير في السر", "ميناء وهران يتسع"


def digest(**values: object) -> Issue:
    """A digest called by its first story, with the second one's headline under it."""
    issue = IssueFactory(sending=True, **{"subject": GONE, "preheader": STAYS, **values})
    for position, headline in enumerate((GONE, STAYS)):
        IssueStoryFactory(issue=issue, article=ArticleFactory(published=True, headline=headline), position=position)
    return issue


def pages(client: Client, issue: Issue) -> dict[str, str]:
    archive = issue.mailing_list.get_absolute_url()
    addresses = (issue.get_absolute_url(), archive, f"{archive}feed/", "/newsletter/", "/newsletter/archive/")
    return {address: client.get(address).content.decode() for address in addresses}


@pytest.mark.parametrize(
    ("subject", "period", "headline_now"),
    [
        (GONE, None, GONE),
        (f"عاجل: {GONE}", None, GONE),
        (GONE, "2026-11-25", "عنوان آخر صحح قبل السحب"),
    ],
)
def test_the_archive_does_not_name_it(client: Client, subject: str, period: str | None, headline_now: str) -> None:
    issue = digest(subject=subject, period=period)
    assert all(GONE in page for page in pages(client, issue).values())

    Article.objects.filter(headline=GONE).update(status="withdrawn", headline=headline_now)

    shown = pages(client, issue)
    assert [address for address, page in shown.items() if GONE in page] == []
    assert f"عدد من {issue.mailing_list}" in shown[issue.get_absolute_url()]


def test_the_archive_keeps_a_subject_that_names_no_withdrawn_story(client: Client) -> None:
    issue = digest(subject="أخبار الأحد", preheader="")

    Article.objects.filter(headline=GONE).update(status="withdrawn")

    assert all("أخبار الأحد" in page for page in pages(client, issue).values())
