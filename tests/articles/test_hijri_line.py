"""The Hijri day on the home page and beside a story's time: only when asked for, the same for every reader."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from mohit import dates
from tests.articles.markup import Markup
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db


def test_it_is_off_unless_asked_for(client: Client) -> None:
    story = ArticleFactory(published=True)

    for address in ("/", story.get_absolute_url()):
        page = client.get(address).content.decode()
        assert "هـ" not in page
        assert "dateline" not in page


def test_it_stands_beside_a_storys_time(client: Client, settings: Settings) -> None:
    settings.HIJRI_LINE = True
    story = ArticleFactory(published=True, published_at=datetime(2025, 11, 3, 14, 5, tzinfo=UTC))

    page = client.get(story.get_absolute_url()).content.decode()

    assert Markup(page).one("span", "hijri").words == "الموافق 12 جمادى الأولى 1447\u00a0هـ"
    assert "dateline" not in page


def test_it_dates_the_home_page(client: Client, settings: Settings) -> None:
    settings.HIJRI_LINE = True
    ArticleFactory(published=True)
    today = timezone.localdate()

    pages = [client.get("/").content, Client(headers={"accept-language": "en"}).get("/").content]

    assert pages[0] == pages[1]
    line = Markup(pages[0].decode()).one("p", "dateline")
    assert line.words == f"{dates.day(today)} الموافق {dates.hijri(today)}"
    assert f'<time datetime="{today.isoformat()}">' in pages[0].decode()
