"""Rows that break a rule of the database, stored behind the models' backs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from articles.models import (
    Breaking,
    Byline,
    Correction,
    Decision,
    FrontContainer,
    FrontEdition,
    FrontSlot,
    HourOfReads,
    Illustration,
    KeptText,
    Likeness,
    LiveCoverage,
    LiveEntry,
    LiveEvent,
    NameSpelling,
    PlanEvent,
    PlannedStory,
    Presence,
    Readership,
    Redirect,
    RegisteredName,
    RelatedChoice,
    Revision,
    Source,
    StyleRule,
    Tagging,
    TopicMerge,
)
from tests.factories import ArticleFactory, AuthorFactory, PictureFactory, SectionFactory, TopicFactory, UserFactory


def change(rows: Callable[[], object], **values: object) -> Callable[[], object]:
    """A change of a fresh row behind the model's back."""

    def act() -> object:
        row = rows()
        return type(row).objects.filter(pk=row.pk).update(**values)

    return act


def sign_twice() -> object:
    article, author = ArticleFactory(), AuthorFactory()
    return Byline.objects.bulk_create(Byline(article=article, author=author) for _ in range(2))


def file_twice() -> object:
    article, topic = ArticleFactory(), TopicFactory()
    return Tagging.objects.bulk_create(Tagging(article=article, topic=topic) for _ in range(2))


def show_twice() -> object:
    article, picture = ArticleFactory(), PictureFactory()
    return Illustration.objects.bulk_create(Illustration(article=article, picture=picture) for _ in range(2))


def decide(verb: str, **values: object) -> Callable[[], object]:
    states = {"before": "draft", "after": "draft"}
    return lambda: Decision.objects.create(article=ArticleFactory(), by=UserFactory(), verb=verb, **states, **values)


def proclaim(times: int = 1, **values: object) -> Callable[[], object]:
    """Something breaking, stored behind the model's back."""
    now = timezone.now()
    facts = {"text": "زلزال", "set_at": now, "expires_at": now + timedelta(hours=1), **values}
    return lambda: Breaking.objects.bulk_create(Breaking(owner=UserFactory(), **facts) for _ in range(times))


def redirect(**values: object) -> Callable[[], object]:
    """An old address stored behind the model's back."""
    return lambda: Redirect.objects.bulk_create([Redirect(**{"address": "/a", "key": "/a", "path": "/", **values})])


def redirect_twice() -> object:
    return [redirect()() for _ in range(2)]


def never_read() -> object:
    return Readership.objects.create(article=ArticleFactory(), total=0, heat=1)


def no_read_in_an_hour() -> object:
    return HourOfReads.objects.create(article=ArticleFactory(), hour=timezone.now(), count=0)


def choose_twice() -> object:
    article, other = ArticleFactory(), ArticleFactory()
    return RelatedChoice.objects.bulk_create(
        RelatedChoice(article=article, other=other, position=place) for place in range(2)
    )


def choose_itself() -> object:
    article = ArticleFactory()
    return RelatedChoice.objects.bulk_create([RelatedChoice(article=article, other=article)])


def liken() -> Likeness:
    return Likeness.objects.create(article=ArticleFactory(), terms=["سد"], weights=[1], made_of=timezone.now())


def typed(**values: object) -> Callable[[], object]:
    """A text that is being typed, stored behind the model's back."""
    return lambda: KeptText.objects.create(**{"user": UserFactory(), "key": "k", "typed": {}, **values})


def typed_twice() -> object:
    user = UserFactory()
    return [typed(user=user)() for _ in range(2)]


def open_twice() -> object:
    facts = {"article": ArticleFactory(), "user": UserFactory(), "key": "k", "seen_at": timezone.now()}
    return [Presence.objects.create(**facts) for _ in range(2)]


def revise(*numbers: int, **values: object) -> Callable[[], object]:
    """Revisions with these numbers of one story."""

    def act() -> object:
        article = ArticleFactory()
        return Revision.objects.bulk_create(Revision(article=article, number=n, state={}, **values) for n in numbers)

    return act


def rule(**values: object) -> Callable[[], object]:
    """A rule of style stored behind the model's back."""
    return lambda: StyleRule.objects.bulk_create([StyleRule(**{"find": "حوالي", "prefer": "نحو", **values})])


def name(**values: object) -> RegisteredName:
    return RegisteredName.objects.create(chosen="غوغل", kind="organisation", **values)


def spell(*spellings: dict[str, object]) -> Callable[[], object]:
    """Spellings of one name, stored behind the model's back."""

    def act() -> object:
        NameSpelling.objects.all().delete()
        rows = [{"name": name(), "text": "جوجل", "key": "جوجل", "is_chosen": False, **one} for one in spellings]
        return NameSpelling.objects.bulk_create(NameSpelling(**row) for row in rows)

    return act


def choose_two_spellings() -> object:
    one = name()
    one.spellings.all().delete()
    return NameSpelling.objects.bulk_create(
        NameSpelling(name=one, text=text, key=text, is_chosen=True) for text in ("غوغل", "قوقل")
    )


def merge_nothing() -> object:
    return TopicMerge.objects.create(former_name="", former_slug="", into=TopicFactory(), by=UserFactory(), moved=0)


def planned(**values: object) -> Callable[[], object]:
    """A plan stored behind the model's back."""
    return lambda: PlannedStory.objects.bulk_create(
        [
            PlannedStory(
                **{
                    "title": "قصة",
                    "day": timezone.localdate(),
                    "section": SectionFactory(),
                    "created_by": UserFactory(),
                    **values,
                }
            )
        ]
    )


def planned_twice() -> object:
    article = ArticleFactory()
    return [planned(article=article)() for _ in range(2)]


def plan_event(verb: str) -> Callable[[], object]:
    def act() -> object:
        plan = planned()()[0]
        return PlanEvent.objects.create(plan=plan, verb=verb, by=plan.created_by, day=plan.day, after="idea")

    return act


def correct(times: int = 1, **values: object) -> Callable[[], object]:
    """Corrections stored behind the model's back."""

    def act() -> object:
        facts = {"article": ArticleFactory(), "by": UserFactory(), "text": "خطأ", "kind": "update", **values}
        return Correction.objects.bulk_create(Correction(**facts) for _ in range(times))

    return act


def adapt(**values: object) -> Callable[[], object]:
    """A source stored behind the model's back."""
    return lambda: Source.objects.bulk_create([Source(**{"article": ArticleFactory(), "outlet": "BBC", **values})])


def edition(**values: object) -> FrontEdition:
    return FrontEdition.objects.create(**{"number": 1, **values})


def contain(**values: object) -> Callable[[], object]:
    """A container of a draft."""
    return lambda: FrontContainer.objects.create(edition=edition(), **values)


def set_twice() -> object:
    """One story in two containers of one front."""
    draft, article = edition(), ArticleFactory()
    containers = [FrontContainer.objects.create(edition=draft) for _ in range(2)]
    return [FrontSlot.objects.create(edition=draft, container=one, article=article) for one in containers]


def cover(**values: object) -> Callable[[], object]:
    """A coverage, stored behind the model's back."""
    return lambda: LiveCoverage.objects.bulk_create([LiveCoverage(article=ArticleFactory(), **values)])


def tell_live(times: int = 1, **values: object) -> Callable[[], object]:
    """Entries of one coverage."""

    def act() -> object:
        facts = {"coverage": LiveCoverage.objects.create(article=ArticleFactory()), "by": UserFactory(), **values}
        return LiveEntry.objects.bulk_create(LiveEntry(**{"headline": "خبر", **facts}) for _ in range(times))

    return act


def live_event(verb: str) -> Callable[[], object]:
    """One about an entry that names none."""

    def act() -> object:
        coverage = LiveCoverage.objects.create(article=ArticleFactory())
        return LiveEvent.objects.create(coverage=coverage, verb=verb, by=UserFactory())

    return act
