"""What a story was made from: written in its form, printed under it, told to machines, part of its revisions."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles.models import Article, Byline, KeptText, Source
from articles.revisions.recording import record, restore
from articles.sources import for_machines, in_words, printed
from newsroom import roles
from newsroom.models import User
from tests.articles.markup import Markup
from tests.articles.test_feeds import content
from tests.articles.test_structured_data import story_node
from tests.conftest import member
from tests.factories import ArticleFactory, AuthorFactory
from tests.form_filler import controls, send

pytestmark = pytest.mark.django_db

ORIGINAL = {
    "kind": "translation",
    "outlet": "Example Review",
    "title": "Minds & <machines>",
    "url": "https://example.org/minds?a=1&b=2",
    "language": "en",
    "published_on": "2025-06-27",
    "author": "A. Writer",
    "translator": "سلمى حداد",
}
WORDS = "ترجمة عن Example Review: Minds & <machines>، بقلم A. Writer، 27 جوان 2025، بالإنجليزية، ترجمة سلمى حداد"


def address(name: str, article: Article, *more: object) -> str:
    return reverse(f"admin:articles_article_{name}", args=[article.pk, *more])


def rows(*sources: dict[str, str], stored: tuple[int, ...] = ()) -> dict[str, str]:
    """A form's rows as a browser sends them."""
    sent = {"sources-TOTAL_FORMS": str(len(sources)), "sources-INITIAL_FORMS": str(len(stored))}
    for number, source in enumerate(sources):
        sent |= {f"sources-{number}-{name}": value for name, value in source.items()}
    return sent | {f"sources-{number}-id": str(key) for number, key in enumerate(stored)}


def adapted(article: Article | None = None, **values: object) -> Source:
    day = {"published_on": date(2025, 6, 27)}
    return Source.objects.create(article=article or ArticleFactory(published=True), **{**ORIGINAL, **day, **values})


def told(article: Article) -> list[tuple[str, str]]:
    return list(article.sources.values_list("outlet", "translator"))


# --- The form ---------------------------------------------------------------------------------------------------------


def test_it_is_written_in_the_storys_form(client: Client, journalist: User) -> None:
    article = ArticleFactory(created_by=journalist)
    client.force_login(journalist)
    typed = rows({**ORIGINAL, "outlet": "  Example Review ", "url": "example.org/minds?a=1&b=2"})

    assert send(client, address("change", article), "article_form", **typed).status_code == 302

    source = article.sources.get()
    assert {name: str(getattr(source, name)) for name in ORIGINAL} == ORIGINAL
    assert article.revisions.first().state["sources"] == [ORIGINAL]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"outlet": ""}, "هذا الحقل مطلوب"),
        ({"url": "ftp://example.org/"}, "أدخل رابطا صحيحا"),
        ({"url": "javascript:alert(1)"}, "أدخل رابطا صحيحا"),
        ({"language": "ar"}, "الأصل العربي لا يترجم"),
        ({"published_on": "0206-01-01"}, "راجع سنة نشر الأصل"),
        ({"published_on": str(timezone.localdate() + timedelta(days=2))}, "هذا اليوم لم يأت بعد"),
    ],
)
def test_it_says_in_arabic_what_is_wrong_and_loses_nothing(
    client: Client, editor: User, wrong: dict[str, str], words: str
) -> None:
    article = ArticleFactory()
    client.force_login(editor)

    answer = send(client, address("change", article), "article_form", **rows({**ORIGINAL, **wrong}))

    page = answer.content.decode()
    assert answer.status_code == 200
    assert words in page
    assert controls(page, "article_form")["sources-0-author"] == "A. Writer"
    assert not article.sources.exists()


def test_it_is_read_and_not_written_by_those_who_may_only_read(client: Client, journalist: User) -> None:
    source = adapted(ArticleFactory(published=True, created_by=journalist))
    client.force_login(journalist)
    page = client.get(address("change", source.article)).content.decode()
    assert "Example Review" in page
    assert "sources-0-outlet" not in page

    client.post(address("change", source.article), rows({**ORIGINAL, "outlet": "غيره"}, stored=(source.pk,)))

    assert told(source.article) == [("Example Review", "سلمى حداد")]


def test_it_costs_the_form_no_query_more_for_many(client: Client, editor: User) -> None:
    few, many = ArticleFactory(), ArticleFactory()
    adapted(few)
    for _ in range(5):
        adapted(many)
    client.force_login(editor)

    def queries(article: Article) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address("change", article)).status_code == 200
        return len(captured)

    queries(few)
    assert queries(many) == queries(few)


# --- Readers and machines ---------------------------------------------------------------------------------------------


def test_it_is_printed_under_the_story(client: Client) -> None:
    source = adapted()
    adapted(
        source.article,
        kind="report",
        outlet="واج",
        **dict.fromkeys(("title", "url", "language", "author", "translator"), ""),
    )

    page = client.get(source.article.get_absolute_url()).content.decode()

    markup = Markup(page)
    panel = markup.one("aside", "sources")
    inside = [element for element in markup.elements if panel in element.parents]
    assert panel.get("aria-label") == "المصادر"
    assert [" ".join(item.words.split()) for item in inside if item.tag == "li"] == [WORDS, "نقلا عن واج، 27 جوان 2025"]
    assert [link["href"] for link in inside if link.tag == "a"] == ["https://example.org/minds?a=1&b=2"]
    assert [name.words for name in inside if name.get("lang") == "en"] == ["Minds & <machines>"]


def test_it_prints_nothing_under_a_story_of_our_own(client: Client) -> None:
    page = client.get(ArticleFactory(published=True).get_absolute_url()).content.decode()
    assert "المصادر" not in page


def test_it_costs_a_story_no_query(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    plain, source = ArticleFactory(published=True), adapted()
    client.get(plain.get_absolute_url())
    with django_assert_num_queries(5):
        client.get(plain.get_absolute_url())
    with django_assert_num_queries(5):
        client.get(source.article.get_absolute_url())


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><img src=x>', "a' onclick='x"])
def test_nothing_typed_gets_out_of_its_place(text: str) -> None:
    origin = {**dict.fromkeys(ORIGINAL, ""), "kind": "report", "published_on": None}
    html = printed(
        {**origin, **dict.fromkeys(("outlet", "title", "author", "translator"), text), "url": f"https://x/{text}"}
    )

    assert text not in html
    assert html.count("<") == 2 * (4 + 1)  # four names and a link


def test_it_links_the_outlet_where_there_is_no_title() -> None:
    html = printed({**ORIGINAL, "title": ""})
    assert '<a href="https://example.org/minds?a=1&amp;b=2" rel="noopener"><bdi>Example Review</bdi></a>' in html


def test_it_leaves_nothing_out_of_a_comparison() -> None:
    same = in_words(ORIGINAL)
    others = {"kind": "report", "published_on": "2024-01-01", "language": "fr", "url": "https://example.org/2"}
    assert same == f"{WORDS}، https://example.org/minds?a=1&b=2"
    for name in ORIGINAL:
        assert in_words({**ORIGINAL, name: others.get(name, "غيره")}) != same, name


@pytest.mark.parametrize(
    ("kind", "relation"), [("translation", "translationOfWork"), ("adaptation", "isBasedOn"), ("report", "citation")]
)
def test_it_is_told_to_machines(client: Client, kind: str, relation: str) -> None:
    node = story_node(client, adapted(kind=kind).article)

    assert node[relation] == [
        {
            "@type": "CreativeWork",
            "name": "Minds & <machines>",
            "url": "https://example.org/minds?a=1&b=2",
            "inLanguage": "en",
            "datePublished": "2025-06-27",
            "author": {"@type": "Person", "name": "A. Writer"},
            "publisher": {"@type": "Organization", "name": "Example Review"},
        }
    ]
    assert node["translator"] == [{"@type": "Person", "name": "سلمى حداد"}]
    assert len({"translationOfWork", "isBasedOn", "citation"} & node.keys()) == 1


def test_it_names_a_translator_once() -> None:
    assert for_machines([ORIGINAL, ORIGINAL])["translator"] == [{"@type": "Person", "name": "سلمى حداد"}]
    assert "translator" not in for_machines([])


def test_it_goes_with_the_whole_story_in_feeds(client: Client) -> None:
    adapted()
    assert f"<p>{printed(ORIGINAL)}</p>" in content(client)


# --- Revisions and what is kept ---------------------------------------------------------------------------------------


def test_it_comes_back_with_a_revision(client: Client, editor: User) -> None:
    article = ArticleFactory()
    adapted(article)
    adapted(article, outlet="ثانية", translator="")
    first = record(article, editor)
    article.sources.first().delete()
    record(article, editor)
    client.force_login(editor)

    page = client.get(address("compare", article)).content.decode()
    assert "المصادر" in page
    assert "Example Review" in page
    restore(article, first, editor)

    assert told(article) == [("Example Review", "سلمى حداد"), ("ثانية", "")]
    assert article.sources.first().published_on == date(2025, 6, 27)


def test_an_older_revision_that_knew_none_takes_none_away(editor: User) -> None:
    article = ArticleFactory()
    first = record(article, editor)
    del first.state["sources"]
    article.headline = "غيره"
    article.save()
    record(article, editor)
    adapted(article)

    restore(article, first, editor)

    assert told(article) == [("Example Review", "سلمى حداد")]


@pytest.mark.parametrize("before", [0, 1, 3])
def test_what_was_typed_is_kept_and_put_back(client: Client, editor: User, before: int) -> None:
    """However many rows the story has by now, what is saved is what was typed."""
    article = ArticleFactory()
    client.force_login(editor)
    typed = controls(client.get(address("change", article)).content.decode(), "article_form")
    unsaved = {**ORIGINAL, "published_on": "قريبا"}
    client.post(address("keep", article), {**typed, **rows(ORIGINAL, unsaved, {"kind": "adaptation"})})
    assert len(KeptText.objects.get().typed["parts"]["sources"]) == 2  # nobody wrote in the third row
    for _ in range(before):
        adapted(article, outlet="مخزن")
    url = reverse("admin:articles_article_kept", args=[KeptText.objects.get().pk])
    assert "قريبا" in client.get(url).content.decode()

    page = client.post(url).content.decode()
    values = controls(page, "article_form")
    assert values["sources-1-published_on"] == "قريبا"
    deleted = {f"sources-{number}-DELETE": "on" for number in range(2, before)}
    good = {"sources-1-published_on": "", "sources-1-outlet": "ثانية"}
    assert client.post(address("change", article), {**values, **deleted, **good, "_save": "1"}).status_code == 302

    assert told(article) == [("Example Review", "سلمى حداد"), ("ثانية", "سلمى حداد")]


@pytest.mark.parametrize("part", ["sources", "bylines"])
def test_a_row_that_a_colleague_deleted_leads_to_the_merge(client: Client, editor: User, part: str) -> None:
    article = ArticleFactory()
    adapted(article)
    Byline.objects.create(article=article, author=AuthorFactory())
    client.force_login(editor)
    mine = controls(client.get(address("change", article)).content.decode(), "article_form")
    other = Client()
    other.force_login(member("zamila", roles.EDITOR))
    send(other, address("change", article), "article_form", **{f"{part}-0-DELETE": "on"})

    answer = client.post(address("change", article), {**mine, "headline": "عنواني", "_save": "1"})
    assert answer.status_code == 409
    assert KeptText.objects.get().typed["fields"]["headline"] == ["عنواني"]

    mine = {f"{part}-0-DELETE": "on", **mine}
    assert client.post(address("change", article), {**mine, "_save": "1"}).status_code == 302
    article.refresh_from_db()
    assert getattr(article, part).count() == 0


def test_an_old_tab_that_says_what_is_saved_is_no_conflict(client: Client, editor: User) -> None:
    article = ArticleFactory()
    client.force_login(editor)
    old = controls(client.get(address("change", article)).content.decode(), "article_form")
    typed = rows({**ORIGINAL, "outlet": "وكالة ﻻغوس", "url": "example.org/minds"})
    send(client, address("change", article), "article_form", **typed)
    source = article.sources.get()
    assert source.outlet == "وكالة لاغوس"

    again = {**old, **typed, "sources-INITIAL_FORMS": "1", "sources-0-id": str(source.pk), "_save": "1"}
    assert client.post(address("change", article), again).status_code == 302

    assert article.sources.get() == source


@pytest.mark.parametrize(("choice", "outlet"), [("mine", "لي"), ("theirs", "له")])
def test_it_merges_by_choice(client: Client, editor: User, choice: str, outlet: str) -> None:
    article = ArticleFactory()
    client.force_login(editor)
    other = Client()
    other.force_login(member("zamila", roles.EDITOR))
    mine = controls(client.get(address("change", article)).content.decode(), "article_form")
    send(other, address("change", article), "article_form", **rows({**ORIGINAL, "outlet": "له"}))

    answer = client.post(address("change", article), {**mine, **rows({**ORIGINAL, "outlet": "لي"}), "_save": "1"})
    assert answer.status_code == 409
    assert not article.sources.filter(outlet="لي").exists()
    kept = KeptText.objects.get()
    url = reverse("admin:articles_article_kept", args=[kept.pk])
    chosen = {"_merge": "1", "_newest": str(Article.objects.get(pk=article.pk).revision), "choice-sources": choice}
    page = client.post(url, chosen).content.decode()
    client.post(address("change", article), {**controls(page, "article_form"), "_save": "1"})

    assert told(article) == [(outlet, "سلمى حداد")]


def test_it_is_destroyed_with_an_erased_story(manager: User, editor: User) -> None:
    source = adapted()
    source.article.withdraw(by=editor)
    source.article.erase(manager, "حكم المحكمة")
    assert not Source.objects.exists()
