"""Every address that a public page names is there: a crawl of the whole newspaper, from the home page on."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from articles.models import Article, Byline, Section, Tagging
from pictures import renditions
from pictures.models import Picture
from tests.articles.markup import Element, Markup
from tests.articles.newspaper import print_newspaper
from tests.factories import ArticleFactory
from tests.xml_documents import read_xml

pytestmark = pytest.mark.django_db

OURS = {"", urlsplit(settings.SITE_URL).netloc}
HIDDEN = "لا يراها القارئ"
FILES = {"/manifest.webmanifest", "/opensearch.xml"}


def hide_stories() -> list[Article]:
    """Stories that readers may not see, with everything that could lead to them; one public story names them all."""
    section, later = Section.objects.first(), timezone.now() + timedelta(days=1)
    states = [
        {"status": Article.Status.DRAFT},
        {"status": Article.Status.IN_REVIEW},
        {"status": Article.Status.WITHDRAWN, "published_at": timezone.now() - timedelta(hours=2)},
        {"status": Article.Status.PUBLISHED, "published_at": later},
    ]
    stories = [ArticleFactory(headline=HIDDEN, section=section, **state) for state in states]
    signed = Article.objects.filter(bylines__isnull=False, taggings__isnull=False).first()
    for story in stories:
        Byline.objects.create(article=story, author=signed.authors.first())
        Tagging.objects.create(article=story, topic=signed.topics.first())
    links = "".join(
        f'<aside data-article="{story.pk}"><a href="{story.get_absolute_url()}">{HIDDEN}</a></aside>'
        for story in stories
    )
    Article.objects.filter(pk=signed.pk).update(body=signed.body + links)
    return stories


def addresses_in(element: Element) -> Iterator[str]:
    """What an element loads or leads to."""
    for name in ("href", "src", "action", "data-embeds", "data-copy", "data-share"):
        if element.get(name):
            yield element[name]
    for candidate in element.get("srcset").split(", ") if element.get("srcset") else []:
        yield candidate.split()[0]
    if element.tag == "meta" and element.get("property") in ("og:url", "og:image"):
        yield element["content"]


def crawl(client: Client) -> tuple[dict[str, Markup], dict[str, list[str]], set[str]]:
    """(address → page of every page that can be reached, address → addresses in every feed and sitemap, all files)."""
    pages: dict[str, Markup] = {}
    documents: dict[str, list[str]] = {}
    files: set[str] = set()
    waiting = deque(["/", "/sitemap.xml"])
    while waiting:
        address = waiting.popleft()
        path = address.partition("?")[0]
        if path.startswith(("/static/", "/media/")):
            files.add(address)
        elif address not in pages and address not in documents and path not in FILES:
            response = client.get(address, follow=True)
            assert response.status_code == 200, unquote(address)
            assert len(response.redirect_chain) <= 1, unquote(address)
            if response.headers["Content-Type"] == "image/jpeg":  # a share picture, which names no further address
                continue
            if "xml" in response.headers["Content-Type"]:
                assert HIDDEN not in response.content.decode(), address
                documents[address] = [path_of(here) for here in addresses_of(read_xml(response.content))]
                waiting += documents[address]
                continue
            pages[address] = Markup(response.content.decode())
            waiting += [here for here in links_of(pages[address], address) if here not in pages]
    return pages, documents, files


def addresses_of(document: ElementTree.Element) -> Iterator[str]:
    """The pages and files of ours that a feed or a sitemap names."""
    for element in document.iter():
        named = element.text if element.tag.rpartition("}")[2] in ("link", "loc", "url") else ""
        for address in (named, element.get("href"), element.get("url")):
            if address and address.startswith(settings.SITE_URL):
                yield address


def path_of(address: str) -> str:
    return address.removeprefix(settings.SITE_URL)


def links_of(page: Markup, address: str) -> Iterator[str]:
    for element in page.elements:
        for named in addresses_in(element):
            whole = urlsplit(urljoin(address, named))
            if whole.scheme in ("", "http", "https") and whole.netloc in OURS:
                yield (
                    whole.path
                    + (f"?{whole.query}" if whole.query else "")
                    + (f"#{whole.fragment}" if whole.path.startswith("/static/") and whole.fragment else "")
                )


@pytest.fixture
def newspaper() -> list[Article]:
    """The hidden stories of a full newspaper."""
    print_newspaper()
    return hide_stories()


def test_every_address_answers_and_none_leads_to_a_hidden_story(client: Client, newspaper: list[Article]) -> None:
    pages, documents, files = crawl(client)

    public = Article.objects.published().values_list("pk", flat=True)
    assert len(public) > 40
    assert {f"/{pk}/" for pk in public} <= set(pages)  # the short links of the share buttons
    hidden = {f"/{story.pk}/" for story in newspaper}
    assert not [address for address in pages if any(key in address for key in hidden)]
    assert not [address for address, page in pages.items() if HIDDEN in page.one("html").words]
    assert any("before=" in address for address in pages)
    assert {"/feed/", "/feed/atom/", "/sitemaps/news.xml", "/sitemaps/pages.xml"} <= set(documents)
    lists = {address.partition("?")[0] for address in pages} - {story.get_absolute_url() for story in newspaper}
    assert {
        f"{address}feed/"
        for address in lists
        if address.startswith(("/topics/", "/authors/")) and address != "/topics/"
    } <= set(documents)
    check_sitemaps(documents)
    assert all(client.get(address).status_code == 200 for address in FILES)
    check_static([file for file in files if file.startswith("/static/")])
    check_pictures([file for file in files if file.startswith("/media/")])


def check_sitemaps(documents: dict[str, list[str]]) -> None:
    """Every public story is in one of the months, by the address at which it answers without a detour."""
    named = {here for address, found in documents.items() if address.startswith("/sitemaps/2") for here in found}
    stories = {story.get_absolute_url() for story in Article.objects.published().select_related("section")}
    assert {address for address in named if not address.startswith("/media/")} == stories


def check_static(files: list[str]) -> None:
    assert files
    for address in files:
        path, _, fragment = address.removeprefix(settings.STATIC_URL).partition("#")
        found = finders.find(path)
        assert found, address
        if fragment:
            assert [e for e in ElementTree.parse(found).iter() if e.get("id") == fragment], address


def check_pictures(files: list[str]) -> None:
    """The newspaper's pictures are rows without files, so: each address is one that a rendition of a row has."""
    assert files
    known = {
        default_storage.url(name)
        for digest, width in Picture.objects.values_list("digest", "width")
        for name in renditions.names(digest, width)
    }
    assert set(files) <= known
