"""Readers report a comment; enough of them bring it back to the queue."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connections, transaction
from django.test import Client

from comments.models import Comment, Decision, Policy, Report
from comments.models.report import report
from tests.factories import ArticleFactory, CommentFactory, UserFactory

pytestmark = pytest.mark.django_db
OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def comment() -> Comment:
    return CommentFactory(approved=True, author_name="سليم", text="تعليق <b>يزعج</b> أحدا")


def send(client: Client, comment: Comment, source: str = "192.0.2.1", **fields: str) -> object:
    data = {"reason": "insult", "words": "", **fields}
    return client.post(f"/comments/{comment.pk}/report/", data, headers=OURS, REMOTE_ADDR=source)


def test_it_shows_a_small_page_without_script(client: Client, comment: Comment) -> None:
    response = client.get(f"/comments/{comment.pk}/report/")
    page = response.content.decode()
    assert response.status_code == 200
    assert "تعليق &lt;b&gt;يزعج" in page
    assert "سب أو تجريح" in page
    assert 'method="post"' in page
    assert not response.cookies
    assert "public" in response["Cache-Control"]
    assert Report.objects.count() == 0


def test_it_notes_a_report_and_thanks(client: Client, comment: Comment) -> None:
    response = send(client, comment, words="فيه شتيمة\nلجارتي", reason="hate")
    assert response.status_code == 303
    assert response["Location"] == f"/comments/reported/{comment.article_id}/#reported"
    assert "no-store" in response["Cache-Control"]
    thanks = client.get(response["Location"].partition("#")[0])
    assert thanks.status_code == 200
    assert 'id="reported"' in thanks.content.decode()

    (row,) = Report.objects.all()
    assert (row.comment, row.reason, row.words) == (comment, "hate", "فيه شتيمة\nلجارتي")
    assert "192.0.2.1" not in str(vars(row))


def test_a_source_reports_a_comment_once(client: Client, comment: Comment) -> None:
    answers = [send(client, comment) for _ in range(3)]
    assert {answer.status_code for answer in answers} == {303}
    assert Report.objects.count() == 1
    send(client, comment, source="192.0.2.2")
    assert Report.objects.count() == 2


def test_the_database_refuses_a_second(comment: Comment) -> None:
    Report(comment=comment, reason="insult", source_key="a" * 32).save()
    with pytest.raises(IntegrityError, match="report_once_from_a_source"), transaction.atomic():
        Report(comment=comment, reason="other", source_key="a" * 32).save()
    with pytest.raises(IntegrityError, match="report_reason_is_known"), transaction.atomic():
        Report(comment=comment, reason="x", source_key="b" * 32).save()


def test_enough_reports_bring_it_back_to_the_queue(client: Client, comment: Comment) -> None:
    for number in range(2):
        send(client, comment, source=f"192.0.2.{number}")
        comment.refresh_from_db()
        assert comment.is_public
    send(client, comment, source="192.0.2.9")
    comment.refresh_from_db()

    assert comment.status == "pending"
    (decision,) = comment.decisions.all()
    assert (decision.verb, decision.by, decision.note) == (Decision.Verb.BRING_BACK, None, "3 بلاغات")


def test_a_moderator_who_approves_it_again_has_read_those_before(client: Client, comment: Comment) -> None:
    for number in range(3):
        send(client, comment, source=f"192.0.2.{number}")
    comment.refresh_from_db()
    comment.approve(UserFactory())
    for number in range(2):
        send(client, comment, source=f"198.51.100.{number}")
    comment.refresh_from_db()
    assert comment.is_public
    send(client, comment, source="198.51.100.7")
    comment.refresh_from_db()
    assert not comment.is_public


def test_what_is_wrong_is_said_and_what_was_typed_stays(client: Client, comment: Comment) -> None:
    response = send(client, comment, reason="", words="كلام كتبته")
    page = response.content.decode()
    assert response.status_code == 422
    assert "كلام كتبته" in page
    assert "aria-invalid" in page
    assert send(client, comment, words="ح" * 501).status_code == 422
    assert send(client, comment, reason="nonsense").status_code == 422
    assert Report.objects.count() == 0


def test_a_source_reports_a_few_in_an_hour(client: Client) -> None:
    article = ArticleFactory(published=True)
    comments = CommentFactory.create_batch(11, article=article, approved=True)
    answers = [send(client, comment, words="كلام كتبته") for comment in comments]

    assert [answer.status_code for answer in answers] == [303] * 10 + [429]
    assert int(answers[-1]["Retry-After"]) > 0
    assert "كلام كتبته" in answers[-1].content.decode()


def test_a_robot_in_the_trap_is_thanked_for_nothing(client: Client, comment: Comment) -> None:
    assert send(client, comment, details="http://x.example").status_code == 303
    assert Report.objects.count() == 0


@pytest.mark.parametrize("status", ["pending", "rejected", "spam"])
def test_what_readers_do_not_see_is_as_if_it_were_not_there(client: Client, comment: Comment, status: str) -> None:
    nothing = client.get("/comments/999999999/report/")
    Comment.objects.update(status=status)
    hidden = client.get(f"/comments/{comment.pk}/report/")
    assert (hidden.status_code, hidden.content) == (nothing.status_code, nothing.content) == (404, nothing.content)
    assert send(client, comment).status_code == 404
    assert client.get(f"/comments/{'9' * 30}/report/").status_code == 404
    assert client.get(f"/comments/reported/{'9' * 30}/").status_code == 404


def test_a_story_that_was_withdrawn_takes_its_comments_along(client: Client, comment: Comment) -> None:
    type(comment.article).objects.update(status="draft", published_at=None)
    assert client.get(f"/comments/{comment.pk}/report/").status_code == 404
    assert client.get(f"/comments/reported/{comment.article_id}/").status_code == 404


def test_another_site_cannot_report_for_its_visitors(client: Client, comment: Comment) -> None:
    response = client.post(
        f"/comments/{comment.pk}/report/", {"reason": "insult"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert response.status_code == 403
    assert client.put(f"/comments/{comment.pk}/report/").status_code == 405
    assert Report.objects.count() == 0


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_reports_at_the_same_moment_all_count() -> None:
    comment = CommentFactory(approved=True)
    Policy.objects.update(report_threshold=8)

    def tell(number: int) -> bool:
        try:
            return report(Comment.objects.get(pk=comment.pk), f"192.0.2.{number}", "insult")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(tell, range(8)))
    comment.refresh_from_db()
    assert comment.status == "pending"
    assert comment.decisions.count() == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_same_source_at_the_same_moment_counts_once() -> None:
    comment = CommentFactory(approved=True)

    def tell(_: int) -> bool:
        try:
            return report(Comment.objects.get(pk=comment.pk), "192.0.2.1", "insult")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(tell, range(8))) == [False] * 7 + [True]
    assert Report.objects.count() == 1
