"""Digests: one in each period, whoever comes how often and whatever the clock does."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from articles.models import Article
from newsletter import digests, notices
from newsletter.digests import make_digest, make_digests
from newsletter.models import Digest, Issue, IssueStory, MailingList
from newsroom import roles
from newsroom.models import User
from tests.conftest import member
from tests.factories import ArticleFactory
from tests.mail_server import Script
from tests.newsletter.factories import MailingListFactory, SubscriptionFactory

pytestmark = pytest.mark.django_db

CAIRO = ZoneInfo("Africa/Cairo")
DUE = datetime(2026, 11, 25, 7, tzinfo=CAIRO)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def in_cairo(settings: object) -> None:
    settings.TIME_ZONE = "Africa/Cairo"
    timezone.get_default_timezone.cache_clear()
    yield
    timezone.get_default_timezone.cache_clear()


def daily(**facts: object) -> MailingList:
    """A list at seven in the morning with one subscriber; its digest of the day before was made."""
    given = {"kind": "daily", "send_at": "07:00", "fewest_stories": 2, "most_stories": 5, "name": "نشرة الصباح"}
    mailing_list = MailingListFactory(**given | facts)
    mailing_list.refresh_from_db()
    SubscriptionFactory(mailing_list=mailing_list)
    Digest.objects.create(
        mailing_list=mailing_list, period="2026-11-24", due_at=DUE - DAY, at=DUE - DAY, outcome="too_few"
    )
    return mailing_list


def stories(count: int, at: datetime = DUE) -> list[Article]:
    return [
        ArticleFactory(headline=f"خبر الفجر {n}", status="published", published_at=at - n * HOUR)
        for n in range(1, count + 1)
    ]


def outcomes() -> list[tuple[str, str, int]]:
    rows = Digest.objects.exclude(period="2026-11-24").order_by("due_at")
    return list(rows.values_list("period", "outcome", "found"))


def waiting() -> list[str]:
    return list(ProcrastinateJob.objects.filter(task_name__startswith="newsletter").values_list("task_name", flat=True))


def test_it_makes_and_schedules_an_issue_in_its_hour() -> None:
    mailing_list = daily()
    rows = stories(3)

    assert make_digests(DUE - MINUTE) == []
    made = make_digests(DUE)

    issue = Issue.objects.get()
    assert [(digest.mailing_list, digest.period) for digest in made] == [(mailing_list, "2026-11-25")]
    assert (issue.state, issue.period, issue.scheduled_at) == ("scheduled", "2026-11-25", DUE)
    assert (issue.subject, issue.preheader) == ("خبر الفجر 1", "خبر الفجر 2 · خبر الفجر 3")
    assert [row.article for row in issue.placings.all()] == rows
    assert [event.verb for event in issue.events.order_by("pk")] == ["create", "schedule"]
    assert outcomes() == [("2026-11-25", "made", 3)]


@pytest.mark.parametrize("later", [timedelta(0), MINUTE, HOUR, 3 * HOUR, 23 * HOUR])
def test_it_makes_one_however_often_it_is_called(later: timedelta) -> None:
    daily()
    stories(3)
    make_digests(DUE)

    assert make_digests(DUE + later) == []
    assert Issue.objects.count() == 1


def test_it_makes_one_for_each_day_when_it_runs_across_midnight() -> None:
    mailing_list = daily(send_at="00:00")
    midnight = datetime(2026, 11, 26, tzinfo=CAIRO)
    Digest.objects.create(mailing_list=mailing_list, period="2026-11-25", due_at=midnight - DAY, at=midnight - DAY)
    stories(3, midnight)

    made = [make_digests(midnight + n * MINUTE) for n in (-1, 0, 1, 2)]

    assert [len(rows) for rows in made] == [0, 1, 0, 0]
    assert Issue.objects.get().period == "2026-11-26"


@pytest.mark.parametrize(
    ("send_at", "start", "before"),
    [
        ("00:30", datetime(2026, 4, 23, 20, tzinfo=CAIRO), "2026-04-23"),
        ("23:30", datetime(2026, 10, 29, 20, tzinfo=CAIRO), "2026-10-28"),
    ],
)
def test_it_makes_one_in_the_night_in_which_the_clocks_change(send_at: str, start: datetime, before: str) -> None:
    """On 24 April half past midnight does not exist in Cairo, on 29 October half past eleven comes twice."""
    mailing_list = daily(send_at=send_at)
    Digest.objects.create(mailing_list=mailing_list, period=before, due_at=start - DAY, at=start - DAY)
    stories(3, start)
    moment = start.astimezone(ZoneInfo("UTC"))

    made = [digest for n in range(40) for digest in make_digests(moment + n * 15 * MINUTE)]

    assert len(made) == 1
    assert Issue.objects.count() == 1


def test_it_makes_none_again_when_the_site_or_the_list_moves(settings: object) -> None:
    mailing_list = daily()
    stories(3)
    make_digests(DUE)

    for zone in ("Africa/Algiers", "Asia/Aden", "America/New_York"):
        settings.TIME_ZONE = zone
        timezone.get_default_timezone.cache_clear()
        assert make_digests(DUE + MINUTE) == []
    settings.TIME_ZONE = "Africa/Cairo"
    timezone.get_default_timezone.cache_clear()
    mailing_list.send_at = "08:00"
    mailing_list.save()
    assert make_digests(DUE + HOUR) == []


def test_it_tells_the_editor_when_there_are_too_few() -> None:
    daily()
    stories(1)

    make_digests(DUE)

    assert not Issue.objects.exists()
    assert outcomes() == [("2026-11-25", "too_few", 1)]


def test_it_takes_what_was_too_little_into_the_next() -> None:
    daily()
    rows = stories(1)
    make_digests(DUE)
    rows = stories(1, DUE + DAY) + rows

    make_digests(DUE + DAY)

    assert [row.article for row in Issue.objects.get().placings.all()] == rows


def test_it_holds_what_was_missed() -> None:
    daily(grace_minutes=60)
    stories(3)

    make_digests(DUE + 61 * MINUTE)

    issue = Issue.objects.get()
    assert (issue.state, outcomes()) == ("held", [("2026-11-25", "missed", 3)])
    assert "فات موعده" in issue.events.first().note
    assert make_digests(DUE + 62 * MINUTE) == []


def test_it_catches_up_within_the_grace() -> None:
    daily(grace_minutes=60)
    stories(3)

    make_digests(DUE + 60 * MINUTE)

    assert Issue.objects.get().state == "scheduled"


def test_it_waits_for_approval_where_the_list_says_so() -> None:
    daily(sends_by_itself=False)
    stories(3)

    make_digests(DUE)

    issue = Issue.objects.get()
    assert (issue.state, issue.events.first().note) == ("held", digests.FOR_APPROVAL)


def test_it_holds_what_pre_flight_refuses() -> None:
    daily()
    ArticleFactory(headline="مرحبا {{ name }}", status="published", published_at=DUE - MINUTE)
    stories(2)

    make_digests(DUE)

    issue = Issue.objects.get()
    assert issue.state == "held"
    assert "{{ name }}" in issue.events.first().note


@pytest.mark.parametrize("idle", ["nobody", "stopped", "manual", "young"])
def test_it_makes_none_for_a_list(idle: str) -> None:
    mailing_list = daily()
    stories(3)
    at = DUE
    if idle == "nobody":
        mailing_list.subscriptions.update(state="left", left_at=DUE)
    elif idle == "stopped":
        MailingList.objects.update(is_active=False)
    elif idle == "manual":
        MailingList.objects.filter(pk=mailing_list.pk).update(kind="manual", send_at=None)
    else:  # made in the afternoon: nobody waited for its morning
        Digest.objects.all().delete()
        at = DUE + 8 * HOUR

    assert make_digests(at) == []
    assert not Issue.objects.exists()
    assert not Digest.objects.exclude(period="2026-11-24").exists()


def test_it_leaves_nothing_behind_when_it_dies(monkeypatch: pytest.MonkeyPatch) -> None:
    mailing_list = daily()
    stories(3)

    def die(issue: Issue) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(digests, "name_by_its_stories", die)
        with pytest.raises(KeyboardInterrupt):
            make_digest(mailing_list, DUE)
    assert (Issue.objects.count(), IssueStory.objects.count(), outcomes()) == (0, 0, [])

    assert make_digest(mailing_list, DUE)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_it_makes_one_of_two_schedulers_at_once() -> None:
    MailingList.objects.exclude(slug__startswith="evening").delete()
    mailing_list = daily()
    stories(3)
    for n in range(4):
        day = DUE + n * DAY
        start = Barrier(3)

        def run(day: datetime = day, start: Barrier = start) -> int:
            try:
                row = MailingList.objects.get(pk=mailing_list.pk)
                start.wait()
                return make_digest(row, day) is not None
            finally:
                connection.close()

        with ThreadPoolExecutor(3) as pool:
            made = [future.result() for future in [pool.submit(run) for _ in range(3)]]

        assert sorted(made) == [False, False, True]
    assert Digest.objects.exclude(period="2026-11-24").count() == 4
    assert Issue.objects.count() == 1  # the later days had no new story


def test_it_orders_letters_with_the_claim(django_capture_on_commit_callbacks: object) -> None:
    daily()
    stories(1)

    with django_capture_on_commit_callbacks(execute=True):
        make_digests(DUE)

    assert waiting() == ["newsletter.tell_of_digest"]
    assert all("@" not in str(job.args) for job in ProcrastinateJob.objects.all())


def test_it_orders_no_letter_for_what_goes_out_by_itself(django_capture_on_commit_callbacks: object) -> None:
    daily()
    stories(3)

    with django_capture_on_commit_callbacks(execute=True):
        make_digests(DUE)

    assert waiting() == []


def test_it_writes_to_those_who_may_send(mail_server: Script) -> None:
    keeper = member("keeper", roles.NEWSLETTER_MANAGER)
    for name, role, facts in (
        ("writer", roles.JOURNALIST, {}),
        ("gone", roles.NEWSLETTER_MANAGER, {"is_active": False}),
        ("mute", roles.NEWSLETTER_MANAGER, {"email": ""}),
    ):
        User.objects.filter(pk=member(name, role).pk).update(**facts)

    assert notices.editors() == [keeper.pk]


@pytest.mark.parametrize(("count", "at"), [(1, DUE), (3, DUE + 5 * HOUR)])
def test_it_says_in_the_letter_what_there_is_to_do(mail_server: Script, count: int, at: datetime) -> None:
    keeper = member("keeper", roles.NEWSLETTER_MANAGER)
    daily()
    stories(count)
    make_digests(at)
    digest = Digest.objects.get(period="2026-11-25")

    notices.tell(digest.pk, keeper.pk)
    notices.tell(digest.pk, keeper.pk)

    first, second = mail_server.taken
    assert first.recipients == [keeper.email]
    assert "نشرة الصباح" in first.message["Subject"]
    assert first.message["Message-ID"] == second.message["Message-ID"]
    if count == 1:
        assert "مقال واحد" in first.text
        assert "/admin/newsletter/digest/" in first.text
    else:
        assert "خبر الفجر 1" in first.text
        assert "فات موعده" in first.text
        assert f"/admin/newsletter/issue/{Issue.objects.get().pk}/send/" in first.text
