"""The newsroom's calendar of a week: what is planned, scheduled, published and released from its embargo each day."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from articles import permissions
from articles.models import Article, Byline, PlannedStory, Section
from articles.models.planning import FIRST, LAST
from articles.revisions.recording import record
from articles.search.index import index

DAY = timedelta(days=1)
DAYS = 7
NAME = re.compile(r"(\d{4})-W(\d{2})", re.ASCII)  # ISO 8601
MOST_OPEN = 12  # scheduled stories of a day that are not folded
MOST_STORIES = 400  # published and scheduled ones of a week that the calendar names


class Week(NamedTuple):
    """Seven days from a Saturday to the Friday after it, as CLDR has Algeria's week and the week of the placements.

    It is named for the ISO week of its Monday, with which it shares five days: those from Monday to Friday.
    """

    first: date

    @classmethod
    def of(cls, day: date) -> Week:
        return cls(day - timedelta(days=(day.isoweekday() - 6) % DAYS))

    @classmethod
    def named(cls, name: str) -> Week | None:
        """Of `2026-W48`; None for what names no week that the calendar shows."""
        match = NAME.fullmatch(name)
        try:
            monday = date.fromisocalendar(int(match[1]), int(match[2]), 1) if match else None
        except ValueError:
            return None
        return cls(monday - 2 * DAY) if monday and FIRST + 30 * DAY < monday < LAST - 30 * DAY else None

    @property
    def name(self) -> str:
        year, week, _ = (self.first + 2 * DAY).isocalendar()
        return f"{year}-W{week:02}"

    @property
    def days(self) -> list[date]:
        return [self.first + index * DAY for index in range(DAYS)]

    @property
    def last(self) -> date:
        return self.first + (DAYS - 1) * DAY

    @property
    def before(self) -> Week:
        return Week(self.first - DAYS * DAY)

    @property
    def after(self) -> Week:
        return Week(self.first + DAYS * DAY)


def midnight(day: date) -> datetime:
    """The moment in which `day` begins where the newsroom is."""
    return timezone.make_aware(datetime.combine(day, time()), timezone.get_default_timezone())


def hour_of(moment: datetime) -> time:
    return timezone.localtime(moment, timezone.get_default_timezone()).time()


class Entry(NamedTuple):
    """One thing of a day: a plan, a story that is scheduled, or one whose embargo ends."""

    kind: str
    row: PlannedStory | Article
    at: time | None


@dataclass(slots=True)
class Day:
    """What stands on one day of the calendar."""

    day: date
    plans: list[PlannedStory] = field(default_factory=list)
    scheduled: list[Article] = field(default_factory=list)
    embargoes: list[Article] = field(default_factory=list)
    published: list[Article] = field(default_factory=list)
    is_cut: bool = False  # the week is too full: stories of this day and of those after may not be named

    @property
    def entries(self) -> list[Entry]:
        """What is to come by the clock, then what has no hour."""
        entries = [Entry("plan", plan, plan.time) for plan in self.plans]
        entries += [Entry("embargo", row, hour_of(row.embargoed_until)) for row in self.embargoes]
        entries += [Entry("scheduled", row, hour_of(row.published_at)) for row in self.scheduled[:MOST_OPEN]]
        return sorted(entries, key=lambda entry: (entry.at is None, entry.at or time()))

    @property
    def folded(self) -> list[Article]:
        """Scheduled stories of a crowded day that do not stand open in it."""
        return self.scheduled[MOST_OPEN:]

    @property
    def is_empty(self) -> bool:
        return not (self.plans or self.scheduled or self.embargoes or self.published or self.is_cut)


def calendar(
    user: AbstractUser, week: Week, person: AbstractUser | None = None, section: Section | None = None
) -> list[Day]:
    """The days of `week` as `user` may see them, of one person or section if asked. Three queries."""
    days = {day: Day(day) for day in week.days}
    plans, stories = plans_of(week), Article.objects.select_related("section").only(*SHOWN)
    if person:
        plans, stories = plans.filter(assignee=person), permissions.own(person, stories)
    if section:
        plans, stories = plans.filter(section=section), stories.filter(section=section)
    planned = set()
    for plan in plans:
        days[plan.day].plans.append(plan)
        planned.add((plan.article_id, plan.day))
    on_site = on_the_site(user, week, stories)
    if len(on_site) > MOST_STORIES:
        cut = timezone.localdate(on_site.pop().published_at)
        for day in days.values():
            day.is_cut = day.day >= cut
    for article in on_site:
        day = timezone.localdate(article.published_at)
        if (article.pk, day) not in planned:
            (days[day].published if article.is_public() else days[day].scheduled).append(article)
    for article in embargoed(user, week, stories):
        days[timezone.localdate(article.embargoed_until)].embargoes.append(article)
    return list(days.values())


SHOWN = ("headline", "slug", "status", "published_at", "embargoed_until", "section__name", "section__slug")


def plans_of(week: Week) -> QuerySet[PlannedStory]:
    rows = PlannedStory.objects.filter(day__gte=week.first, day__lte=week.last)
    rows = rows.select_related("section", "assignee", "article")
    return rows.only(
        *("day", "time", "title", "note", "kind", "state", "created_by_id"),
        *("section__name", "assignee__name", "assignee__username"),
        *("article__status", "article__published_at"),
    )


def during(name: str, week: Week) -> Q:
    return Q(**{f"{name}__gte": midnight(week.first), f"{name}__lt": midnight(week.after.first)})


def on_the_site(user: AbstractUser, week: Week, stories: QuerySet[Article]) -> list[Article]:
    """Published and scheduled: what readers see is no secret, of what they do not see yet each writer sees own ones.

    One more than the calendar names, if there are more.
    """
    rows = stories.filter(during("published_at", week), status=Article.Status.PUBLISHED)
    if not permissions.is_editor(user):
        own = permissions.own(user, Article.objects.all()).order_by().values("pk")
        rows = rows.filter(Q(published_at__lte=timezone.now()) | Q(pk__in=own))
    return list(rows.order_by("published_at", "pk")[: MOST_STORIES + 1])


def embargoed(user: AbstractUser, week: Week, stories: QuerySet[Article]) -> list[Article]:
    """Stories whose embargo ends in the week, but those that wait for it on the site already."""
    rows = permissions.listed_for(user, stories).filter(during("embargoed_until", week))
    return list(rows.exclude(status=Article.Status.PUBLISHED).order_by("embargoed_until", "pk"))


def start_writing(plan: PlannedStory, by: AbstractUser) -> Article | None:
    """The draft that `plan` becomes: of two presses at once the second gets the first's. None of a closed plan.

    The draft is its writer's: of whom the plan was given to, else of who starts it.
    """
    with transaction.atomic():
        plan = PlannedStory.objects.select_for_update(of=("self",)).select_related("assignee").get(pk=plan.pk)
        if plan.article_id or not plan.is_open:
            return Article.objects.filter(pk=plan.article_id).first()
        writer = plan.assignee or by
        article = Article(headline=plan.title, kind=plan.kind, section_id=plan.section_id, created_by=writer)
        article.save()
        if author := getattr(writer, "author", None):
            Byline.objects.create(article=article, author=author)
            index([article.pk])
        record(article, by)
        plan.begin(by, article)
        return article
