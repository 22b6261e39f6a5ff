"""Lists, subscribers and issues with Arabic content."""

from __future__ import annotations

import factory
from django.utils import timezone

from newsletter.models import Delivery, Issue, IssueStory, MailingList, Subscriber, Subscription
from tests.factories import ArticleFactory


class MailingListFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MailingList

    name = factory.Sequence(lambda n: f"نشرة المساء {n}")
    slug = factory.Sequence(lambda n: f"evening-{n}")


class SubscriberFactory(factory.django.DjangoModelFactory):
    """Confirmed, as most are; `state="pending"` for one who is not yet."""

    class Meta:
        model = Subscriber

    address = factory.Sequence(lambda n: f"reader{n}@example.com")
    state = Subscriber.State.CONFIRMED
    confirmed_at = factory.LazyAttribute(lambda row: timezone.now() if row.state == "confirmed" else None)
    ended_at = factory.LazyAttribute(lambda row: None if row.state in ("pending", "confirmed") else timezone.now())


class SubscriptionFactory(factory.django.DjangoModelFactory):
    """Active, of a confirmed subscriber."""

    class Meta:
        model = Subscription

    subscriber = factory.SubFactory(SubscriberFactory)
    mailing_list = factory.SubFactory(MailingListFactory)
    state = Subscription.State.ACTIVE
    form = "footer-1"
    confirmed_at = factory.LazyAttribute(lambda row: timezone.now() if row.state == "active" else None)
    left_at = factory.LazyAttribute(lambda row: timezone.now() if row.state == "left" else None)


class IssueFactory(factory.django.DjangoModelFactory):
    """A draft. `sending=True`: started, with a short mail of its own."""

    class Meta:
        model = Issue

    class Params:
        sending = factory.Trait(
            state=Issue.State.SENDING,
            html="<p dir=rtl>صباح الخير</p>",
            text="صباح الخير",
            started_at=factory.LazyFunction(timezone.now),
        )

    mailing_list = factory.SubFactory(MailingListFactory)
    subject = factory.Sequence(lambda n: f"أخبار الصباح {n}")


class IssueStoryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = IssueStory

    issue = factory.SubFactory(IssueFactory)
    article = factory.SubFactory(ArticleFactory, published=True)


class DeliveryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Delivery

    issue = factory.SubFactory(IssueFactory, sending=True)
    subscriber = factory.SubFactory(SubscriberFactory)
