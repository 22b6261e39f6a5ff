"""The desk of a live page: who tells, corrects and closes, and that nothing typed is lost."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client

from articles.models import Article, LiveCoverage, LiveEntry
from newsroom import roles
from newsroom.models import User
from tests.articles.test_live import page, queries
from tests.conftest import member
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(db: None) -> Article:
    return ArticleFactory(published=True)


@pytest.fixture
def coverage(story: Article, editor: User) -> LiveCoverage:
    return LiveCoverage.open(story, editor)


def desk(story: Article) -> str:
    return f"/admin/articles/article/{story.pk}/live/"


def send(client: Client, story: Article, do: str, **values: object) -> object:
    return client.post(desk(story), {"do": do, **values}, follow=True)


def test_an_editor_opens_tells_and_closes(client: Client, story: Article, editor: User) -> None:
    client.force_login(editor)
    assert desk(story) in page(client, f"/admin/articles/article/{story.pk}/change/")
    assert "ابدأ تغطية" in page(client, desk(story))
    send(client, story, "open")
    coverage = LiveCoverage.objects.get()
    html = send(client, story, "post", headline="خبر", body="<p>نص</p>", is_key="on", instance=str(uuid4()))
    assert "وصل الخبر إلى القراء." in html.content.decode()
    entry = coverage.entries.get()
    assert (entry.headline, entry.body, entry.is_key, entry.by) == ("خبر", "<p>نص</p>", True, editor)

    assert 'value="خبر"' in page(client, f"{desk(story)}?edit={entry.pk}")
    send(client, story, "edit", entry=entry.pk, headline="خبر", body="<p>غيره</p>", edition=1)
    send(client, story, "pin", entry=entry.pk)
    send(client, story, "withdraw", entry=entry.pk, reason="خطأ")
    assert "خطأ" in page(client, desk(story))
    send(client, story, "close", summary="انتهى")
    assert "أعد فتح التغطية" in page(client, desk(story))
    send(client, story, "reopen")
    assert [event.verb for event in coverage.events.all()] == [
        *("reopen", "close", "withdraw", "pin", "edit", "post", "open")
    ]


@pytest.mark.parametrize(
    ("do", "values", "words"),
    [
        ("post", {"headline": "", "body": ""}, "اكتب عنوانا أو نصا."),
        ("post", {"headline": "", "body": "<p>نصي</p>", "is_key": "on"}, "يحتاج عنوانا"),
        ("post", {"headline": "ك" * 161, "body": "<p>نصي</p>"}, "160"),
        ("close", {"summary": " "}, "هذا الحقل مطلوب"),
        ("withdraw", {"reason": " "}, "اكتب لماذا"),
    ],
)
def test_it_says_what_is_wrong_and_keeps_what_was_typed(
    client: Client, coverage: LiveCoverage, editor: User, do: str, values: dict, words: str
) -> None:
    entry = coverage.post(editor, headline="خبر")
    client.force_login(editor)
    html = send(client, coverage.article, do, entry=entry.pk, **values).content.decode()
    assert words in html
    assert ("نصي" in html) is ("نصي" in values.get("body", ""))
    assert coverage.entries.shown().count() == 1


def test_a_text_sent_to_a_closed_coverage_stays_in_the_form(
    client: Client, coverage: LiveCoverage, editor: User
) -> None:
    coverage.post(editor, headline="خبر")
    client.force_login(editor)
    coverage.close(editor, "خلاصة")
    answer = send(client, coverage.article, "post", headline="نصي المتأخر")
    assert answer.status_code == 409


def test_of_two_at_the_desk_the_second_keeps_his_text(client: Client, coverage: LiveCoverage, editor: User) -> None:
    entry = coverage.post(editor, headline="خبر")
    client.force_login(editor)
    send(client, coverage.article, "edit", entry=entry.pk, headline="أول", edition=1)
    answer = send(client, coverage.article, "edit", entry=entry.pk, headline="ثان", edition=1)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "سبقك" in html
    assert 'value="ثان"' in html
    assert 'name="edition" value="2"' in html
    send(client, coverage.article, "edit", entry=entry.pk, headline="ثان", edition=2)
    entry.refresh_from_db()
    assert entry.headline == "ثان"


VERBS = ("open", "post", "edit", "withdraw", "pin", "unpin", "close", "reopen")


@pytest.mark.parametrize("do", VERBS)
def test_nobody_else_tells_anything(client: Client, coverage: LiveCoverage, editor: User, do: str) -> None:
    entry = coverage.post(editor, headline="خبر")
    before = LiveCoverage.objects.get().version
    values = {"entry": entry.pk, "headline": "كذب", "reason": "لا", "summary": "لا", "edition": 1, "do": do}
    assert client.post(desk(coverage.article), values).status_code == 302
    for role in (roles.JOURNALIST, *(role for role in roles.ROLES if role not in EDITORS)):
        client.force_login(member(f"other-{do}-{role}", role))
        assert client.post(desk(coverage.article), values).status_code == 403
        assert client.get(desk(coverage.article)).status_code == 403
    assert LiveCoverage.objects.get().version == before


EDITORS = (roles.EDITOR, roles.MANAGER, roles.JOURNALIST)


def test_its_writer_tells_from_the_street(client: Client, journalist: User, editor: User) -> None:
    story = ArticleFactory(created_by=journalist)
    client.force_login(journalist)
    send(client, story, "open")
    story.publish(editor)
    send(client, story, "post", headline="من المكان")
    assert LiveEntry.objects.get().by == journalist
    other = ArticleFactory(published=True, created_by=journalist)
    assert send(client, other, "open").status_code == 403  # on the site: an editor opens it
    story.withdraw(editor, "خطأ")
    assert send(client, story, "post", headline="بعد السحب").status_code == 403


def test_the_desk_asks_as_much_for_many_entries(client: Client, coverage: LiveCoverage, editor: User) -> None:
    client.force_login(editor)
    coverage.post(editor, headline="خبر", body="<p>نص</p>")
    few = queries(client, desk(coverage.article))
    for number in range(20):
        coverage.post(editor, headline=f"خبر {number}", body="<p>نص</p>")
    assert queries(client, desk(coverage.article)) == few
