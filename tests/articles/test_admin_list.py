"""The list of stories: what stands in it, how it is searched and cut, and how many queries it makes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.admin import listing
from articles.models import Article, Byline
from newsroom import roles
from newsroom.models import User
from tests.conftest import member
from tests.factories import ArticleFactory, AuthorFactory, SectionFactory

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/article/"
Status = Article.Status


def listed(client: Client, **query: object) -> set[int]:
    answer = client.get(LIST, query)
    assert answer.status_code == 200
    return {article.pk for article in answer.context["cl"].result_list}


def signed(**facts: object) -> Article:
    article = ArticleFactory(**facts)
    Byline.objects.create(article=article, author=AuthorFactory())
    return article


def test_it_makes_the_same_queries_for_three_and_for_forty(client: Client, editor: User) -> None:
    def queries() -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(LIST).status_code == 200
        return [query["sql"] for query in captured]

    client.force_login(editor)
    for _ in range(3):
        signed(published=True)
    queries()
    few = queries()
    for _ in range(37):
        signed(published=True)
    many = queries()
    assert len(many) == len(few), many
    # session, user, rights of user and of groups, identity, count, the rows, sections of the filter; for the number of
    # comments in the menu: sections of the moderator, what waits
    assert len(many) <= 11, many


def test_it_reads_no_long_text(client: Client, editor: User) -> None:
    client.force_login(editor)
    signed()
    with CaptureQueriesContext(connection) as captured:
        client.get(LIST)
    assert not [query for query in captured if '"body"' in query["sql"]]


def test_it_counts_no_further_than_it_must(client: Client, editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "COUNTED", 3)
    for _ in range(5):
        ArticleFactory()
    client.force_login(editor)
    with CaptureQueriesContext(connection) as captured:
        page = client.get(LIST).content.decode()
    counts = [
        query["sql"] for query in captured if "COUNT(" in query["sql"] and 'FROM "articles_article"' in query["sql"]
    ]
    # Without the numbers of what waits: comments, in the menu, and stories, in the tabs.
    counts = [sql for sql in counts if "comments_comment" not in sql and "'in_review'" not in sql]
    assert len(counts) == 1
    assert "LIMIT 3" in counts[0]
    assert "أكثر من 3 مقالات" in page


def test_it_shows_each_what_is_on_the_desk(client: Client, editor: User, journalist: User) -> None:
    mine = ArticleFactory(created_by=journalist)
    co_signed = ArticleFactory()
    Byline.objects.create(article=co_signed, author=AuthorFactory(user=journalist))
    public, other = ArticleFactory(published=True), ArticleFactory()
    client.force_login(journalist)
    assert listed(client) == {mine.pk, co_signed.pk}
    client.force_login(editor)
    assert listed(client) == {mine.pk, co_signed.pk, public.pk, other.pk}
    client.force_login(member("moderator", roles.COMMENT_MODERATOR))
    assert listed(client) == {public.pk}
    client.force_login(member("placements", roles.PLACEMENT_MANAGER))
    assert client.get(LIST).status_code == 403


def test_it_offers_public_stories_to_everybody_who_links(client: Client, journalist: User) -> None:
    public, draft = ArticleFactory(published=True), ArticleFactory()
    client.force_login(journalist)
    assert listed(client, _popup=1) == {public.pk}
    assert draft.pk not in listed(client, _popup=1)


def test_it_has_a_view_for_each_question_of_a_desk(client: Client, editor: User) -> None:
    now = timezone.now()
    mine = ArticleFactory(created_by=editor)
    waiting = ArticleFactory(status=Status.IN_REVIEW)
    coming = ArticleFactory(status=Status.PUBLISHED, published_at=now + timedelta(days=1))
    today = ArticleFactory(status=Status.PUBLISHED, published_at=now)
    old = ArticleFactory(status=Status.PUBLISHED, published_at=now - timedelta(days=2))
    gone = ArticleFactory(status=Status.WITHDRAWN)
    draft = ArticleFactory()
    client.force_login(editor)
    assert listed(client, view="mine") == {mine.pk}
    assert listed(client, view="mydrafts") == {mine.pk}
    assert listed(client, view="waiting") == {waiting.pk}
    assert listed(client, view="scheduled") == {coming.pk}
    assert listed(client, view="today") == {today.pk}
    assert listed(client, view="drafts") == {mine.pk, draft.pk}
    assert listed(client, view="withdrawn") == {gone.pk}
    assert old.pk in listed(client, view="nonsense")


def test_it_filters_by_state_section_and_author(client: Client, editor: User) -> None:
    section, author = SectionFactory(), AuthorFactory()
    found, other = ArticleFactory(section=section, published=True), ArticleFactory()
    Byline.objects.create(article=found, author=author)
    client.force_login(editor)
    assert listed(client, status__exact="published") == {found.pk}
    assert listed(client, section__id__exact=section.pk) == {found.pk}
    assert listed(client, author=author.pk) == {found.pk}
    assert listed(client, author="x") == {found.pk, other.pk}
    assert listed(client, author="9" * 30) == {found.pk, other.pk}
    page = client.get(LIST, {"author": author.pk}).content.decode()
    assert f'<option value="{author.pk}" selected>{author.name}</option>' in page


@pytest.mark.parametrize("words", ["إستقبال", "الميناء استقبال", "مِينَاء", "المينـاء", "استقبال OPENAI", "السفينه 3"])
def test_it_finds_words_in_any_spelling(client: Client, editor: User, words: str) -> None:
    found = ArticleFactory(headline="استقبال السفينة ٣ في الميناء", standfirst="بحضور OpenAI")
    ArticleFactory(headline="خبر آخر", standfirst="لا شيء")
    client.force_login(editor)
    assert found.pk in listed(client, q=words)
    assert len(listed(client, q=words)) == 1


def test_it_finds_a_story_by_its_number(client: Client, editor: User) -> None:
    found = ArticleFactory(headline="بلا رقم", standfirst="")
    client.force_login(editor)
    assert found.pk in listed(client, q=str(found.pk))
    assert found.pk in listed(client, q=str(found.pk).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")))


@pytest.mark.parametrize(
    "words", ["", "   ", "%", "_", "9" * 40, "9" * 5000, "ا" * 5000, "\x00", "'\"", "\u202e", "😀"]
)
def test_it_answers_any_search(client: Client, editor: User, words: str) -> None:
    ArticleFactory()
    client.force_login(editor)
    assert client.get(LIST, {"q": words}).status_code in (200, 302)


def test_it_tells_the_state_in_a_word(client: Client, editor: User) -> None:
    ArticleFactory(status=Status.PUBLISHED, published_at=timezone.now() + timedelta(days=1))
    client.force_login(editor)
    page = client.get(LIST).content.decode()
    assert '<span class="badge badge-scheduled">مجدول</span>' in page


def test_it_writes_moments_in_arabic(client: Client, editor: User) -> None:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    at = datetime(2025, 11, 3, 15, 5, tzinfo=ZoneInfo("Africa/Algiers"))
    ArticleFactory(status=Status.PUBLISHED, published_at=at)
    client.force_login(editor)
    page = client.get(LIST).content.decode()
    assert '<time datetime="2025-11-03T15:05:00+01:00">3 نوفمبر 2025، 15:05</time>' in page


def test_it_isolates_names(client: Client, editor: User) -> None:
    article = ArticleFactory(headline="لغة C++ <b>")
    Byline.objects.create(article=article, author=AuthorFactory(name="John & علي"))
    client.force_login(editor)
    page = client.get(LIST).content.decode()
    assert "<bdi data-headline>لغة C++ &lt;b&gt;</bdi>" in page
    assert "<bdi>John &amp; علي</bdi>" in page
