"""The desk's list: what stands in it for whom, its order and pages, its search, and how many queries it makes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.admin import queue as queue_module
from comments.models import Comment, Decision, Finding, Report
from comments.models.report import report
from comments.person import erase
from newsroom import roles
from newsroom.models import User
from tests.comments.desk import ADDRESS, QUEUE, bound_to, in_section, moderator, of, waiting
from tests.conftest import member
from tests.factories import ArticleFactory, CommentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(moderator())
    return client


def listed(desk: Client, **query: object) -> list[int]:
    answer = desk.get(QUEUE, query)
    assert answer.status_code == 200
    return [row.pk for row in answer.context["page"].rows]


def queries_of(desk: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert desk.get(address).status_code == 200
    return len(captured)


def test_it_shows_the_oldest_first_and_that_one_large(desk: Client) -> None:
    now = timezone.now()
    late, early = (waiting(created_at=now - timedelta(hours=age)) for age in (1, 5))
    CommentFactory(approved=True)
    answer = desk.get(QUEUE)

    assert listed(desk) == [early.pk, late.pk]
    assert answer.context["comment"] == early
    assert desk.get(QUEUE, {"pk": late.pk}).context["comment"] == late


def test_it_puts_the_most_suspicious_first_when_asked(desk: Client) -> None:
    calm, worse, bad = (waiting(points=points) for points in (0, 7, 30))
    as_bad = waiting(points=30)

    assert listed(desk, order="points") == [bad.pk, as_bad.pk, worse.pk, calm.pk]


@pytest.mark.parametrize("order", ["", "points"])
@pytest.mark.parametrize("state", ["waiting", "approved", "all"])
def test_it_leafs_forth_and_back_without_loss(
    desk: Client, monkeypatch: pytest.MonkeyPatch, order: str, state: str
) -> None:
    monkeypatch.setattr(queue_module, "SIZE", 3)
    for number in range(8):
        CommentFactory(points=number % 3, approved=state == "approved")
    seen, query = [], {"state": state, "order": order}
    answer = desk.get(QUEUE, query)
    pages = []
    while True:
        rows = [row.pk for row in answer.context["page"].rows]
        seen += rows
        pages.append(rows)
        if not answer.context["onwards"]:
            break
        answer = desk.get(QUEUE + answer.context["onwards"])

    assert len(seen) == len(set(seen)) == 8
    for rows in reversed(pages[:-1]):
        answer = desk.get(QUEUE + answer.context["back"])
        assert [row.pk for row in answer.context["page"].rows] == rows
    assert not answer.context["back"]


def test_it_goes_on_where_it_was_when_rows_above_are_gone(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue_module, "SIZE", 2)
    rows = [waiting() for _ in range(5)]
    onwards = desk.get(QUEUE).context["onwards"]
    for comment in rows[:2]:
        comment.approve(None)

    assert [row.pk for row in desk.get(QUEUE + onwards).context["page"].rows] == [rows[2].pk, rows[3].pk]


@pytest.mark.parametrize("junk", ["x", "-", "999999999999999999-1", "1-99999999999999999999", "٣-٤", "1-1-1"])
def test_it_takes_a_wrong_place_for_the_beginning(desk: Client, junk: str) -> None:
    comment = waiting()
    for order in ("", "points"):
        assert listed(desk, after=junk, order=order) == [comment.pk]
        assert listed(desk, before=junk, order=order) == [comment.pk]


@pytest.mark.parametrize(
    "query",
    [
        {"state": "x"},
        {"section": "x"},
        {"section": "99999999999999999999999"},
        {"story": "-1"},
        {"story": "99999999999999999999999"},
        {"pk": "99999999999999999999999"},
        {"pk": "٣"},
        {"undo": "x"},
        {"q": "\0"},
        {"order": "x"},
    ],
)
def test_it_passes_over_what_it_does_not_understand(desk: Client, query: dict[str, str]) -> None:
    comment = waiting()
    assert listed(desk, **query) == [comment.pk]


def test_it_lists_each_state(desk: Client) -> None:
    user = moderator("zamil")
    pending, approved, rejected, spam, reported = (waiting() for _ in range(5))
    approved.approve(user)
    rejected.reject(user)
    spam.mark_spam(user)
    reported.approve(user)
    reported.bring_back(None)

    assert listed(desk) == [pending.pk, reported.pk]
    assert listed(desk, state="reported") == [reported.pk]
    assert listed(desk, state="approved") == [approved.pk]
    assert listed(desk, state="rejected") == [rejected.pk]
    assert listed(desk, state="spam") == [spam.pk]
    assert len(listed(desk, state="all")) == 5


@pytest.mark.parametrize(
    ("typed", "finds"),
    [("الكلاب", True), ("كِلاب", True), ("کلاب", True), ("كـــلاب", True), ("كلاب خديجه", True), ("قطط", False)],
)
def test_it_finds_words_in_any_spelling(desk: Client, typed: str, finds: bool) -> None:
    comment = waiting(author_name="خديجةُ", text="هذه الكِلابُ تنبح في الحيّ")
    waiting(author_name="سعاد", text="شكرا على المقال")

    assert listed(desk, q=typed) == ([comment.pk] if finds else [])


def test_it_takes_signs_of_patterns_for_signs(desk: Client) -> None:
    waiting(text="مئة")
    comment = waiting(text="نسبة 100%_كذا")

    assert listed(desk, q="%_") == [comment.pk]


def test_it_forgets_words_that_were_erased(desk: Client) -> None:
    comment = waiting(author_name="خديجة", text="رقم هاتفي هنا")
    Comment.objects.filter(pk=comment.pk).update(text="محي", author_name="قارئ")

    assert listed(desk, q="هاتفي") == []
    assert Comment.objects.get(pk=comment.pk).search_key == ""


def test_it_filters_by_section_and_story(desk: Client) -> None:
    sport, politics = in_section("رياضة"), in_section("سياسة")

    assert listed(desk, section=sport.article.section_id) == [sport.pk]
    assert listed(desk, story=politics.article_id) == [politics.pk]


def test_it_keeps_section_moderators_to_their_sections(client: Client) -> None:
    sport, politics = in_section("رياضة"), in_section("سياسة")
    client.force_login(bound_to(moderator(), sport))

    assert listed(client) == [sport.pk]
    assert listed(client, section=politics.article.section_id) == [sport.pk]
    assert listed(client, state="all") == [sport.pk]
    assert client.get(QUEUE, {"pk": politics.pk}).context["comment"] == sport
    page = client.get(QUEUE).content.decode()
    assert "سياسة" not in page
    for what in ("card", "change", "same/source"):
        assert client.get(of(politics, what)).status_code == 403, what


@pytest.mark.parametrize("role", [roles.JOURNALIST, roles.NEWSLETTER_MANAGER, roles.PLACEMENT_MANAGER])
def test_it_is_shut_to_others(client: Client, role: str) -> None:
    comment = waiting()
    client.force_login(member("gharib", role))

    for address in (QUEUE, of(comment, "card"), of(comment, "change"), of(comment, "same/source")):
        assert client.get(address).status_code == 403, address
    assert "تعليقات تنتظر" not in client.get("/admin/").content.decode()


def test_it_makes_the_same_queries_for_two_and_for_twenty(desk: Client) -> None:
    def full() -> Comment:
        parent = CommentFactory(approved=True)
        comment = waiting(article=parent.article, parent=parent)
        Finding.objects.create(comment=comment, rule="words", points=5, start=0, end=4, detail="كلمة")
        comment.approve(None)
        comment.undo(moderator("zamil"))
        return comment

    first, _ = full(), full()
    few = queries_of(desk, QUEUE), queries_of(desk, of(first, "card")), queries_of(desk, of(first, "change"))
    for _ in range(18):
        full()
    many = queries_of(desk, QUEUE), queries_of(desk, of(first, "card")), queries_of(desk, of(first, "change"))

    assert few == many
    # Session and member, rights (2), name of the site; bound to sections (3), form's sections, rows, number waiting;
    # the card: itself, findings, decisions, reports, bound to sections (2), tallies (2), contact, first seen, latest.
    assert few[0] <= 22, few
    assert few[1] <= 16, few


def test_it_counts_what_waits_up_to_a_hundred(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue_module, "MOST_WAITING", 3)
    for _ in range(2):
        waiting()
    menu = desk.get("/admin/password_change/").content.decode()
    assert '<b class="waiting">2<' in menu
    assert 'تعليقات تنتظر <b class="waiting">2</b>' in desk.get("/admin/").content.decode()
    for _ in range(5):
        waiting()
    assert '<b class="waiting">2+<' in desk.get("/admin/password_change/").content.decode()


def test_it_counts_for_section_moderators_their_own(client: Client) -> None:
    sport, _ = in_section("رياضة"), in_section("سياسة")
    client.force_login(bound_to(moderator(), sport))

    assert 'تعليقات تنتظر <b class="waiting">1</b>' in client.get("/admin/").content.decode()


def test_its_queue_reads_indexes(desk: Client) -> None:
    """However many comments there are, a page of the queue, of a state and of a search jumps to its rows."""
    article = ArticleFactory(published=True)
    CommentFactory.create_batch(60, article=article)
    Comment.objects.filter(pk=Comment.objects.first().pk).update(status="spam")
    plans = {}
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE comments_comment")
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
    for name, queue in {
        "comment_queue": queue_module.Queue(),
        "comment_queue_points": queue_module.Queue(order="points"),
        "comment_desk": queue_module.Queue(state="spam"),
        "comment_all": queue_module.Queue(state="all"),
    }.items():
        user = User.objects.create(username=name, is_superuser=True, is_staff=True)
        plans[name] = queue.way.sorted(queue.rows(user), False)[:25].explain()

    # The index of a state, read from its end, gives the queue in the same order: the planner may take either.
    plans["comment_queue"] = plans["comment_queue"].replace("comment_desk", "comment_queue")
    assert {name for name, plan in plans.items() if name not in plan} == set()


def test_it_lists_what_readers_report_until_somebody_has_read_it(desk: Client) -> None:
    told, kept, calm = (waiting() for _ in range(3))
    for comment in (told, kept, calm):
        comment.approve(None)
    for comment in (told, kept):
        report(Comment.objects.get(pk=comment.pk), "198.51.100.7", Report.Reason.INSULT, "يسب الكاتب")
    assert listed(desk, state="reported") == [told.pk, kept.pk]
    page = desk.get(QUEUE, {"state": "reported"}).content.decode()
    assert "يسب الكاتب" in page
    assert "198.51" not in page

    assert desk.post(of(kept, "decide"), {"verb": "keep", "seen": "approved"}).status_code == 302
    assert listed(desk, state="reported") == [told.pk]
    assert Comment.objects.get(pk=kept.pk).status == "approved"
    assert not Comment.objects.get(pk=kept.pk).undo(moderator("zamil"))
    assert [verb.name for verb in desk.get(QUEUE, {"pk": calm.pk}).context["verbs"]] == [
        "reject",
        "mark_spam",
        "bring_back",
    ]
    assert "keep" in [verb.name for verb in desk.get(QUEUE, {"pk": told.pk}).context["verbs"]]


def test_it_forgets_the_words_of_who_was_erased(desk: Client) -> None:
    comment = waiting(author_name="خديجة", text="رقم هاتفي هنا")
    erase(ADDRESS, keep_text=False)

    assert Comment.objects.get(pk=comment.pk).author_name == "قارئ"
    assert listed(desk, q="هاتفي") == []
    assert "محيت بيانات صاحبه" in desk.get(of(comment, "change")).content.decode()


def test_it_says_that_nothing_waits(desk: Client) -> None:
    assert "لا شيء ينتظر" in desk.get(QUEUE).content.decode()
    assert "لا تعليق يطابق" in desk.get(QUEUE, {"q": "كلمة"}).content.decode()


def test_it_says_who_decided_in_the_log(desk: Client) -> None:
    comment = waiting(author_name="خديجة")
    comment.reject(moderator("zamil", "سليم"), Decision.Reason.INSULT, "وصف الكاتب بالكذب")
    page = desk.get("/admin/comments/decision/").content.decode()

    assert "سليم" in page
    assert "سب أو تجريح" in page
    assert "وصف الكاتب بالكذب" in page
    decision = Decision.objects.get()
    assert desk.post(f"/admin/comments/decision/{decision.pk}/change/", {"note": "x"}).status_code == 403
    assert desk.post(f"/admin/comments/decision/{decision.pk}/delete/", {"post": "yes"}).status_code == 403
