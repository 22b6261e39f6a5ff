"""One comment on the desk: the spans that rules saw, the record of its writer, and who sees an address."""

from __future__ import annotations

import logging
import re

import pytest
from django.test import Client

from comments.admin.card import marked
from comments.models import Comment, Contact, Finding
from comments.permissions import may_moderate, may_see_contact
from newsroom import roles
from tests.comments.desk import ADDRESS, QUEUE, SOURCE, bound_to, in_section, moderator, of, waiting, with_contact
from tests.conftest import member
from tests.factories import ArticleFactory, CommentFactory

pytestmark = pytest.mark.django_db


def spans(*pairs: tuple[int, int] | None) -> list[Finding]:
    return [Finding(start=pair[0], end=pair[1]) if pair else Finding() for pair in pairs]


@pytest.mark.parametrize(
    ("text", "findings", "html"),
    [
        ("أبجد", [], "أبجد"),
        ("أبجد", spans(None), "أبجد"),
        ("أبجد", spans((1, 3)), 'أ<mark data-findings="1">بج</mark>د'),
        (
            "أبجد",
            spans((0, 3), (1, 4)),
            '<mark data-findings="1">أ</mark><mark data-findings="1 2">بج</mark><mark data-findings="2">د</mark>',
        ),
        ("أبجد", spans(None, (0, 4)), '<mark data-findings="2">أبجد</mark>'),
        ("أب", spans((1, 900)), 'أ<mark data-findings="1">ب</mark>'),
        ("أب", spans((900, 901)), "أب"),
        ("<b>&", spans((0, 3)), '<mark data-findings="1">&lt;b&gt;</mark>&amp;'),
    ],
)
def test_it_marks_what_rules_saw(text: str, findings: list[Finding], html: str) -> None:
    assert marked(text, findings) == html


def test_it_explains_each_rule(client: Client) -> None:
    comment = waiting(text="هذا كـــلام فارغ", points=12)
    Finding.objects.create(comment=comment, rule="words", points=12, start=4, end=12, detail="من كلمات الحجز")
    client.force_login(moderator())
    page = client.get(of(comment, "card")).content.decode()

    assert '<mark data-findings="1">كـــلام ' in page
    assert "من كلمات الحجز: <mark><bdi>كـــلام </bdi></mark>" in page


def test_it_shows_story_and_parent(client: Client) -> None:
    parent = CommentFactory(approved=True, author_name="سعاد", text="الرأي الأول")
    comment = waiting(article=parent.article, parent=parent)
    client.force_login(moderator())
    page = client.get(of(comment, "card")).content.decode()

    assert "سعاد" in page
    assert "الرأي الأول" in page
    assert f'href="{parent.article.get_absolute_url()}" target="_blank" rel="noopener" data-story' in page


def test_it_links_to_no_story_that_readers_do_not_see(client: Client) -> None:
    comment = waiting(article=ArticleFactory(headline="خبر سحب"))
    client.force_login(moderator())
    page = client.get(of(comment, "card")).content.decode()

    assert "data-story" not in page
    assert "ليس منشورا" in page


def test_it_escapes_what_readers_typed(client: Client) -> None:
    evil = "<script>x</script>"
    parent = CommentFactory(approved=True, author_name=evil, text=evil)
    comment = waiting(article=parent.article, parent=parent, author_name=evil, text=evil)
    Finding.objects.create(comment=comment, rule="x", points=1, start=0, end=8, detail=evil)
    Contact.objects.filter(pk=comment.pk).update(agent=evil)
    client.force_login(moderator())
    for address in (QUEUE, of(comment, "card"), of(comment, "change"), of(comment, "same/source")):
        assert evil not in client.get(address).content.decode(), address


# --- The record ----------------------------------------------------------------------------------------------------


def figures(page: str) -> list[list[str]]:
    table = re.search("<tbody>(.*?)</tbody>", page, re.S)[1]
    return [re.findall("<td>(.*?)</td>", row) for row in table.split("</tr>") if "<td>" in row]


def test_it_counts_what_else_came_from_there(client: Client) -> None:
    comment = waiting()
    for state, times in {"approved": 3, "rejected": 2, "spam": 1, "pending": 4}.items():
        for _ in range(times):
            with_contact(CommentFactory(status=state))
    with_contact(CommentFactory(approved=True), email="other@mohit.test")
    with_contact(CommentFactory(approved=True), source="198.51.100.9")
    client.force_login(moderator())

    # approved, rejected, spam, waiting; it is not counted itself
    assert figures(client.get(of(comment, "card")).content.decode()) == [["4", "2", "1", "4"], ["4", "2", "1", "4"]]


def test_it_knows_nothing_of_whose_address_is_erased(client: Client) -> None:
    comment, other = waiting(), waiting()
    Contact.objects.filter(pk__in=[comment.pk, other.pk]).update(email="", email_key="", source="")
    client.force_login(moderator())
    page = client.get(of(comment, "card")).content.decode()

    assert figures(page) == [["0"] * 4, ["0"] * 4]
    assert "محيت" in page
    assert "same/" not in page


def test_it_shows_first_and_latest_comments(client: Client) -> None:
    first = waiting(text="أول ما كتبت")
    others = [waiting(text=f"تعليق رقم {number}") for number in range(6)]
    client.force_login(moderator())
    answer = client.get(of(others[-1], "card"))
    record = answer.context["record"]

    assert record.first_seen_at == first.created_at
    assert [comment.pk for comment in record.latest] == [comment.pk for comment in others[-2::-1]]


def test_it_shows_section_moderators_no_words_of_other_sections(client: Client) -> None:
    mine, other = in_section("رياضة"), in_section("سياسة")
    Comment.objects.filter(pk=other.pk).update(text="كلام في السياسة")
    client.force_login(bound_to(moderator(), mine))
    page = client.get(of(mine, "card")).content.decode()

    assert "كلام في السياسة" not in page
    assert figures(page)[0] == ["0", "0", "0", "1"]


# --- Who sees an address -------------------------------------------------------------------------------------------

SEES = {roles.COMMENT_MODERATOR: True, roles.MANAGER: True, roles.EDITOR: False}


@pytest.mark.parametrize(("role", "sees"), SEES.items())
def test_it_shows_addresses_to_whom_it_may(client: Client, role: str, sees: bool) -> None:
    comment, other = waiting(), waiting(text="كتبت هذا أيضا")
    client.force_login(member("colleague", role))
    for address in (QUEUE, of(comment, "card"), of(comment, "change")):
        page = client.get(address).content.decode()
        assert (ADDRESS in page) is sees, address
        assert (SOURCE in page) is sees, address
        assert figures(page)[0] == ["0", "0", "0", "1"], address
        assert ("أول ظهور" in page) is sees
        assert ("same/address" in page) is sees
        title = re.search("<title>(.*?)</title>", page, re.S)
        assert not title or ADDRESS not in title[1]
    for place in ("address", "source"):
        expected = 200 if sees else 403
        assert client.get(of(comment, f"same/{place}")).status_code == expected
        sent = {"verb": "reject", "upto": other.pk}
        assert client.post(of(comment, f"same/{place}"), sent).status_code == expected


def test_it_fetches_no_address_for_whom_it_may_not(client: Client, django_assert_num_queries: object) -> None:
    comment = waiting()
    client.force_login(member("colleague", roles.EDITOR))
    record = client.get(of(comment, "card")).context["record"]

    assert (record.contact, record.first_seen_at, record.latest) == (None, None, [])


def test_no_address_stands_in_an_address_or_a_log(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    comment = waiting()
    client.force_login(moderator())
    caplog.set_level(logging.DEBUG)
    caplog.handler.setLevel(logging.DEBUG)
    logging.getLogger("django.db.backends").disabled = True
    try:
        pages = [client.get(address) for address in (QUEUE, of(comment, "change"), of(comment, "same/address"))]
        b"".join(client.post(of(comment, "same/address"), {"verb": "reject", "upto": comment.pk}).streaming_content)
        client.get(of(comment, "same/nowhere"))
    finally:
        logging.getLogger("django.db.backends").disabled = False
    for page in pages:
        links = re.findall(r'(?:href|action|src)="([^"]*)"', page.content.decode())
        assert links
        assert not [link for link in links if "canary" in link or "203.0.113" in link]
    assert "canary" not in caplog.text
    assert SOURCE not in caplog.text


# --- The rule, as a table ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", Comment.Status.values)
@pytest.mark.parametrize("role", roles.ROLES)
def test_who_may_moderate_what(role: str, state: str) -> None:
    mine, other = in_section("رياضة"), in_section("سياسة")
    Comment.objects.update(status=state)
    free, bound = member("free", role), bound_to(member("bound", role), mine)
    moderates = role in SEES

    assert [may_moderate(free, comment) for comment in (mine, other)] == [moderates, moderates]
    assert [may_moderate(bound, comment) for comment in (mine, other)] == [moderates, False]
    assert may_moderate(free) is may_moderate(bound) is moderates
    sees = SEES.get(role, False)
    assert [may_see_contact(free, comment) for comment in (mine, other)] == [sees, sees]
    assert [may_see_contact(bound, comment) for comment in (mine, other)] == [sees, False]


@pytest.mark.parametrize("gone", ["is_active", "is_staff"])
def test_who_left_moderates_nothing(gone: str) -> None:
    user, comment = moderator(), waiting()
    setattr(user, gone, False)
    assert not may_moderate(user, comment)
    assert not may_see_contact(user, comment)
