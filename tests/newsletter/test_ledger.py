"""The moves of the ledger: who gets a row, who may still be mailed, what a dead worker leaves behind."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from newsletter.models import Delivery, Issue, Subscriber, Subscription, Suppression
from newsletter.models.suppression import suppressed_as
from newsletter.sending import audience, ledger, retention
from newsletter.sending.audience import freeze
from newsletter.sending.ledger import Claimed, Outcome, Recorded
from tests.newsletter.factories import SubscriberFactory, SubscriptionFactory
from tests.newsletter.sending import Reason, State, issue_to, row, states, subscriber

pytestmark = pytest.mark.django_db

LEASE = timedelta(minutes=1)
SENT = Outcome(State.SENT, 250, "2.0.0")


def planned(*names: str) -> Issue:
    issue = issue_to(*names)
    assert freeze(issue)
    issue.refresh_from_db()
    return issue


def claim(issue: Issue, limit: int = 10) -> list[Claimed]:
    return ledger.claim(issue, limit, LEASE)


def hand(issue: Issue, rows: list[Claimed]) -> list[str]:
    return [reader.address.partition("@")[0] for reader in ledger.hand(issue, rows, LEASE).values()]


def worker_dies(issue: Issue) -> None:
    """Its lease runs out, and another worker looks."""
    Delivery.objects.filter(issue=issue, state=State.CLAIMED).update(lease_until=timezone.now() - timedelta(seconds=1))
    ledger.reclaim(issue)


# --- The audience -------------------------------------------------------------------------------------------------


def test_it_plans_for_who_was_subscribed_when_it_started() -> None:
    issue = issue_to("ali", "muna")
    late = timezone.now() + timedelta(hours=1)
    mailing_list = issue.mailing_list
    SubscriptionFactory(mailing_list=mailing_list, state="pending", subscriber=SubscriberFactory(state="pending"))
    SubscriptionFactory(mailing_list=mailing_list, state="left")
    SubscriptionFactory(mailing_list=mailing_list, subscriber=SubscriberFactory(state="bounced"))
    SubscriptionFactory(mailing_list=mailing_list, confirmed_at=late)
    SubscriptionFactory()  # of another list

    assert freeze(issue)

    issue.refresh_from_db()
    assert states(issue) == {"ali": "PLANNED", "muna": "PLANNED"}
    assert (issue.planned, issue.audience_frozen_at is not None) == (2, True)
    assert [issue.first_delivery, issue.last_delivery] == sorted(issue.deliveries.values_list("pk", flat=True))


@pytest.mark.parametrize("batch", [1, 2, 3, 5, 6, 100])
def test_it_goes_on_where_it_was_killed(batch: int, monkeypatch: pytest.MonkeyPatch) -> None:
    issue = issue_to(*(f"r{number}" for number in range(5)))
    audience.plan_some(issue, 2)

    assert freeze(issue, batch)
    assert freeze(issue, batch)

    issue.refresh_from_db()
    assert (issue.planned, issue.deliveries.count()) == (5, 5)
    assert issue.audience_frozen_at


def test_it_plans_for_a_while_and_goes_on_later() -> None:
    issue = issue_to("ali", "muna", "sara")

    assert not freeze(issue, batch=1, seconds=0)
    assert issue.deliveries.count() == 1
    assert freeze(issue, batch=1)
    assert issue.deliveries.count() == 3


@pytest.mark.parametrize("state", ["paused", "cancelled"])
def test_it_plans_nothing_for_an_issue_that_was_stopped(state: str) -> None:
    issue = issue_to("ali")
    Issue.objects.update(state=state)

    assert not freeze(issue)
    assert not issue.deliveries.exists()


# --- Claims -------------------------------------------------------------------------------------------------------


def test_it_gives_a_row_to_one_worker() -> None:
    issue = planned("ali", "muna", "sara")

    first, second, third = claim(issue, 2), claim(issue, 2), claim(issue, 2)

    assert [len(first), len(second), third] == [2, 1, []]
    assert row("ali").lease_until > timezone.now() + timedelta(seconds=50)


@pytest.mark.parametrize("verb", ["pause", "cancel"])
def test_it_gives_out_nothing_of_an_issue_that_was_stopped(verb: str) -> None:
    issue = planned("ali")
    getattr(issue, verb)()

    assert claim(issue) == []


def test_it_skips_suppressed_addresses_whatever_their_row_says() -> None:
    issue = planned("ali", "muna")
    Suppression.objects.create(fingerprint=suppressed_as("muna@example.com"), reason="complaint")

    assert len(claim(issue)) == 1
    assert (row("muna").state, row("muna").reason) == (State.SKIPPED, Reason.SUPPRESSED)


# --- Handing over -------------------------------------------------------------------------------------------------


def test_it_says_to_whom_at_the_moment_of_handing_over() -> None:
    issue = planned("ali")
    rows = claim(issue)
    who = subscriber("ali")
    who.address, who.name = "new@example.com", "علي"
    who.save()

    (reader,) = ledger.hand(issue, rows, LEASE).values()

    assert (reader.delivery_pk, reader.subscriber_pk) == (rows[0].pk, who.pk)
    assert (reader.address, reader.name, reader.token_version) == ("new@example.com", "علي", 1)


@pytest.mark.parametrize("verb", ["leave", "bounce", "complain", "erase"])
def test_it_does_not_mail_who_left_after_the_claim(verb: str) -> None:
    issue = planned("ali", "muna")
    rows, key = claim(issue), row("muna").pk
    getattr(subscriber("muna"), verb)()

    assert hand(issue, rows) == ["ali"]

    left = Delivery.objects.get(pk=key)
    assert (left.state, left.reason, left.handed_at) == (State.SKIPPED, Reason.NO_CONSENT, None)


@pytest.mark.parametrize("state", ["pending", "left", "bounced"])
def test_it_does_not_mail_who_is_not_confirmed_though_a_subscription_stands(state: str) -> None:
    issue = planned("ali")
    rows = claim(issue)
    Subscriber.objects.update(state=state, ended_at=timezone.now())

    assert hand(issue, rows) == []
    assert row("ali").reason == Reason.NO_CONSENT


def test_it_does_not_mail_who_left_this_list_only() -> None:
    issue = planned("ali")
    SubscriptionFactory(subscriber=subscriber("ali"))
    rows = claim(issue)
    Subscription.objects.get(mailing_list=issue.mailing_list).leave()

    assert hand(issue, rows) == []
    assert row("ali").reason == Reason.NO_CONSENT


@pytest.mark.parametrize("verb", ["pause", "cancel"])
def test_it_hands_over_nothing_of_an_issue_that_was_stopped_after_the_claim(verb: str) -> None:
    issue = planned("ali")
    rows = claim(issue)
    getattr(issue, verb)()

    assert hand(issue, rows) == []
    assert row("ali").state == State.CLAIMED
    ledger.give_back(rows)
    assert row("ali").state == State.PLANNED


def test_it_hands_over_a_row_once() -> None:
    issue = planned("ali")
    rows = claim(issue)

    assert hand(issue, rows) == ["ali"]
    assert hand(issue, rows) == []


# --- Dead and stalled workers -------------------------------------------------------------------------------------


def test_it_plans_again_what_a_dead_worker_had_not_marked_and_doubts_what_it_had() -> None:
    issue = planned("ali", "muna", "sara")
    rows = claim(issue)
    hand(issue, rows[:1])

    worker_dies(issue)

    assert states(issue) == {"ali": "UNCERTAIN", "muna": "PLANNED", "sara": "PLANNED"}
    assert row("ali").reason == Reason.LOST
    assert [claimed.pk for claimed in claim(issue)] == [row("muna").pk, row("sara").pk]


def test_it_leaves_a_living_workers_rows_alone() -> None:
    issue = planned("ali")
    rows = claim(issue)
    ledger.renew(rows, LEASE)

    assert ledger.reclaim(issue) == 0


def test_a_worker_that_stalled_finds_its_rows_gone() -> None:
    issue = planned("ali")
    stale = claim(issue)
    worker_dies(issue)
    fresh = claim(issue)

    assert hand(issue, stale) == []
    assert row("ali").state == State.CLAIMED  # it is the other's, and was not skipped
    ledger.give_back(stale)
    ledger.renew(stale, LEASE)
    assert ledger.record([Recorded(stale[0], SENT)]) == 0
    assert hand(issue, fresh) == ["ali"]


def test_an_answer_that_comes_late_is_the_truth() -> None:
    issue = planned("ali")
    rows = claim(issue)
    hand(issue, rows)
    worker_dies(issue)
    assert row("ali").state == State.UNCERTAIN

    assert ledger.record([Recorded(rows[0], SENT)]) == 1
    assert (row("ali").state, row("ali").reason) == (State.SENT, Reason.NONE)


def test_an_answer_after_the_books_were_closed_changes_nothing() -> None:
    issue = planned("ali")
    rows = claim(issue)
    hand(issue, rows)
    worker_dies(issue)
    assert ledger.close(issue)

    assert ledger.record([Recorded(rows[0], SENT)]) == 0


# --- The end ------------------------------------------------------------------------------------------------------


def test_it_records_the_same_answers_twice_as_once() -> None:
    issue = planned("ali", "muna", "sara")
    rows = claim(issue)
    hand(issue, rows)
    outcomes = [SENT, Outcome(State.FAILED, 550, "5.1.1"), Outcome(State.DEFERRED, 451)]
    results = [Recorded(*pair) for pair in zip(rows, outcomes, strict=True)]

    assert ledger.record(results) == 3
    assert ledger.record(results) == 0
    assert states(issue) == {"ali": "SENT", "muna": "FAILED", "sara": "DEFERRED"}
    assert row("sara").deferrals == 1


def test_it_closes_no_books_with_a_row_open() -> None:
    issue = planned("ali", "muna")
    rows = claim(issue)
    hand(issue, rows)
    ledger.record([Recorded(rows[0], SENT), Recorded(rows[1], Outcome(State.DEFERRED, 451))])

    assert not ledger.close(issue)


def test_it_skips_the_rest_of_a_cancelled_issue() -> None:
    issue = planned("ali", "muna", "sara")
    rows = claim(issue, 1)
    hand(issue, rows)
    issue.cancel()

    assert ledger.drop_rest(issue) == 2
    assert not ledger.close(issue)  # one is on its way
    ledger.record([Recorded(rows[0], SENT)])
    assert ledger.close(issue)

    issue.refresh_from_db()
    assert (issue.state, issue.planned, issue.sent, issue.skipped) == ("cancelled", 3, 1, 2)
    assert not ledger.close(Issue.objects.get(pk=issue.pk))


def test_it_says_how_far_it_is_from_the_index_of_what_is_not_sent() -> None:
    issue = planned("ali", "muna", "sara")
    rows = claim(issue, 2)
    hand(issue, rows)
    ledger.record([Recorded(rows[0], SENT)])

    assert issue.deliveries.counts() == {State.PLANNED: 1, State.CLAIMED: 1}


def test_it_forgets_who_got_an_issue_after_some_months_and_keeps_its_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    old, new = planned("ali", "muna", "sara"), planned("omar")
    for issue in (old, new):
        rows = claim(issue)
        hand(issue, rows)
        ledger.record([Recorded(claimed, SENT) for claimed in rows])
        assert ledger.close(issue)
    Issue.objects.filter(pk=old.pk).update(finished_at=timezone.now() - timedelta(days=91))

    assert retention.forget_old_deliveries() == 3

    assert [one.issue_id for one in Delivery.objects.all()] == [new.pk]
    old.refresh_from_db()
    assert (old.planned, old.sent) == (3, 3)
    assert retention.forget_old_deliveries() == 0
