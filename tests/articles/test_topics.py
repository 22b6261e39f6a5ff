"""Topics: the page of one, the index of all, and the merge of two."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles import permissions, reading, topics
from articles.models import Article, Tagging, Topic, TopicMerge
from articles.models.merging import merge_topics
from newsroom import roles
from newsroom.models import User
from tests.articles.archive import fill_archive
from tests.articles.markup import Markup
from tests.articles.test_public_only import times
from tests.articles.test_verbs import at_once
from tests.conftest import member
from tests.factories import ArticleFactory, PictureFactory, TopicFactory, UserFactory

pytestmark = pytest.mark.django_db


def filed(topic: Topic, count: int = 1, **facts: object) -> list[Article]:
    """That many stories of the topic, public unless `facts` say otherwise."""
    stories = [ArticleFactory(**(facts or {"published": True})) for _ in range(count)]
    Tagging.objects.bulk_create(Tagging(article=story, topic=topic) for story in stories)
    return stories


def opened(client: Client, address: str) -> Markup:
    response = client.get(address)
    assert response.status_code == 200
    return Markup(response.content.decode())


# --- The page of one topic --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "لا مقالات"), (1, "مقال واحد"), (2, "مقالان"), (3, "3 مقالات"), (11, "11 مقالا"), (100, "100 مقال")],
)
def test_it_says_how_many_stories_it_has(client: Client, count: int, words: str) -> None:
    topic = TopicFactory()
    filed(topic, count)
    filed(topic, 2, status="draft")
    filed(topic, 1, status="published", published_at=timezone.now() + timedelta(hours=1))

    assert words in opened(client, topic.get_absolute_url()).one("p", "list-facts").words


def test_it_counts_to_a_bound(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "COUNTED", 3)
    monkeypatch.setattr(reading.topic_named, "statement", None)
    topic = TopicFactory()
    filed(topic, 5)

    assert "أكثر من 3 مقالات" in opened(client, topic.get_absolute_url()).one("p", "list-facts").words
    monkeypatch.setattr(reading.topic_named, "statement", None)


def test_it_shows_description_and_picture(client: Client) -> None:
    topic = TopicFactory(description="السدود و C++", picture=PictureFactory(alt="سد ممتلئ", has_avif=True))
    page = opened(client, topic.get_absolute_url())

    assert page.one("p", "list-words").words == "السدود و C++"
    assert [e["alt"] for e in page.all("img")] == ["سد ممتلئ"]
    assert page.meta("og:image").endswith(topic.picture.share_url)
    assert not opened(client, TopicFactory().get_absolute_url()).of_class("topic-picture")


def test_it_names_topics_of_the_same_stories_the_nearest_first(client: Client) -> None:
    topic, near, far, hidden = (TopicFactory(name=name) for name in ("مياه", "سدود", "طقس", "سر"))
    stories = filed(topic, 3)
    Tagging.objects.create(article=stories[0], topic=far)
    for story in stories[:2]:
        Tagging.objects.create(article=story, topic=near)
    for state in times().values():
        draft = filed(topic, 1, **state)[0]
        Tagging.objects.create(article=draft, topic=hidden)

    (list_,) = [e for e in opened(client, topic.get_absolute_url()).all("ul") if "topics" in e.classes]
    page = opened(client, topic.get_absolute_url())
    names = [e.words for e in page.all("a") if any("topics" in p.classes for p in e.parents)]
    assert list_
    assert names == ["سدود", "طقس"]


def test_it_makes_the_same_queries_with_3_000_stories(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    fill_archive(30)
    for count in (30, 3_000):
        if count > 30:
            fill_archive(count)
        address = Topic.objects.last().get_absolute_url()
        # The frame; the topic with its count and neighbours; its stories.
        with django_assert_num_queries(3):
            client.get(address)


# --- The index --------------------------------------------------------------------------------------------------------


def test_it_lists_topics_in_the_order_of_the_alphabet(client: Client) -> None:
    for name in ("مياه", "إسكان", "NASA", "أسعار", "بيئة", "آثار", "2030", "الزراعة"):
        filed(TopicFactory(name=name))
    page = opened(client, "/topics/")

    names = [e.words for e in page.all("a") if any("letters" in p.classes for p in e.parents)]
    assert names == ["2030", "آثار", "أسعار", "إسكان", "الزراعة", "بيئة", "مياه", "NASA"]
    assert [e.words for e in page.all("h3") if not e.classes] == ["0-9", "ا", "ب", "م", "N"]


def test_it_names_no_topic_without_a_public_story(client: Client) -> None:
    filed(TopicFactory(name="مياه"))
    TopicFactory(name="فارغ")
    for number, state in enumerate(times().values()):
        filed(TopicFactory(name=f"سر {number}"), 1, **state)
    page = opened(client, "/topics/").one("main").words

    assert "مياه" in page
    assert "سر" not in page
    assert "فارغ" not in page


def test_it_says_so_when_there_is_none(client: Client) -> None:
    assert opened(client, "/topics/").one("p", "nothing").words


def test_it_begins_with_the_busiest_of_the_month(client: Client) -> None:
    quiet, busy, busier = (TopicFactory(name=name) for name in ("قديم", "نشيط", "أنشط"))
    filed(quiet, 9, status="published", published_at=timezone.now() - timedelta(days=60))
    filed(busy, 2)
    filed(busier, 3)

    index = topics.topics_in_order()
    assert [entry.name for entry in index.busiest] == ["أنشط", "نشيط"]
    assert [entry.how_many for _, entries in index.letters for entry in entries] == [
        "3 مقالات",
        "9 مقالات",
        "مقالان",
    ]


def test_of_very_many_it_names_those_with_the_most_stories(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, count in (("ا", 1), ("ب", 3), ("ت", 2)):
        filed(TopicFactory(name=name), count)
    assert "الثلاثمئة" not in opened(client, "/topics/").one("main").words
    monkeypatch.setattr(topics, "MOST", 2)

    index = topics.topics_in_order()
    assert [entry.name for _, entries in index.letters for entry in entries] == ["ب", "ت"]
    assert "الثلاثمئة" in opened(client, "/topics/").one("main").words


def test_it_makes_three_queries_however_many_there_are(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for count in (30, 3_000):
        fill_archive(count)
        # The frame; the topics.
        with django_assert_num_queries(2):
            opened(client, "/topics/")


def test_it_is_found_from_every_page(client: Client) -> None:
    assert '<a href="/topics/">' in client.get("/").content.decode()


# --- The merge --------------------------------------------------------------------------------------------------------


@pytest.fixture
def pair() -> tuple[Topic, Topic]:
    """Two topics for one thing."""
    return TopicFactory(name="الذكاء الإصطناعى الجديد"), TopicFactory(name="ذكاء اصطناعي")


def test_it_moves_every_story_once(pair: tuple[Topic, Topic], editor: User) -> None:
    topic, into = pair
    stories = filed(topic, 3)
    Tagging.objects.create(article=stories[0], topic=into)
    draft = filed(topic, 1, status="draft")[0]

    merge = merge_topics(topic, into, by=editor)

    assert not Topic.objects.filter(pk=topic.pk).exists()
    assert sorted(into.articles.values_list("pk", flat=True)) == sorted([*(s.pk for s in stories), draft.pk])
    assert (merge.former_name, merge.former_slug, merge.into, merge.by, merge.moved) == (
        "الذكاء الإصطناعى الجديد",
        "الذكاء-الإصطناعى-الجديد",
        into,
        editor,
        3,
    )
    # Moved rows keep the time under which they are filed.
    assert into.taggings.filter(published_at__isnull=False).count() == 3


def test_what_was_merged_before_follows(pair: tuple[Topic, Topic], editor: User) -> None:
    topic, into = pair
    last = TopicFactory()
    first = merge_topics(topic, into, by=editor)
    merge_topics(into, last, by=editor)

    first.refresh_from_db()
    assert first.into == last
    assert TopicMerge.objects.count() == 2


def test_it_does_nothing_to_itself_or_to_what_is_gone(pair: tuple[Topic, Topic], editor: User) -> None:
    topic, into = pair
    assert merge_topics(topic, topic, by=editor) is None
    Topic.objects.filter(pk=into.pk).delete()

    assert merge_topics(topic, into, by=editor) is None
    assert Topic.objects.filter(pk=topic.pk).exists()
    assert not TopicMerge.objects.exists()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_editors_at_once_one_merges() -> None:
    editors = [member(name, roles.EDITOR) for name in ("first", "second")]
    topic, into = TopicFactory(), TopicFactory()
    filed(topic, 5)

    answers = at_once(*(lambda by=by: merge_topics(topic, into, by) is not None for by in editors))

    assert sorted(answers) == [False, True]
    assert TopicMerge.objects.count() == 1
    assert into.taggings.count() == 5


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_that_are_merged_into_each_other_leave_one() -> None:
    by = member("first", roles.EDITOR)
    one, other = TopicFactory(), TopicFactory()
    filed(one, 2)
    filed(other, 3)

    answers = at_once(
        lambda: merge_topics(one, other, by) is not None, lambda: merge_topics(other, one, by) is not None
    )

    assert sorted(answers) == [False, True]
    assert Topic.objects.get().taggings.count() == 5


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (roles.EDITOR, True),
        (roles.MANAGER, True),
        (roles.JOURNALIST, False),
        (roles.COMMENT_MODERATOR, False),
        (roles.NEWSLETTER_MANAGER, False),
        (roles.PLACEMENT_MANAGER, False),
    ],
)
def test_editors_and_managers_merge(client: Client, pair: tuple[Topic, Topic], role: str, may: bool) -> None:
    user = member("someone", role)
    assert permissions.may_merge_topics(user) == may
    client.force_login(user)
    page = f"/admin/articles/topic/{pair[0].pk}/merge/"
    expected = {True: (200, 302), False: (403, 403)}[may]

    assert (client.get(page).status_code, client.post(page, {"into": pair[1].pk}).status_code) == expected
    assert Topic.objects.count() == (1 if may else 2)


def test_a_stranger_is_sent_to_the_door(client: Client, pair: tuple[Topic, Topic]) -> None:
    page = f"/admin/articles/topic/{pair[0].pk}/merge/"

    assert client.get(page).headers["Location"].startswith("/admin/login/")
    assert client.post(page, {"into": pair[1].pk}).headers["Location"].startswith("/admin/login/")
    assert Topic.objects.count() == 2


@pytest.mark.parametrize(
    ("choose", "words"),
    [
        (lambda pair: {}, "اختر الموضوع الذي يبقى"),
        (lambda pair: {"into": pair[0].pk}, "في نفسه"),
        (lambda pair: {"into": 10**9}, "errorlist"),
        (lambda pair: {"into": "x"}, "errorlist"),
    ],
)
def test_it_asks_again_when_nothing_right_was_chosen(
    client: Client, editor: User, pair: tuple[Topic, Topic], choose: Callable, words: str
) -> None:
    client.force_login(editor)
    answer = client.post(f"/admin/articles/topic/{pair[0].pk}/merge/", choose(pair))

    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert Topic.objects.count() == 2


def test_it_does_not_merge_on_a_look(client: Client, editor: User, pair: tuple[Topic, Topic]) -> None:
    client.force_login(editor)
    page = f"/admin/articles/topic/{pair[0].pk}/merge/"
    words = client.get(page, {"into": pair[1].pk}).content.decode()

    assert "لا رجوع في الدمج" in words
    assert Topic.objects.count() == 2
    assert client.put(page).status_code == 405
    assert client.get("/admin/articles/topic/999999/merge/").status_code == 404
    assert page in client.get(f"/admin/articles/topic/{pair[0].pk}/change/").content.decode()


def test_its_history_is_read_only(client: Client, manager: User, pair: tuple[Topic, Topic]) -> None:
    merge = merge_topics(*pair, by=manager)
    client.force_login(manager)
    page = client.get("/admin/articles/topicmerge/").content.decode()

    assert "الذكاء الإصطناعى الجديد" in page
    assert client.get("/admin/articles/topicmerge/add/").status_code == 403
    assert client.post(f"/admin/articles/topicmerge/{merge.pk}/delete/", {"post": "yes"}).status_code == 403
    assert TopicMerge.objects.exists()


def test_its_history_makes_the_same_queries_for_three_and_for_thirty(client: Client, manager: User) -> None:
    client.force_login(manager)
    into = TopicFactory()

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/admin/articles/topicmerge/").status_code == 200
        return len(captured)

    for _ in range(3):
        merge_topics(TopicFactory(), into, by=manager)
    queries()
    few = queries()
    for _ in range(27):
        merge_topics(TopicFactory(), into, by=UserFactory())
    assert queries() == few


def test_a_topic_into_which_others_were_merged_says_what_holds_it(client: Client, manager: User) -> None:
    into = TopicFactory()
    merge_topics(TopicFactory(), into, by=manager)
    client.force_login(manager)

    page = client.get(f"/admin/articles/topic/{into.pk}/delete/", follow=True).content.decode()
    assert "مواضيع دمجت فيه: 1" in page


def test_it_sends_readers_of_a_merged_topic_to_the_other(client: Client, editor: User) -> None:
    into, former = TopicFactory(name="الذكاء الاصطناعي"), TopicFactory(name="الذكاء الصناعي")
    former.slug = "ذكاء-صناعي-جديد"
    first = Topic.objects.get(pk=former.pk).get_absolute_url()
    former.save()  # renamed: its first address leads to it
    second = former.get_absolute_url()

    merge_topics(former, into, editor)

    for address in (first, second, f"{second}feed/"):
        answer = client.get(address)
        assert answer.status_code == 301, address
        assert answer.headers["Location"].startswith(into.get_absolute_url())
