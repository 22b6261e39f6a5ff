"""JSON-LD: what each page says of itself to machines (schema.org), and that nothing typed gets out of it."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client

from articles.models import Article, Byline
from newsroom.templatetags.newsroom import x_account
from tests.articles.markup import Markup
from tests.articles.newspaper import full_story, own_picture, print_newspaper
from tests.factories import ArticleFactory, AuthorFactory, SectionFactory

pytestmark = pytest.mark.django_db

Node = dict[str, Any]
OFFSET = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+01:00")
HOSTILE = "</script><script>alert(1)</script> ]]> <!-- \u2028 & «ختام»"


def nodes(client: Client, address: str) -> dict[str, Node]:
    """@type → node of each of the page's data blocks."""
    response = client.get(address)
    assert response.status_code == 200
    page = Markup(response.content.decode())
    blocks = [e for e in page.all("script") if e.get("type") == "application/ld+json"]
    assert all({parent.tag for parent in block.parents} == {"html", "head"} for block in blocks)
    found = [json.loads(block.words) for block in blocks]
    assert {node.pop("@context") for node in found} == {"https://schema.org"}
    return {node["@type"]: node for node in found}


def story_node(client: Client, story: Article) -> Node:
    (node,) = [node for name, node in nodes(client, story.get_absolute_url()).items() if name.endswith("NewsArticle")]
    return node


@pytest.fixture
def story() -> Article:
    return full_story(SectionFactory(name="اقتصاد", slug="economy"))


def test_a_story_says_what_search_engines_ask_for(client: Client, story: Article) -> None:
    node = story_node(client, story)
    address = "http://testserver" + story.get_absolute_url()

    assert node["url"] == node["mainEntityOfPage"]["@id"] == address
    assert node["headline"] == story.headline
    assert node["description"] == story.standfirst
    assert node["articleSection"] == "اقتصاد"
    assert node["keywords"] == ["الذكاء الاصطناعي", "نقل"]
    assert node["inLanguage"] == "ar"
    assert node["isAccessibleForFree"] is True
    assert node["contentLocation"] == {"@type": "Place", "name": "عنابة"}
    assert 40 < node["wordCount"] < 80
    assert OFFSET.fullmatch(node["datePublished"])
    assert OFFSET.fullmatch(node["dateModified"])
    assert node["datePublished"] < node["dateModified"]


def test_a_story_is_signed_by_each_author(client: Client, story: Article) -> None:
    authors = story_node(client, story)["author"]

    assert [author["name"] for author in authors] == ["ياسين ڨرّوف", "سلمى حدّاد"]
    assert {author["@type"] for author in authors} == {"Person"}
    assert {author["jobTitle"] for author in authors} == {"مراسل"}
    assert [author["url"] for author in authors] == [
        "http://testserver" + author.get_absolute_url() for author in story.authors.order_by("bylines")
    ]


def test_a_story_without_a_name_is_the_newspapers(client: Client) -> None:
    node = story_node(client, ArticleFactory(published=True))

    assert node["author"] == [{"@id": node["publisher"]["@id"]}]
    assert node["dateModified"] == node["datePublished"]
    assert not {"image", "keywords", "correction", "contentLocation"} & node.keys()


def test_a_story_tells_of_its_correction(client: Client, story: Article) -> None:
    node = story_node(client, story)

    assert node["correction"] == [
        {
            "@type": "CorrectionComment",
            "text": "صححنا عدد الحاويات.",
            "datePublished": node["dateModified"],
        }
    ]


def test_a_story_offers_its_picture_in_several_sizes(client: Client, story: Article) -> None:
    images = story_node(client, story)["image"]
    start = f"http://testserver/media/renditions/{story.picture.digest[:3]}/{story.picture.digest}"

    assert [(image["url"], image["width"], image["height"]) for image in images] == [
        (f"{start}-1600.webp", 1600, 900),
        (f"{start}-800.webp", 800, 450),
        (f"{start}-1200.jpg", 1200, 675),
    ]
    assert {image["creditText"] for image in images} == {"سليم قادري"}
    assert {image["caption"] for image in images} == {"عقلان يتجاذبان الخيوط نفسها."}


def test_a_small_picture_is_offered_as_it_is(client: Client) -> None:
    picture = own_picture(7)
    type(picture).objects.filter(pk=picture.pk).update(width=500, height=250)
    story = ArticleFactory(published=True, picture_id=picture.pk)

    images = story_node(client, story)["image"]

    assert [(image["width"], image["height"]) for image in images] == [(500, 250), (500, 250)]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("news", "NewsArticle"),
        ("report", "ReportageNewsArticle"),
        ("investigation", "ReportageNewsArticle"),
        ("analysis", "AnalysisNewsArticle"),
        ("opinion", "OpinionNewsArticle"),
        ("interview", "NewsArticle"),
        ("picture_story", "NewsArticle"),
    ],
)
def test_each_kind_has_its_type(client: Client, kind: str, expected: str) -> None:
    assert expected in nodes(client, ArticleFactory(published=True, kind=kind).get_absolute_url())


def test_every_kind_is_thought_of() -> None:
    from articles.structured_data import TYPES

    assert set(TYPES) == set(Article.Kind)


def test_the_publisher_is_the_same_everywhere(client: Client) -> None:
    pages = print_newspaper(stories=9)
    home = nodes(client, "/")
    house = home["NewsMediaOrganization"]

    assert house["name"] == "المحيط الإخباري"
    assert house["logo"]["url"] == "http://testserver/static/img/icon-512.png"
    assert house["sameAs"] == ["https://www.facebook.com/mohitnews", "https://x.com/mohitnews"]
    assert nodes(client, pages["story"])["ReportageNewsArticle"]["publisher"] == house
    assert nodes(client, pages["section"])["CollectionPage"]["publisher"] == house
    assert nodes(client, pages["author"])["ProfilePage"]["mainEntity"]["worksFor"] == house


def test_home_offers_the_search(client: Client) -> None:
    action = nodes(client, "/")["WebSite"]["potentialAction"]

    assert action["target"]["urlTemplate"] == "http://testserver/search/?q={search_term_string}"
    assert action["query-input"] == "required name=search_term_string"


@pytest.mark.parametrize(
    ("which", "names"),
    [
        ("section", ["الرئيسية", "الجزائر"]),
        ("topic", ["الرئيسية", "الذكاء الاصطناعي"]),
        ("author", ["الرئيسية", "سلمى حدّاد"]),
    ],
)
def test_a_list_says_the_way_to_it(client: Client, which: str, names: list[str]) -> None:
    address = print_newspaper(stories=9)[which]
    steps = nodes(client, address)["BreadcrumbList"]["itemListElement"]

    assert [step["name"] for step in steps] == names
    assert [step["position"] for step in steps] == [1, 2]
    assert [step["item"] for step in steps] == ["http://testserver/", "http://testserver" + address]


def test_a_story_says_the_way_to_it(client: Client, story: Article) -> None:
    steps = nodes(client, story.get_absolute_url())["BreadcrumbList"]["itemListElement"]

    assert [step["name"] for step in steps] == ["الرئيسية", "اقتصاد", story.headline]
    assert steps[-1]["item"] == "http://testserver" + story.get_absolute_url()


def test_an_author_is_a_person_with_a_profile(client: Client) -> None:
    address = print_newspaper(stories=9)["author"]
    person = nodes(client, address)["ProfilePage"]["mainEntity"]

    assert (person["@type"], person["name"], person["jobTitle"]) == ("Person", "سلمى حدّاد", "مراسل")
    assert person["description"] == "يكتب عن القرى والطرق."
    assert person["url"] == "http://testserver" + address
    assert person["image"][0]["url"].endswith(".jpg")


def test_a_topic_says_what_it_is_about(client: Client) -> None:
    node = nodes(client, print_newspaper(stories=9)["topic"])["CollectionPage"]

    assert node["about"] == {"@type": "Thing", "name": "الذكاء الاصطناعي"}
    assert node["description"] == "من الميناء إلى البيت."


def test_nothing_typed_gets_out_of_the_data_block(client: Client) -> None:
    story = ArticleFactory(published=True, standfirst=HOSTILE, place=HOSTILE[:80])
    Article.objects.filter(pk=story.pk).update(headline=HOSTILE + "\u202e")  # past the cleaning of a save
    Byline.objects.create(article=story, author=AuthorFactory(name="</script><b>كاتب"))

    page = client.get(story.get_absolute_url()).content.decode()

    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert len(blocks) == 2
    assert not set("<>&\u2028\u2029") & set("".join(blocks))
    node = story_node(client, story)
    assert node["headline"] == HOSTILE + "\u202e"
    assert node["author"][0]["name"] == "</script><b>كاتب"


def test_open_graph_tells_when_by_whom_and_of_what(client: Client, story: Article) -> None:
    page = Markup(client.get(story.get_absolute_url()).content.decode())
    facts = [(e["property"], e["content"]) for e in page.all("meta") if e.get("property").startswith("article:")]

    assert OFFSET.fullmatch(page.meta("article:published_time"))
    assert page.meta("article:published_time") < page.meta("article:modified_time")
    assert page.meta("article:section") == "اقتصاد"
    assert [value for name, value in facts if name == "article:tag"] == ["الذكاء الاصطناعي", "نقل"]
    assert [value for name, value in facts if name == "article:author"] == [
        "http://testserver" + author.get_absolute_url() for author in story.authors.order_by("bylines")
    ]


def test_engines_may_show_large_pictures_and_x_knows_the_account(client: Client) -> None:
    for name, address in print_newspaper(stories=9).items():
        if name != "not found":
            page = Markup(client.get(address).content.decode())
            assert page.meta("robots") == "max-image-preview:large", name
            assert page.meta("twitter:site") == "@mohitnews", name


@pytest.mark.parametrize(
    ("address", "account"),
    [
        ("https://x.com/mohitnews", "@mohitnews"),
        ("https://www.twitter.com/@mohitnews/?lang=ar", "@mohitnews"),
        ("https://x.com/", ""),
        ("https://x.com/a_name_that_is_too_long_for_x", ""),
        ("https://example.org/mohitnews", ""),
        ("", ""),
    ],
)
def test_an_account_of_x_is_read_from_its_address(address: str, account: str) -> None:
    assert x_account(address) == account


@pytest.mark.parametrize("which", ["home", "section", "topic", "author"])
def test_a_list_names_its_feeds(client: Client, which: str) -> None:
    address = print_newspaper(stories=9)[which]
    links = [e for e in Markup(client.get(address).content.decode()).all("link") if e["rel"] == "alternate"]

    assert [(e["type"], e["href"]) for e in links] == [
        ("application/rss+xml", f"{address}feed/"),
        ("application/atom+xml", f"{address}feed/atom/"),
    ]
    assert all(e["title"] for e in links)
