"""Years that nobody meant, and days that do not exist, typed into the form of a story: said, and never lost."""

from __future__ import annotations

import pytest
from django.test import Client

from articles.models import Article, KeptText
from newsroom.models import User
from tests.articles.test_adding_once import filled, send
from tests.articles.test_kept_texts import address, opened, save
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db
ODD = [
    ("0001-01-01", "00:00:00"),  # an hour earlier in Greenwich, where there is no year before it
    ("0001-01-02", "00:00:00"),
    ("9999-12-31", "23:59:59"),
    ("2026-02-31", "10:00:00"),
    ("2026-12-01", ""),
    ("غدا", "10:00"),
]


@pytest.mark.parametrize("day", ["2200-01-01", "2206-12-01", "3026-01-01", "9999-12-31"])
def test_it_asks_for_the_year_of_an_embargo(client: Client, editor: User, day: str) -> None:
    client.force_login(editor)
    answer = send(client, filled(client), embargo_0=day, embargo_1="23:59:59")
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors["embargo"] == ["راجع السنة."]
    assert not Article.objects.exists()

    story = ArticleFactory()
    values = {**opened(client, address("change", story)), "embargo_0": day, "embargo_1": "23:59:59"}
    assert save(client, story, values).context["adminform"].form.errors["embargo"] == ["راجع السنة."]


def test_it_takes_the_last_year_of_our_age(client: Client, editor: User) -> None:
    client.force_login(editor)
    assert send(client, filled(client), embargo_0="2199-12-31", embargo_1="10:00:00").status_code == 302
    assert Article.objects.get().embargoed_until.year == 2199


@pytest.mark.parametrize(("day", "time"), ODD)
def test_a_kept_text_shows_the_time_as_typed(client: Client, editor: User, day: str, time: str) -> None:
    client.force_login(editor)
    story = ArticleFactory(created_by=editor)
    typed = {**opened(client, address("change", story)), "published_at_0": day, "published_at_1": time}
    assert client.post(address("keep", story), typed).status_code == 200

    answer = client.get(f"/admin/articles/article/kept/{KeptText.objects.get().pk}/")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert (day if day[:4] not in ("0001", "9999") else day[:4].lstrip("0")) in page


@pytest.mark.parametrize(("day", "time"), ODD)
def test_a_merge_shows_it_too(client: Client, editor: User, day: str, time: str) -> None:
    client.force_login(editor)
    story = ArticleFactory(created_by=editor)
    typed = {**opened(client, address("change", story)), "published_at_0": day, "published_at_1": time}
    first = opened(client, address("change", story))
    assert save(client, story, first, headline="سبق").status_code == 302
    client.post(address("keep", story), {**typed, "_base": "0"})

    kept = KeptText.objects.get()
    answer = client.post(f"/admin/articles/article/kept/{kept.pk}/", {})
    assert answer.status_code == 409
    assert "choice-published_at" in answer.content.decode()
