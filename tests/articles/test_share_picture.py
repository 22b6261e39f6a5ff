"""The share picture of a story: what the page says of it, who gets it, and when it is another one."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.storage import default_storage
from django.test import Client
from PIL import Image
from pytest_django import DjangoAssertNumQueries

from articles import sharing
from articles.models import Article, Byline
from articles.sharing import Shared, kept_or_drawn, share_of
from newsroom.models import Identity, User
from pictures import renditions
from pictures.models import Picture
from tests.articles.markup import Markup
from tests.factories import ArticleFactory, AuthorFactory, PictureFactory, SectionFactory, jpeg

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings: LazySettings, tmp_path: Path) -> Path:
    """A media folder for each test: their stories have the same keys."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def lead(**fields: Any) -> Picture:
    """A picture of the library with the rendition that share pictures are drawn from."""
    picture = PictureFactory(**fields)
    renditions.write(renditions.name(picture.digest, 1200, "jpg"), jpeg(1200, 675, "orange"))
    return picture


@pytest.fixture
def story() -> Article:
    return ArticleFactory(
        published=True,
        headline="OpenAI تطلق نسخة GPT-5.2",
        section=SectionFactory(name="تكنولوجيا", slug="tech"),
        kind=Article.Kind.ANALYSIS,
        picture=lead(),
    )


def shared_of(story: Article) -> Shared:
    return share_of(Article.objects.for_reading().get(pk=story.pk), Identity.objects.get().name)


def address_of(story: Article) -> str:
    return shared_of(story).share_url


def test_the_page_names_it(client: Client, story: Article) -> None:
    page = Markup(client.get(story.get_absolute_url()).content.decode())

    address = page.meta("og:image")
    assert re.fullmatch(rf"http://testserver/share/{story.pk}-[0-9a-f]{{16}}\.jpg", address)
    assert (page.meta("og:image:width"), page.meta("og:image:height")) == ("1200", "630")
    assert page.meta("og:image:alt") == "OpenAI تطلق نسخة GPT-5.2 | المحيط الإخباري"
    assert page.meta("twitter:image") == address
    assert page.meta("twitter:card") == "summary_large_image"


def test_the_page_draws_nothing(client: Client, story: Article, media: Path) -> None:
    client.get(story.get_absolute_url())

    assert not (media / "share").exists()


def test_it_is_a_jpeg_that_any_cache_may_keep_for_ever(client: Client, story: Article) -> None:
    response = client.get(address_of(story), headers={"accept-encoding": "gzip"})

    image = Image.open(BytesIO(response.content))
    assert (image.format, image.size) == ("JPEG", (1200, 630))
    assert len(response.content) < 150_000
    assert response.headers["Content-Type"] == "image/jpeg"
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Content-Encoding" not in response.headers
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")


def test_it_shows_the_lead_picture(client: Client, story: Article) -> None:
    image = Image.open(BytesIO(client.get(address_of(story)).content))

    red, green, blue = image.getpixel((100, 60))
    assert red > 230
    assert 140 < green < 190
    assert blue < 40


def test_it_answers_304_and_head(client: Client, story: Article) -> None:
    first = client.get(address_of(story))
    again = client.get(address_of(story), headers={"if-none-match": first.headers["ETag"]})
    head = client.head(address_of(story))

    assert (again.status_code, again.content) == (304, b"")
    assert (head.status_code, head.content) == (200, b"")


def test_it_is_drawn_once(client: Client, story: Article, media: Path) -> None:
    first = client.get(address_of(story)).content
    (file,) = (media / "share").rglob("*.jpg")
    assert file.read_bytes() == first
    file.write_bytes(b"kept")

    assert client.get(address_of(story)).content == b"kept"


def test_it_takes_two_queries(
    client: Client, story: Article, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = address_of(story)
    client.get(address)

    # The story; the site's name.
    with django_assert_num_queries(2):
        client.get(address)


def change(story: Article, what: str) -> None:
    """Change one thing that is drawn, or one that is not."""
    match what:
        case "headline":
            Article.objects.filter(pk=story.pk).update(headline="عنوان آخر")
        case "section":
            story.section.name = "علوم"
            story.section.save()
        case "kind":
            Article.objects.filter(pk=story.pk).update(kind=Article.Kind.REPORT)
        case "picture":
            Article.objects.filter(pk=story.pk).update(picture=lead())
        case "no picture":
            Article.objects.filter(pk=story.pk).update(picture=None)
        case "focal point":
            Picture.objects.filter(pk=story.picture_id).update(focal_x=0.9)
        case "site":
            Identity.objects.update(name="صحيفة أخرى")
        case "standfirst":
            Article.objects.filter(pk=story.pk).update(standfirst="مقدمة أخرى", body="<p>نص آخر.</p>")


@pytest.mark.parametrize("what", ["headline", "section", "kind", "picture", "no picture", "focal point", "site"])
def test_its_address_changes_with_what_it_shows(client: Client, story: Article, what: str) -> None:
    old = address_of(story)
    before = client.get(old).content

    change(story, what)

    new = address_of(story)
    assert new != old
    assert Markup(client.get(story.get_absolute_url(), follow=True).content.decode()).meta("og:image").endswith(new)
    after = client.get(new).content
    assert after != before or what in ("picture", "focal point")  # both are plain orange


def test_its_address_stays_when_the_text_changes(story: Article) -> None:
    old = address_of(story)

    change(story, "standfirst")

    assert address_of(story) == old


def test_its_address_changes_with_the_design(story: Article, monkeypatch: pytest.MonkeyPatch) -> None:
    old = address_of(story)

    monkeypatch.setattr("mohit.share_picture.VERSION", 999)

    assert address_of(story) != old


@pytest.mark.parametrize("revision", ["-0123456789abcdef", "-0", "-x", ""])
def test_an_old_address_leads_to_the_present_one(client: Client, story: Article, media: Path, revision: str) -> None:
    response = client.get(f"/share/{story.pk}{revision}.jpg")

    assert response.status_code == 302
    assert response.headers["Location"] == address_of(story)
    assert "immutable" not in response.headers["Cache-Control"]
    assert not response.cookies
    assert not (media / "share").exists()


def test_it_takes_its_older_files_away(client: Client, story: Article, media: Path) -> None:
    other = ArticleFactory(published=True)
    client.get(address_of(other))
    client.get(address_of(story))

    change(story, "headline")
    client.get(address_of(story))

    kept = {file.name for file in (media / "share").rglob("*.jpg")}
    assert kept == {Path(address_of(story)).name, Path(address_of(other)).name}


@pytest.mark.parametrize("status", ["draft", "in_review", "withdrawn"])
def test_nobody_sees_it_before_the_story(client: Client, story: Article, editor: User, status: str) -> None:
    address = address_of(story)
    client.get(address)
    Article.objects.filter(pk=story.pk).update(status=status)
    client.force_login(editor)

    for name in (address, f"/share/{story.pk}.jpg"):
        assert client.get(name).status_code == 410  # readers saw it once


@pytest.mark.parametrize(
    "address",
    ["/share/999999-0123456789abcdef.jpg", "/share/1.png", "/share/x.jpg", "/share/1-.jpg", "/share/../1.jpg"],
)
def test_it_knows_no_other_address(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_it_refuses_other_methods(client: Client, story: Article) -> None:
    assert client.post(address_of(story)).status_code == 405


def test_an_opinion_names_its_authors(story: Article) -> None:
    for position, name in enumerate(("أمينة بن علي", "ياسين ڨرّوف")):
        Byline.objects.create(article=story, author=AuthorFactory(name=name), position=position)
    analysis = shared_of(story).card
    Article.objects.filter(pk=story.pk).update(kind=Article.Kind.OPINION)
    opinion = shared_of(story).card

    assert (analysis.kicker, analysis.author) == ("تكنولوجيا · تحليل", "")
    assert (opinion.kicker, opinion.author) == ("تكنولوجيا · رأي", "أمينة بن علي وياسين ڨرّوف")


def test_plain_news_names_its_section_only(story: Article) -> None:
    Article.objects.filter(pk=story.pk).update(kind=Article.Kind.NEWS)

    assert shared_of(story).card.kicker == "تكنولوجيا"


@pytest.mark.parametrize("state", ["missing", "broken", "cut"])
def test_it_does_without_a_lead_picture_that_cannot_be_read(client: Client, story: Article, state: str) -> None:
    name = renditions.name(story.picture.digest, 1200, "jpg")
    if state == "missing":
        default_storage.delete(name)
    else:
        renditions.write(name, b"no picture" if state == "broken" else jpeg(1200, 675)[:2000])

    response = client.get(address_of(story))
    again = client.get(address_of(story))

    assert Image.open(BytesIO(response.content)).size == (1200, 630)
    assert "immutable" not in response.headers["Cache-Control"]
    assert again.content == response.content

    renditions.write(name, jpeg(1200, 675, "orange"))
    healed = client.get(address_of(story))
    assert healed.content != response.content
    assert "immutable" in healed.headers["Cache-Control"]


def test_it_draws_for_one_of_many_who_ask_at_once(story: Article, media: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shared, drawings, draw = shared_of(story), [], sharing.drawn
    monkeypatch.setattr(sharing, "drawn", lambda shared: drawings.append(1) or draw(shared))

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(kept_or_drawn, [shared] * 8))

    assert len({content for content, _ in answers}) == 1
    assert len(drawings) == 1
    assert [file.name for file in (media / "share").rglob("*")][1:] == [Path(shared.file_name).name]


def test_two_processes_may_draw_it_at_once(story: Article, media: Path) -> None:
    shared = shared_of(story)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: sharing.keep(shared, sharing.drawn(shared)), range(6)))

    (file,) = (file for file in (media / "share").rglob("*") if file.is_file())
    assert file.read_bytes() == sharing.drawn(shared)


def test_a_full_disk_costs_no_answer(client: Client, story: Article, media: Path) -> None:
    (media / "share").write_bytes(b"no folder can be made here")

    assert client.get(address_of(story)).status_code == 200
