"""Lists of old addresses: what is read, what is refused and why, where chains end, and the command that takes them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from io import StringIO
from pathlib import Path
from threading import Barrier, BrokenBarrierError
from urllib.parse import quote

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles import redirect_lists
from articles.models import Redirect
from articles.redirect_lists import Plan, Unreadable, decoded, judged, plan, read_lines
from newsroom.models import Page
from tests.factories import ArticleFactory, AuthorFactory, SectionFactory, TopicFactory

pytestmark = pytest.mark.django_db


def planned(text: str) -> Plan:
    return plan(read_lines(text))


def brought(text: str) -> Plan:
    made = planned(text)
    list(made.store())
    return made


def reasons(text: str) -> dict[int, str]:
    return {problem.number: problem.reason for problem in planned(text).problems}


@pytest.mark.parametrize(
    "text",
    [
        "/a\t/latest/\n/b\t/latest/",
        "/a,/latest/\r\n/b,/latest/\r\n",
        "/a;/latest/\r/b;/latest/",
        '"/a","/latest/"\n"/b","/latest/"',
        "/a /latest/\n/b     /latest/",
        "\ufeffالعنوان القديم,الجديد\n/a,/latest/\n\n/b,/latest/,ملاحظة\n",
        "قديم\tجديد\n/a\t/latest/\n /b \t /latest/ \n",
        "/a\t/latest/\n\u200f/b\u200f\t\u200f/latest/\u200f",
    ],
)
def test_it_reads_the_tables_that_spreadsheets_write(text: str) -> None:
    assert [(row.key, row.path) for row in planned(text).redirects] == [("/a", "/latest/"), ("/b", "/latest/")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
def test_it_reads_the_encodings_that_spreadsheets_write(encoding: str) -> None:
    assert decoded("/خبر,/latest/\n".encode(encoding)).strip() == "/خبر,/latest/"


@pytest.mark.parametrize("content", [b"PK\x03\x04rest", b"\x00\x01\x02\x00", b"\x89PNG\r\n\x1a\n\x00"])
def test_it_says_what_is_no_list(content: bytes) -> None:
    with pytest.raises(Unreadable, match="CSV"):
        decoded(content)


def test_it_counts_lines_as_the_editor_sees_them() -> None:
    text = 'قديم,جديد\n"/a,/latest/\n\n/b,/nowhere/\n/c,/latest/\n/d\n,/latest/\n'

    assert reasons(text) == {
        2: "السطر ناقص: اكتب العنوان القديم ثم الجديد.",
        4: "لا صفحة في الموقع بالعنوان الجديد.",
        6: "السطر ناقص: اكتب العنوان القديم ثم الجديد.",
        7: "السطر ناقص: اكتب العنوان القديم ثم الجديد.",
    }
    assert [row.key for row in planned(text).redirects] == ["/c"]


def test_it_refuses_a_list_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redirect_lists, "MOST_LINES", 3)
    with pytest.raises(Unreadable, match="أطول من 3 سطر"):
        planned("/a,/\n" * 4)


def test_it_finds_what_each_new_address_means() -> None:
    section, topic = SectionFactory(name="ثقافة", slug="ثقافة"), TopicFactory(name="مسرح")
    author, story = AuthorFactory(name="هند"), ArticleFactory(published=True, section=section)
    draft = ArticleFactory(section=section)
    Page.objects.create(title="من نحن", slug="من-نحن")
    targets = {
        str(story.pk): ("article_id", story.pk),
        story.get_absolute_url(): ("article_id", story.pk),
        f"http://testserver/ثقافة/{story.pk}/عنوان-آخر": ("article_id", story.pk),
        f"/{draft.pk}/": ("article_id", draft.pk),
        "/ثقافة/": ("section_id", section.pk),
        "ثقافة": ("section_id", section.pk),
        quote("/ثقافة/").lower(): ("section_id", section.pk),
        "/topics/مسرح": ("topic_id", topic.pk),
        "/authors/هند/": ("author_id", author.pk),
        "/": ("path", "/"),
        "http://testserver": ("path", "/"),
        "/latest": ("path", "/latest/"),
        "/latest/?x=1": ("path", "/latest/?x=1"),
        "/pages/من-نحن": ("path", "/pages/من-نحن/"),
    }
    for new, (field, value) in targets.items():
        assert judged("/old/", new) == ({field: value}, ""), new


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("/old", "999999", "لا صفحة"),
        ("/old", "/tech/999999/x/", "لا صفحة"),
        ("/old", "/topics/nothing/", "لا صفحة"),
        ("/old", "/pages/nothing/", "لا صفحة"),
        ("/old", "/admin/", "لا صفحة"),
        ("/old", "/?p=5", "لا صفحة"),
        ("/old", "/reads/", "لا صفحة"),
        # A letter of a parameter is six in an address.
        ("/old", f"/latest/?q={'س' * 200}", "الجديد أطول"),
        ("/old", "https://evil.example/", "خارج الموقع"),
        ("/old", "//evil.example/x", "خارج الموقع"),
        ("/old", "evil.example/x", "خارج الموقع"),
        ("/old", "javascript://testserver.evil/%0aalert(1)", "خارج الموقع"),
        ("/old", "/\\evil.example", "لا صفحة"),
        ("/", "/latest/", "الصفحة الرئيسية"),
        ("https://old.example", "/latest/", "الصفحة الرئيسية"),
        ("/latest/", "/", "في هذا العنوان صفحة"),
        ("/tech", "/latest/", "في هذا العنوان صفحة"),
        ("/admin/x", "/latest/", "محجوز"),
        ("/media/x.jpg", "/latest/", "محجوز"),
        ("/" + "س" * 700, "/latest/", "أطول"),
        ("", "/latest/", "ناقص"),
        ("/old", "", "ناقص"),
        ("/old", "/old/", "حلقة"),
    ],
)
def test_it_says_what_is_wrong_with_a_line(old: str, new: str, reason: str) -> None:
    SectionFactory(slug="tech")
    target, why = judged(old, new)

    assert reason in why
    assert target == {}


def test_it_refuses_the_address_of_a_story_and_takes_its_wrong_forms() -> None:
    story = ArticleFactory(published=True)
    assert "في هذا العنوان صفحة" in judged(story.get_absolute_url(), "/latest/")[1]
    assert "في هذا العنوان صفحة" in judged(f"/{story.pk}/", "/latest/")[1]
    assert judged(f"/news/{story.pk}/قديم/", "/latest/") == ({"path": "/latest/"}, "")
    assert judged(f"/archives/{story.pk}", "/latest/") == ({"path": "/latest/"}, "")


def test_it_follows_old_addresses_to_the_end() -> None:
    story = ArticleFactory(published=True)
    brought(f"/stored,{story.pk}")
    made = brought("/a,/b\n/b,/c/\nhttps://old.example/c,/stored/\n/d,/a?utm_source=x\n")

    assert made.problems == []
    assert set(Redirect.objects.values_list("article", flat=True)) == {story.pk}
    assert Redirect.objects.count() == 5


def test_it_refuses_a_ring() -> None:
    made = planned("/a,/b\n/b,/c\n/c,/a\n/d,/a\n/e,/latest/\n")

    assert [(problem.number, problem.reason) for problem in made.problems] == [
        (number, "العناوين تدور في حلقة.") for number in (1, 2, 3, 4)
    ]
    assert [row.key for row in made.redirects] == ["/e"]


def test_it_closes_no_ring_through_what_is_stored() -> None:
    page = Page.objects.create(title="ص", slug="gone")
    brought("/a,/pages/gone/")
    page.delete()

    assert reasons("/pages/gone,/a") == {1: "العناوين تدور في حلقة."}


def test_it_shortens_what_is_stored(client: Client) -> None:
    page = Page.objects.create(title="ص", slug="gone")
    brought("/a,/pages/gone/")
    page.delete()
    story = ArticleFactory(published=True)
    brought(f"/pages/gone/,{story.pk}")

    assert client.get("/a/").headers["Location"] == story.get_absolute_url()


def test_it_names_the_line_that_says_otherwise() -> None:
    TopicFactory(name="مسرح")
    made = planned("/a,/latest/\n/a/,/latest/\nhttps://old.example/A,/topics/مسرح/\n")

    assert [(p.number, p.reason) for p in made.problems] == [(3, "ورد هذا العنوان القديم في السطر 1 إلى مكان آخر.")]
    assert (made.added, made.same) == (1, 1)


def test_it_tells_the_new_from_the_changed_from_the_known() -> None:
    brought("/a,/latest/\n/b,/latest/")
    made = planned("/a,/latest/\n/b,/\n/c,/")

    assert (made.added, made.changed, made.same) == (1, 1, 1)
    assert sorted(row.key for row in made.redirects) == ["/b", "/c"]
    list(made.store())
    assert dict(Redirect.objects.values_list("key", "path")) == {"/a": "/latest/", "/b": "/", "/c": "/"}


def test_it_changes_the_kind_of_target() -> None:
    story = ArticleFactory(published=True)
    brought("/a,/latest/")
    brought(f"/a,{story.pk}")

    assert Redirect.objects.get().article == story


def test_it_stores_all_or_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redirect_lists, "BATCH", 2)
    made = planned("/a,/latest/\n/b,/latest/\n/c,/latest/")
    made.redirects[2].path = "//evil.example"

    with pytest.raises(Exception, match="redirect_stays_on_the_site"):
        list(made.store())
    assert not Redirect.objects.exists()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_lists_at_once_are_both_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redirect_lists, "BATCH", 10)
    lines = [f"/{number}/,/latest/?a=" for number in range(1000, 1020)]
    both_have_a_batch = Barrier(2)

    def store(lines: list[str], mark: str) -> int:
        try:
            made = planned("\n".join(line + mark for line in lines))
            for done in made.store():
                if done == 10:
                    with suppress(BrokenBarrierError):  # the second waits for the first to be done
                        both_have_a_batch.wait(0.5)
            return len(made.redirects)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.submit(store, lines, "1"), pool.submit(store, lines[::-1], "2")
        assert (first.result(), second.result()) == (20, 20)

    assert Redirect.objects.count() == 20
    assert Redirect.objects.values("path").distinct().count() == 1


def test_it_asks_as_often_for_a_long_list_as_for_a_short_one() -> None:
    stories = [ArticleFactory(published=True).pk for _ in range(3)]

    def queries(lines: int) -> int:
        text = "\n".join(f"/{lines}/خبر-{n}/,{stories[n % 3]}" for n in range(lines))
        with CaptureQueriesContext(connection) as captured:
            brought(text)
        return len(captured)

    assert queries(10) == queries(1_500) <= 12


def test_it_takes_what_wordpress_exports(client: Client) -> None:
    story = ArticleFactory(published=True)
    slug = quote("كواليس-الحرب-الباردة-بين-ميتا-وopenai-على-عق").lower()
    brought(f"https://old.example/2021/05/12/{slug}/\t{story.pk}\nhttps://old.example/?p=345\t{story.pk}\n")

    for asked in (f"/2021/05/12/{slug}/", f"/2021/05/12/{slug.upper()}", "/?p=345"):
        assert client.get(asked).headers["Location"] == story.get_absolute_url(), asked


def run(path: Path, *options: str) -> tuple[str, str]:
    said, complained = StringIO(), StringIO()
    call_command("import_redirects", str(path), *options, stdout=said, stderr=complained)
    return said.getvalue(), complained.getvalue()


def test_the_command_imports_a_file(tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    path.write_text("/a,/latest/\n/b,/nowhere/\n/c,/\n", "utf-8")

    said, complained = run(path, "--dry-run")
    assert said == "2 would be added, 0 would be changed, 0 known already, 1 refused.\n"
    assert not Redirect.objects.exists()

    said, complained = run(path)
    assert said == "2 added, 0 changed, 0 known already, 1 refused.\n"
    assert "old.csv:2: لا صفحة في الموقع بالعنوان الجديد. /b" in complained
    assert set(Redirect.objects.values_list("key", "origin")) == {("/a", "import"), ("/c", "import")}
    assert run(path)[0] == "0 added, 0 changed, 2 known already, 1 refused.\n"


def test_the_command_says_what_it_cannot_read(tmp_path: Path) -> None:
    path = tmp_path / "old.xlsx"
    path.write_bytes(b"PK\x03\x04")

    with pytest.raises(CommandError, match="CSV"):
        run(path)
    with pytest.raises(CommandError, match=r"nothing\.csv"):
        run(tmp_path / "nothing.csv")
