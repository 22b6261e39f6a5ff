"""The first page of the newsroom: which panels there are, for whom, what stands in them and what they cost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Byline, Decision, PlannedStory
from articles.reads import count_read
from comments.models import SectionModerator
from newsletter.models import Issue
from newsroom import roles
from newsroom.dashboard import Content
from newsroom.models import User
from tests.ads.factories import CampaignFactory
from tests.conftest import member
from tests.factories import ArticleFactory, AuthorFactory, CommentFactory, PictureFactory, SectionFactory, UserFactory
from tests.newsletter.factories import IssueFactory

pytestmark = pytest.mark.django_db

Status = Article.Status
NOON = datetime(2026, 11, 26, 11, 0, tzinfo=UTC)  # in Algiers


@contextmanager
def clock_at(moment: datetime) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: moment)
        yield


def panels(client: Client, user: User) -> dict[str, Content]:
    client.force_login(user)
    return {shown.panel.name: shown.content for shown in client.get("/admin/").context["panels"]}


def words(content: Content) -> list[str]:
    return [line.words for line in content.lines]


def submitted(by: User, **facts: object) -> Article:
    article = ArticleFactory(created_by=by, **facts)
    article.submit(by)
    return article


def planned(by: User, to: User | None = None, **values: object) -> PlannedStory:
    plan = PlannedStory(**{"title": "سوق السمك", "day": timezone.localdate(), "section": SectionFactory(), **values})
    plan.add(by, to)
    return plan


# --- Who sees what ----------------------------------------------------------------------------------------------------

STORIES = {"mine", "queue", "today", "hottest", "decisions"}


@pytest.mark.parametrize(
    ("role", "names"),
    [
        (roles.JOURNALIST, STORIES),
        (roles.EDITOR, STORIES | {"pictureless", "comments"}),
        (roles.COMMENT_MODERATOR, {"comments"}),
        (roles.NEWSLETTER_MANAGER, {"newsletter"}),
        (roles.PLACEMENT_MANAGER, {"campaigns"}),
        (roles.MANAGER, STORIES | {"pictureless", "comments", "newsletter", "campaigns", "failed"}),
    ],
)
def test_it_shows_each_role_its_panels(client: Client, role: str, names: set[str]) -> None:
    user = member("colleague", role)
    assert set(panels(client, user)) == names
    page = client.get("/admin/").content.decode()
    assert ("مقال جديد" in page) == ("mine" in names)


def test_it_says_kindly_that_there_is_nothing(client: Client, manager: User) -> None:
    for content in panels(client, manager).values():
        assert (content.lines, content.is_urgent) == ([], False)
    page = client.get("/admin/").content.decode()
    assert "لا شيء ينتظرك الآن." in page
    assert "لا تعليق ينتظر." in page


def test_it_names_to_a_journalist_nothing_of_a_colleague(
    client: Client, journalist: User, other_journalist: User, editor: User
) -> None:
    soon = timezone.now() + timedelta(minutes=1)
    secret = "سر الجيران"
    ArticleFactory(headline=secret, created_by=other_journalist)
    ArticleFactory(headline=secret, created_by=other_journalist, embargoed_until=soon)
    ArticleFactory(headline=secret, created_by=other_journalist, status="published", published_at=soon)
    submitted(other_journalist, headline=secret).send_back(editor, "سبب سري")
    submitted(other_journalist, headline=secret).say(other_journalist, "ملاحظة سرية", editor)
    client.force_login(journalist)
    page = client.get("/admin/").content.decode()
    assert secret not in page
    assert "سبب سري" not in page
    assert "سرية" not in page

    signed = submitted(other_journalist, headline="قصة وقعتها")
    Byline.objects.create(article=signed, author=AuthorFactory(user=journalist))
    assert words(panels(client, journalist)["queue"]) == ["قصة وقعتها"]


def test_it_names_no_hidden_story_to_who_is_an_editor_no_more(client: Client, journalist: User, editor: User) -> None:
    given = submitted(journalist, headline="سر المراجعة")
    given.assign(editor, editor)
    given.say(journalist, "نص سري", editor)
    editor.groups.set([Group.objects.get(name=roles.JOURNALIST)])
    assert panels(client, User.objects.get(pk=editor.pk))["mine"].lines == []

    Byline.objects.create(article=given, author=AuthorFactory(user=editor))
    assert words(panels(client, editor)["mine"]) == ["سر المراجعة", "سر المراجعة"]


# --- What stands in them ----------------------------------------------------------------------------------------------


def test_it_gives_a_journalist_back_what_was_sent_back_with_its_reason(
    client: Client, journalist: User, editor: User
) -> None:
    ArticleFactory(headline="مسودة", created_by=journalist)
    submitted(journalist, headline="أعيدت").send_back(editor, "ينقصها مصدر ثان")
    again = submitted(journalist, headline="عولجت")
    again.send_back(editor, "قديم")
    again.submit(journalist)
    mine = panels(client, journalist)["mine"]
    assert words(mine) == ["أعيدت", "مسودة"]
    assert "ينقصها مصدر ثان" in mine.lines[0].facts
    assert "قديم" not in client.get("/admin/").content.decode().partition("آخر القرارات")[0]


def test_it_gives_an_editor_what_was_assigned_and_noted_and_planned(
    client: Client, journalist: User, editor: User
) -> None:
    given = submitted(journalist, headline="أسندت")
    given.assign(editor, editor)
    submitted(journalist, headline="لغيره")
    noted = submitted(journalist, headline="عليها ملاحظة")
    noted.say(journalist, "هل تراجع الأرقام؟", editor)
    planned(editor, editor, title="اليوم")
    planned(editor, editor, title="أمس", day=timezone.localdate() - timedelta(days=1))
    planned(editor, editor, title="غدا", day=timezone.localdate() + timedelta(days=1))
    planned(editor, journalist, title="للصحفي")
    mine = panels(client, editor)["mine"]
    assert words(mine) == ["أسندت", "عليها ملاحظة", "أمس", "اليوم"]
    assert [line.is_hot for line in mine.lines] == [False, False, True, False]
    assert words(panels(client, journalist)["mine"]) == ["للصحفي"]


def test_it_puts_on_top_of_the_queue_who_has_waited_longest(client: Client, journalist: User, editor: User) -> None:
    with clock_at(NOON - timedelta(hours=5)):
        first, second = submitted(journalist, headline="أولى"), submitted(journalist, headline="ثانية")
    with clock_at(NOON - timedelta(hours=1)):
        first.send_back(editor, "سبب")
        first.submit(journalist)  # it waits from now on
    with clock_at(NOON):
        Article.objects.filter(pk=second.pk).update(saved_at=timezone.now())
        queue = panels(client, editor)["queue"]
    assert words(queue) == ["ثانية", "أولى"]
    assert queue.total == "2"
    assert "منذ 5 ساعات" in queue.lines[0].facts
    assert "لم يتولها أحد" in queue.lines[0].facts
    assert [line.is_hot for line in queue.lines] == [True, False]


@pytest.mark.parametrize(
    ("moment", "is_today"),
    [
        ("2026-11-26T00:10:00+01:00", False),  # that appeared already
        ("2026-11-26T12:30:00+01:00", True),
        ("2026-11-26T23:59:59+01:00", True),
        ("2026-11-27T00:00:00+01:00", False),
        ("2026-11-26T23:30:00+00:00", False),  # 00:30 of tomorrow in Algiers
    ],
)
def test_its_day_ends_at_midnight_in_algiers(client: Client, editor: User, moment: str, is_today: bool) -> None:
    at = datetime.fromisoformat(moment)
    with clock_at(NOON):
        ArticleFactory(headline="مجدولة", status="published", published_at=at)
        today = panels(client, editor)["today"]
    assert words(today) == (["مجدولة"] if is_today else [])


@pytest.mark.parametrize(
    ("moment", "is_today"),
    [
        ("2026-11-25T23:59:59+01:00", False),
        ("2026-11-26T00:00:00+01:00", True),  # it has ended, and the story may go out
        ("2026-11-26T23:59:59+01:00", True),
        ("2026-11-27T00:00:00+01:00", False),
    ],
)
def test_it_names_embargoes_that_end_today(client: Client, editor: User, moment: str, is_today: bool) -> None:
    with clock_at(NOON):
        ArticleFactory(headline="محظورة", embargoed_until=datetime.fromisoformat(moment))
        today = panels(client, editor)["today"]
    assert words(today) == (["محظورة"] if is_today else [])


def test_it_shows_today_as_a_line_of_time(client: Client, editor: User) -> None:
    with clock_at(NOON):
        ArticleFactory(headline="ثالثة", status="published", published_at=NOON + timedelta(hours=3))
        ArticleFactory(headline="أولى", embargoed_until=NOON + timedelta(hours=1))
        planned(editor, title="ثانية", time=time(14, 0))
        planned(editor, title="بلا ساعة")
        planned(editor, title="ملغاة", time=time(13, 0)).cancel(editor)
        today = panels(client, editor)["today"]
        page = client.get("/admin/").content.decode()
    assert words(today) == ["أولى", "ثانية", "ثالثة"]
    assert '<time datetime="2026-11-26T14:00:00+01:00">14:00</time>' in page


def test_it_leaves_room_in_a_full_day_for_what_is_still_to_come(client: Client, editor: User) -> None:
    morning = NOON - timedelta(hours=10)
    with clock_at(NOON):
        for minute in range(9):
            ArticleFactory(headline=f"انتهى حظرها {minute}", embargoed_until=morning + timedelta(minutes=minute))
            planned(editor, title=f"خطة الصباح {minute}", time=time(8, minute))
        ArticleFactory(headline="مسحوبة", status="withdrawn", embargoed_until=NOON + timedelta(minutes=1))
        ArticleFactory(headline="تظهر بعد قليل", status="published", published_at=NOON + timedelta(minutes=5))
        planned(editor, title="خطة المساء", time=time(20, 0))
        today = words(panels(client, editor)["today"])
    assert today[-2:] == ["تظهر بعد قليل", "خطة المساء"]
    assert today[0] == "انتهى حظرها 0"
    assert "مسحوبة" not in today


def test_it_finds_the_newest_stories_without_a_picture(client: Client, editor: User) -> None:
    ArticleFactory(published=True, headline="عارية")
    ArticleFactory(published=True, picture=PictureFactory())
    ArticleFactory(headline="مسودة عارية")
    assert words(panels(client, editor)["pictureless"]) == ["عارية"]


def test_it_ranks_what_is_read_now(client: Client, journalist: User) -> None:
    for reads in (6, 9, 7):
        article = ArticleFactory(published=True, headline=f"قرئت {reads}")
        for _ in range(reads):
            count_read(article.pk)
    assert words(panels(client, journalist)["hottest"]) == ["قرئت 9", "قرئت 7", "قرئت 6"]


def test_it_counts_the_comments_of_a_moderators_sections(client: Client) -> None:
    user = member("mushrif", roles.COMMENT_MODERATOR)
    here = ArticleFactory(published=True, headline="هنا")
    CommentFactory(article=here, created_at=timezone.now() - timedelta(hours=3))
    CommentFactory(article=here)
    CommentFactory(article__headline="هناك", created_at=timezone.now() - timedelta(hours=9))
    everywhere = panels(client, user)["comments"]
    assert (everywhere.total, everywhere.note) == ("3", "وصل أقدمها قبل 9 ساعات.")
    SectionModerator.objects.create(user=user, section=here.section)
    bound = panels(client, user)["comments"]
    assert (bound.total, bound.note) == ("2", "وصل أقدمها قبل 3 ساعات.")
    assert "هناك" not in client.get("/admin/").content.decode()


def test_it_puts_a_held_issue_before_everything_with_its_reason(client: Client, manager: User) -> None:
    IssueFactory(subject="مجدول", state="scheduled", scheduled_at=timezone.now() + timedelta(hours=2, minutes=1))
    IssueFactory(subject="مسودة")
    assert words(panels(client, manager)["newsletter"]) == ["مجدول"]
    issue: Issue = IssueFactory(subject="موقوف")
    issue.hold("العدد فارغ: لا قصص فيه.")
    shown = panels(client, manager)
    assert next(iter(shown)) == "newsletter"
    assert words(shown["newsletter"]) == ["موقوف", "مجدول"]
    assert "العدد فارغ" in shown["newsletter"].lines[0].facts
    assert "يرسل بعد ساعتين" in shown["newsletter"].lines[1].facts


def test_it_names_campaigns_that_end_soon(client: Client) -> None:
    now = timezone.now()
    for name, days in (("قريبة", 2), ("بعيدة", 9)):
        CampaignFactory(
            name=name,
            kind="house",
            advertiser=None,
            starts_at=now - timedelta(days=1),
            ends_at=now + timedelta(days=days),
        )
    assert words(panels(client, member("m", roles.PLACEMENT_MANAGER))["campaigns"]) == ["قريبة"]


def test_it_tells_who_runs_the_site_of_work_that_failed(client: Client, manager: User) -> None:
    with connection.cursor() as cursor:
        for task, state in (("newsroom.send_notice", "failed"), ("articles.read_saved", "succeeded")):
            cursor.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status)"
                " VALUES ('default', %s, '{}', 'todo') RETURNING id",
                [task],
            )
            job = cursor.fetchone()[0]
            cursor.execute(
                "INSERT INTO procrastinate_events (job_id, type, at) VALUES (%s, %s, now() - interval '1 hour')",
                [job, state],
            )
    failed = panels(client, manager)["failed"]
    assert (words(failed), failed.total, failed.is_urgent) == (["غرفة الأخبار: 1"], "1", True)


# --- What it costs ----------------------------------------------------------------------------------------------------


def fill(user: User, rows: int) -> None:
    section, now = SectionFactory(), timezone.now()
    writers = [UserFactory() for _ in range(5)]
    kinds = [
        {"status": Status.DRAFT, "created_by": user},
        {"status": Status.IN_REVIEW, "created_by": user, "assignee": user},
        {"status": Status.PUBLISHED, "published_at": now - timedelta(hours=1)},
        {"status": Status.PUBLISHED, "published_at": now + timedelta(minutes=1)},
        {"status": Status.DRAFT, "embargoed_until": now},
    ]
    articles = Article.objects.bulk_create(
        Article(headline=f"قصة {n}", section=section, **kinds[n % len(kinds)]) for n in range(rows)
    )
    Decision.objects.bulk_create(
        Decision(article=article, verb="submit", by=writers[n % 5], before="draft", after="in_review")
        for n, article in enumerate(articles)
    )
    for article in articles[: min(rows, 120)]:
        CommentFactory(article=article)
    for _ in range(min(rows, 5)):
        planned(user, user)
        IssueFactory(state="scheduled", scheduled_at=now + timedelta(hours=1))
        CampaignFactory(starts_at=now - timedelta(days=1), ends_at=now + timedelta(days=1))


@pytest.mark.parametrize(("role", "most"), [(roles.MANAGER, 13), (roles.EDITOR, 10), (roles.JOURNALIST, 7)])
def test_it_asks_as_much_of_a_thousand_rows_as_of_none(client: Client, role: str, most: int) -> None:
    def queries() -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/admin/").status_code == 200
        return [query["sql"] for query in captured]

    user = member("colleague", role)
    client.force_login(user)
    queries()
    none = queries()
    fill(user, 1_000)
    many = queries()
    assert len(many) == len(none), many
    # session, user, two of rights, identity; stories, the most read; sections of a moderator, comments that wait;
    # issues; campaigns; work that failed
    assert len(many) <= most, many
