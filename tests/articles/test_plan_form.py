"""The form of a plan beside what a colleague does meanwhile, and of a plan that is being written."""

from __future__ import annotations

from datetime import date, time

import pytest
from django.test import Client

from articles.models import PlanEvent, PlannedStory
from newsroom.models import User
from tests.articles.test_planning import LIST, planned
from tests.form_filler import Values, controls

pytestmark = pytest.mark.django_db

OLD, NEW = date(2026, 12, 1), date(2026, 12, 5)


def opened(client: Client, user: User, plan: PlannedStory) -> Values:
    """What a browser has of the form from now on, whatever a colleague does."""
    client.force_login(user)
    return controls(client.get(f"{LIST}{plan.pk}/change/").content.decode(), "plannedstory_form")


def save(client: Client, plan: PlannedStory, values: Values) -> list[str]:
    """Press «حفظ»; what the next page says."""
    answer = client.post(f"{LIST}{plan.pk}/change/", {**values, "_save": "1"}, follow=True)
    plan.refresh_from_db()
    return [str(message) for message in answer.context["messages"]]


def test_a_new_hour_leaves_the_day_to_which_a_colleague_moved_it(client: Client, editor: User) -> None:
    plan = planned(editor, day=OLD)
    values = opened(client, editor, plan)
    plan.move(editor, NEW)
    save(client, plan, {**values, "time": "10:00"})
    assert (plan.day, plan.time) == (NEW, time(10))


def test_a_new_day_leaves_the_hour_that_a_colleague_set(client: Client, editor: User) -> None:
    plan = planned(editor, day=OLD)
    values = opened(client, editor, plan)
    plan.move(editor, OLD, time(9))
    save(client, plan, {**values, "day": str(NEW)})
    assert (plan.day, plan.time) == (NEW, time(9))


def test_a_new_title_is_told_with_the_day_on_which_the_plan_stands(client: Client, editor: User) -> None:
    plan = planned(editor, day=OLD)
    values = opened(client, editor, plan)
    plan.move(editor, NEW)
    save(client, plan, {**values, "title": "عنوان آخر", "time": "10:00"})
    assert list(PlanEvent.objects.order_by("pk").values_list("verb", "day")) == [
        ("add", OLD),
        ("move", NEW),
        ("change", NEW),
        ("move", NEW),
    ]
