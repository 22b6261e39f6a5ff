"""The desk of the search's rules, and the newsroom's own search."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles import permissions
from articles.models import Article, StopWord, Synonyms, WholeWord
from articles.search import desk, rules, tsqueries
from articles.search.desk import holding
from articles.search.queries import parse
from mohit.arabic import words
from newsroom import roles
from newsroom.models import User
from tests.articles.search.conftest import Find, story
from tests.conftest import member
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db

DESKS = ("synonyms", "wholeword", "stopword")
KEEPERS = {roles.EDITOR, roles.MANAGER}


@pytest.mark.parametrize("role", roles.ROLES)
def test_editors_and_managers_keep_the_rules(client: Client, role: str) -> None:
    user = member("someone", role)
    client.force_login(user)

    assert permissions.may_keep_search_rules(user) is (role in KEEPERS)
    for rule in DESKS:
        for page in ("", "add/"):
            status = client.get(f"/admin/articles/{rule}/{page}").status_code
            assert status == (200 if role in KEEPERS else 403), rule


def test_an_editor_joins_words(client: Client, editor: User, find: Find) -> None:
    article = story("واحات أدرار")
    client.force_login(editor)
    assert find("توات") == []

    answer = client.post("/admin/articles/synonyms/add/", {"terms": "توات\r\n أدرار \r\nتَوات"})

    assert answer.status_code == 302
    assert Synonyms.objects.latest("pk").terms == "توات\nأدرار"
    rules.forget()
    assert find("توات") == [article.pk]


@pytest.mark.parametrize(
    "terms", ["", "واحد", "واحد\nوَاحد", "من\nإلى", "أدرار\nكلمة ثم كلمة ثم كلمة ثم كلمة", "\n".join("ابتثجحخد" * 5)]
)
def test_it_refuses_a_group_that_joins_nothing(client: Client, editor: User, terms: str) -> None:
    client.force_login(editor)
    before = Synonyms.objects.count()

    answer = client.post("/admin/articles/synonyms/add/", {"terms": terms})

    assert answer.status_code == 200
    assert Synonyms.objects.count() == before


@pytest.mark.parametrize(("rule", "model"), [("wholeword", WholeWord), ("stopword", StopWord)])
def test_a_word_of_a_rule_stands_once(client: Client, editor: User, rule: str, model: type) -> None:
    client.force_login(editor)
    address = f"/admin/articles/{rule}/add/"
    assert client.post(address, {"word": "عاجل"}).status_code == 302

    for word in ("عاجِـل", "كلمتان هنا", "", "!!"):
        answer = client.post(address, {"word": word})
        assert answer.status_code == 200, word
        assert answer.context["errors"], word
    assert model.objects.count() == 1


@pytest.mark.parametrize("rule", ["wholeword", "stopword"])
def test_a_changed_rule_asks_the_worker(
    client: Client, editor: User, rule: str, django_capture_on_commit_callbacks: object
) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    client.force_login(editor)
    for _ in range(2):  # the second finds the first waiting
        with django_capture_on_commit_callbacks(execute=True):
            client.post(f"/admin/articles/{rule}/add/", {"word": f"عاجل{'ة' * _}"})

    assert ProcrastinateJob.objects.filter(task_name="articles.refresh_search").count() == 1


def test_a_whole_word_is_never_taken_apart() -> None:
    def stems() -> frozenset[str]:
        rules.forget()
        return parse("والمعاجين", rules.current()).stems

    before = stems()
    WholeWord.objects.create(word="والمعاجين")

    assert stems() == {"والمعاجين"} != before


def test_a_change_of_the_rules_costs_no_search_a_query() -> None:
    rules.current()
    with CaptureQueriesContext(connection) as queries:
        rules.current()
    assert len(queries) == 0
    with CaptureQueriesContext(connection) as queries:
        rules.current(fresh=True)
    assert len(queries) == 1


def test_a_change_of_the_rules_is_counted_by_the_database() -> None:
    before = rules.current().edition
    Synonyms.objects.create(terms="أ1\nب1")
    assert rules.current(fresh=True).edition == (before[0], before[1] + 1)
    StopWord.objects.bulk_create([StopWord(word="عاجل", key="عاجل")])
    WholeWord.objects.all().delete()
    assert rules.current(fresh=True).edition[0] > before[0]


def test_the_first_synonyms_are_in_the_table() -> None:
    assert Synonyms.objects.filter(terms__contains="جانفي").filter(terms__contains="يناير").exists()
    assert Synonyms.objects.count() > 200
    terms = [term for group in Synonyms.objects.all() for term in group.lines()]
    assert not [term for term in terms if not any(word.stems for word in words(term))]


# --- The list of stories ------------------------------------------------------------------------------------------


def on_desk(typed: str) -> set[int]:
    return set(holding(Article.objects.all(), typed).values_list("pk", flat=True))


def test_the_desk_finds_drafts_and_beginnings_of_words() -> None:
    draft = ArticleFactory(headline="استقبال السفينة", standfirst="", body="<p>في ميناء بجاية</p>")
    ArticleFactory(headline="خبر آخر", standfirst="")

    for typed in ("استقبال", "الاستق", "استق", "السفينه بجاي", "«ميناء بجاية»", "ميناء -وهران"):
        assert on_desk(typed) == {draft.pk}, typed
    assert draft.pk in on_desk(str(draft.pk))
    assert on_desk("ميناء -بجاية") == on_desk("ست") == on_desk("!!") == set()


@pytest.mark.parametrize("few", [0, 3_000])
def test_the_desk_looks_in_the_index(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "FEW", few)
    found = ArticleFactory(headline="استقبال السفينة")
    ArticleFactory(headline="خبر")
    with CaptureQueriesContext(connection) as queries:
        assert on_desk("استقبال") == {found.pk}

    assert any("@@" in str(query["sql"]) for query in queries)
    assert "LIKE" not in " ".join(str(query["sql"]) for query in queries).upper()
    match = tsqueries.match(parse("استقبال", rules.current()), begun=True)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN SELECT 1 FROM articles_searchdocument WHERE vector @@ %s::tsquery", [match])
        assert "search_words" in str(cursor.fetchall())
