"""The checks in the form of a story, the question before publishing, the desks of the rules and the names."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles import permissions
from articles.models import Article, Decision, NameSpelling, RegisteredName, StyleRule
from newsroom import roles
from newsroom.models import User
from tests.conftest import member
from tests.factories import ArticleFactory
from tests.form_filler import controls, send

pytestmark = pytest.mark.django_db

CHECKS = "/admin/articles/article/checks/"
NAMES = "/admin/articles/registeredname/"
LOST = '<p>انظر <a href="/999999/">هذا الخبر</a></p>'
RULES = "/admin/articles/stylerule/"


def change(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/change/"


# --- What is typed --------------------------------------------------------------------------------------------------


def test_it_looks_through_what_is_typed_and_stores_nothing(client: Client, journalist: User) -> None:
    article = ArticleFactory(created_by=journalist, headline="محفوظ")
    client.force_login(journalist)

    with CaptureQueriesContext(connection) as queries:
        answer = client.post(
            CHECKS, {"headline": "قال, ثم", "standfirst": "م", "body": "<p>ثم صمت...</p>", "key": article.pk}
        )

    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    found = answer.json()["findings"]
    assert [(f["code"], f["field"], f["start"], f["end"], f["suggestion"]) for f in found] == [
        ("latin_comma", "headline", 3, 4, "،"),
        ("ellipsis", "body", 6, 9, "…"),
    ]
    assert "فاصلة لاتينية" in answer.json()["html"]
    article.refresh_from_db()
    assert article.headline == "محفوظ"
    assert not any(query["sql"].startswith(("INSERT", "UPDATE", "DELETE")) for query in queries)


def test_it_escapes_what_it_shows(client: Client, editor: User) -> None:
    client.force_login(editor)
    html = client.post(CHECKS, {"headline": "<b>قال, ثم", "standfirst": "م"}).json()["html"]
    assert "<b>قال" not in html
    assert "&lt;b&gt;قال" in html


@pytest.mark.parametrize("role", roles.ROLES)
def test_it_answers_those_who_write(client: Client, role: str) -> None:
    client.force_login(member("colleague", role))
    allowed = role in (roles.JOURNALIST, roles.EDITOR, roles.MANAGER)
    assert client.post(CHECKS, {"headline": "خبر"}).status_code == (200 if allowed else 403)


def test_it_answers_no_stranger_and_no_get(client: Client, editor: User) -> None:
    assert client.post(CHECKS, {}).status_code == 302
    client.force_login(editor)
    assert client.get(CHECKS).status_code == 405


@pytest.mark.parametrize("typed", [{"body": "ا" * 600_001}, {"headline": "ا" * 4_001}, {"standfirst": "ا" * 4_001}])
def test_it_refuses_to_read_without_end(client: Client, editor: User, typed: dict[str, str]) -> None:
    client.force_login(editor)
    assert client.post(CHECKS, typed).status_code == 413


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"picture": "x", "key": "x"},
        {"picture": "9" * 30, "key": "9" * 30},
        {"body": "<div>" * 900},
        {"body": '<p><a href="http://[x/">ا</a><a href="//">ب</a></p>'},
        {"body": '<figure><img src="/media/a" data-file="z"></figure>'},
        {"body": "\x00<p>\ud83d</p>".encode("utf-8", "replace").decode(), "headline": "\u202e؟؟،,،"},
    ],
)
def test_it_answers_whatever_is_typed(client: Client, editor: User, typed: dict[str, str]) -> None:
    client.force_login(editor)
    assert client.post(CHECKS, typed).status_code == 200


# --- The panel and the question -------------------------------------------------------------------------------------


def test_it_shows_what_is_saved_without_script(client: Client, editor: User) -> None:
    article = ArticleFactory(headline="قال الوزير, ثم خرج", standfirst="", body=LOST)
    client.force_login(editor)
    html = client.get(change(article)).content.decode()

    assert "فاصلة لاتينية في نص عربي" in html
    assert "لا مقدمة تحت العنوان" in html
    assert 'name="checks_seen" value="lost_story"' in html


def test_it_saves_whatever_is_found(client: Client, editor: User) -> None:
    article = ArticleFactory()
    client.force_login(editor)
    send(client, change(article), "article_form", "_save", headline="قال, ثم...", standfirst="")
    article.refresh_from_db()
    assert article.headline == "قال, ثم..."


def test_it_asks_once_before_publishing_and_keeps_what_was_typed(client: Client, editor: User) -> None:
    article = ArticleFactory(body=LOST)
    client.force_login(editor)

    asked = send(client, change(article), "article_form", "_publish", headline="عنوان جديد")
    assert asked.status_code == 302
    assert asked.headers["Location"] == f"{change(article)}#checks"
    article.refresh_from_db()
    assert (article.headline, article.status) == ("عنوان جديد", Article.Status.DRAFT)
    assert not Decision.objects.exists()
    assert "حفظ المقال ولم ينشر" in client.get(change(article)).content.decode()

    other = send(client, change(article), "article_form", "_publish", checks_seen="no_alt")
    assert other.headers["Location"].endswith("#checks")

    send(client, change(article), "article_form", "_publish", checks_seen="lost_story")
    article.refresh_from_db()
    assert article.status == Article.Status.PUBLISHED


def test_it_publishes_what_nobody_needs_to_be_asked_about(client: Client, editor: User) -> None:
    article = ArticleFactory(headline="قال, ثم...", standfirst="")
    client.force_login(editor)
    send(client, change(article), "article_form", "_publish")
    article.refresh_from_db()
    assert article.status == Article.Status.PUBLISHED


def test_it_leaves_the_box_unticked(client: Client, editor: User) -> None:
    article = ArticleFactory(body=LOST)
    client.force_login(editor)
    assert "checks_seen" not in controls(client.get(change(article)).content.decode(), "article_form")


def test_it_opens_the_form_with_the_same_queries_for_any_number_of_findings(client: Client, editor: User) -> None:
    article = ArticleFactory(body="<p>نص</p>", standfirst="م")
    client.force_login(editor)
    client.get(change(article))
    with CaptureQueriesContext(connection) as few:
        client.get(change(article))
    for number in range(10):
        RegisteredName.objects.create(chosen=f"معتمد{number}", rejected=f"مرفوض{number}")
    Article.objects.filter(pk=article.pk).update(body="<p>مرفوض1, و مرفوض2...</p>" * 50)
    with CaptureQueriesContext(connection) as many:
        client.get(change(article))
    assert len(many) == len(few)
    assert sum("stylerule" in q["sql"] or "namespelling" in q["sql"] for q in many) == 1


# --- The rules and the names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", roles.ROLES)
def test_it_lets_editors_change_and_journalists_see(client: Client, role: str) -> None:
    name, rule = RegisteredName.objects.create(chosen="غوغل"), StyleRule.objects.create(find="شئون", prefer="شؤون")
    user = member("colleague", role)
    client.force_login(user)
    keeps, sees = role in (roles.EDITOR, roles.MANAGER), role in (roles.JOURNALIST, roles.EDITOR, roles.MANAGER)

    assert (permissions.may_keep_names(user), permissions.may_keep_style(user)) == (keeps, keeps)
    assert (permissions.may_see_names(user), permissions.may_see_style(user)) == (sees, sees)
    for base, row in ((NAMES, name), (RULES, rule)):
        assert client.get(base).status_code == (200 if sees else 403)
        assert client.get(f"{base}{row.pk}/change/").status_code == (200 if sees else 403)
        assert client.get(f"{base}add/").status_code == (200 if keeps else 403)
        assert client.post(f"{base}{row.pk}/delete/", {"post": "yes"}).status_code == (302 if keeps else 403)
        assert client.post(f"{base}add/", {}).status_code == (200 if keeps else 403)
    assert RegisteredName.objects.exists() is StyleRule.objects.exists() is not keeps


def test_it_registers_a_name(client: Client, editor: User) -> None:
    client.force_login(editor)
    typed = {"chosen": " غوغل ", "rejected": "جوجل\r\n\r\nقوقل\r\nجُوجل", "latin": "Google", "kind": "organisation"}
    assert send(client, f"{NAMES}add/", "registeredname_form", **typed).status_code == 302

    name = RegisteredName.objects.get()
    assert (name.chosen, name.rejected, name.latin) == ("غوغل", "جوجل\nقوقل", "Google")
    assert NameSpelling.objects.count() == 3


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"chosen": "آخر", "rejected": "جوجل"}, "«جوجل» في السجل من قبل: رسم مرفوض لـ«غوغل»."),
        ({"chosen": "جُوجل"}, "رسم مرفوض لـ«غوغل»"),
        ({"chosen": "غوغل"}, "رسم معتمد لـ«غوغل»"),
        ({"chosen": "آخر", "rejected": "غوغل"}, "رسم معتمد لـ«غوغل»"),
        ({"chosen": "آخر", "rejected": "أول\nآخر"}, "فلا يكون مرفوضا"),
        ({"chosen": "آخر", "latin": "عربي"}, "اكتب الأصل بحروف لاتينية."),
        ({"chosen": "آخر", "rejected": "\n".join(f"رسم{n}" for n in range(41))}, "40 رسما على الأكثر"),
        ({"chosen": "آخر", "rejected": "ا" * 101}, "لا يزيد الرسم على 100"),
        ({"chosen": "\u200f"}, ""),
    ],
)
def test_it_says_what_is_wrong_with_a_name(client: Client, editor: User, typed: dict[str, str], words: str) -> None:
    RegisteredName.objects.create(chosen="غوغل", rejected="جوجل")
    client.force_login(editor)
    answer = send(client, f"{NAMES}add/", "registeredname_form", **typed)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert RegisteredName.objects.count() == 1


def test_it_saves_a_name_over_itself(client: Client, editor: User) -> None:
    name = RegisteredName.objects.create(chosen="غوغل", rejected="جوجل")
    client.force_login(editor)
    assert send(client, f"{NAMES}{name.pk}/change/", "registeredname_form", note="شركة").status_code == 302


@pytest.mark.parametrize("typed", ["جوجل", "Google", "غُوغل", "شركة"])
def test_it_searches_the_register_in_any_spelling(client: Client, editor: User, typed: str) -> None:
    RegisteredName.objects.create(chosen="غوغل", rejected="جوجل", latin="Google", note="شركة")
    RegisteredName.objects.create(chosen="ماكرون")
    client.force_login(editor)
    html = client.get(NAMES, {"q": typed}).content.decode()
    assert "غوغل" in html
    assert "ماكرون" not in html


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"find": "!"}, "اكتب كلمة أو عبارة."),
        ({"find": "شؤون", "prefer": "شُؤون"}, "هذه هي العبارة نفسها."),
        ({"find": "شَئون", "prefer": "غيرها"}, "لهذه العبارة قاعدة من قبل."),
    ],
)
def test_it_says_what_is_wrong_with_a_rule(client: Client, editor: User, typed: dict[str, str], words: str) -> None:
    StyleRule.objects.create(find="شئون", prefer="شؤون")
    client.force_login(editor)
    answer = send(client, f"{RULES}add/", "stylerule_form", **typed)
    assert answer.status_code == 200
    assert words in answer.content.decode()


@pytest.mark.parametrize("base", [NAMES, RULES])
def test_it_lists_any_number_with_the_same_queries(client: Client, editor: User, base: str) -> None:
    def grow(start: int, end: int) -> None:
        for number in range(start, end):
            RegisteredName.objects.create(chosen=f"اسم{number}", rejected=f"رسم{number}")
            StyleRule.objects.create(find=f"كلمة{number}", prefer="غيرها")

    client.force_login(editor)
    grow(0, 2)
    client.get(base)
    with CaptureQueriesContext(connection) as few:
        client.get(base)
    grow(2, 40)
    with CaptureQueriesContext(connection) as many:
        client.get(base)
    assert len(many) == len(few)
