"""The form in which a story is written and saved."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Byline, Tagging
from newsroom.models import User
from tests.factories import ArticleFactory, AuthorFactory, PictureFactory, SectionFactory, TopicFactory
from tests.form_filler import controls, send

pytestmark = pytest.mark.django_db

ADD = "/admin/articles/article/add/"
LIST = "/admin/articles/article/"
Status = Article.Status


def change(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def test_it_makes_a_draft_of_the_writer(client: Client, journalist: User) -> None:
    section, topics = SectionFactory(), [TopicFactory(), TopicFactory()]
    author = AuthorFactory(user=journalist)
    client.force_login(journalist)

    answer = send(
        client,
        ADD,
        "article_form",
        headline="  ميناء وهران يستقبل أول سفينة  ",
        section=section.pk,
        chosen_topics=[topics[1].pk, topics[0].pk],
        body="<p>وصلت السفينة فجرا.</p>",
    )

    assert answer.status_code == 302
    article = Article.objects.get()
    assert (article.headline, article.status, article.created_by) == (
        "ميناء وهران يستقبل أول سفينة",
        Status.DRAFT,
        journalist,
    )
    assert article.slug == "ميناء-وهران-يستقبل-أول-سفينة"
    assert list(article.bylines.values_list("author", flat=True)) == [author.pk]
    assert list(article.taggings.values_list("topic", flat=True)) == [topics[1].pk, topics[0].pk]


def test_it_signs_nothing_for_a_writer_without_a_profile(client: Client, journalist: User) -> None:
    client.force_login(journalist)
    send(client, ADD, "article_form", headline="خبر", section=SectionFactory().pk)
    assert not Article.objects.get().bylines.exists()


def test_it_keeps_the_order_of_topics_and_the_rows_that_stay(client: Client, editor: User) -> None:
    article = ArticleFactory()
    first, second, third = (TopicFactory() for _ in range(3))
    for topic in (first, second, third):
        Tagging.objects.create(article=article, topic=topic)
    stays = article.taggings.get(topic=first).pk
    client.force_login(editor)

    page = client.get(change(article)).content.decode()
    assert controls(page, "article_form")["chosen_topics"] == [str(t.pk) for t in (first, second, third)]

    send(client, change(article), "article_form", chosen_topics=[first.pk, third.pk, second.pk])
    assert list(article.taggings.values_list("topic", flat=True)) == [first.pk, third.pk, second.pk]
    assert article.taggings.get(topic=first).pk == stays

    send(client, change(article), "article_form", chosen_topics=[])
    assert not article.taggings.exists()


def test_it_orders_the_bylines(client: Client, editor: User) -> None:
    article = ArticleFactory()
    one, two = (Byline.objects.create(article=article, author=AuthorFactory(), position=i) for i in range(2))
    client.force_login(editor)
    send(client, change(article), "article_form", **{"bylines-0-position": "1", "bylines-1-position": "0"})
    assert list(article.bylines.all()) == [two, one]


def test_it_refuses_an_author_twice_in_arabic(client: Client, editor: User) -> None:
    article, author = ArticleFactory(), AuthorFactory()
    Byline.objects.create(article=article, author=author)
    client.force_login(editor)
    answer = send(
        client,
        change(article),
        "article_form",
        **{
            "bylines-TOTAL_FORMS": "2",
            "bylines-1-author": author.pk,
            "bylines-1-position": "1",
            "bylines-1-article": article.pk,
        },
    )
    assert answer.status_code == 200
    assert article.bylines.count() == 1
    assert "errorlist" in answer.content.decode()


def test_it_loses_nothing_typed_when_a_field_is_wrong(client: Client, journalist: User) -> None:
    client.force_login(journalist)
    answer = send(
        client,
        ADD,
        "article_form",
        headline="",
        standfirst="مقدمة كتبت في ساعة",
        body="<p>نص كتب في يوم</p>",
        section=SectionFactory().pk,
        chosen_topics=[TopicFactory(name="مياه").pk],
    )
    assert answer.status_code == 200
    values = controls(answer.content.decode(), "article_form")
    assert values["standfirst"] == "مقدمة كتبت في ساعة"
    assert values["body"] == "<p>نص كتب في يوم</p>"
    assert "مياه" in answer.content.decode()
    assert not Article.objects.exists()


def test_it_keeps_the_time_of_publication_from_a_journalist(client: Client, journalist: User) -> None:
    article = ArticleFactory(created_by=journalist)
    client.force_login(journalist)
    page = client.get(change(article)).content.decode()
    assert "published_at" not in page
    send(client, change(article), "article_form", published_at_0="2026-01-01", published_at_1="10:00:00")
    article.refresh_from_db()
    assert article.published_at is None


def test_it_moves_the_time_of_a_published_story_only_when_somebody_moves_it(client: Client, editor: User) -> None:
    article = ArticleFactory(published=True)
    exact = article.published_at
    client.force_login(editor)
    send(client, change(article), "article_form", headline="عنوان أدق")
    article.refresh_from_db()
    assert article.published_at == exact  # to the microsecond

    send(client, change(article), "article_form", published_at_0="", published_at_1="")
    article.refresh_from_db()
    assert article.published_at == exact

    tomorrow = timezone.localtime() + timedelta(days=1)
    send(client, change(article), "article_form", published_at_0=f"{tomorrow:%Y-%m-%d}", published_at_1="06:30")
    article.refresh_from_db()
    assert timezone.localtime(article.published_at).strftime("%Y-%m-%d %H:%M") == f"{tomorrow:%Y-%m-%d} 06:30"


def test_it_dates_an_update_by_its_public_note(client: Client, editor: User) -> None:
    article = ArticleFactory(published=True)
    client.force_login(editor)

    send(client, change(article), "article_form", headline="عنوان مصحح")
    article.refresh_from_db()
    assert article.updated_at is None

    before = timezone.now()
    send(client, change(article), "article_form", update_note="صححنا عدد الركاب.")
    article.refresh_from_db()
    assert before <= article.updated_at <= timezone.now()

    first = article.updated_at
    send(client, change(article), "article_form", body="<p>نص</p>")
    article.refresh_from_db()
    assert article.updated_at == first

    send(client, change(article), "article_form", update_note="")
    article.refresh_from_db()
    assert article.updated_at is None


def test_it_forgets_an_update_from_before_a_new_publication(client: Client, editor: User) -> None:
    article = ArticleFactory(published=True, update_note="صحح الاسم")
    Article.objects.filter(pk=article.pk).update(updated_at=timezone.now())
    tomorrow = timezone.localtime() + timedelta(days=1)
    client.force_login(editor)
    answer = send(
        client, change(article), "article_form", published_at_0=f"{tomorrow:%Y-%m-%d}", published_at_1="06:30"
    )
    assert answer.status_code == 302
    article.refresh_from_db()
    assert article.updated_at is None


def test_it_says_where_the_saved_story_can_be_read(client: Client, editor: User) -> None:
    public, draft = ArticleFactory(published=True), ArticleFactory()
    client.force_login(editor)
    send(client, change(public), "article_form")
    page = client.get(LIST).content.decode()
    assert f'<a href="{public.get_absolute_url()}" target="_blank">اقرأ المقال على الموقع</a>' in page

    send(client, change(draft), "article_form", press="_continue")
    page = client.get(change(draft)).content.decode()
    assert f'<a href="/admin/articles/article/{draft.pk}/preview/" target="_blank">معاينة</a>' in page
    assert "اقرأ المقال على الموقع" not in page


def test_it_writes_addresses_left_to_right(client: Client, editor: User) -> None:
    client.force_login(editor)
    page = client.get(ADD).content.decode()
    slug = page[page.index('name="slug"') - 200 : page.index('name="slug"') + 200]
    assert 'dir="ltr"' in slug


def test_it_asks_few_queries_however_much_a_story_holds(client: Client, editor: User) -> None:
    small = ArticleFactory(picture=PictureFactory())
    Byline.objects.create(article=small, author=AuthorFactory())
    Tagging.objects.create(article=small, topic=TopicFactory())
    large = ArticleFactory(picture=PictureFactory())
    for position in range(4):
        Byline.objects.create(article=large, author=AuthorFactory(), position=position)
        Tagging.objects.create(article=large, topic=TopicFactory())
    client.force_login(editor)

    def queries(article: Article) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(change(article)).status_code == 200
        return len(captured)

    queries(small)  # content types are looked up once a process
    # Each signature asks for the name of its author: Django's boxes do not share their queries.
    assert queries(large) - queries(small) <= 3


def test_it_deletes_a_draft_that_nobody_decided_about(client: Client, journalist: User) -> None:
    article = ArticleFactory(created_by=journalist)
    client.force_login(journalist)
    url = reverse("admin:articles_article_delete", args=[article.pk])
    assert client.post(url, {"post": "yes"}).status_code == 302
    assert not Article.objects.exists()


@pytest.mark.parametrize("status", [Status.IN_REVIEW, Status.PUBLISHED, Status.WITHDRAWN])
def test_it_deletes_nothing_else(client: Client, editor: User, status: str) -> None:
    article = ArticleFactory(status=status, published_at=timezone.now())
    client.force_login(editor)
    url = reverse("admin:articles_article_delete", args=[article.pk])
    assert client.get(url).status_code == 403
    assert client.post(url, {"post": "yes"}).status_code == 403
    assert Article.objects.exists()


@pytest.mark.parametrize("year", ["0001", "0206", "1969", "2206", "9999"])
def test_it_refuses_a_mistyped_year(client: Client, editor: User, year: str) -> None:
    article = ArticleFactory()
    client.force_login(editor)
    answer = send(
        client, change(article), "article_form", "_publish", published_at_0=f"{year}-01-01", published_at_1="00:00"
    )
    assert "اكتب وقت نشر بين سنتي 1970 و2199." in answer.content.decode()
    article.refresh_from_db()
    assert (article.status, article.published_at) == (Status.DRAFT, None)


@pytest.mark.parametrize("field", ["picture", "chosen_topics", "section", "bylines-0-author"])
@pytest.mark.parametrize("key", ["x", "9" * 40, "1.5"])
def test_it_answers_a_choice_that_is_no_key_with_a_sentence(
    client: Client, journalist: User, field: str, key: str
) -> None:
    client.force_login(journalist)
    answer = send(client, ADD, "article_form", **{"headline": "خبر", "section": SectionFactory().pk, field: key})
    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode()
