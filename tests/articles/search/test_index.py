"""The index follows the stories, whatever changes them, however many indexers there are and whenever they die."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from articles.models import Article, Byline, SearchDocument, SearchPending, StopWord, Tagging
from articles.search import index, rules
from articles.search.documents import Document, Source
from articles.search.tasks import refresh_search
from tests.articles.search.conftest import story
from tests.factories import ArticleFactory, AuthorFactory, PictureFactory, SectionFactory, TopicFactory

pytestmark = pytest.mark.django_db


def pending() -> set[int]:
    return set(SearchPending.objects.values_list("article_id", flat=True))


def catch_up() -> int:
    return sum(index.catch_up())


def holds(article: Article, word: str) -> bool:
    return SearchDocument.objects.filter(article=article, vector__holds=f"'{word}'").exists()


def test_it_indexes_a_story_with_its_save() -> None:
    article = story("أدرار")
    assert holds(article, "ادرار")

    article.headline = "تلمسان"
    article.save()

    assert holds(article, "تلمسان")
    assert not holds(article, "ادرار")
    assert not pending()


def test_it_forgets_what_a_rollback_takes_back() -> None:
    article = story("أدرار")
    with transaction.atomic():
        article.headline = "تلمسان"
        article.save()
        transaction.set_rollback(True)

    assert holds(article, "ادرار")
    assert not holds(article, "تلمسان")


@pytest.fixture
def filed() -> Article:
    article = story(picture=PictureFactory(caption="قديم"), section=SectionFactory(name="قسم"))
    Byline.objects.create(article=article, author=AuthorFactory(name="هند"))
    Tagging.objects.create(article=article, topic=TopicFactory(name="سدود"))
    story("لا شأن له بشيء")
    catch_up()
    return article


def rename(row: object, name: str) -> None:
    row.name = name
    row.save()


CHANGES: dict[str, Callable[[Article], object]] = {
    "a headline behind its back": lambda a: Article.objects.filter(pk=a.pk).update(headline="أدرار"),
    "a body behind its back": lambda a: Article.objects.filter(pk=a.pk).update(body="<p>أدرار</p>"),
    "an author's name": lambda a: rename(a.authors.get(), "أدرار"),
    "a topic's name": lambda a: rename(a.topics.get(), "أدرار"),
    "a section's name": lambda a: rename(a.section, "أدرار"),
    "a caption": lambda a: type(a.picture).objects.filter(pk=a.picture.pk).update(caption="أدرار"),
    "another section": lambda a: Article.objects.filter(pk=a.pk).update(section=SectionFactory(name="أدرار")),
    "a new author": lambda a: Byline.objects.create(article=a, author=AuthorFactory(name="أدرار")),
    "a new topic": lambda a: Tagging.objects.bulk_create([Tagging(article=a, topic=TopicFactory(name="أدرار"))]),
    "another author": lambda a: a.bylines.update(author=AuthorFactory(name="أدرار")),
}


@pytest.mark.parametrize("name", CHANGES)
def test_it_notices(filed: Article, name: str) -> None:
    CHANGES[name](filed)

    assert pending() == {filed.pk}
    assert catch_up() == 1
    assert holds(filed, "ادرار")
    assert not pending()


def test_it_notices_what_is_taken_away(filed: Article) -> None:
    filed.bylines.all().delete()
    assert pending() == {filed.pk}
    catch_up()
    assert not holds(filed, "هند")

    filed.taggings.all().delete()
    assert pending() == {filed.pk}


def test_it_leaves_alone_what_says_nothing_new(filed: Article) -> None:
    Article.objects.filter(pk=filed.pk).update(allows_comments=False, headline=filed.headline)
    filed.authors.update(role="مراسلة")
    filed.topics.update(description="ماء")
    filed.section.description = "كل شيء"
    filed.section.save()

    assert not pending()


def test_it_moves_with_the_time_of_publication(filed: Article) -> None:
    later = timezone.now() + timedelta(days=1)
    for status, moment, expected in (
        ("published", later, later),
        ("withdrawn", later, None),
        ("draft", None, None),
        ("published", filed.published_at, filed.published_at),
    ):
        Article.objects.filter(pk=filed.pk).update(status=status, published_at=moment)
        assert SearchDocument.objects.get(article=filed).published_at == expected
    assert not pending()


def test_it_goes_with_its_story() -> None:
    article = ArticleFactory()
    Byline.objects.create(article=article, author=AuthorFactory())
    article.delete()

    assert catch_up() == 0
    assert not pending()
    assert not SearchDocument.objects.exists()


def test_it_rebuilds_only_what_is_out_of_date() -> None:
    articles = [story() for _ in range(5)]
    SearchDocument.objects.filter(article=articles[0]).delete()
    SearchDocument.objects.filter(article=articles[1]).update(version=0)

    assert index.mark_stale() == 2
    assert pending() == {articles[0].pk, articles[1].pk}
    assert catch_up() == 2
    assert index.mark_stale() == 0


def test_new_rules_make_everything_out_of_date() -> None:
    article = story("خبر عاجل")
    assert holds(article, "عاجل")
    StopWord.objects.create(word="عاجل")

    refresh_search()

    assert not holds(article, "عاجل")
    assert SearchDocument.objects.get(article=article).version == rules.current().version


def test_the_command_says_how_far_it_is_and_may_run_twice() -> None:
    articles = [ArticleFactory() for _ in range(12)]
    SearchDocument.objects.all().delete()
    out, err = StringIO(), StringIO()
    call_command("rebuild_search", stdout=out, stderr=err)
    assert "12 articles indexed; 0 are waiting." in out.getvalue()
    assert "12 of 12" in err.getvalue()
    assert SearchDocument.objects.count() == len(articles)

    out = StringIO()
    call_command("rebuild_search", stdout=out, stderr=StringIO())
    assert "0 articles indexed" in out.getvalue()

    call_command("rebuild_search", "--all", stdout=out, stderr=StringIO())
    assert "12 articles indexed" in out.getvalue()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_it_goes_on_where_it_was_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(10):
        ArticleFactory()
    SearchDocument.objects.all().delete()
    monkeypatch.setattr(index, "BATCH", 3)
    real, calls = index.document, []

    def dies_in_the_third_batch(source: Source, lexicon: object) -> Document:
        calls.append(source.pk)
        if len(calls) == 8:
            raise KeyboardInterrupt
        return real(source, lexicon)

    assert index.mark_stale() == 10
    monkeypatch.setattr(index, "document", dies_in_the_third_batch)
    with pytest.raises(KeyboardInterrupt):
        sum(index.catch_up())
    assert SearchDocument.objects.count() == 6
    assert len(pending()) == 4

    monkeypatch.setattr(index, "document", real)
    assert sum(index.catch_up()) == 4
    assert SearchDocument.objects.count() == 10


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_indexers_share_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(40):
        ArticleFactory()
    SearchDocument.objects.all().delete()
    index.mark_stale()
    monkeypatch.setattr(index, "BATCH", 4)
    done: list[int] = []

    in_threads(3, lambda: done.append(sum(index.catch_up())))

    assert sum(done) == 40
    assert SearchDocument.objects.count() == 40
    assert not pending()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_an_indexer_waits_for_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(10):
        ArticleFactory()
    index.mark_all()
    monkeypatch.setattr(index, "BATCH", 4)
    holds_some, others_done = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            assert index._next_batch() == 4
            holds_some.set()
            assert others_done.wait(10)

    def quick() -> None:
        assert holds_some.wait(10)
        assert sum(index.catch_up()) == 6
        others_done.set()

    in_threads(None, slow, quick)

    assert not pending()


# What an editor does while a worker indexes the same story, and what must be so in the end.
RACES: dict[str, tuple[Callable[[Article], object], Callable[[Article], bool]]] = {
    "a new headline": (
        lambda a: Article.objects.filter(pk=a.pk).update(headline="تلمسان"),
        lambda a: holds(a, "تلمسان"),
    ),
    "a new author": (
        lambda a: Byline.objects.create(article=a, author=AuthorFactory(name="هند")),
        lambda a: holds(a, "هند"),
    ),
    "its publication": (
        lambda a: Article.objects.filter(pk=a.pk).update(status="published", published_at=timezone.now()),
        lambda a: SearchDocument.objects.get(article=a).published_at is not None,
    ),
}


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize("name", RACES)
def test_it_loses_nothing_that_happens_while_it_works(name: str) -> None:
    change, is_right = RACES[name]
    article = ArticleFactory(headline="أدرار")
    SearchDocument.objects.all().delete()
    index.mark_all()
    changed, looked = threading.Event(), threading.Event()

    def editor() -> None:
        with transaction.atomic():
            change(article)
            changed.set()
            assert looked.wait(10)

    def indexer() -> None:
        assert changed.wait(10)
        sum(index.catch_up())
        looked.set()

    in_threads(None, editor, indexer)
    catch_up()

    assert is_right(article)


def in_threads(times: int | None, *jobs: Callable[[], object]) -> None:
    """Run the jobs (or one, `times` over) at once; the first error of any is raised here."""
    errors: list[BaseException] = []

    def run(job: Callable[[], object]) -> None:
        try:
            job()
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[job]) for job in (jobs * times if times else jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    if errors:
        raise errors[0]
