"""Every list of the admin, and the form of a row, ask as many queries of twelve rows as of two."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ads.models import Advertiser, Campaign, CampaignEvent, Creative, Notice, Placement
from ads.models import Counter as HourlyCounter
from ads.sizes import SIZES
from articles.models import (
    Article,
    Author,
    Breaking,
    Byline,
    Decision,
    FrontEdition,
    PlannedStory,
    Redirect,
    RegisteredName,
    RelatedChoice,
    Section,
    StopWord,
    StyleRule,
    Synonyms,
    Tagging,
    Topic,
    TopicMerge,
    WholeWord,
)
from comments.models import Comment, Finding, ListedWord, Policy, SectionModerator
from comments.models import Decision as CommentDecision
from newsletter.models import (
    Departure,
    DeskEvent,
    Digest,
    Issue,
    IssueStory,
    MailingList,
    Report,
    Subscriber,
    Suppression,
)
from newsletter.suppressing import suppress
from newsroom import roles
from newsroom.models import Identity, Page, SecurityEvent, User
from pictures.models import Picture
from tests.ads.factories import (
    NOON,
    AdvertiserFactory,
    BookingFactory,
    CampaignFactory,
    CreativeFactory,
    CreativeImageFactory,
)
from tests.ads.reports.ledger import counted
from tests.conftest import member
from tests.factories import (
    ArticleFactory,
    AuthorFactory,
    CommentFactory,
    PictureFactory,
    SectionFactory,
    TopicFactory,
    UserFactory,
)
from tests.newsletter.factories import (
    DeliveryFactory,
    IssueFactory,
    IssueStoryFactory,
    MailingListFactory,
    SubscriptionFactory,
)

pytestmark = pytest.mark.django_db

FEW, MANY = 2, 12


# --- One more row of each table, each about something of its own: what they share, no query is asked for twice --------


def article(number: int) -> Article:
    """With everything that a list or a form may show beside it."""
    story = ArticleFactory(published=True, picture=PictureFactory(), created_by=UserFactory())
    for position in range(2):
        Byline.objects.create(article=story, author=AuthorFactory(), position=position)
        Tagging.objects.create(article=story, topic=TopicFactory())
    RelatedChoice.objects.create(article=story, other=ArticleFactory(published=True))
    decision(number, story)
    return story


def decision(number: int, story: Article | None = None) -> Decision:
    states = {"before": "in_review", "after": "published"}
    return Decision.objects.create(article=story or ArticleFactory(), verb="publish", by=UserFactory(), **states)


def redirect(number: int) -> Redirect:
    target = [{"article": ArticleFactory()}, {"section": SectionFactory()}, {"topic": TopicFactory()}, {"path": "/x/"}]
    return Redirect.objects.create(address=f"/قديم-{number}", created_by=UserFactory(), **target[number % 4])


def topic_merge(number: int) -> TopicMerge:
    return TopicMerge.objects.create(
        former_name=f"قديم {number}", former_slug=f"قديم-{number}", into=TopicFactory(), by=UserFactory(), moved=3
    )


def comment(number: int) -> Comment:
    row = CommentFactory(thread=None)
    Finding.objects.create(comment=row, rule="words", points=5, start=0, end=4, detail="كلمة من القائمة")
    return row


def comment_decision(number: int) -> CommentDecision:
    row = CommentFactory()
    row.approve(UserFactory())
    return row.decisions.get()


def issue(number: int) -> Issue:
    row = IssueFactory()
    IssueStory.objects.create(issue=row, article=ArticleFactory(published=True))
    return row


def digest(number: int) -> Digest:
    return Digest.objects.create(
        mailing_list=MailingListFactory(), period=f"2026-11-{number + 1:02}", due_at=timezone.now(), outcome="missed"
    )


def report(number: int) -> Report:
    delivery = DeliveryFactory()
    return Report.objects.create(subscriber=delivery.subscriber, delivery=delivery, kind="soft", source="mail")


def campaign(number: int) -> Campaign:
    row = CampaignFactory(kind="standard")
    counted(row.creatives.get(), timezone.now(), 70)
    return row


def placement(number: int) -> Placement:
    sides = dict.fromkeys(("phone_width", "phone_height", "wide_width", "wide_height"), 250)
    return Placement.objects.create(name=f"box-{number}", title=f"مساحة {number}", **sides)


def campaign_event(number: int) -> CampaignEvent:
    return CampaignEvent.objects.create(
        campaign=CampaignFactory(), verb="launch", by=UserFactory(), before="draft", after="active"
    )


def breaking(number: int) -> Breaking:
    """One that was over when the next was told."""
    since = timezone.now() - timedelta(hours=2 * number + 2)
    facts = {"set_at": since, "expires_at": since + timedelta(hours=1), "ended_at": since + timedelta(minutes=30)}
    return Breaking.objects.create(
        text=f"خبر {number}",
        article=ArticleFactory(published=True),
        owner=UserFactory(),
        ended_by=UserFactory(),
        **facts,
    )


def front(number: int) -> FrontEdition:
    return FrontEdition.objects.create(section=SectionFactory(), number=1, by=UserFactory(), state="draft")


def plan(number: int) -> PlannedStory:
    return PlannedStory.objects.create(
        title=f"قصة {number}",
        day=timezone.localdate(),
        section=SectionFactory(),
        created_by=UserFactory(),
        assignee=UserFactory(),
        state="assigned",
    )


MORE: dict[type[Model], Callable[[int], object]] = {
    Page: lambda number: Page.objects.create(title=f"صفحة {number}", slug=f"page-{number}", body="<p>نص</p>"),
    User: lambda number: member(f"colleague{number}", roles.ROLES[number % len(roles.ROLES)]),
    Group: lambda number: Group.objects.create(name=f"دور {number}").user_set.add(UserFactory()),
    SecurityEvent: lambda number: SecurityEvent.objects.create(user=UserFactory(), by=UserFactory(), kind="role_add"),
    Picture: lambda number: PictureFactory(created_by=UserFactory()),
    Article: article,
    Breaking: breaking,
    PlannedStory: plan,
    FrontEdition: front,
    Topic: lambda number: TopicFactory(picture=PictureFactory()),
    Author: lambda number: AuthorFactory(user=UserFactory(), picture=PictureFactory()),
    Section: lambda number: SectionFactory(),
    Decision: decision,
    RegisteredName: lambda number: RegisteredName.objects.create(chosen=f"معتمد{number}", rejected=f"مرفوض{number}"),
    StyleRule: lambda number: StyleRule.objects.create(find=f"عبارة{number}", prefer=f"غيرها{number}"),
    Redirect: redirect,
    TopicMerge: topic_merge,
    Synonyms: lambda number: Synonyms.objects.create(terms=f"مرادف{number}، مثله{number}"),
    WholeWord: lambda number: WholeWord.objects.create(word=f"كلمة{number}"),
    StopWord: lambda number: StopWord.objects.create(word=f"وقف{number}"),
    Comment: comment,
    CommentDecision: comment_decision,
    ListedWord: lambda number: ListedWord.objects.create(text=f"عبارة{number}", kind="hold", added_by=UserFactory()),
    SectionModerator: lambda number: SectionModerator.objects.create(user=UserFactory(), section=SectionFactory()),
    Issue: issue,
    MailingList: lambda number: SubscriptionFactory(),
    Digest: digest,
    Subscriber: lambda number: SubscriptionFactory(),
    Report: report,
    Suppression: lambda number: suppress(f"gone{number}@example.com", "hand", UserFactory(), "طلب صاحبه"),
    Departure: lambda number: Departure.objects.create(mailing_list=MailingListFactory(), reason="too_many"),
    DeskEvent: lambda number: DeskEvent.objects.create(
        verb="show", by=UserFactory(), subscriber_number=SubscriptionFactory().subscriber.pk
    ),
    Campaign: campaign,
    HourlyCounter: lambda number: counted(CreativeFactory(), timezone.now() - timedelta(hours=number), 70),
    Creative: lambda number: CreativeFactory(),
    Advertiser: lambda number: CampaignFactory(advertiser=AdvertiserFactory(), kind="standard"),
    Placement: placement,
    CampaignEvent: campaign_event,
}
ONE_ROW = {Identity, Policy, Notice}  # their list leads straight to it


# --- One more part of a row whose form shows parts --------------------------------------------------------------------


def part_of_article(story: Article, number: int) -> None:
    Byline.objects.create(article=story, author=AuthorFactory(), position=number)
    Tagging.objects.create(article=story, topic=TopicFactory())
    RelatedChoice.objects.create(article=story, other=ArticleFactory(published=True), position=number)
    decision(number, story)


def part_of_campaign(row: Campaign, number: int) -> None:
    since = NOON + timedelta(days=number)
    BookingFactory(campaign=row, placement=placement(number), starts_at=since, ends_at=since + timedelta(hours=1))
    CreativeFactory(campaign=row)


PARTS: dict[type[Model], tuple[Callable[[int], object], Callable[[object, int], object]]] = {
    Article: (lambda number: ArticleFactory(picture=PictureFactory()), part_of_article),
    Campaign: (lambda number: CampaignFactory(kind="sponsorship"), part_of_campaign),
    Creative: (
        lambda number: CreativeFactory(),
        lambda row, number: CreativeImageFactory(creative=row, width=SIZES[-number][0], height=SIZES[-number][1]),
    ),
    Issue: (issue, lambda row, number: IssueStoryFactory(issue=row)),
}


def kinds(queries: list[str]) -> Counter[str]:
    """How often each is asked, whatever rows it is about."""
    return Counter(re.sub(r"\d+|'[^']*'", "?", sql) for sql in queries)


def queries(client: Client, address: str) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code in (200, 302), address
    return [query["sql"] for query in captured]


@pytest.fixture
def chief(client: Client, manager: User) -> Client:
    """Everything is in reach of a superuser."""
    User.objects.filter(pk=manager.pk).update(is_superuser=True)
    client.force_login(manager)
    return client


def test_it_has_a_row_for_every_table() -> None:
    assert set(admin.site._registry) == set(MORE) | ONE_ROW


@pytest.mark.parametrize("model", [model for model in admin.site._registry if model not in ONE_ROW])
def test_it_asks_as_much_for_many_rows_as_for_few(chief: Client, model: type[Model]) -> None:
    base = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
    for number in range(FEW):
        MORE[model](number)
    newest = model._default_manager.order_by("-pk").first()
    addresses = [base, f"{base}{newest.pk}/change/"]
    for address in addresses:
        chief.get(address)  # what is asked once in the life of a process
    few = [queries(chief, address) for address in addresses]
    for number in range(FEW, MANY):
        MORE[model](number)
    assert model._default_manager.count() >= MANY

    for address, before in zip(addresses, few, strict=True):
        after = queries(chief, address)
        assert len(after) == len(before), (address, kinds(after) - kinds(before))


def test_it_knows_the_parts_of_every_form() -> None:
    assert {model for model, desk in admin.site._registry.items() if desk.inlines} == set(PARTS)


@pytest.mark.parametrize("model", PARTS)
def test_it_asks_as_much_for_many_parts_as_for_few(chief: Client, model: type[Model]) -> None:
    make, grow = PARTS[model]
    row = make(0)
    address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/{row.pk}/change/"
    grow(row, 1)
    chief.get(address)
    few = queries(chief, address)
    for number in range(2, 5):
        grow(row, number)

    many = queries(chief, address)
    assert len(many) == len(few), kinds(many) - kinds(few)
