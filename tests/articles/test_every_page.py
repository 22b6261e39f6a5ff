"""What holds on every public page, the page that does not exist included."""

from __future__ import annotations

import base64
import hashlib
import re
from itertools import pairwise
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from articles.models import Article, Source
from tests.articles.markup import Markup
from tests.articles.newspaper import print_newspaper

pytestmark = pytest.mark.django_db

PAGES = ["home", "latest", "section", "topic", "author", "story", "plain story", "static", "topics", "most read"]
PAGES += ["corrections", "not found"]
ANSWERED = PAGES[:-1]


@pytest.fixture
def newspaper() -> dict[str, str]:
    return print_newspaper(stories=30)


@pytest.fixture(params=PAGES)
def response(request: pytest.FixtureRequest, newspaper: dict[str, str], client: Client) -> HttpResponse:
    return client.get(newspaper[request.param])


@pytest.fixture
def html(response: HttpResponse) -> str:
    return response.content.decode()


@pytest.fixture
def markup(html: str) -> Markup:
    return Markup(html)


def test_it_is_arabic_from_right_to_left(markup: Markup, html: str) -> None:
    assert html.startswith('<!doctype html>\n<html lang="ar" dir="rtl">')
    assert not [e for e in markup.elements if e.get("dir") == "auto" and e.tag in ("h1", "h2", "h3", "a", "p")]


def test_it_shows_no_english(markup: Markup) -> None:
    latin = re.compile("[A-Za-z]{3,}")
    stories = Article.objects.values_list("headline", "short_headline", "standfirst", "body")
    sources = Source.objects.values_list("outlet", "title", "author", "url")  # the address stands on paper
    typed = {word for texts in (*stories, *sources) for text in texts for word in latin.findall(text)}
    typed |= {"Created", "AGENCY", "http", "testserver"}  # the footer's own line; the short link on paper

    assert set(latin.findall(markup.one("body").words)) <= typed


def test_it_has_one_heading_of_the_first_rank_and_skips_none(markup: Markup) -> None:
    ranks = [int(e.tag[1]) for e in markup.elements if re.fullmatch("h[1-6]", e.tag)]

    assert ranks.count(1) == 1
    assert markup.one("h1").words.strip()
    assert all(after <= before + 1 for before, after in pairwise(ranks[ranks.index(1) :]))


def test_it_has_landmarks_and_names_those_that_come_twice(markup: Markup) -> None:
    assert len(markup.all("main")) == 1
    assert len(markup.all("header", "masthead")) == 1
    names = [e.get("aria-label") or e.get("aria-labelledby") for e in markup.all("nav")]
    assert all(names)
    assert len(set(names)) == len(names)


def test_its_skip_links_lead_somewhere(markup: Markup) -> None:
    identifiers = [e["id"] for e in markup.elements if e.get("id")]

    assert len(set(identifiers)) == len(identifiers)
    for link in markup.all("a", "skip"):
        assert link["href"].removeprefix("#") in identifiers
    for e in markup.elements:
        if name := e.get("aria-labelledby"):
            assert name in identifiers


def test_its_content_policy_allows_what_stands_in_it(markup: Markup, html: str, response: HttpResponse) -> None:
    scripts = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)

    assert scripts == [settings.THEME_SCRIPT]
    digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    assert f"'sha256-{digest}'" in response.headers["Content-Security-Policy"]
    assert not markup.all("style")
    assert not [name for e in markup.elements for name in e.attributes if name == "style" or name.startswith("on")]


def test_it_loads_nothing_from_others(markup: Markup) -> None:
    loads = [e.get("src") for e in markup.all("img") + markup.all("script")]
    others = ("alternate", "canonical", "prev", "next", "search")
    loads += [e["href"] for e in markup.all("link") if e["rel"] not in others]
    loads += [part.split()[0] for e in markup.elements if e.get("srcset") for part in e["srcset"].split(", ")]

    assert not [address for address in loads if address and not re.match("/(static|media|manifest)", address)]
    assert not markup.all("iframe")


def test_it_has_one_style_sheet_one_module_and_two_faces(markup: Markup) -> None:
    assert [e["href"] for e in markup.all("link") if e["rel"] == "stylesheet"] == ["/static/css/site.css"]
    assert len([e for e in markup.all("script") if e.get("src")]) <= 1
    assert len([e for e in markup.all("link") if e["rel"] == "preload"]) <= 2


def test_it_uses_no_word_that_blockers_hide(markup: Markup) -> None:
    blocked = {"ad", "ads", "advert", "banner", "sponsor", "sponsored", "promo"}
    for e in markup.elements:
        words = [e.get(name) for name in ("class", "id", "href", "src", "data-embeds")]
        assert not blocked & set(re.split("[^a-z0-9]+", " ".join(words))), e


def test_its_pictures_say_what_they_show_and_how_big_they_are(markup: Markup) -> None:
    for image in markup.all("img"):
        assert image["alt"]
        assert int(image["width"]) > 0
        assert int(image["height"]) > 0
        assert image.get("loading") == "lazy" or image.get("fetchpriority") == "high"
    assert len([e for e in markup.all("img") if e.get("fetchpriority")]) <= 1


def test_its_times_carry_an_offset(markup: Markup) -> None:
    for time in markup.all("time"):
        assert re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d\+01:00)?", time["datetime"])


def test_its_buttons_that_need_a_script_wait_for_it(markup: Markup) -> None:
    sent = [form for form in markup.all("form") if form.get("method") == "post"]  # which need none
    for button in markup.all("button") + markup.all("input"):
        if any(form in button.parents for form in sent):
            continue
        assert any("hidden" in e.attributes for e in (button, *button.parents)), button


@pytest.mark.parametrize("name", ANSWERED)
def test_its_head_names_it_once_and_whole(name: str, newspaper: dict[str, str], client: Client) -> None:
    page = Markup(client.get(newspaper[name] + "?utm_source=x").content.decode())
    (canonical,) = [e["href"] for e in page.all("link") if e["rel"] == "canonical"]

    assert canonical.startswith(settings.SITE_URL + "/")
    assert unquote(canonical) == unquote(settings.SITE_URL + newspaper[name])
    assert canonical.isascii()
    assert "%25" not in canonical
    assert page.meta("og:url") == canonical
    assert page.one("title").words.count("المحيط الإخباري") == 1
    assert page.meta("description")
    assert page.meta("og:title") in page.one("title").words
    assert page.meta("og:locale") == "ar_AR"


def canonical(client: Client, address: str) -> str:
    page = Markup(client.get(address).content.decode())
    (found,) = [e["href"] for e in page.all("link") if e["rel"] == "canonical"]
    return found.removeprefix(settings.SITE_URL)


def test_it_names_the_newest_page_of_a_list_by_one_address(newspaper: dict[str, str], client: Client) -> None:
    older = next(e["href"] for e in Markup(client.get("/latest/").content.decode()).all("a") if e.get("rel") == "next")
    second = Markup(client.get(f"/latest/{older}").content.decode())
    newer = next(e["href"] for e in second.all("a") if e.get("rel") == "prev")

    assert canonical(client, f"/latest/{newer}") == "/latest/"
    assert canonical(client, f"/latest/{older}&after=1-1&page=2") == f"/latest/{older}"


def test_it_names_the_place_in_a_list(newspaper: dict[str, str], client: Client) -> None:
    first = Markup(client.get("/latest/?utm_source=x").content.decode())
    (older,) = [e["href"] for e in first.all("a") if e.get("rel") == "next"]
    second = Markup(client.get(f"/latest/{older}").content.decode())

    assert [e["href"] for e in first.all("link") if e["rel"] in ("prev", "next")] == [older]
    assert [e["href"] for e in second.all("link") if e["rel"] == "canonical"] == [f"{settings.SITE_URL}/latest/{older}"]
    assert [e.words for e in second.all("a") if e.get("rel") == "prev"] == ["الأحدث"]
