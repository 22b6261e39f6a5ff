"""Two editors press at the same moment, on connections of their own: one wins, the other is told."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from threading import Barrier

import pytest
from django.db import connection

from articles.fronts.keeping import Overtaken, Seen, publish, revert, save_draft, seen_now
from articles.fronts.layout import Part
from articles.models import FrontDecision, FrontEdition
from newsroom.models import User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

PEOPLE = 4
LIST = Part("list", "newest", 3)


def together(act: Callable[[User], object]) -> list[str]:
    """What came of it for each of PEOPLE who do it at once."""
    start = Barrier(PEOPLE)
    people = [UserFactory(username=f"zamil{n}") for n in range(PEOPLE)]

    def one(user: User) -> str:
        try:
            start.wait(10)
            act(user)
        except Overtaken:
            return "told"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(PEOPLE) as pool:
        return sorted(pool.map(one, people))


ONE_WINS = ["done", *["told"] * (PEOPLE - 1)]


def test_it_lets_one_begin_a_draft() -> None:
    assert together(lambda user: save_draft(None, Seen(), [LIST], user)) == ONE_WINS
    assert FrontEdition.objects.count() == 1


def test_it_lets_one_save_over_a_draft() -> None:
    save_draft(None, Seen(), [LIST], UserFactory())
    seen = seen_now(None)
    assert together(lambda user: save_draft(None, seen, [LIST, LIST], user)) == ONE_WINS
    assert FrontDecision.objects.count() == 2


def test_it_lets_one_publish() -> None:
    save_draft(None, Seen(), [LIST], UserFactory())
    draft = FrontEdition.objects.get()
    assert together(lambda user: publish(copy(draft), user)) == ONE_WINS
    assert FrontDecision.objects.filter(verb="publish").count() == 1


def test_it_lets_one_go_back() -> None:
    first = save_draft(None, Seen(), [LIST], UserFactory())
    publish(first, UserFactory())
    assert together(lambda user: revert(first, 1, user)) == ONE_WINS
    assert FrontEdition.objects.count() == 2
