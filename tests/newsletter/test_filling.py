"""The rule that fills an issue."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from articles.models import Article, HourOfReads
from newsletter.filling import fill, stories_for
from newsletter.models import Digest, Issue, IssueStory, MailingList
from tests.factories import ArticleFactory, SectionFactory
from tests.newsletter.factories import IssueFactory, MailingListFactory

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 25, 6, tzinfo=UTC)


def story(hours: float, **facts: object) -> Article:
    """A story published so many hours before AT."""
    return ArticleFactory(status="published", published_at=AT - timedelta(hours=hours), **facts)


def read(article: Article, count: int, hours: int = 1) -> None:
    HourOfReads.objects.create(article=article, hour=AT - timedelta(hours=hours), count=count)


@pytest.fixture
def mailing_list() -> MailingList:
    return MailingListFactory(kind="manual", most_stories=4)


def test_it_takes_the_newest(mailing_list: MailingList) -> None:
    rows = [story(hours) for hours in (5, 1, 3, 2, 4)]

    assert stories_for(mailing_list, AT) == [rows[1], rows[3], rows[2], rows[4]]


def test_it_takes_the_most_read_and_then_the_newest(mailing_list: MailingList) -> None:
    mailing_list.filling = "most_read"
    quiet, known, old, new = story(9), story(8), story(7), story(6)
    read(known, 3)
    read(known, 3, hours=2)
    read(quiet, 5)

    assert stories_for(mailing_list, AT) == [known, quiet, new, old]


def test_it_shows_what_readers_see_and_nothing_else(mailing_list: MailingList) -> None:
    shown = story(1)
    story(-1)  # under embargo
    ArticleFactory(status="withdrawn", published_at=AT - timedelta(hours=1))
    ArticleFactory()

    assert stories_for(mailing_list, AT) == [shown]


def test_it_keeps_to_the_chosen_sections(mailing_list: MailingList) -> None:
    sections = [SectionFactory() for _ in range(3)]
    rows = [story(hours, section=section) for hours, section in enumerate(sections, 1)]
    mailing_list.sections.set(sections[:2])

    assert stories_for(mailing_list, AT) == rows[:2]


def test_it_takes_no_story_twice_for_one_list(mailing_list: MailingList) -> None:
    other = MailingListFactory()
    rows = [story(hours) for hours in (1, 2, 3)]
    IssueStory.objects.create(issue=IssueFactory(mailing_list=mailing_list), article=rows[0])
    IssueStory.objects.create(issue=IssueFactory(mailing_list=other), article=rows[1])
    IssueStory.objects.create(issue=IssueFactory(mailing_list=mailing_list, state="cancelled"), article=rows[2])

    assert stories_for(mailing_list, AT) == rows[1:]


def test_it_begins_after_the_last_issue(mailing_list: MailingList) -> None:
    before, after = story(10), story(3)
    assert stories_for(mailing_list, AT) == [after, before]

    IssueFactory(mailing_list=mailing_list, sending=True, started_at=AT - timedelta(hours=5))

    assert stories_for(mailing_list, AT) == [after]


def test_it_leaves_what_came_while_a_digest_waited_to_the_next(mailing_list: MailingList) -> None:
    """Filled eight hours ago, sent two hours ago; what was published in between was in neither."""
    story(9)
    between = story(5)
    Digest.objects.create(mailing_list=mailing_list, period="2026-11-24", due_at=AT, at=AT - timedelta(hours=8))
    IssueFactory(mailing_list=mailing_list, period="2026-11-24", sending=True, started_at=AT - timedelta(hours=2))

    assert stories_for(mailing_list, AT) == [between]


def test_it_looks_back_again_over_a_digest_that_was_given_up(mailing_list: MailingList) -> None:
    old = story(9)
    Digest.objects.create(mailing_list=mailing_list, period="2026-11-24", due_at=AT, at=AT - timedelta(hours=8))
    IssueFactory(mailing_list=mailing_list, period="2026-11-24", state="cancelled")

    assert stories_for(mailing_list, AT) == [old]


def test_it_looks_a_day_back_at_first_for_a_daily_list_and_never_further_than_a_month(
    mailing_list: MailingList,
) -> None:
    recent, older, oldest = story(20), story(100), story(24 * 40)
    daily = MailingListFactory(kind="daily", send_at="07:00")

    assert stories_for(daily, AT) == [recent]
    assert stories_for(mailing_list, AT) == [recent, older]

    IssueFactory(mailing_list=mailing_list, sending=True, started_at=AT - timedelta(days=60))
    assert oldest not in stories_for(mailing_list, AT)


def test_it_fills_after_what_is_there_up_to_the_most(mailing_list: MailingList) -> None:
    chosen = [story(hours) for hours in (50, 60)]
    rows = [story(hours) for hours in (1, 2, 3)]
    issue = IssueFactory(mailing_list=mailing_list)
    for position, article in enumerate(chosen):
        IssueStory.objects.create(issue=issue, article=article, position=position)

    assert fill(issue, AT) == 2
    assert fill(issue, AT) == 0

    assert [row.article for row in issue.placings.order_by("position")] == [*chosen, *rows[:2]]
    assert Issue.objects.get().stories.count() == 4


@pytest.mark.parametrize("filling", MailingList.Filling.values)
def test_it_makes_the_same_queries_for_any_number(
    mailing_list: MailingList, filling: str, django_assert_num_queries: object
) -> None:
    mailing_list.filling = filling
    for hours in range(1, 30):
        story(hours)

    # the last digest, the last issue, the chosen sections, the stories
    with django_assert_num_queries(4):
        assert len(stories_for(mailing_list, AT)) == 4
