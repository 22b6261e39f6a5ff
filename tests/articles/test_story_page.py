"""The furniture of an article's page."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.test import Client

from articles.models import Article
from tests.articles.markup import Markup
from tests.articles.newspaper import LONG_HEADLINE, full_story, own_picture
from tests.factories import ArticleFactory, SectionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> Article:
    return full_story(SectionFactory(name="اقتصاد", slug="economy"))


@pytest.fixture
def markup(story: Article, client: Client) -> Markup:
    return Markup(client.get(story.get_absolute_url()).content.decode())


def read(client: Client, **fields: object) -> Markup:
    story = ArticleFactory(published=True, **fields)
    return Markup(client.get(story.get_absolute_url()).content.decode())


def test_it_opens_with_the_way_to_it_the_kind_and_the_headline(markup: Markup) -> None:
    assert [e["href"] for e in markup.all("a") if "crumbs" in [c for p in e.parents for c in p.classes]] == [
        "/",
        "/economy/",
    ]
    assert markup.all("p", "kicker")[0].words == "تحقيق"
    assert markup.one("h1").words == LONG_HEADLINE
    assert markup.one("p", "standfirst").words.startswith("لا تحظى")


def test_it_calls_plain_news_nothing(client: Client) -> None:
    assert not read(client, kind=Article.Kind.NEWS).of_class("kind")


def test_it_is_signed_by_its_authors_in_their_order(markup: Markup, story: Article) -> None:
    links = [e for e in markup.all("a") if e.get("rel") == "author"]

    assert [e.words for e in links] == ["ياسين ڨرّوف", "سلمى حدّاد"]
    assert [e["href"] for e in links] == [author.get_absolute_url() for author in story.authors.order_by("bylines")]
    assert [e.words for e in markup.of_class("role")] == ["مراسل", "مراسل"]


def test_it_says_where_when_and_how_long(markup: Markup) -> None:
    facts = markup.one("div", "facts").words

    assert "عنابة" in facts
    assert "آخر تحديث:" in facts
    assert "مدة القراءة: دقيقة واحدة" in facts
    assert "صححنا عدد الحاويات." in markup.one("aside", "note").words


def test_it_does_not_speak_of_an_update_that_was_none(client: Client) -> None:
    page = read(client)

    assert "آخر تحديث" not in page.one("main").words
    assert not page.of_class("note")


def test_it_credits_the_lead_picture_apart_from_its_caption(markup: Markup) -> None:
    figure = markup.one("figure", "lead-picture")
    caption, credit = [e for e in markup.all("span") if figure in e.parents]
    image = next(e for e in markup.all("img") if figure in e.parents)

    assert (caption.classes, caption.words) == (["caption"], "عقلان يتجاذبان الخيوط نفسها.")
    assert (credit.classes, credit.words) == (["credit"], "سليم قادري")
    assert image["fetchpriority"] == "high"


def test_it_takes_the_caption_of_the_library_when_it_has_no_own(client: Client) -> None:
    page = read(client, picture=own_picture(1))

    assert page.one("span", "caption").words == "ميناء الصيد في الجزائر"


def test_it_does_without_a_picture(client: Client) -> None:
    page = read(client, picture=None)

    assert not page.all("figure")


def test_it_shows_every_part_of_a_body(markup: Markup) -> None:
    prose = markup.one("div", "prose")
    parts = {e.tag for e in markup.elements if prose in e.parents}

    assert parts >= {"p", "h2", "h3", "ul", "ol", "blockquote", "hr", "aside", "table", "figure", "strong", "button"}
    assert next(e.words for e in markup.all("bdi") if prose in e.parents) == "C++"


def test_it_names_its_topics(markup: Markup, story: Article) -> None:
    (topics,) = markup.of_class("topics")
    links = [e for e in markup.all("a") if topics in e.parents]

    assert [e.words for e in links] == ["الذكاء الاصطناعي", "نقل"]
    assert [e["href"] for e in links] == [topic.get_absolute_url() for topic in story.topics.order_by("taggings__pk")]


def test_it_is_shared_by_its_short_link(markup: Markup, story: Article) -> None:
    share = markup.one("section", "share")
    link = f"http://testserver/{story.pk}/"
    links = {e.words: e["href"] for e in markup.all("a") if share in e.parents}

    assert "شارك المقال:" in share.words
    assert list(links) == ["واتساب", "فيسبوك", "إكس", "تيليغرام", "البريد"]
    assert all(quote(link, safe="") in address for address in links.values())
    assert [e["data-copy"] for e in markup.all("button") if e.get("data-copy")] == [link]


def test_it_never_shows_itself_below_itself(client: Client, story: Article) -> None:
    others = [ArticleFactory(published=True) for _ in range(3)]
    page = Markup(client.get(story.get_absolute_url()).content.decode())
    rail = page.one("aside", "rail")

    shown = [e["href"] for e in page.all("a") if rail in e.parents and "card-headline" in e.parents[-1].classes]
    assert sorted(shown) == sorted(other.get_absolute_url() for other in others)


def test_its_head_tells_other_sites_what_it_is(markup: Markup, story: Article) -> None:
    assert markup.one("title").words == f"{LONG_HEADLINE} | المحيط الإخباري"
    assert markup.meta("og:type") == "article"
    assert markup.meta("og:title") == LONG_HEADLINE
    assert markup.meta("description") == story.standfirst
    assert markup.meta("og:image").startswith(f"http://testserver/share/{story.pk}-")
    assert markup.meta("twitter:card") == "summary_large_image"


def test_search_engines_get_the_words_written_for_them(client: Client) -> None:
    page = read(client, seo_title="عنوان للمحركات", seo_description="وصف للمحركات")

    assert page.meta("og:title") == "عنوان للمحركات"
    assert page.meta("description") == "وصف للمحركات"


def test_it_escapes_what_people_type(client: Client) -> None:
    page = read(client, headline='<b>"عنوان" & C#</b>', standfirst="<i>مقدمة</i>", place="<u>مكان</u>")

    assert page.one("h1").words == '<b>"عنوان" & C#</b>'
    assert not {"b", "i", "u"} & {e.tag for e in page.elements}
