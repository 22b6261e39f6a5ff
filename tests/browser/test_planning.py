"""The planning calendar in a browser: a plan goes to another day by the keyboard and by the mouse."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from articles.models import PlannedStory
from articles.planning import Week
from newsroom.models import User
from tests.factories import SectionFactory

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def test_it_moves_a_plan_by_keyboard_and_by_drag(desk: Page, live_server: Any, editor: User) -> None:
    week = Week.named("2026-W48")
    plan = PlannedStory(title="سوق السمك", day=week.first, section=SectionFactory())
    plan.add(editor)
    days = [desk.locator(f'[data-day="{day}"]') for day in week.days]
    desk.goto(f"{live_server.url}/admin/articles/plannedstory/?week={week.name}")

    days[0].get_by_role("button", name="إلى اليوم التالي").focus()
    desk.keyboard.press("Enter")
    expect(days[1].get_by_text("سوق السمك")).to_be_visible()
    expect(desk).to_have_url(re.compile(f"#plan-{plan.pk}$"))

    desk.locator(f"#plan-{plan.pk} .plan-facts").drag_to(days[4])
    expect(days[4].get_by_text("سوق السمك")).to_be_visible()
    plan.refresh_from_db()
    assert plan.day == week.first + timedelta(days=4)
