"""A front as readers see it: by hand first, then by rule, no story twice, a constant number of queries."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles.fronts import home_front, section_front
from articles.fronts.editions import Container
from articles.fronts.keeping import cancel, publish, save_draft, seen_now
from articles.fronts.layout import Chosen, Part, first_layout
from articles.fronts.rules import lead_of
from articles.models import Article, FrontContainer, FrontDecision, FrontEdition, FrontSlot, Readership, Section
from articles.models.front import LONGEST
from articles.reads import heat
from newsroom.models import User
from tests.articles.fronts.test_desk import edition_of
from tests.articles.newspaper import own_picture, print_newspaper
from tests.factories import ArticleFactory, SectionFactory

pytestmark = pytest.mark.django_db


def stories(count: int, **facts: object) -> list[Article]:
    """The newest first."""
    now = timezone.now()
    return [ArticleFactory(published=True, published_at=now - timedelta(hours=n + 1), **facts) for n in range(count)]


def shown(containers: list[Container]) -> list[list[int]]:
    """The keys of each container, those of a list beside a lead as one more."""
    apart = [part for one in containers for part in ([one, one.beside] if one.beside else [one])]
    return [[card.pk for card in container.articles] for container in apart]


def home() -> list[list[int]]:
    return shown(home_front()["containers"])


def test_it_leaves_an_unarranged_page_to_the_rules(client: Client, editor: User) -> None:
    print_newspaper()
    section = Section.objects.first()
    before = client.get("/").content, client.get(section.get_absolute_url()).content
    save_draft(None, seen_now(None), first_layout(None), editor)
    publish(FrontEdition.objects.get(), editor, timezone.now() + timedelta(days=1))
    cancel(save_draft(section.pk, seen_now(section.pk), first_layout(section.pk), editor), editor)

    assert (client.get("/").content, client.get(section.get_absolute_url()).content) == before


def test_it_shows_an_unarranged_page_as_its_containers_begin(editor: User) -> None:
    print_newspaper()
    now = home_front()
    edition_of(editor, *first_layout(None))
    lead, *others = home_front()["containers"]

    assert (lead.lead, list(lead.articles[1:])) == (now["lead"], now["top"])
    assert list(others[0].articles) == now["opinions"]
    assert [card.pk for card in others[1].articles] == [card.pk for card in now["most_read"]]
    assert len(others) == 2 + len(now["blocks"])


def test_it_takes_the_chosen_first_and_fills_the_rest(editor: User) -> None:
    new = stories(5)
    edition_of(
        editor,
        Part("list", "newest", 2),
        Part("grid", "newest", 3, slots=(Chosen(new[4].pk), Chosen(new[0].pk))),
        Part("grid", "nothing", 3, slots=(Chosen(new[3].pk),)),
        Part("grid", "nothing", 3),
    )

    # What was chosen low on the page does not come up by rule, and a container without stories is not there.
    assert home() == [[new[1].pk, new[2].pk], [new[4].pk, new[0].pk], [new[3].pk]]


def test_it_fills_by_each_rule(editor: User) -> None:
    section = SectionFactory()
    news, views = stories(2), stories(2, kind="opinion")
    pictured, local, read = stories(2, kind="picture_story"), stories(2, section=section), stories(3)
    for place, story in enumerate(read):
        Readership.objects.create(article=story, total=9, heat=heat(90 - place, timezone.now()))
    edition_of(
        editor,
        Part("opinion", "opinions", 3),
        Part("pictures", "picture_stories", 3),
        Part("grid", "section", 3, section=section.pk),
        Part("most_read", "most_read", 3),
        Part("grid", "newest", 12),
    )

    assert home() == [[story.pk for story in kind] for kind in (views, pictured, local, read, news)]


def test_it_keeps_the_rules_of_a_section_inside_it(editor: User) -> None:
    section = SectionFactory()
    stories(3), stories(3, kind="opinion")
    views, pictured = stories(1, section=section, kind="opinion"), stories(1, section=section, kind="picture_story")
    local = stories(2, section=section)
    read = stories(3)
    for story in read:
        Readership.objects.create(article=story, total=9, heat=heat(90, timezone.now()))
    edition_of(
        editor,
        Part("opinion", "opinions", 3),
        Part("pictures", "picture_stories", 3),
        Part("most_read", "most_read", 3),
        Part("grid", "newest", 12),
        section=section.pk,
    )

    found = shown(section_front(section.pk))
    assert found == [[story.pk for story in kind] for kind in (views, pictured, local)]


def test_it_lets_what_is_not_public_go_by_itself(editor: User) -> None:
    new = stories(4)
    edition_of(editor, Part("list", "newest", 3, slots=(Chosen(new[3].pk), Chosen(new[2].pk))))
    assert home() == [[new[3].pk, new[2].pk, new[0].pk]]

    new[3].withdraw(by=editor)
    Article.objects.filter(pk=new[2].pk).update(published_at=timezone.now() + timedelta(hours=1))

    assert home() == [[new[0].pk, new[1].pk]]


def test_it_shows_a_scheduled_edition_from_its_moment_on(editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    new = stories(2)
    edition_of(editor, Part("list", "nothing", 1, slots=(Chosen(new[1].pk),)))
    at = timezone.now() + timedelta(hours=5)
    edition_of(editor, Part("list", "nothing", 1, slots=(Chosen(new[0].pk),)), at=at)

    for moment, story in ((at - timedelta(microseconds=1), new[1]), (at, new[0])):
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        assert home() == [[story.pk]]


def test_it_wears_the_headline_and_the_picture_of_its_place(client: Client, editor: User) -> None:
    story = ArticleFactory(published=True, headline="عنوان القصة", picture=own_picture(1))
    other = own_picture(2)
    edition_of(editor, Part("lead", "newest", 3, slots=(Chosen(story.pk, "عنوان <المكان>", other.pk),)))
    page = client.get("/").content.decode()

    assert "عنوان &lt;المكان&gt;" in page
    assert "عنوان القصة" not in page
    assert other.digest in page
    assert story.picture.digest not in page
    assert "عنوان القصة" in client.get(story.get_absolute_url()).content.decode()


def test_it_leads_with_the_chosen_one_though_it_has_no_picture(editor: User) -> None:
    plain = ArticleFactory(published=True, published_at=timezone.now() - timedelta(days=3))
    pictured = ArticleFactory(published=True, picture=own_picture(1))
    newest = ArticleFactory(published=True, published_at=timezone.now() - timedelta(minutes=1))
    edition_of(editor, Part("lead", "newest", 3))
    assert home() == [[pictured.pk, newest.pk, plain.pk]]
    edition_of(editor, Part("lead", "newest", 3, slots=(Chosen(plain.pk),)))
    assert home() == [[plain.pk, newest.pk, pictured.pk]]


def test_it_puts_what_is_breaking_above_all(editor: User) -> None:
    new = stories(4)
    assert home_front(first=new[3].pk)["lead"].pk == new[3].pk
    assert [card.pk for card in home_front(first=new[3].pk)["top"]] == [story.pk for story in new[:3]]

    edition_of(editor, Part("lead", "newest", 2, slots=(Chosen(new[1].pk),)), Part("list", "newest", 2))
    assert shown(home_front(first=new[3].pk)["containers"]) == [[new[3].pk, new[1].pk], [new[0].pk, new[2].pk]]
    assert lead_of([]) is None


@pytest.mark.parametrize("seed", range(12))
def test_it_shows_no_story_twice_whatever_is_chosen(editor: User, seed: int) -> None:
    random = Random(seed)
    sections = [SectionFactory() for _ in range(3)]
    kinds = ["news", "opinion", "picture_story"]
    pool = [
        ArticleFactory(
            published=True,
            section=random.choice(sections),
            kind=random.choice(kinds),
            picture=own_picture(n) if n % 3 else None,
            published_at=timezone.now() - timedelta(minutes=random.randrange(1, 5000)),
        )
        for n in range(40)
    ]
    for story in random.sample(pool, 10):
        Readership.objects.create(article=story, total=9, heat=heat(random.uniform(6, 90), timezone.now()))
    left = random.sample([story.pk for story in pool], 20)
    parts = []
    while sum(part.length for part in parts) < 45:
        rule = random.choice(FrontContainer.Rule.values)
        length = random.randint(1, LONGEST)
        chosen = tuple(Chosen(left.pop()) for _ in range(random.randint(0, min(length, 4, len(left)))))
        section = random.choice(sections).pk if rule == "section" else None
        parts.append(Part(random.choice(FrontContainer.Kind.values), rule, length, "", section, chosen))
    edition_of(editor, *parts)
    withdrawn = random.choice(pool)
    withdrawn.withdraw(by=editor)

    found = [key for keys in home() for key in keys]
    assert len(found) == len(set(found))
    picked = {chosen.article for part in parts for chosen in part.slots} - {withdrawn.pk}
    assert picked <= set(found)
    assert withdrawn.pk not in found


@pytest.mark.parametrize("chosen", [0, 10, 60])
def test_it_opens_with_as_many_queries_for_sixty_stories(
    client: Client, editor: User, chosen: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    section = SectionFactory()
    new = stories(60, section=section)
    picture = own_picture(1).pk
    parts = [
        Part(
            "grid",
            "newest",
            12,
            slots=tuple(Chosen(s.pk, "عنوان", picture) for s in new[n * 12 : n * 12 + 12][:chosen]),
        )
        for n in range(5)
    ]
    if chosen == 10:
        parts = [part._replace(slots=part.slots[:2]) for part in parts]
    edition_of(editor, *parts)
    edition_of(editor, *parts, section=section.pk)
    client.get("/"), client.get(section.get_absolute_url())  # compile the queries

    # The frame; the edition with what its rules offer; the cards.
    with django_assert_num_queries(3):
        assert client.get("/").content.decode().count('class="card ') == 60
    # The frame; the section; its list; the edition; the cards.
    with django_assert_num_queries(5):
        page = client.get(section.get_absolute_url()).content.decode()
    assert page.count('class="card ') == 60


def test_it_lists_under_a_section_front_what_it_does_not_show(client: Client, editor: User) -> None:
    section = SectionFactory()
    new = stories(25, section=section)
    edition_of(editor, Part("lead", "newest", 3), section=section.pk)
    page = client.get(section.get_absolute_url()).content.decode()

    assert all(page.count(f"/{story.pk}/") == 1 for story in new[:20])
    assert "أبرز الأخبار" not in client.get(f"{section.get_absolute_url()}?before=1").content.decode()


def test_it_shows_a_front_without_stories_as_an_empty_site(client: Client, editor: User) -> None:
    edition_of(editor, *first_layout(None))

    assert "لم تنشر أخبار بعد" in client.get("/").content.decode()


# --- What the database refuses ------------------------------------------------------------------------------------


def refused(act: object, words: str) -> None:
    with pytest.raises(IntegrityError, match=words), transaction.atomic():
        act()


def test_it_keeps_published_editions_as_they_were(editor: User) -> None:
    new = stories(2)
    edition = edition_of(editor, LIST := Part("list", "newest", 2, slots=(Chosen(new[0].pk),)))
    container = FrontContainer.objects.get()
    rows = FrontEdition.objects.filter(pk=edition.pk)

    changed = "changed"
    refused(lambda: rows.update(note="آخر"), changed)
    refused(lambda: rows.update(state="draft"), changed)
    refused(lambda: rows.update(state="cancelled"), changed)  # readers see it
    refused(lambda: rows._raw_delete("default"), changed)
    refused(lambda: FrontContainer.objects.update(length=5), changed)
    refused(lambda: FrontSlot.objects.update(headline="آخر"), changed)
    refused(lambda: FrontSlot.objects.all().delete(), changed)
    refused(lambda: FrontSlot.objects.create(edition=edition, container=container, article=new[1]), changed)
    refused(lambda: FrontDecision.objects.update(what=""), "history")
    refused(lambda: FrontDecision.objects.all()._raw_delete("default"), "history")

    draft = save_draft(None, seen_now(None), [LIST], editor)
    refused(lambda: FrontSlot.objects.create(edition=draft, container=container, article=new[1]), "its container's")
    refused(lambda: FrontEdition.objects.filter(pk=draft.pk)._raw_delete("default"), "never deleted")
