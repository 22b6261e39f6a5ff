"""The planning calendar: weeks, plans and their verbs, who may what, the page and its queries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Author, PlanEvent, PlannedStory, Section
from articles.planning import Week, calendar, start_writing
from newsroom import roles
from newsroom.models import User
from tests.conftest import member
from tests.factories import ArticleFactory, AuthorFactory, SectionFactory
from tests.form_filler import controls, send

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/plannedstory/"
ALGIERS = ZoneInfo("Africa/Algiers")
State = PlannedStory.State


def planned(by: User, to: User | None = None, **values: object) -> PlannedStory:
    section = Section.objects.first() or SectionFactory()
    plan = PlannedStory(**{"title": "سوق السمك", "day": timezone.localdate(), "section": section, **values})
    plan.add(by, to)
    return plan


def on(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=ALGIERS)


# --- Weeks ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "first", "name"),
    [
        (date(2026, 11, 26), date(2026, 11, 21), "2026-W48"),
        (date(2026, 11, 27), date(2026, 11, 21), "2026-W48"),  # a Friday, the last of its week
        (date(2026, 11, 28), date(2026, 11, 28), "2026-W49"),  # a Saturday, the first
        (date(2027, 1, 1), date(2026, 12, 26), "2026-W53"),
        (date(2027, 1, 2), date(2027, 1, 2), "2027-W01"),
    ],
)
def test_it_names_a_week_from_saturday_for_its_monday(day: date, first: date, name: str) -> None:
    week = Week.of(day)
    assert (week.first, week.name) == (first, name)
    assert Week.named(name) == week
    assert week.after.before == week
    assert day in week.days
    assert len(week.days) == 7


@pytest.mark.parametrize("name", ["", "2026-W54", "2026-W00", "2026-48", "0001-W01", "9999-W52", "٢٠٢٦-W٤٨"])
def test_it_takes_no_other_word_for_a_week(name: str, client: Client, editor: User) -> None:
    assert Week.named(name) is None
    client.force_login(editor)
    assert client.get(LIST, {"week": name}).context["chosen"].week == Week.of(timezone.localdate())


def test_it_reads_midnight_where_the_newsroom_is(editor: User) -> None:
    week = Week.named("2026-W48")
    late, early = on(date(2026, 11, 27), time(23, 59)), on(date(2026, 11, 28), time(0, 0))
    for moment in (late, early):
        ArticleFactory(status="published", published_at=moment, headline=f"قصة {moment}")
        ArticleFactory(embargoed_until=moment)
    ArticleFactory(status="published", published_at=on(date(2026, 11, 21), time(0, 30)))

    days = {day.day: day for day in calendar(editor, week)}

    assert [row.published_at for row in days[date(2026, 11, 27)].published + days[date(2026, 11, 27)].scheduled] == [
        late
    ]
    assert [row.embargoed_until for row in days[date(2026, 11, 27)].embargoes] == [late]
    assert len(days[date(2026, 11, 21)].published) == 1
    assert sum(len(day.published + day.scheduled + day.embargoes) for day in days.values()) == 3


# --- Verbs ------------------------------------------------------------------------------------------------------------


def test_it_keeps_a_line_of_history_for_each_decision(editor: User, journalist: User) -> None:
    plan = planned(editor)
    assert plan.assign(editor, journalist)
    assert plan.move(editor, plan.day + timedelta(days=1), time(9))
    assert plan.cancel(editor, "لا جديد")
    assert plan.reopen(editor)
    assert plan.assign(editor, None)
    assert plan.finish(editor)

    stored = PlannedStory.objects.get()
    assert (stored.state, stored.assignee, stored.time) == (State.DONE, None, time(9))
    events = PlanEvent.objects.order_by("pk").values_list("verb", "before", "after", "note")
    assert list(events) == [
        ("add", "", "idea", ""),
        ("assign", "idea", "assigned", ""),
        ("move", "assigned", "assigned", ""),
        ("cancel", "assigned", "cancelled", "لا جديد"),
        ("reopen", "cancelled", "assigned", ""),
        ("release", "assigned", "idea", ""),
        ("finish", "idea", "done", ""),
    ]
    assert PlanEvent.objects.get(verb="move").day == stored.day


@pytest.mark.parametrize("change", ["delete", "update"])
def test_it_keeps_the_history_for_ever(editor: User, change: str) -> None:
    plan = planned(editor)
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanEvent.objects.all().delete() if change == "delete" else PlanEvent.objects.update(note="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        plan.delete()


@pytest.mark.parametrize(
    "again",
    [
        lambda plan, by: plan.move(by, plan.day),
        lambda plan, by: plan.assign(by, plan.assignee),
        lambda plan, by: plan.reopen(by),
        lambda plan, by: plan.cancel(by) and plan.cancel(by),
        lambda plan, by: plan.finish(by) and plan.move(by, plan.day + timedelta(days=1)),
    ],
)
def test_it_decides_nothing_twice(editor: User, journalist: User, again: Callable[..., bool]) -> None:
    assert not again(planned(editor, journalist), editor)


def test_of_two_editors_one_gives_it_away(editor: User, journalist: User, other_journalist: User) -> None:
    first = planned(editor)
    second = PlannedStory.objects.get()
    assert first.assign(editor, journalist)
    assert not second.assign(editor, other_journalist)
    assert PlannedStory.objects.get().assignee == journalist


def test_it_becomes_the_draft_of_its_writer_once(editor: User, journalist: User) -> None:
    author: Author = AuthorFactory(user=journalist)
    plan = planned(editor, journalist, kind="report")
    article = start_writing(plan, editor)
    assert start_writing(plan, editor) == article == Article.objects.get()

    assert (article.headline, article.kind, article.section) == ("سوق السمك", "report", plan.section)
    assert (article.status, article.created_by) == (Article.Status.DRAFT, journalist)
    assert [row.author for row in article.bylines.all()] == [author]
    assert article.revisions.get().by == editor
    stored = PlannedStory.objects.get()
    assert (stored.article, stored.state) == (article, State.WRITING)
    assert PlanEvent.objects.filter(verb="start").count() == 1


def test_it_may_be_started_again_when_its_draft_was_thrown_away(editor: User, journalist: User) -> None:
    plan = planned(editor, journalist)
    start_writing(plan, journalist).delete()
    assert start_writing(plan, journalist).pk == Article.objects.get().pk


# --- Who may ----------------------------------------------------------------------------------------------------------


def posts(plan: PlannedStory) -> dict[str, tuple[str, dict[str, str]]]:
    tomorrow = str(plan.day + timedelta(days=1))
    return {
        "move": (f"{LIST}{plan.pk}/move/", {"day": tomorrow}),
        **{word: (f"{LIST}{plan.pk}/decide/{word}/", {}) for word in ("start", "finish", "cancel")},
    }


@pytest.mark.parametrize("word", ["move", "start", "finish", "cancel"])
@pytest.mark.parametrize(
    ("role", "whose", "may"),
    [
        (roles.EDITOR, "another's", True),
        (roles.MANAGER, "another's", True),
        (roles.JOURNALIST, "own", True),
        (roles.JOURNALIST, "given", True),
        (roles.JOURNALIST, "given away", False),
        (roles.JOURNALIST, "another's", False),
        (roles.COMMENT_MODERATOR, "another's", False),
        (roles.NEWSLETTER_MANAGER, "another's", False),
        (roles.PLACEMENT_MANAGER, "another's", False),
    ],
)
def test_it_lets_each_role_do_its_part_by_direct_post(
    client: Client, other_journalist: User, editor: User, role: str, whose: str, may: bool, word: str
) -> None:
    user = member("colleague", role)
    by = user if whose in ("own", "given away") else editor
    plan = planned(by, {"given": user, "own": None}.get(whose, other_journalist))
    client.force_login(user)
    address, values = posts(plan)[word]
    answer = client.post(address, values)

    assert answer.status_code == (302 if may else 403)
    assert PlanEvent.objects.exclude(verb="add").exists() == may
    assert Article.objects.exists() == (may and word == "start")


@pytest.mark.parametrize("role", [roles.COMMENT_MODERATOR, roles.NEWSLETTER_MANAGER, roles.PLACEMENT_MANAGER])
def test_it_keeps_the_calendar_to_those_who_write(client: Client, editor: User, role: str) -> None:
    plan = planned(editor)
    client.force_login(member("colleague", role))
    for address in (LIST, f"{LIST}add/", f"{LIST}{plan.pk}/change/"):
        assert client.get(address).status_code == 403
    values = {"title": "دخيلة", "day": str(plan.day), "section": str(plan.section_id)}
    assert client.post(f"{LIST}quick/", values).status_code == 403
    assert PlannedStory.objects.count() == 1


def test_it_deletes_no_plan(client: Client, manager: User) -> None:
    plan = planned(manager)
    client.force_login(manager)
    assert client.post(f"{LIST}{plan.pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("address", ["quick/", "{pk}/move/", "{pk}/decide/start/"])
def test_it_changes_nothing_by_a_get(client: Client, editor: User, address: str) -> None:
    plan = planned(editor)
    client.force_login(editor)
    assert client.get(LIST + address.format(pk=plan.pk)).status_code == 405
    assert client.post(f"{LIST}{plan.pk}/decide/burn/").status_code == 404


# --- The page ---------------------------------------------------------------------------------------------------------


def test_it_adds_a_plan_in_one_line(client: Client, editor: User, journalist: User, other_journalist: User) -> None:
    values = {"title": "ميناء وهران", "day": "2026-11-27", "time": "09:30", "section": str(SectionFactory().pk)}
    client.force_login(editor)
    answer = client.post(f"{LIST}quick/?week=2026-W48", {**values, "to": str(journalist.pk)})
    plan = PlannedStory.objects.get()
    assert answer["Location"] == f"{LIST}?week=2026-W48&person=&section=#plan-{plan.pk}"
    assert (plan.title, plan.time, plan.assignee, plan.state) == ("ميناء وهران", time(9, 30), journalist, "assigned")

    client.force_login(journalist)
    client.post(f"{LIST}quick/", {**values, "to": str(other_journalist.pk)})
    assert PlannedStory.objects.last().assignee == journalist


def test_it_keeps_what_was_typed_when_it_is_not_understood(client: Client, editor: User) -> None:
    client.force_login(editor)
    values = {"title": "قصة بلا قسم", "day": "2026-11-27", "section": "0"}
    answer = client.post(f"{LIST}quick/?week=2026-W48", values)
    assert answer.status_code == 422
    assert 'value="قصة بلا قسم"' in answer.content.decode()
    assert not PlannedStory.objects.exists()


def test_two_presses_open_one_draft(client: Client, journalist: User) -> None:
    plan = planned(journalist, journalist)
    client.force_login(journalist)
    first, second = (client.post(f"{LIST}{plan.pk}/decide/start/") for _ in range(2))
    assert first["Location"] == second["Location"] == f"/admin/articles/article/{Article.objects.get().pk}/change/"
    assert client.get(first["Location"]).status_code == 200


def test_it_moves_a_plan_by_the_button_under_it(client: Client, journalist: User) -> None:
    plan = planned(journalist, journalist, day=date(2026, 11, 27), time=time(8))
    client.force_login(journalist)
    page = client.get(LIST, {"week": "2026-W48"}).content.decode()
    assert f'action="{LIST}{plan.pk}/move/' in page
    assert 'value="2026-11-28"' in page
    answer = client.post(f"{LIST}{plan.pk}/move/?week=2026-W48", {"day": "2026-11-28"})
    assert "week=2026-W49" in answer["Location"]
    plan.refresh_from_db()
    assert (plan.day, plan.time) == (date(2026, 11, 28), time(8))
    client.post(f"{LIST}{plan.pk}/move/", {"day": "الغد"})
    plan.refresh_from_db()
    assert plan.day == date(2026, 11, 28)


def test_its_form_makes_a_verb_of_each_change(client: Client, editor: User, journalist: User) -> None:
    plan = planned(editor)
    client.force_login(editor)
    form = f"{LIST}{plan.pk}/change/"
    send(client, form, "plannedstory_form", title="سوق الخضر", day="2026-12-01", to=str(journalist.pk))
    plan.refresh_from_db()
    assert (plan.title, plan.day, plan.assignee, plan.state) == ("سوق الخضر", date(2026, 12, 1), journalist, "assigned")
    assert set(PlanEvent.objects.values_list("verb", flat=True)) == {"add", "change", "move", "assign"}


def test_its_form_changes_back_nothing_that_a_colleague_has_changed(client: Client, editor: User) -> None:
    plan = planned(editor, day=date(2026, 12, 1))
    client.force_login(editor)
    form = f"{LIST}{plan.pk}/change/"
    old_tab = controls(client.get(form).content.decode(), "plannedstory_form")
    plan.move(editor, date(2026, 12, 5))
    client.post(form, {**old_tab, "title": "عنوان آخر", "_save": "1"})
    plan.refresh_from_db()
    assert (plan.title, plan.day) == ("عنوان آخر", date(2026, 12, 5))


def test_it_shows_a_journalist_no_hidden_story_of_a_colleague(
    client: Client, journalist: User, other_journalist: User
) -> None:
    soon = timezone.now() + timedelta(minutes=1)
    theirs = {"created_by": other_journalist, "status": "published", "published_at": soon}
    ArticleFactory(headline="سر مجدول", **theirs)
    ArticleFactory(headline="سر محظور", created_by=other_journalist, embargoed_until=soon)
    ArticleFactory(headline="قصتي المجدولة", **{**theirs, "created_by": journalist})
    day = timezone.localdate(soon)  # in the last minute of a week it is the next one's
    planned(other_journalist, other_journalist, title="خطة الزميل", day=day)
    client.force_login(journalist)
    page = client.get(LIST, {"week": Week.of(day).name}).content.decode()
    assert "سر مجدول" not in page
    assert "سر محظور" not in page
    assert "قصتي المجدولة" in page
    assert "خطة الزميل" in page


def test_it_shows_one_person_or_one_section(client: Client, editor: User, journalist: User) -> None:
    here, there = SectionFactory(name="هنا"), SectionFactory(name="هناك")
    planned(editor, journalist, title="خطة الصحفي هنا", section=here)
    planned(editor, editor, title="خطة المحرر هناك", section=there)
    ArticleFactory(published=True, headline="منشورة الصحفي", created_by=journalist, section=here)
    client.force_login(editor)

    def shown(**query: object) -> set[str]:
        page = client.get(LIST, query).content.decode()
        return {title for title in ("خطة الصحفي هنا", "خطة المحرر هناك", "منشورة الصحفي") if title in page}

    assert shown(person=journalist.pk) == {"خطة الصحفي هنا", "منشورة الصحفي"}
    assert shown(section=there.pk) == {"خطة المحرر هناك"}
    assert len(shown(person="x", section="٣")) == 3


def test_a_day_reads_by_the_clock_and_folds_a_crowd(client: Client, editor: User) -> None:
    day = timezone.localdate() + timedelta(days=7)
    planned(editor, title="بلا ساعة", day=day)
    planned(editor, title="ظهرا", day=day, time=time(12, 0))
    ArticleFactory(headline="محظورة", embargoed_until=on(day, time(11, 59)))
    for minute in range(14):
        ArticleFactory(headline=f"مجدولة {minute}", status="published", published_at=on(day, time(13, minute)))
    shown = next(one for one in calendar(editor, Week.of(day)) if one.day == day)
    names = [str(entry.row) for entry in shown.entries]
    assert names[:3] == ["محظورة", "ظهرا", "مجدولة 0"]
    assert (names[-1], len(names), len(shown.folded)) == ("بلا ساعة", 15, 2)
    client.force_login(editor)
    page = client.get(LIST, {"week": Week.of(day).name}).content.decode()
    assert "وجدول بعدها مقالان" in page
    assert "مجدولة 13" in page


def test_it_names_a_planned_story_once(client: Client, editor: User) -> None:
    plan = planned(editor, editor)
    article = start_writing(plan, editor)
    article.publish(editor)
    day = next(day for day in calendar(editor, Week.of(plan.day)) if day.day == plan.day)
    assert (len(day.plans), day.published) == (1, [])
    client.force_login(editor)
    assert '<span class="badge badge-published">منجز</span>' in client.get(LIST).content.decode()


def test_it_opens_with_as_many_queries_for_a_full_week(client: Client, editor: User, journalist: User) -> None:
    def queries() -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(LIST).status_code == 200
        return [query["sql"] for query in captured]

    client.force_login(editor)
    queries()
    few = queries()
    for index in range(30):
        planned(editor, journalist if index % 2 else None, section=SectionFactory())
        ArticleFactory(published=True)
        ArticleFactory(embargoed_until=timezone.now())
        start_writing(planned(journalist, journalist), journalist)
    many = queries()
    assert len(many) == len(few), many
    # session, user, two of rights, identity; members, sections; plans, stories, embargoes; and what the menu counts:
    # sections of a moderator, comments that wait
    assert len(many) <= 12, many
