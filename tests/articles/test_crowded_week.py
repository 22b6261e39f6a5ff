"""The calendar of a week in which more was published than a page can name."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles import planning
from articles.models import Article
from articles.planning import Week
from newsroom.models import User
from tests.articles.test_planning import LIST, on
from tests.factories import ArticleFactory, SectionFactory

pytestmark = pytest.mark.django_db


def test_it_says_from_which_day_on_a_week_is_cut(client: Client, editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "MOST_STORIES", 3)
    week, section = Week.of(timezone.localdate() - timedelta(days=14)), SectionFactory()
    for day in (0, 0, 2, 5):
        ArticleFactory(section=section, status="published", published_at=on(week.days[day], time(9)))
    client.force_login(editor)

    def cut() -> list[bool]:
        return [day.is_cut for day in client.get(LIST, {"week": week.name}).context["days"]]

    assert cut() == [False] * 5 + [True] * 2
    page = client.get(LIST, {"week": week.name}).content.decode()
    assert page.count("قصص أكثر مما يسمى هنا") == 2
    assert page.count("لا شيء بعد") == 3

    Article.objects.last().withdraw(editor, "سبب")
    assert cut() == [False] * 7
