"""What moves a story from state to state, and what it leaves behind."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from articles.models import Article, Byline, Decision, Tagging
from newsroom import roles
from newsroom.models import User
from tests.conftest import member
from tests.factories import ArticleFactory, AuthorFactory, TopicFactory

Status = Article.Status
pytestmark = pytest.mark.django_db

# verb: (the states it leaves, the state it reaches)
MOVES = {
    "submit": ({Status.DRAFT}, Status.IN_REVIEW),
    "send_back": ({Status.IN_REVIEW, Status.WITHDRAWN}, Status.DRAFT),
    "publish": ({Status.DRAFT, Status.IN_REVIEW, Status.WITHDRAWN}, Status.PUBLISHED),
    "withdraw": ({Status.PUBLISHED}, Status.WITHDRAWN),
}


def story(status: Status) -> Article:
    moment = None if status in (Status.DRAFT, Status.IN_REVIEW) else timezone.now() - timedelta(hours=1)
    return ArticleFactory(status=status, published_at=moment)


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("verb", MOVES)
def test_it_moves_only_from_the_states_of_the_verb(editor: User, verb: str, status: Status) -> None:
    article = story(status)
    leaves, reaches = MOVES[verb]

    moved = getattr(article, verb)(editor)

    assert moved is (status in leaves)
    article.refresh_from_db()
    assert article.status == (reaches if moved else status)
    history = list(article.decisions.values_list("verb", "by", "before", "after"))
    assert history == ([(verb, editor.pk, status, reaches)] if moved else [])


def test_it_publishes_now_unless_a_time_was_set(editor: User) -> None:
    before = timezone.now()
    article = story(Status.DRAFT)
    article.publish(by=editor)
    article.refresh_from_db()
    assert before <= article.published_at <= timezone.now()

    tomorrow = before + timedelta(days=1)
    article = ArticleFactory(published_at=tomorrow)
    article.publish(by=editor)
    article.refresh_from_db()
    assert article.published_at == tomorrow
    assert article.is_scheduled
    assert article not in Article.objects.published()


def test_it_keeps_the_reason(editor: User) -> None:
    article = story(Status.PUBLISHED)
    article.withdraw(by=editor, note="نقض المصدر كلامه")
    assert article.decisions.get().note == "نقض المصدر كلامه"


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize("verb", ["publish", "submit"])
def test_it_lets_one_of_two_people_at_once_decide(verb: str) -> None:
    first, second = member("first", roles.EDITOR), member("second", roles.EDITOR)
    article = story(Status.DRAFT)

    answers = at_once(
        *(lambda user=user: getattr(Article.objects.get(pk=article.pk), verb)(user) for user in (first, second))
    )

    assert sorted(answers) == [False, True]
    assert article.decisions.count() == 1
    assert article.decisions.get().by == (first, second)[answers.index(True)]


def at_once(*acts: Callable[[], bool]) -> list[bool]:
    """The answers of acts that begin at the same moment, each on a connection of its own."""
    start = Barrier(len(acts))

    def act(do: Callable[[], bool]) -> bool:
        try:
            start.wait(timeout=10)
            return do()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(act, acts))


@pytest.mark.parametrize(
    "tamper",
    [
        lambda: Decision.objects.all().delete(),
        lambda: Decision.objects.update(note="شيء آخر"),
        lambda: Decision.objects.get().save(),
    ],
)
def test_it_never_changes_nor_forgets_a_decision(editor: User, tamper: Callable[[], object]) -> None:
    article = story(Status.DRAFT)
    article.publish(by=editor)
    with pytest.raises(DatabaseError, match="history"), transaction.atomic():
        tamper()
    assert list(article.decisions.values_list("verb", "note")) == [("publish", "")]


# --- The times under which a story is filed, kept by the database -----------------------------------------------------


def filed_story(status: Status = Status.DRAFT) -> Article:
    article = story(status)
    Byline.objects.create(article=article, author=AuthorFactory())
    Tagging.objects.create(article=article, topic=TopicFactory())
    return article


def filed_times(article: Article) -> list[object]:
    """The times in the byline and in the tagging."""
    return [model.objects.get(article=article).published_at for model in (Byline, Tagging)]


def test_it_files_a_story_when_it_is_published_and_takes_it_out_when_withdrawn(editor: User) -> None:
    article = filed_story()
    assert filed_times(article) == [None, None]

    article.publish(by=editor)
    article.refresh_from_db()
    assert filed_times(article) == [article.published_at] * 2

    article.withdraw(by=editor)
    assert filed_times(article) == [None, None]

    article.publish(by=editor)
    assert filed_times(article) == [article.published_at] * 2


def test_it_files_by_the_new_time_when_the_time_moves(editor: User) -> None:
    article = filed_story(Status.PUBLISHED)
    assert filed_times(article) == [article.published_at] * 2
    tomorrow = timezone.now() + timedelta(days=1)
    Article.objects.filter(pk=article.pk).update(published_at=tomorrow)
    assert filed_times(article) == [tomorrow] * 2


def test_it_follows_an_update_of_many(editor: User) -> None:
    articles = [filed_story(Status.PUBLISHED) for _ in range(3)]
    Article.objects.update(status=Status.WITHDRAWN)
    assert [filed_times(article) for article in articles] == [[None, None]] * 3


def test_it_overrules_a_time_written_by_hand() -> None:
    article = filed_story()
    Byline.objects.filter(article=article).update(published_at=timezone.now())
    Tagging.objects.create(article=article, topic=TopicFactory(), published_at=timezone.now())
    assert not Byline.objects.exclude(published_at=None).exists()
    assert not Tagging.objects.exclude(published_at=None).exists()
