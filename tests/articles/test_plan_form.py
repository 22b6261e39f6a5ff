"""The form of a plan beside what a colleague does meanwhile, and of a plan that is being written."""

from __future__ import annotations

from datetime import date, time

import pytest
from django.test import Client

from articles.models import PlanEvent, PlannedStory
from articles.planning import start_writing
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


# --- A plan that is being written -------------------------------------------------------------------------------------


def test_it_says_whose_story_it_is_once_it_is_being_written(client: Client, editor: User, journalist: User) -> None:
    plan = planned(editor, journalist)
    assert "to" in opened(client, editor, plan)
    start_writing(plan, journalist)
    assert "to" not in opened(client, editor, plan)
    assert "كتابها من يوقعون مقالها" in client.get(f"{LIST}{plan.pk}/change/").content.decode()


@pytest.mark.parametrize("takes", ["another", "nobody"])
def test_it_says_that_a_story_being_written_was_not_handed_on(
    client: Client, editor: User, journalist: User, other_journalist: User, takes: str
) -> None:
    plan = planned(editor, journalist)
    values = opened(client, editor, plan)
    start_writing(plan, journalist)

    to = str(other_journalist.pk) if takes == "another" else ""
    said = save(client, plan, {**values, "to": to, "title": "عنوان آخر"})

    assert said[0].startswith("لم يتغير المكلف")
    assert (plan.assignee, plan.title) == (journalist, "عنوان آخر")
    assert not PlanEvent.objects.filter(verb__in=["assign", "release"]).exists()


def test_it_says_nothing_of_what_a_colleague_has_done_already(client: Client, editor: User, journalist: User) -> None:
    plan = planned(editor)
    values = opened(client, editor, plan)
    plan.assign(editor, journalist)
    plan.move(editor, NEW)
    said = save(client, plan, {**values, "to": str(journalist.pk), "day": str(NEW)})
    assert said == [f"حفظت «<bdi>{plan}</bdi>»."]


def test_nobody_hands_on_a_plan_that_has_a_story(editor: User, journalist: User, other_journalist: User) -> None:
    plan = planned(editor, journalist)
    article = start_writing(plan, journalist)
    plan.refresh_from_db()
    assert not plan.assign(editor, other_journalist)
    assert not plan.assign(editor, None)

    article.delete()  # the draft is thrown away: somebody else may begin
    plan.refresh_from_db()
    assert plan.assign(editor, other_journalist)
    assert plan.assign(editor, None)
    assert (plan.state, plan.assignee) == ("idea", None)
