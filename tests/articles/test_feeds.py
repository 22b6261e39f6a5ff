"""RSS and Atom of the site, a section, a topic and an author: whole stories, and a cheap 304."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from xml.etree.ElementTree import Element

import feedparser
import pytest
from django.test import Client
from django.utils import timezone

from articles.feeds import in_order
from articles.models import Article, Byline, Section, Tagging
from newsroom.models import Identity
from tests.articles.archive import fill_archive, list_pages
from tests.articles.markup import Markup
from tests.articles.newspaper import full_story, own_picture
from tests.factories import ArticleFactory, AuthorFactory, PictureFactory, SectionFactory, TopicFactory
from tests.xml_documents import NAMES, read_xml, text, texts

pytestmark = pytest.mark.django_db

FORMS = {"rss": "feed/", "atom": "feed/atom/"}


@pytest.fixture
def story() -> Article:
    return full_story(SectionFactory(name="اقتصاد", slug="economy"))


def feeds(story: Article) -> dict[str, str]:
    """Name → address of each feed in which `story` stands."""
    author, topic = story.authors.first(), story.topics.first()
    pages = {
        "site": "/",
        "section": "/economy/",
        "topic": topic.get_absolute_url(),
        "author": author.get_absolute_url(),
    }
    return {f"{name} {form}": path + tail for name, path in pages.items() for form, tail in FORMS.items()}


def rss(client: Client, address: str = "/feed/") -> Element:
    return read_xml(client.get(address).content).find("channel")


def atom(client: Client, address: str = "/feed/atom/") -> Element:
    return read_xml(client.get(address).content)


def content(client: Client) -> str:
    """The HTML of the one story in the site's feed."""
    return text(rss(client), "item/content:encoded")


def test_every_feed_is_clean_and_holds_the_story(client: Client, story: Article) -> None:
    for name, address in feeds(story).items():
        response = client.get(address)
        assert response.status_code == 200, name
        read_xml(response.content)
        parsed = feedparser.parse(response.content, response_headers={"content-type": response["Content-Type"]})
        assert not parsed.bozo, (name, parsed.get("bozo_exception"))
        (entry,) = parsed.entries
        assert entry.title == story.headline, name
        assert entry.link == "http://testserver" + story.get_absolute_url(), name
        assert entry.id == f"tag:testserver,2026:story:{story.pk}", name
        names = ["ياسين ڨرّوف", "سلمى حدّاد"]
        assert [author.name for author in entry.authors] == names, name
        assert [tag.term for tag in entry.tags] == ["اقتصاد", "الذكاء الاصطناعي", "نقل"], name
        assert "97" in entry.content[0].value, name
        assert parsed.feed.link == f"http://testserver{address.partition('feed/')[0]}", name
        assert parsed.feed.language == "ar", name


@pytest.mark.parametrize(("form", "kind"), [("rss", "rss"), ("atom", "atom")])
def test_it_says_what_it_is(client: Client, story: Article, form: str, kind: str) -> None:
    response = client.get("/" + FORMS[form])

    assert response.headers["Content-Type"] == f"application/{kind}+xml; charset=utf-8"
    assert response.content.startswith(b'<?xml version="1.0" encoding="utf-8"?>')
    assert response.headers["Cache-Control"].startswith("public, max-age=30, s-maxage=60")
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert not response.cookies
    assert response.headers["Vary"] == "Accept-Encoding"


def test_rss_tells_of_the_channel(client: Client, story: Article) -> None:
    channel = rss(client, "/economy/feed/")

    assert text(channel, "title") == "اقتصاد | المحيط الإخباري"
    assert text(channel, "link") == "http://testserver/economy/"
    assert text(channel, "language") == "ar"
    assert text(channel, "ttl") == "15"
    assert [link.attrib for link in channel.findall("atom:link", NAMES)] == [
        {"rel": "self", "href": "http://testserver/economy/feed/"}
    ]
    assert text(channel, "image/url") == "http://testserver/static/img/icon-180.png"


def test_rss_tells_of_the_story(client: Client, story: Article) -> None:
    item = rss(client).find("item")

    assert texts(item, "dc:creator") == ["ياسين ڨرّوف", "سلمى حدّاد"]
    assert item.find("guid").attrib == {"isPermaLink": "false"}
    assert text(item, "description") == story.standfirst
    assert parsedate_to_datetime(text(item, "pubDate")) == story.published_at.replace(microsecond=0)
    assert text(item, "pubDate").endswith("+0100")
    media = item.find("media:content", NAMES)
    assert media.attrib == {
        "url": "http://testserver" + story.picture.share_url,
        "medium": "image",
        "type": "image/jpeg",
        "width": "1200",
        "height": "675",
    }
    assert text(media, "media:credit") == story.picture.credit


def test_atom_tells_of_the_story(client: Client, story: Article) -> None:
    feed = atom(client)
    entry = feed.find("atom:entry", NAMES)

    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "ar"
    assert text(feed, "atom:author/atom:name") == "المحيط الإخباري"
    assert texts(entry, "atom:author/atom:uri") == [
        "http://testserver" + author.get_absolute_url() for author in story.authors.order_by("bylines")
    ]
    published, updated = text(entry, "atom:published"), text(entry, "atom:updated")
    assert datetime.fromisoformat(published) == story.published_at
    assert datetime.fromisoformat(updated) == story.updated_at
    assert published.endswith("+01:00")
    assert entry.find("atom:content", NAMES).get("type") == "html"


def test_the_whole_story_travels(client: Client, story: Article) -> None:
    html = content(client)
    page = Markup(html)
    addresses = [e.get("href") or e.get("src") for e in page.elements if e.tag in ("a", "img")]

    assert page.elements[0].attributes == {"lang": "ar", "dir": "rtl"}
    assert {"p", "h2", "h3", "ul", "ol", "blockquote", "table", "figure", "img"} <= {e.tag for e in page.elements}
    assert not {"script", "button", "aside", "source", "picture", "iframe"} & {e.tag for e in page.elements}
    assert not [e for e in page.elements if {"class", "tabindex", "data-frame", "data-url"} & set(e.attributes)]
    assert all(re.match("https?://", address) for address in addresses)
    assert "https://www.youtube.com/watch?v=M0h1tDemo01" in addresses
    assert "مقطع على يوتيوب" in html
    assert '<bdi dir="ltr">C++</bdi>' in html
    assert "صححنا عدد الحاويات." in html
    assert '<p dir="ltr">What you do not use' in html


def test_pictures_travel_as_plain_images(client: Client, story: Article) -> None:
    inside = f'<figure><img src="/media/x.webp" alt="بديل" data-file="{own_picture(3).pk}"></figure>'
    Article.objects.filter(pk=story.pk).update(body=f"<p>نص</p>{inside}")

    lead, inside = Markup(content(client)).all("img")

    assert lead["src"] == "http://testserver" + story.picture.share_url
    assert inside["src"].startswith("http://testserver/media/renditions/")
    for image in (lead, inside):
        assert (image["width"], image["height"]) == ("1200", "675")
        assert image["alt"] == "قوارب صيد راسية عند الفجر"
    captions = [e.words for e in Markup(content(client)).all("figcaption")]
    assert captions == ["عقلان يتجاذبان الخيوط نفسها. سليم قادري", "ميناء الصيد في الجزائر سليم قادري"]


def test_links_to_our_stories_are_whole(client: Client) -> None:
    other = ArticleFactory(published=True, headline="قصة <أخرى>")
    aside = f'<aside data-article="{other.pk}"><a href="{other.get_absolute_url()}">x</a></aside>'
    ArticleFactory(published=True, body=f'<p><a href="/pages/about/">نص</a></p>{aside}', published_at=timezone.now())

    html = texts(rss(client), "item/content:encoded")[0]

    assert '<a href="http://testserver/pages/about/">نص</a>' in html
    assert f'اقرأ أيضا: <a href="http://testserver{other.get_absolute_url()}">قصة &lt;أخرى&gt;</a>' in html


def test_an_unknown_embed_is_a_link(client: Client) -> None:
    story = ArticleFactory(published=True)
    figure = '<figure data-embed="" data-url="https://elsewhere.example/?a=1&amp;b=2"><a href="x">x</a></figure>'
    Article.objects.filter(pk=story.pk).update(body=figure)

    assert '<p><a href="https://elsewhere.example/?a=1&amp;b=2">' in content(client)


TITLES = {
    "OpenAI تطلق نموذجا جديدا": "\u2068OpenAI\u2069 تطلق نموذجا جديدا",
    "هل انتهى زمن C++؟": "هل انتهى زمن \u2068C++\u2069؟",
    "كواليس الحرب بين ميتا وOpenAI": "كواليس الحرب بين ميتا وOpenAI",
}


@pytest.mark.parametrize("headline", TITLES)
def test_a_title_keeps_its_order(client: Client, headline: str) -> None:
    ArticleFactory(published=True, headline=headline)

    assert text(rss(client), "item/title") == TITLES[headline]
    assert text(atom(client), "atom:entry/atom:title") == TITLES[headline]


HOSTILE = "</title>]]><script>&amp; \x0b\x1f\ufffe\u202eمقلوب\x01"


@pytest.mark.parametrize("address", ["/feed/", "/feed/atom/"])
def test_hostile_text_harms_no_reader(client: Client, address: str) -> None:
    story = ArticleFactory(published=True, picture=PictureFactory())
    # Past the cleaning of a save, as an import by SQL would.
    Article.objects.filter(pk=story.pk).update(headline=HOSTILE, standfirst=HOSTILE, body=f"<p>{HOSTILE}</p>")
    Byline.objects.create(article=story, author=AuthorFactory(name="x"))
    for rows in (story.authors.model.objects, Section.objects, Identity.objects):
        rows.update(name=HOSTILE)

    document = client.get(address).content

    read_xml(document)
    assert not feedparser.parse(document).bozo
    shown = document.decode()
    assert not set("\x01\x0b\x1f\ufffe\u202e") & set(shown)
    assert "<script>" not in shown
    assert "&lt;/title&gt;]]&gt;" in shown


def test_a_stored_headline_is_clean_already(client: Client) -> None:
    story = ArticleFactory(published=True, headline="قبل\x00\u202eبعد ]]> </script>")

    assert text(rss(client), "item/title") == story.headline == "قبلبعد ]]> </script>"


def test_a_summary_is_no_html(client: Client) -> None:
    ArticleFactory(published=True, standfirst="إن كان a < b & <i>c")

    for parsed in (feedparser.parse(client.get(address).content) for address in ("/feed/", "/feed/atom/")):
        assert parsed.entries[0].summary == "إن كان a &lt; b &amp; &lt;i&gt;c"


# --- Who is in it -------------------------------------------------------------------------------------------------


def test_newest_first_and_twenty_of_them(client: Client) -> None:
    fill_archive(30)
    newest = [f"tag:testserver,2026:story:{s.pk}" for s in Article.objects.published().newest_first()[:20]]

    assert texts(rss(client), "item/guid") == newest
    for page in list_pages().values():
        if page != "/latest/":
            assert 4 < len(texts(rss(client, f"{page}feed/"), "item/guid")) <= 20


@pytest.mark.parametrize("state", ["draft", "in review", "scheduled", "withdrawn"])
def test_what_is_not_public_is_in_no_feed(client: Client, story: Article, state: str) -> None:
    tags = {address: client.get(address).headers["ETag"] for address in feeds(story).values()}
    now = timezone.now()
    hidden = ArticleFactory(
        headline="سر لا يعرفه القراء",
        section=story.section,
        **{
            "draft": {},
            "in review": {"status": "in_review"},
            "scheduled": {"status": "published", "published_at": now + timedelta(minutes=5)},
            "withdrawn": {"status": "withdrawn", "published_at": now - timedelta(days=1)},
        }[state],
    )
    Byline.objects.create(article=hidden, author=story.authors.first())
    Tagging.objects.create(article=hidden, topic=story.topics.first())
    assert {address: client.get(address).headers["ETag"] for address in tags} == tags
    Article.objects.filter(pk=story.pk).update(
        body=f'<p>نص</p><aside data-article="{hidden.pk}"><a href="{hidden.get_absolute_url()}">سر</a></aside>'
    )

    for name, address in feeds(story).items():
        response = client.get(address)
        document = response.content.decode()
        assert story.headline in document, name
        assert "سر" not in document, name
        assert f"story:{hidden.pk}<" not in document, name
        assert f"/{hidden.pk}/" not in document, name


def test_what_is_withdrawn_while_a_feed_is_made_is_left_out(client: Client, story: Article) -> None:
    hidden = ArticleFactory()

    assert [found.article.pk for found in in_order([hidden.pk, story.pk])] == [story.pk]


def test_a_scheduled_story_comes_in_by_itself_and_changes_the_tag(client: Client) -> None:
    ArticleFactory(published=True)
    before = client.get("/feed/")
    story = ArticleFactory(status="published", published_at=timezone.now() + timedelta(hours=1))
    assert client.get("/feed/", headers={"if-none-match": before.headers["ETag"]}).status_code == 304

    Article.objects.filter(pk=story.pk).update(published_at=timezone.now() - timedelta(seconds=1))

    after = client.get("/feed/", headers={"if-none-match": before.headers["ETag"]})
    assert after.status_code == 200
    assert f"story:{story.pk}<" in after.content.decode()


@pytest.mark.parametrize("address", ["/nowhere/feed/", "/topics/x/feed/", "/authors/x/feed/atom/", "/feed/feed/"])
def test_what_does_not_exist_has_no_feed(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_an_empty_feed_is_a_feed(client: Client) -> None:
    SectionFactory(slug="economy")
    TopicFactory(name="مسرح")

    for address in ("/feed/", "/feed/atom/", "/economy/feed/", "/topics/مسرح/feed/atom/"):
        first, second = client.get(address), client.get(address)
        read_xml(first.content)
        assert not feedparser.parse(first.content).bozo
        assert first.content == second.content


@pytest.mark.parametrize("address", ["/feed", "/economy/feed", "/feed/atom"])
def test_a_missing_slash_is_added(client: Client, story: Article, address: str) -> None:
    assert client.get(address).headers["Location"] == f"{address}/"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/feed/rss2/", "/feed/"),
        ("/feed/rdf/", "/feed/"),
        ("/feed/rdf", "/feed/"),
        ("/wp-sitemap.xml", "/sitemap.xml"),
        ("/sitemap_index.xml", "/sitemap.xml"),
        ("/news-sitemap.xml", "/sitemaps/news.xml"),
    ],
)
def test_the_addresses_of_wordpress_lead_here(client: Client, story: Article, old: str, new: str) -> None:
    response = client.get(old)

    assert (response.status_code, response.headers["Location"]) == (301, new)
    assert response.headers["Cache-Control"].startswith("public")
    assert client.get(new).status_code == 200
    assert client.post(old).status_code == 405


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_is_only_read(client: Client, story: Article, method: str) -> None:
    assert getattr(client, method)("/feed/").status_code == 405
