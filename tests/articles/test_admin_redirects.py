"""The desk of old addresses: single ones, and lists that are judged before they are stored."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles import permissions
from articles.models import Redirect, RedirectList
from newsroom import roles
from newsroom.models import User
from tests.conftest import member
from tests.factories import ArticleFactory, SectionFactory, TopicFactory

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/redirect/"
ADD = f"{LIST}add/"
IMPORT = f"{LIST}import/"


@pytest.fixture
def desk(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


@pytest.fixture
def managers(client: Client, manager: User) -> Client:
    client.force_login(manager)
    return client


def bring(client: Client, **values: object) -> HttpResponse:
    return client.post(IMPORT, values, follow=True)


def run(client: Client, brought: RedirectList) -> str:
    response = client.post(f"{IMPORT}{brought.pk}/")
    assert response.streaming
    assert response.headers["X-Accel-Buffering"] == "no"
    return b"".join(response.streaming_content).decode()


@pytest.mark.parametrize(
    ("role", "redirects", "imports"),
    [
        (roles.JOURNALIST, False, False),
        (roles.EDITOR, True, False),
        (roles.COMMENT_MODERATOR, False, False),
        (roles.NEWSLETTER_MANAGER, False, False),
        (roles.PLACEMENT_MANAGER, False, False),
        (roles.MANAGER, True, True),
    ],
)
def test_it_is_open_to_editors_and_its_lists_to_managers(
    client: Client, role: str, redirects: bool, imports: bool
) -> None:
    user = member("someone", role)
    client.force_login(user)
    one = Redirect.objects.create(address="/a", path="/")
    brought = RedirectList.objects.create(name="x", text="/b,/")

    assert (permissions.may_redirect(user), permissions.may_import_redirects(user)) == (redirects, imports)
    for address in (LIST, ADD, f"{LIST}{one.pk}/change/", f"{LIST}{one.pk}/delete/"):
        assert client.get(address).status_code == (200 if redirects else 403), address
    for address in (IMPORT, f"{IMPORT}{brought.pk}/"):
        assert client.get(address).status_code == (200 if imports else 403), address
        response = client.post(address)
        assert response.status_code == (200 if imports else 403), address
        b"".join(response)  # an import goes on while its page is read
        assert client.put(address).status_code in (403, 405), address
    assert Redirect.objects.filter(key="/b").exists() == imports


def test_it_sends_strangers_to_the_door(client: Client) -> None:
    for address in (LIST, IMPORT, f"{IMPORT}1/"):
        assert client.get(address).headers["Location"].startswith("/admin/login/")


def test_it_takes_any_address_as_it_is_copied(desk: Client, editor: User) -> None:
    story = ArticleFactory(published=True)
    old = "https://old.example/2021/05/12/%d8%ae%d8%a8%d8%b1/?utm_source=x"
    response = desk.post(ADD, {"address": old, "new": f"http://testserver{story.get_absolute_url()}"})

    assert response.status_code == 302
    row = Redirect.objects.get()
    assert (row.address, row.key, row.article, row.created_by) == ("/2021/05/12/خبر", "/2021/05/12/خبر", story, editor)
    assert desk.get("/2021/05/12/خبر").headers["Location"] == f"{story.get_absolute_url()}"


def test_it_takes_a_long_address_in_its_coded_form(desk: Client) -> None:
    desk.post(ADD, {"address": "/2021/" + "%d8%ae" * 300, "new": "/latest/"})

    assert Redirect.objects.get().key == "/2021/" + "خ" * 300


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"address": "/old", "new": "/nowhere/"}, "new", "لا صفحة في الموقع"),
        ({"address": "/old", "new": "https://evil.example/"}, "new", "خارج الموقع"),
        ({"address": "/latest/", "new": "/"}, "address", "في هذا العنوان صفحة"),
        ({"address": "/", "new": "/latest/"}, "address", "الصفحة الرئيسية"),
        ({"address": "/taken/", "new": "/latest/"}, "address", "موجود من قبل"),
        ({"address": "", "new": "/latest/"}, "address", "مطلوب"),
        ({"address": "/old", "new": ""}, "new", "مطلوب"),
    ],
)
def test_it_says_what_is_wrong(desk: Client, values: dict[str, str], field: str, words: str) -> None:
    Redirect.objects.create(address="/taken", path="/")
    response = desk.post(ADD, values)

    assert response.status_code == 200
    errors = response.context["adminform"].form.errors
    assert words in str(errors[field])
    assert [len(reasons) for reasons in errors.values()] == [1]
    assert Redirect.objects.count() == 1


def test_it_changes_where_an_address_leads(desk: Client) -> None:
    section = SectionFactory(name="ثقافة", slug="ثقافة")
    row = Redirect.objects.create(address="/a", section=section, origin="rename")
    page = desk.get(f"{LIST}{row.pk}/change/").content.decode()
    assert 'value="/ثقافة/"' in page

    desk.post(f"{LIST}{row.pk}/change/", {"address": "/a", "new": str(ArticleFactory(pk=77).pk)})
    row.refresh_from_db()
    assert (row.article_id, row.section_id, row.origin) == (77, None, "hand")
    assert 'value="77"' in desk.get(f"{LIST}{row.pk}/change/").content.decode()


@pytest.mark.parametrize("words", ["قديم", "%D9%82%D8%AF%D9%8A%D9%85", "قـديم", "https://old.example/خبر-قديم/"])
def test_it_finds_an_address_in_any_spelling(desk: Client, words: str) -> None:
    Redirect.objects.create(address="/خبر-قديم", path="/")
    Redirect.objects.create(address="/other", path="/")

    assert [row.key for row in desk.get(LIST, {"q": words}).context["cl"].result_list] == ["/خبر-قديم"]


def test_it_lists_many_with_as_many_queries_as_few(desk: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page = desk.get(LIST).content.decode()
        assert "مسرح" in page
        return len(captured)

    def fill(start: int) -> None:
        for n in range(start, start + 8, 4):
            Redirect.objects.create(address=f"/{n}", article=ArticleFactory())
            Redirect.objects.create(address=f"/{n + 1}", section=SectionFactory())
            Redirect.objects.create(address=f"/{n + 2}", topic=TopicFactory(name=f"مسرح {n}"))
            Redirect.objects.create(address=f"/{n + 3}", path="/latest/")

    fill(0)
    queries()
    few = queries()
    fill(100)
    assert queries() == few


def test_it_shows_the_way_to_a_list_to_managers_alone(desk: Client, manager: User) -> None:
    assert IMPORT not in desk.get(LIST).content.decode()
    desk.force_login(manager)
    assert IMPORT in desk.get(LIST).content.decode()


def test_it_judges_a_list_before_it_stores_it(managers: Client, manager: User) -> None:
    response = bring(managers, pasted="/a\t/latest/\n/b\t/nowhere/\n/c\t/\n")
    page = response.content.decode()
    brought = RedirectList.objects.get()

    assert response.redirect_chain == [(f"{IMPORT}{brought.pk}/", 302)]
    assert (brought.created_by, brought.name) == (manager, "قائمة ملصقة")
    assert "استيراد السليم: 2" in page
    assert "لا صفحة في الموقع بالعنوان الجديد." in page
    assert not Redirect.objects.exists()

    page = run(managers, brought)
    assert "2 من 2" in page
    assert "انتهى الاستيراد. ما حفظ: 2." in page
    assert page.rstrip().endswith("</html>")
    assert set(Redirect.objects.values_list("key", "origin", "created_by")) == {
        ("/a", "import", manager.pk),
        ("/c", "import", manager.pk),
    }
    brought.refresh_from_db()
    assert (brought.text, brought.stored, brought.refused) == ("", 2, 1)
    assert "ما حفظ: 2، وما رفض: 1" in managers.get(f"{IMPORT}{brought.pk}/").content.decode()


def test_it_stores_a_list_once(managers: Client) -> None:
    brought = RedirectList.objects.create(name="x", text="/a,/latest/")
    run(managers, brought)
    Redirect.objects.all().delete()

    assert "استوردت هذه القائمة من قبل." in run(managers, brought)
    assert not Redirect.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1256"])
def test_it_takes_a_file(managers: Client, encoding: str) -> None:
    file = SimpleUploadedFile("قديم.csv", "القديم;الجديد\r\n/خبر;/latest/\r\n".encode(encoding))
    page = bring(managers, file=file).content.decode()

    assert "استيراد السليم: 1" in page
    assert RedirectList.objects.get().name == "قديم.csv"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "اختر ملفا أو ألصق قائمة."),
        ({"pasted": " \n "}, "اختر ملفا أو ألصق قائمة."),
        ({"pasted": "العنوان القديم\tالجديد"}, "لا سطر في هذه القائمة."),
        ({"file": SimpleUploadedFile("x.xlsx", b"PK\x03\x04...")}, "هذا ملف Excel"),
        ({"file": SimpleUploadedFile("x.png", b"\x89PNG\x00")}, "هذا ليس ملف نص."),
        ({"file": SimpleUploadedFile("x.csv", b"")}, "فارغ"),
    ],
)
def test_it_says_why_it_takes_no_list(managers: Client, values: dict[str, object], words: str) -> None:
    response = bring(managers, **values)

    assert response.status_code == 200
    assert words in response.content.decode()
    assert not RedirectList.objects.exists()


def test_it_shows_two_hundred_wrong_lines_and_counts_the_rest(managers: Client) -> None:
    page = bring(managers, pasted="\n".join(f"/{n}x\t/nowhere/" for n in range(350))).content.decode()

    assert page.count("لا صفحة في الموقع بالعنوان الجديد.") == 200
    assert "وغيرها: 150." in page
    assert "لا جديد في هذه القائمة." in page


def test_it_escapes_what_a_list_says(managers: Client) -> None:
    page = bring(managers, pasted="/<script>x</script>\t/nowhere/").content.decode()

    assert "<script>x" not in page
    assert "&lt;script&gt;x" in page
