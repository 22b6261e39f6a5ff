"""Every rule that the database holds for the newsletter, each provoked by its name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone

from newsletter.models import (
    Delivery,
    Departure,
    DeskEvent,
    Digest,
    Grant,
    ImportProblem,
    Issue,
    IssueEvent,
    IssueStory,
    Report,
    SignUp,
    Subscriber,
    SubscriberImport,
    Subscription,
    Suppression,
)
from newsletter.models.suppression import suppressed_as
from tests.newsletter.factories import (
    DeliveryFactory,
    IssueFactory,
    IssueStoryFactory,
    MailingListFactory,
    SubscriberFactory,
    SubscriptionFactory,
)

pytestmark = pytest.mark.django_db


def change(rows: Callable[..., object], **values: object) -> Callable[[], object]:
    """A change of a fresh row behind the model's back."""

    def act() -> object:
        row = rows()
        return type(row).objects.filter(pk=row.pk).update(**values)

    return act


def twice(rows: Callable[..., object], *names: str) -> Callable[[], object]:
    """A second row with the same `names` as a fresh one."""

    def act() -> object:
        row = rows()
        return type(row).objects.bulk_create([type(row)(**{name: getattr(row, name) for name in names})])

    return act


def sign_up() -> SignUp:
    return SignUp.objects.create(address="ali@example.org", lists=[1], form="footer-1", source=b"s")


def digest(**values: object) -> Digest:
    defaults = {"mailing_list": MailingListFactory(), "period": "2026-11-25", "due_at": timezone.now()}
    return Digest.objects.create(**{**defaults, **values})


def suppress() -> Suppression:
    return Suppression.objects.create(fingerprint=suppressed_as("a@example.com"), reason="bounce")


def sending() -> Issue:
    return IssueFactory(sending=True)


def issue_of_a_period() -> Issue:
    return IssueFactory(period="2026-11-25")


def report() -> Report:
    return Report.objects.create(
        subscriber=SubscriberFactory(), delivery=DeliveryFactory(), kind=Report.Kind.SOFT, source=Report.Source.MAIL
    )


def an_import() -> SubscriberImport:
    return SubscriberImport.objects.create(name="list.csv", consent="استمارات ورقية")


def problem() -> ImportProblem:
    return ImportProblem.objects.create(subscriber_import=an_import(), line=7, reason="ليس عنوان بريد")


PROVOCATIONS = {
    "report_once_per_mail": twice(report, "subscriber", "delivery", "kind", "source"),
    "report_kind_is_known": change(report, kind="odd"),
    "report_source_is_known": change(report, source="odd"),
    "report_is_known_again": change(report, delivery=None),
    "report_is_about_somebody_or_foreign": change(report, subscriber=None),
    "deskevent_verb_is_known": lambda: DeskEvent.objects.create(verb="odd"),
    "deskevent_lift_has_a_reason": lambda: DeskEvent.objects.create(verb="lift"),
    "subscriberimport_state_is_known": change(an_import, state="odd"),
    "subscriberimport_says_who_agreed": change(an_import, consent=""),
    "subscriberimport_reads_to_its_end": change(an_import, bytes_done=1),
    "subscriberimport_done_has_a_time": change(an_import, state="done"),
    "importproblem_once_per_line": twice(problem, "subscriber_import", "line"),
    "mailinglist_has_a_name": change(MailingListFactory, name=""),
    "mailinglist_has_a_slug": change(MailingListFactory, slug="نشرة"),
    "mailinglist_schedule_fits_its_kind": change(MailingListFactory, kind="weekly", send_at=time(7)),
    "mailinglist_filling_is_known": change(MailingListFactory, filling="loudest"),
    "mailinglist_counts_stories": change(MailingListFactory, fewest_stories=11),
    "mailinglist_grace_is_a_day": change(MailingListFactory, grace_minutes=0),
    "subscriber_state_is_known": change(SubscriberFactory, state="lost", ended_at=timezone.now()),
    "subscriber_has_an_address_until_erased": change(SubscriberFactory, address=""),
    "subscriber_address_is_ascii_in_one_line": change(SubscriberFactory, address="a@b.example\r\nBcc: c@d.example"),
    "subscriber_confirmed_has_a_time": change(SubscriberFactory, confirmed_at=None),
    "subscriber_ended_has_a_time": change(SubscriberFactory, state="left"),
    "subscription_once_per_list": twice(SubscriptionFactory, "subscriber", "mailing_list"),
    "subscription_state_is_known": change(SubscriptionFactory, state="lost"),
    "subscription_active_has_a_time": change(SubscriptionFactory, confirmed_at=None),
    "subscription_left_has_a_time": change(SubscriptionFactory, state="left"),
    "suppression_reason_is_known": change(suppress, reason="mood"),
    "issue_once_a_period": twice(issue_of_a_period, "mailing_list", "period"),
    "issue_state_is_known": change(IssueFactory, state="lost"),
    "issue_has_a_subject": change(IssueFactory, state="scheduled", scheduled_at=timezone.now(), subject=""),
    "issue_subject_is_one_line": change(IssueFactory, subject="خبر\r\nBcc: a@example.com"),
    "issue_scheduled_has_a_time": change(IssueFactory, state="scheduled"),
    "issue_at_work_is_frozen": change(IssueFactory, state="sending", started_at=timezone.now()),
    "issue_sent_has_a_time": change(sending, state="sent"),
    "issue_accounts_for_everyone": change(
        sending, state="sent", planned=3, sent=2, finished_at=timezone.now(), audience_frozen_at=timezone.now()
    ),
    "issuestory_once_per_issue": twice(IssueStoryFactory, "issue", "article"),
    "issueevent_verb_is_known": lambda: IssueEvent.objects.create(issue=IssueFactory(), verb="burn"),
    "delivery_once_per_subscriber": twice(DeliveryFactory, "issue", "subscriber"),
    "delivery_claimed_has_a_lease": change(DeliveryFactory, state=2),
    "delivery_deferred_has_a_time": change(DeliveryFactory, state=3),
    "delivery_final_has_a_time": change(DeliveryFactory, state=5),
    "delivery_handed_over_or_not": change(DeliveryFactory, state=4, final_at=timezone.now()),
    "digest_once_a_period": twice(digest, "mailing_list", "period", "due_at"),
    "digest_names_a_period": change(digest, period="today"),
    "digest_outcome_is_known": change(digest, outcome="lost"),
    "mailinglist_slug_is_free": change(MailingListFactory, slug="archive"),
    "departure_reason_is_known": lambda: Departure.objects.create(reason="x"),
    "signup_address_is_ascii_in_one_line": change(sign_up, address="ali@example.org\nBcc: b@example.org"),
    "signup_asks_for_a_list": change(sign_up, lists=[]),
    "grant_allows_something": lambda: Grant.objects.create(at=timezone.now(), count=0),
}


@pytest.mark.parametrize("name", PROVOCATIONS)
def test_it_is_refused_by_the_database(name: str) -> None:
    with pytest.raises(IntegrityError, match=f'"{name}"'), transaction.atomic():
        PROVOCATIONS[name]()


def test_it_provokes_every_constraint_there_is() -> None:
    named = {c.name for model in apps.get_app_config("newsletter").get_models() for c in model._meta.constraints}
    assert named == set(PROVOCATIONS)


@pytest.mark.parametrize("state", [0, 8])
def test_it_knows_the_states_of_a_delivery(state: int) -> None:
    with pytest.raises(IntegrityError, match="delivery_final_has_a_time"), transaction.atomic():
        change(DeliveryFactory, state=state)()


def test_it_has_one_subscriber_per_address() -> None:
    row = SubscriberFactory(address="Ali@Example.com")

    with pytest.raises(IntegrityError, match="address_key"), transaction.atomic():
        SubscriberFactory(address="ali@example.COM")
    assert row.address == "Ali@example.com"


def test_it_suppresses_an_address_once() -> None:
    suppress()

    with pytest.raises(IntegrityError, match="fingerprint"), transaction.atomic():
        suppress()


@pytest.mark.parametrize("act", [lambda rows: rows.delete(), lambda rows: rows.update(note="كما لم يكن")])
def test_it_keeps_the_history_of_an_issue(act: Callable[[object], object]) -> None:
    IssueEvent.objects.create(issue=IssueFactory(), verb="pause")

    with pytest.raises(IntegrityError, match="history"), transaction.atomic():
        act(IssueEvent.objects.all())


@pytest.mark.parametrize("values", [{"html": "<p>آخر"}, {"text": "آخر"}, {"subject": "آخر"}, {"started_at": None}])
def test_it_keeps_what_was_sent_as_it_was(values: dict[str, object]) -> None:
    with pytest.raises(IntegrityError, match="no longer change"), transaction.atomic():
        change(sending, **values)()


def test_it_keeps_the_stories_the_subscribers_and_the_ledger() -> None:
    """Parts of a whole go with it; nobody deletes a row that another one stands on."""
    protected = {
        (model._meta.model_name, field.name): field.remote_field.on_delete.__name__
        for model in (Delivery, IssueStory, Subscription, Subscriber, Issue, IssueEvent, Digest)
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and not field.many_to_many
    }

    assert {key for key, rule in protected.items() if rule == "CASCADE"} == {
        ("issuestory", "issue"),
        ("subscription", "subscriber"),
    }
    assert set(protected.values()) == {"CASCADE", "PROTECT"}
