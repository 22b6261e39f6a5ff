"""Every page of the admin speaks Arabic, from right to left, whatever the browser asks for."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest
from django.test import Client

from articles.models import Article, Byline, Decision, Tagging
from newsroom import roles
from newsroom.models import Page, User
from tests.conftest import member
from tests.factories import (
    ArticleFactory,
    AuthorFactory,
    PictureFactory,
    SectionFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db

ENGLISH = {"headers": {"accept-language": "en-US,en;q=0.9"}}
WORD = re.compile(r"[A-Za-z]{2,}")
# Formats, licences, names of members.
NAMES = {"JPEG", "PNG", "WebP", "AVIF", "EXIF", "CSV", "Excel", "CC", "BY", "SA", "https", "outsider", "sahafi"}
SAID_ALOUD = ("title", "alt", "placeholder", "aria-label", "data-label")
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "use"}


class Interface(HTMLParser):
    """The words of a page that are the interface's: not code, not what a person typed, not an address."""

    def __init__(self) -> None:
        super().__init__()
        self.path: list[tuple[str, bool]] = []
        self.said: list[str] = []
        self.html: dict[str, str | None] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "html":
            self.html = given
        if not self.silent:
            self.said += [given[name] or "" for name in SAID_ALOUD if name in given]
            if tag == "input" and given.get("type") in ("submit", "button", "reset"):
                self.said.append(given.get("value") or "")
        if tag not in VOID:
            silent = tag in ("script", "style", "code", "bdi", "textarea") or given.get("dir") == "ltr"
            self.path.append((tag, silent or self.silent))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.path.pop()

    def handle_endtag(self, tag: str) -> None:
        while self.path and self.path.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.said.append(data)

    @property
    def silent(self) -> bool:
        return bool(self.path) and self.path[-1][1]


def english_of(html: str) -> list[str]:
    """The pieces of a page that hold a Latin word."""
    parser = Interface()
    parser.feed(html)
    assert (parser.html.get("lang"), parser.html.get("dir")) == ("ar", "rtl")
    return [piece.strip() for piece in parser.said if set(WORD.findall(piece)) - NAMES]


@pytest.fixture
def newspaper(editor: User, journalist: User) -> Article:
    """One of everything, in Arabic, so that what is Latin is the interface's."""
    picture = PictureFactory(created_by=editor)
    topic = TopicFactory(name="مياه", slug="مياه")
    author = AuthorFactory(name="سلمى حداد", slug="سلمى", user=journalist, picture=picture)
    article = ArticleFactory(
        headline="ميناء وهران يستقبل أول سفينة",
        section=SectionFactory(name="اقتصاد", slug="اقتصاد"),
        picture=picture,
        created_by=journalist,
    )
    Byline.objects.create(article=article, author=author)
    Tagging.objects.create(article=article, topic=topic)
    article.submit(by=journalist)
    article.send_back(by=editor, note="ينقصه مصدر")
    Page.objects.create(title="من نحن", body="<p>نص</p>")
    return article


def pages_of_everybody() -> list[str]:
    return ["/admin/", "/admin/password_change/", "/admin/articles/article/", "/admin/articles/article/add/"]


def pages_of_an_article(article: Article) -> list[str]:
    base = f"/admin/articles/article/{article.pk}/"
    return [f"{base}change/", f"{base}change/?_popup=1", f"{base}history/"]


def pages_of_an_editor(article: Article) -> list[str]:
    one = {
        "articles/topic": article.topics.get().pk,
        "articles/author": article.authors.get().pk,
        "pictures/picture": article.picture_id,
    }
    forms = [f"/admin/{model}/{pk}/{page}/" for model, pk in one.items() for page in ("change", "history")]
    lists = [f"/admin/{model}/" for model in one] + [f"/admin/{model}/add/" for model in one]
    popups = [f"/admin/{model}/add/?_popup=1" for model in one]
    decision = Decision.objects.first().pk
    return [
        *lists,
        *forms,
        *popups,
        "/admin/articles/",
        "/admin/articles/article/?view=waiting&q=وهران",
        "/admin/articles/article/?_popup=1",
        f"/admin/articles/section/{article.section_id}/change/",
        "/admin/articles/section/",
        "/admin/articles/decision/",
        f"/admin/articles/decision/{decision}/change/",
    ]


def pages_of_a_manager(article: Article, user: User) -> list[str]:
    role = user.groups.get().pk
    page = Page.objects.latest("pk").pk
    return [
        "/admin/newsroom/",
        "/admin/newsroom/identity/1/change/",
        "/admin/newsroom/page/",
        "/admin/newsroom/page/add/",
        f"/admin/newsroom/page/{page}/change/",
        f"/admin/newsroom/page/{page}/delete/",
        "/admin/newsroom/user/",
        "/admin/newsroom/user/?account=active",
        "/admin/newsroom/user/add/",
        f"/admin/newsroom/user/{user.pk}/change/",
        f"/admin/newsroom/user/{user.pk}/history/",
        f"/admin/newsroom/user/{user.pk}/password/",
        "/admin/auth/group/",
        f"/admin/auth/group/{role}/change/",
        "/admin/articles/section/add/",
        f"/admin/articles/section/{SectionFactory(name='فارغ', slug='فارغ').pk}/delete/",
        f"/admin/articles/topic/{TopicFactory(name='يتيم', slug='يتيم').pk}/delete/",
    ]


def walk(client: Client, addresses: list[str]) -> dict[str, list[str]]:
    found = {}
    for address in addresses:
        answer = client.get(address, **ENGLISH)
        assert answer.status_code == 200, address
        if english := english_of(answer.content.decode()):
            found[address] = english
    return found


def test_it_speaks_arabic_to_a_journalist(client: Client, journalist: User, newspaper: Article) -> None:
    client.force_login(journalist)
    draft = ArticleFactory(headline="مسودة", section=newspaper.section, created_by=journalist)
    delete = f"/admin/articles/article/{draft.pk}/delete/"
    pictures = ["/admin/pictures/picture/", "/admin/pictures/picture/add/"]
    assert walk(client, [*pages_of_everybody(), *pages_of_an_article(newspaper), *pictures, delete]) == {}
    newspaper.submit(by=journalist)
    assert walk(client, pages_of_an_article(newspaper)) == {}


def test_it_speaks_arabic_to_an_editor(client: Client, editor: User, newspaper: Article) -> None:
    client.force_login(editor)
    pages = [*pages_of_everybody(), *pages_of_an_article(newspaper), *pages_of_an_editor(newspaper)]
    assert walk(client, pages) == {}
    newspaper.publish(by=editor)
    assert walk(client, pages_of_an_article(newspaper)) == {}


@pytest.mark.parametrize("superuser", [False, True])
def test_it_speaks_arabic_to_a_manager(client: Client, manager: User, newspaper: Article, superuser: bool) -> None:
    User.objects.filter(pk=manager.pk).update(is_superuser=superuser)
    client.force_login(manager)
    pages = [
        *pages_of_everybody(),
        *pages_of_an_article(newspaper),
        *pages_of_an_editor(newspaper),
        *pages_of_a_manager(newspaper, manager),
    ]
    assert walk(client, pages) == {}


@pytest.mark.parametrize("role", [roles.COMMENT_MODERATOR, roles.NEWSLETTER_MANAGER, roles.PLACEMENT_MANAGER])
def test_it_speaks_arabic_to_the_other_desks(client: Client, role: str) -> None:
    client.force_login(member("colleague", role))
    assert walk(client, ["/admin/", "/admin/password_change/"]) == {}


def test_it_speaks_arabic_about_what_went_wrong(client: Client, manager: User, newspaper: Article) -> None:
    def english_after(address: str, values: dict[str, object], status: int = 200) -> list[str]:
        answer = client.post(address, values, **ENGLISH)
        assert answer.status_code == status, address
        return english_of(answer.content.decode())

    formset = {
        f"{rows}-{count}_FORMS": "0"
        for rows in ("bylines", "related_choices", "sources")
        for count in ("TOTAL", "INITIAL")
    }
    assert english_after("/admin/login/", {"username": "x", "password": "x"}) == []
    client.force_login(manager)
    assert english_after("/admin/articles/article/add/", formset) == []
    assert english_after("/admin/articles/topic/add/", {"name": "مياه"}) == []
    assert english_after("/admin/articles/section/add/", {"name": "قسم", "slug": "admin"}) == []
    assert english_after("/admin/pictures/picture/add/", {}) == []
    assert english_after("/admin/newsroom/user/add/", {"username": "a b", "email": "x", "password1": "1"}) == []
    assert english_after(f"/admin/newsroom/user/{manager.pk}/password/", {"password1": "1", "password2": "2"}) == []
    assert english_after("/admin/newsroom/page/add/", {"title": "..."}) == []
    assert english_after("/admin/newsroom/identity/1/change/", {"name": "", "facebook": "ftp://x"}) == []
    wrong = {"old_password": "x", "new_password1": "12345", "new_password2": "54321"}
    assert english_after("/admin/password_change/", wrong) == []
    assert english_of(client.get("/admin/nothing/here/", **ENGLISH).content.decode()) == []


def test_it_speaks_arabic_when_it_refuses(client: Client, journalist: User, newspaper: Article) -> None:
    client.force_login(journalist)
    answer = client.get("/admin/newsroom/user/", **ENGLISH)
    assert answer.status_code == 403
    assert english_of(answer.content.decode()) == []


def test_it_speaks_arabic_at_the_door(client: Client, manager: User) -> None:
    assert walk(client, ["/admin/login/"]) == {}
    client.force_login(manager)
    answer = client.post("/admin/logout/", **ENGLISH)
    assert answer.status_code == 200
    assert english_of(answer.content.decode()) == []
    outsider = member("outsider", roles.EDITOR)
    User.objects.filter(pk=outsider.pk).update(is_staff=False)
    client.force_login(User.objects.get(pk=outsider.pk))
    assert english_of(client.get("/admin/login/", **ENGLISH).content.decode()) == []


def test_it_says_in_arabic_what_is_still_in_use(client: Client, manager: User, newspaper: Article) -> None:
    client.force_login(manager)
    address = f"/admin/articles/section/{newspaper.section_id}/delete/"
    answer = client.post(address, {"post": "yes"}, follow=True)
    page = answer.content.decode()
    assert "لا يمكن حذف «<bdi>اقتصاد</bdi>» لأنه مستعمل. المقالات: 1." in page
    assert english_of(page) == []
    assert Article.objects.filter(section=newspaper.section_id).exists()


def test_it_gives_the_scripts_their_arabic(client: Client, manager: User) -> None:
    client.force_login(manager)
    script = client.get("/admin/jsi18n/", **ENGLISH).content.decode()
    catalogue = json.loads(re.search(r"const newcatalog = (\{.*?\});", script, re.S)[1])
    for words in ("Today", "Cancel", "Choose a Date", "November", "Monday"):
        said = catalogue.get(words)
        assert said, f"«{words}» has no Arabic"
        assert not WORD.search(said if isinstance(said, str) else " ".join(said))
