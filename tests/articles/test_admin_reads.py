"""The list of stories: how much they are read. The form: related stories that an editor chooses."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, HourOfReads, RelatedChoice
from newsroom.models import User
from tests.articles.test_admin_list import LIST
from tests.factories import ArticleFactory
from tests.form_filler import send

pytestmark = pytest.mark.django_db


def read(times: int, hours_ago: int, story: Article | None = None) -> Article:
    story = story or ArticleFactory(published=True)
    HourOfReads.objects.create(article=story, hour=timezone.now() - timedelta(hours=hours_ago), count=times)
    return story


def listed(client: Client, **query: object) -> list[int]:
    answer = client.get(LIST, query)
    assert answer.status_code == 200
    return [article.pk for article in answer.context["cl"].result_list]


def test_it_shows_the_reads_of_a_day_and_of_a_week(client: Client, editor: User) -> None:
    story = read(1200, 2)
    read(30, 23, story)
    read(500, 25, story)
    read(7000, 200, story)
    client.force_login(editor)
    page = client.get(LIST).content.decode()

    assert '<td class="field-shown_reads">1.230 / 1.730</td>' in page


def test_it_shows_a_dash_for_what_nobody_reads(client: Client, editor: User) -> None:
    read(7000, 200)
    client.force_login(editor)

    assert '<td class="field-shown_reads">-</td>' in client.get(LIST).content.decode()


def test_it_filters_by_reads_the_most_read_first(client: Client, editor: User) -> None:
    today, more_today = read(150, 2), read(2000, 3)
    this_week, unread = read(1500, 60), ArticleFactory(published=True)
    ArticleFactory()
    client.force_login(editor)

    assert listed(client, reads="day") == [more_today.pk, today.pk]
    assert listed(client, reads="week") == [more_today.pk, this_week.pk, today.pk]
    assert listed(client, reads="day-100") == [more_today.pk, today.pk]
    assert listed(client, reads="day-1000") == [more_today.pk]
    assert listed(client, reads="week-1000") == [more_today.pk, this_week.pk]
    assert listed(client, reads="none") == [unread.pk]
    assert len(listed(client, reads="nonsense")) == 5
    # A column that was chosen, here the time of publication, goes before.
    assert listed(client, reads="day", o="5") == [today.pk, more_today.pk]


def test_it_makes_the_same_queries_however_many_are_read(client: Client, editor: User) -> None:
    client.force_login(editor)

    def queries(**query: object) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(LIST, query).status_code == 200
        return len(captured)

    for _ in range(3):
        read(5, 2)
    queries()
    few = queries(), queries(reads="day")
    for _ in range(40):
        story = read(5, 2)
        read(5, 30, story)
    assert (queries(), queries(reads="day")) == few
    # The ones of test_admin_list, and no more.
    assert few[0] <= 10


def test_an_editor_chooses_related_stories(client: Client, editor: User) -> None:
    article, first, second = (ArticleFactory(published=True) for _ in range(3))
    client.force_login(editor)
    address = reverse("admin:articles_article_change", args=[article.pk])
    answer = send(
        client,
        address,
        "article_form",
        **{
            "related_choices-TOTAL_FORMS": "2",
            "related_choices-0-other": second.pk,
            "related_choices-0-position": "1",
            "related_choices-0-article": article.pk,
            "related_choices-1-other": first.pk,
            "related_choices-1-position": "0",
            "related_choices-1-article": article.pk,
        },
    )

    assert answer.status_code == 302
    assert list(RelatedChoice.objects.values_list("other", flat=True)) == [first.pk, second.pk]


@pytest.mark.parametrize(("choose", "words"), [("itself", "بنفسه"), ("twice", "errorlist")])
def test_it_refuses_a_wrong_choice_in_arabic(client: Client, editor: User, choose: str, words: str) -> None:
    article, other = (ArticleFactory(published=True) for _ in range(2))
    chosen = [article.pk] if choose == "itself" else [other.pk, other.pk]
    client.force_login(editor)
    rows = {
        f"related_choices-{n}-{name}": value
        for n, pk in enumerate(chosen)
        for name, value in (("other", pk), ("position", n), ("article", article.pk))
    }
    answer = send(
        client,
        reverse("admin:articles_article_change", args=[article.pk]),
        "article_form",
        **{"related_choices-TOTAL_FORMS": len(chosen), **rows},
    )

    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not RelatedChoice.objects.exists()


def test_the_box_offers_what_readers_see_the_newest_first(client: Client, journalist: User) -> None:
    now = timezone.now()
    old = ArticleFactory(published=True, published_at=now - timedelta(days=3), headline="سد بوقرن يمتلئ")
    new = ArticleFactory(published=True, published_at=now - timedelta(days=1), headline="سد جديد")
    ArticleFactory(headline="سد في مسودة", created_by=journalist)
    client.force_login(journalist)
    query = {"app_label": "articles", "model_name": "relatedchoice", "field_name": "other", "term": "سد"}
    with CaptureQueriesContext(connection) as captured:
        answer = client.get("/admin/autocomplete/", query)

    assert [row["id"] for row in answer.json()["results"]] == [str(new.pk), str(old.pk)]
    assert not [sql for sql in captured if '"body"' in sql["sql"]]


def test_a_writer_chooses_for_the_own_draft_and_only_reads_what_is_printed(client: Client, journalist: User) -> None:
    draft = ArticleFactory(created_by=journalist)
    printed = ArticleFactory(created_by=journalist, published=True)
    client.force_login(journalist)

    draft_page, printed_page = (
        client.get(reverse("admin:articles_article_change", args=[article.pk])).content.decode()
        for article in (draft, printed)
    )
    assert 'name="related_choices-TOTAL_FORMS"' in draft_page
    assert 'name="related_choices-__prefix__-other"' in draft_page
    assert 'name="related_choices-__prefix__-other"' not in printed_page
