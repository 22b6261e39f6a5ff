"""The search page: what it finds, marks and says, whatever is typed."""

from __future__ import annotations

from datetime import timedelta
from time import monotonic
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles.models import Article, Byline, Synonyms
from articles.search import hits, index, rules, vocabulary
from newsroom.models import User
from tests.articles.markup import Markup
from tests.articles.search.conftest import Find, story
from tests.factories import AuthorFactory, PictureFactory, SectionFactory

pytestmark = pytest.mark.django_db


def page(client: Client, q: str, **narrowed: object) -> Markup:
    response = client.get("/search/", {"q": q, **narrowed})
    assert response.status_code == 200
    return Markup(response.content.decode())


def words_of(markup: Markup) -> str:
    return " ".join(markup.one("main").words.split())


@pytest.mark.parametrize(
    "typed", ["الجزائر", "جزائر", "والجزائر", "الجَزائِر", "الجـزائر", "الجزاير", "بالجزائر", "ﺍﻟﺠﺰﺍﺋﺮ", "الجز\u200cائر"]
)
@pytest.mark.parametrize("written", ["الجـــزائر", "والجزائرُ", "بالجزائر", "ﺍﻟﺠﺰﺍﺋﺮ", "الجز\u200cائر"])
def test_it_marks_a_word_in_the_storys_own_spelling(client: Client, typed: str, written: str) -> None:
    article = story("خبر", "نص")
    # Behind the model's back: presentation forms become letters when a story is saved.
    Article.objects.filter(pk=article.pk).update(headline=f"في {written}، اليوم", body=f"<p>قبل {written} بعد</p>")
    for _ in index.catch_up():
        pass

    markup = page(client, typed)

    assert [mark.words for mark in markup.all("mark")] == [written, written]


def test_it_escapes_what_it_marks(client: Client) -> None:
    story('قال <b>ميتا</b> & "OpenAI"', "<script>ميتا</script>", standfirst="<i>ميتا</i>")

    response = client.get("/search/", {"q": 'ميتا OpenAI <"'}).content.decode()

    assert "&lt;b&gt;<mark>ميتا</mark>&lt;/b&gt; &amp; &quot;<mark>OpenAI</mark>&quot;" in response
    assert "<script>ميتا" not in response
    assert 'value="ميتا OpenAI &lt;&quot;"' in response


def test_its_excerpt_has_whole_words_round_the_first_hit(client: Client) -> None:
    before, after = " ".join(f"قبل{n}" for n in range(50)), " ".join(f"بعد{n}" for n in range(50))
    story("خبر", f"{before} أدرار {after} أدرار")

    words = page(client, "أدرار").of_class("card-standfirst")[0].words

    assert words.startswith("…قبل42 قبل43")
    assert words.endswith("بعد24…")
    assert words.count("أدرار") == 1


def test_its_excerpt_shows_most_of_the_words(client: Client) -> None:
    story("خبر", f"أدرار هنا {'نص ' * 100} أدرار وبشار هناك")

    assert [mark.words for mark in page(client, "بشار أدرار").all("mark")] == ["أدرار", "وبشار"]


HOSTILE = [
    *("", " ", "و", "ك", "في", "في من على إلى", '""', '"', "«»", "«", "-", "--", "- -", "أو", "أو أو", "OR", "*", "*:"),
    *(":*", "!!!", "((", "))", "&|!", "a:*", "<->", "<1>", "'", "''", "\\", "\\'", "'; DROP TABLE x; --", "%", "%s"),
    *("\x00", "وهران\x00", "\x00" * 50, "\ud800", "\u202e", "\ufeff", "😀", "😀😀 😀", "٪", "ـ", "ًٌٍ", "ء", "﷽"),
    *("ا" * 10_000, "ا " * 5_000, "وهران " * 2_000, '"' * 5_000, "-" * 5_000, "- " * 5_000, "(" * 5_000, "«و" * 3_000),
    *("-وهران", "-«وهران»", "وهران -", "§1", "@1", "=وهران", "0", "-1", "1e9", "９", "ﷺ", "a\u0301" * 3_000),
    *("\u0651\u064b" * 5_000, "كوفيد-19", "2025-11-20", "https://example.org/?q=1", "a@b.c", "C++", "#غزة_تحت_القصف"),
]


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_it_answers_whatever_is_typed(client: Client, typed: str) -> None:
    story("وهران", "نص")
    started = monotonic()

    address = "/search/?q=" + quote(typed, safe="", errors="surrogatepass")
    response = client.get(address)

    assert response.status_code in (200, 400)
    assert monotonic() - started < 1
    markup = Markup(response.content.decode())
    assert len(words_of(markup)) > 20  # a sentence


@pytest.mark.parametrize(
    "query",
    [
        "q=%FF",
        "q=%00",
        "q=%D8",
        "%FF=1",
        "q=وهران&q=عنابة",
        "q",
        "Q=1",
        "q=وهران&section=nothing",
        "q=وهران&section=%00",
        "q=وهران&author=%00%FF",
        "q=وهران&since=yesterday&until=2025-13-45",
        "q=وهران&since=0001-01-01&until=9999-12-31",
        "q=وهران&since=2030-01-01&until=2020-01-01",
        "q=وهران&sort=x",
        "q=وهران&" + "x=1&" * 500,
    ],
)
def test_it_answers_any_address(client: Client, query: str) -> None:
    story("وهران")

    assert client.get(f"/search/?{query}").status_code == 200


@pytest.mark.parametrize("cursor", ["x", "-", "1", "1-", "9" * 40, "%00", "٣-٤"])
def test_it_has_no_page_at_a_cursor_that_is_none(client: Client, cursor: str) -> None:
    story("وهران")

    for name in ("before", "after"):
        assert client.get(f"/search/?q=وهران&{name}={cursor}").status_code == 404


def test_it_says_what_to_do_without_a_word(client: Client) -> None:
    story("وهران")

    assert "اكتب كلمة أو أكثر" in words_of(page(client, ""))
    assert "ليس في ما كتبت كلمة يمكن البحث عنها" in words_of(page(client, "في من"))
    nothing = page(client, "تلمسان")
    assert "لم نجد شيئا" in words_of(nothing)
    # The newest stories stand apart from hits, under their own name.
    assert [e["aria-labelledby"] for e in nothing.all("section") if e.get("aria-labelledby")] == ["latest"]
    assert len(nothing.of_class("card")) == 1


@pytest.mark.parametrize(
    ("count", "words"), [(1, "نتيجة واحدة"), (2, "نتيجتان"), (3, "3 نتائج"), (11, "11 نتيجة"), (20, "20 نتيجة")]
)
def test_it_counts_in_arabic(client: Client, count: int, words: str) -> None:
    section = SectionFactory()
    for _ in range(count):
        story("وهران", section=section)

    assert page(client, "وهران").of_class("search-count")[0].words == words


def test_it_says_that_it_gave_up(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hits, "FEW", 0)
    monkeypatch.setattr(hits, "PATIENCE", -1.0)
    story("وهران", "تلمسان سطيف")
    vocabulary.count()

    assert "لم نجد شيئا في الأحدث" in words_of(page(client, "«سطيف تلمسان»"))
    assert "بحثنا في الأحدث فقط" in words_of(page(client, "وهران"))


def test_it_is_no_page_for_search_engines(client: Client) -> None:
    assert page(client, "وهران").meta("robots") == "noindex, follow"


# --- Only what the public may read --------------------------------------------------------------------------------


def hidden_stories() -> dict[str, dict[str, object]]:
    now = timezone.now()
    return {
        "draft": {"published": False},
        "draft with a time": {"published": False, "published_at": now - timedelta(days=1)},
        "in review": {"published": False, "status": "in_review"},
        "scheduled": {"published_at": now + timedelta(minutes=5)},
        "withdrawn": {"status": "withdrawn", "published_at": now - timedelta(days=1)},
    }


@pytest.mark.parametrize("state", hidden_stories())
@pytest.mark.parametrize("few", [0, 3_000])
def test_it_never_shows_what_is_not_public(
    client: Client, find: Find, state: str, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hits, "FEW", few)
    hidden = story("سر وهران", "سر", **hidden_stories()[state])
    public = story("وهران")
    vocabulary.count()

    assert find("وهران") == find("وهران", sort="date") == [public.pk]
    assert find("سر") == []
    assert find("سر -تلمسان أو وهران") == [public.pk]
    assert find("وهران", section=hidden.section.slug) == []
    assert "سر وهران" not in client.get("/search/?q=سر").content.decode()


def test_it_shows_a_scheduled_story_when_its_time_comes(find: Find) -> None:
    article = story("وهران", published_at=timezone.now() + timedelta(days=1))
    assert find("وهران") == []

    Article.objects.filter(pk=article.pk).update(published_at=timezone.now() - timedelta(seconds=1))

    assert find("وهران") == [article.pk]


def test_it_drops_a_story_that_is_withdrawn(find: Find, editor: User) -> None:
    article = story("وهران")
    assert find("وهران") == [article.pk]

    assert article.withdraw(editor)

    assert find("وهران") == []


# --- What is found ------------------------------------------------------------------------------------------------


def test_all_words_must_stand_in_a_story(find: Find) -> None:
    both, one = story("وهران", "تلمسان"), story("وهران", "سطيف")

    assert find("تلمسان وهران") == [both.pk]
    assert find("وهران -تلمسان") == [one.pk]
    assert set(find("تلمسان أو سطيف")) == {both.pk, one.pk}


def test_it_finds_a_phrase_in_any_quotation_marks(find: Find) -> None:
    phrase = story("خبر", "لعبة كرة القدم هنا")
    story("خبر", "القدم في كرة")

    for typed in ("«كرة القدم»", "“كرة القدم”", '"كرة القدم"', "”كرة القدم”", "«كرة قدم»", "«الكرة القدم»"):
        assert find(typed) == [phrase.pk], typed
    assert len(find("كرة القدم")) == 2


def test_it_finds_a_word_by_its_synonyms(find: Find) -> None:
    article, phrase = story("أدرار الكبرى"), story("واحة تيميمون الحمراء")
    assert find("توات") == []

    Synonyms.objects.create(terms="توات\nأدرار\nتيميمون الحمراء")
    rules.forget()

    assert set(find("توات")) == {article.pk, phrase.pk}
    assert set(find("تيميمون الحمراء")) == {article.pk, phrase.pk}
    assert find("«توات»") == []


def test_it_reads_a_word_in_its_rarer_way_when_nothing_else_is_found(client: Client, find: Find) -> None:
    article = story("خبر", "نسب العائلة")

    assert find("نسبه") == [article.pk]
    assert "قريبة مما كتبت" in words_of(page(client, "نسبه"))
    exact = story("خبر", "نسبة النمو")
    assert find("نسبه") == [exact.pk]
    assert "قريبة" not in words_of(page(client, "نسبه"))


# --- Narrowing and turning pages ----------------------------------------------------------------------------------


def test_it_narrows_by_section_author_and_day(find: Find) -> None:
    section, author = SectionFactory(name="ثقافة"), AuthorFactory(name="هند زروقي")
    day = timezone.now() - timedelta(days=30)
    found, other = story("وهران", section=section, published_at=day), story("وهران")
    Byline.objects.create(article=found, author=author)
    for _ in index.catch_up():
        pass
    assert set(find("وهران")) == {found.pk, other.pk}

    for narrowed in (
        {"section": section.slug},
        {"author": "هند"},
        {"author": "زرّوقي هِند"},
        {"author": author.slug},
        {"until": f"{timezone.localdate(day):%Y-%m-%d}"},
        {"since": f"{timezone.localdate(day):%Y-%m-%d}", "until": f"{timezone.localdate(day):%Y-%m-%d}"},
        {"section": section.slug, "author": "هند", "sort": "date"},
    ):
        assert find("وهران", **narrowed) == [found.pk], narrowed
    assert find("وهران", author="لا أحد") == []
    assert find("وهران", since=f"{timezone.localdate():%Y-%m-%d}", section=section.slug) == []


def test_it_shows_again_what_was_chosen(client: Client) -> None:
    section = SectionFactory(name="ثقافة")
    markup = page(client, "وهران", section=section.slug, author="هند", since="2026-01-02", sort="date")

    chosen = [option["value"] for option in markup.all("option") if "selected" in option.attributes]
    of_footer = markup.of_class("footer")[0]
    inputs = [field for field in markup.all("input") if of_footer not in field.parents]
    typed = {field["name"]: field.get("value") for field in inputs}
    assert chosen == [section.slug, "date"]
    assert typed == {"q": "وهران", "author": "هند", "since": "2026-01-02", "until": ""}
    assert "open" in markup.one("details").attributes


@pytest.mark.parametrize("few", [0, 3_000])
@pytest.mark.parametrize("sort", ["", "date"])
def test_its_pages_hold_every_hit_once(client: Client, few: int, sort: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hits, "FEW", few)
    section, now = SectionFactory(), timezone.now()
    keys = [
        story("وهران" if n % 3 else "خبر", "وهران", section=section, published_at=now - timedelta(days=n)).pk
        for n in range(45)
    ]
    vocabulary.count()

    seen, address = [], f"/search/?q=وهران&sort={sort}&section={section.slug}"
    for _ in range(3):
        response = client.get(address)
        seen += [hit.pk for hit in response.context["results"].page.rows]
        links = [e["href"] for e in Markup(response.content.decode()).all("a") if e.get("rel") == "next"]
        address = f"/search/{links[0]}" if links else ""
    assert not address
    assert sorted(seen) == sorted(keys)
    assert seen == keys if sort else seen != keys


def test_it_has_no_empty_page(client: Client) -> None:
    story("وهران")

    assert client.get("/search/?q=وهران&before=1-1").status_code == 404


# --- For caches and browsers --------------------------------------------------------------------------------------


def test_it_is_the_same_for_every_reader(client: Client, manager: User) -> None:
    story("وهران")
    address = "/search/?q=وهران"
    known = Client()
    known.force_login(manager)

    first, second = client.get(address), known.get(address)

    assert first.content == second.content
    assert not first.cookies
    assert first.headers.get("Vary") == "Accept-Encoding"
    assert first.headers["Cache-Control"].startswith("public, max-age=60, s-maxage=60")
    assert client.post(address).status_code == 405


def test_it_makes_few_queries(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    section = SectionFactory()
    for n in range(25):
        story("خبر", "وهران", section=section, picture=PictureFactory() if n == 1 else None)
    vocabulary.count()
    client.get("/search/?q=وهران")

    # The frame; the counts of the words; the hits; their cards; the texts of those without a word in front.
    with django_assert_num_queries(5):
        client.get("/search/?q=وهران")
    # The section.
    with django_assert_num_queries(6):
        client.get(f"/search/?q=وهران&section={section.slug}")
    # The frame's two; the newest stories.
    with django_assert_num_queries(2):
        client.get("/search/?q=")


def test_every_page_leads_to_it(client: Client) -> None:
    markup = Markup(client.get("/").content.decode())

    assert "/search/" in [link["href"] for link in markup.all("a")]
    description = next(link for link in markup.all("link") if link["rel"] == "search")
    assert description["type"] == "application/opensearchdescription+xml"
    response = client.get(description["href"])
    assert response.headers["Content-Type"] == "application/opensearchdescription+xml"
    root = ElementTree.fromstring(response.content)
    named = {child.tag.partition("}")[2]: child for child in root}
    assert named["Url"].get("template") == "http://testserver/search/?q={searchTerms}"
    assert 0 < len(named["ShortName"].text) <= 16
