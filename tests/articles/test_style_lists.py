"""The register of names and the rules of style as tables: out, and back in without losing or doubling anything."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles import style_lists
from articles.models import NameSpelling, RegisteredName, StyleRule
from articles.style_lists import NAMES, RULES, plan, written
from newsroom import roles
from newsroom.models import User
from tests.articles.test_verbs import at_once
from tests.conftest import member
from tests.form_filler import controls
from tests.newsroom.test_admin_language import english_of

pytestmark = pytest.mark.django_db

DESK = "/admin/articles/registeredname/"
IMPORT = f"{DESK}import/"
HEAD = "نكتبه,النوع,لا نكتبه,الأصل اللاتيني,ملاحظة\n"


@pytest.fixture
def google(db: None) -> RegisteredName:
    return RegisteredName.objects.create(
        chosen="غوغل", kind="organisation", rejected="جوجل\nقوقل", latin="Google", note="شركة"
    )


def exported(client: Client, desk: str = DESK) -> str:
    answer = client.post(f"{desk}export/")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "no-store" in answer.headers["Cache-Control"]
    return b"".join(answer.streaming_content).decode()


def bring(client: Client, text: str, desk: str = DESK) -> HttpResponse:
    return client.post(f"{desk}import/", {"pasted": text, "_check": "1"})


def confirm(client: Client, seen: HttpResponse, desk: str = DESK) -> HttpResponse:
    values = controls(seen.content.decode(), "table_form")
    return client.post(f"{desk}import/", {**values, "_store": "1"})


def reasons(text: str) -> dict[int, str]:
    return {problem.number: problem.reason for problem in plan(NAMES, text).problems}


# --- Out and back -----------------------------------------------------------------------------------------------------


def test_what_comes_back_as_it_went_changes_nothing(client: Client, editor: User, google: RegisteredName) -> None:
    RegisteredName.objects.create(chosen='أحمد، أبو "صالح"', note="=1+1")
    client.force_login(editor)
    text = exported(client)

    assert text.startswith("\ufeffنكتبه,النوع,لا نكتبه,الأصل اللاتيني,ملاحظة\r\n")
    assert "غوغل,هيئة,جوجل | قوقل,Google,شركة\r\n" in text
    assert "'=1+1" in text  # no spreadsheet runs it
    made = plan(NAMES, text)
    assert (made.entries, made.problems, made.same) == ([], [], 2)


@pytest.mark.parametrize("typed", ["'=كذا", "''=كذا", "'-عبد", "'كذا'", "' +1"])
def test_an_apostrophe_comes_back_as_it_went(typed: str) -> None:
    RegisteredName.objects.create(chosen="اسم", note=typed)
    made = plan(NAMES, "".join(written(NAMES)))
    assert (made.entries, made.problems, made.same) == ([], [], 1)


def test_rules_come_back_too(client: Client, editor: User) -> None:
    StyleRule.objects.all().delete()
    StyleRule.objects.create(find="شئون", prefer="شؤون", reason="الهمزة", takes_particles=False)
    StyleRule.objects.create(find="بالرغم", matching="any")
    text = "".join(written(RULES))
    assert plan(RULES, text).same == 2
    StyleRule.objects.all().delete()
    client.force_login(editor)
    desk = "/admin/articles/stylerule/"
    assert confirm(client, bring(client, text, desk), desk).status_code == 302
    assert "".join(written(RULES)) == text


def test_a_file_is_read_in_the_encoding_of_windows(client: Client, editor: User) -> None:
    client.force_login(editor)
    file = SimpleUploadedFile("names.csv", "نكتبه;لا نكتبه\nغوغل;جوجل | قوقل\n".encode("cp1256"))
    seen = client.post(IMPORT, {"file": file})
    assert "غوغل;جوجل | قوقل" in seen.content.decode()  # to be mended in place
    confirm(client, seen)
    assert RegisteredName.objects.get().lines() == ["جوجل", "قوقل"]


def test_it_stores_nothing_before_it_was_seen(client: Client, editor: User, google: RegisteredName) -> None:
    client.force_login(editor)
    seen = bring(client, HEAD + "غوغل,هيئة,جوجل,,شركة أمريكية\nتونس,هيئة,,,\n")
    page = seen.content.decode()
    assert "<del><bdi>جوجل | قوقل</bdi></del> <ins><bdi>جوجل</bdi></ins>" in page
    assert "استيراد السليم: 2" in page
    assert RegisteredName.objects.count() == 1

    assert confirm(client, seen).status_code == 302
    google.refresh_from_db()
    assert (google.rejected, google.latin, google.note) == ("جوجل", "Google", "شركة أمريكية")  # an empty cell leaves it
    assert set(NameSpelling.objects.values_list("text", flat=True)) == {"غوغل", "جوجل", "تونس"}
    assert confirm(client, seen).status_code == 200  # sent again: there is nothing new in it
    assert RegisteredName.objects.count() == 2


def test_a_table_without_headings_has_our_columns(google: RegisteredName) -> None:
    made = plan(NAMES, "غوغل\tهيئة\tجوجل | قوقل\tGoogle\tشركة\nسوريا\tهيئة\n")
    assert (made.same, made.added) == (1, 1)


def test_it_says_which_columns_it_does_not_know() -> None:
    made = plan(NAMES, "نكتبه,الهاتف\nغوغل,123\n")
    assert (made.unknown, made.added) == (["الهاتف"], 1)


# --- What is wrong ----------------------------------------------------------------------------------------------------


def test_it_names_each_line_that_is_wrong_and_stores_the_others(
    client: Client, editor: User, google: RegisteredName
) -> None:
    text = HEAD + (
        "قوقل,هيئة,,,\n"  # 2: rejected of another
        "سليم,شخص,,,\n"  # 3
        "بشير,كوكب,,,\n"  # 4
        ",شخص,بلا اسم,,\n"  # 5
        "سليم,شخص,,,\n"  # 6: twice
        '"مروان\nالعلي",شخص,,,\n'  # 7 and 8
        "أمل,شخص,سليم,,\n"  # 9: chosen of a line before
        "نور,شخص,نور,,\n"  # 10
        "هدى,شخص,,هدى,\n"  # 11
    )
    found = reasons(text)
    assert set(found) == {2, 4, 5, 6, 9, 10, 11}
    assert found[2] == "«قوقل» في السجل أو في سطر قبله: رسم مرفوض لـ«غوغل»."
    assert "شخص أو هيئة" in found[4]
    assert found[6] == "ورد من قبل في السطر 3."
    assert "رسم معتمد" in found[9]
    client.force_login(editor)
    confirm(client, bring(client, text))
    assert set(RegisteredName.objects.values_list("chosen", flat=True)) == {"غوغل", "سليم", "مروان العلي"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('نكتبه\n"غوغل\nتونس\n', "في السطر 2 علامة تنصيص لا تغلق"),
        ("", "لا سطر"),
        ("النوع,ملاحظة\nشخص,كاتب\n", "لا عمود اسمه «نكتبه»"),
        ("نكتبه\n" + "اسم\n" * 2_001, "أطول من 2.000 سطر"),
        ("ا" * 500_001, "أطول من 500.000 حرف"),
    ],
)
def test_it_says_what_is_no_table_and_keeps_the_text(client: Client, editor: User, text: str, words: str) -> None:
    client.force_login(editor)
    answer = bring(client, text)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert controls(answer.content.decode(), "table_form")["pasted"].strip() == text.strip()


def test_it_refuses_an_excel_file(client: Client, editor: User) -> None:
    client.force_login(editor)
    answer = client.post(IMPORT, {"file": SimpleUploadedFile("names.xlsx", b"PK\x03\x04rest"), "pasted": "غوغل"})
    assert answer.status_code == 422
    assert "هذا ملف Excel" in answer.content.decode()
    assert controls(answer.content.decode(), "table_form")["pasted"] == "غوغل"


def test_it_asks_again_when_the_register_changed_meanwhile(
    client: Client, editor: User, google: RegisteredName
) -> None:
    client.force_login(editor)
    seen = bring(client, HEAD + "غوغل,هيئة,جوجل,,\n")
    RegisteredName.objects.filter(pk=google.pk).update(rejected="جوجل\nغوغول")
    answer = confirm(client, seen)
    assert "تغيرت القائمة أو السجل" in answer.content.decode()
    google.refresh_from_db()
    assert google.rejected == "جوجل\nغوغول"


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_who_import_the_same_names_at_once_make_them_once(client: Client, editor: User) -> None:
    client.force_login(editor)
    values = controls(bring(client, HEAD + "غوغل,هيئة,جوجل,,\n").content.decode(), "table_form")
    tabs = [Client(), Client()]
    for tab in tabs:
        tab.force_login(editor)
    answers = at_once(*(lambda tab=tab: tab.post(IMPORT, {**values, "_store": "1"}).status_code for tab in tabs))
    assert sorted(answers) == [200, 302]
    assert RegisteredName.objects.count() == 1


@pytest.mark.parametrize("desk", [DESK, "/admin/articles/stylerule/"])
def test_it_speaks_arabic_at_every_step(client: Client, editor: User, google: RegisteredName, desk: str) -> None:
    client.force_login(editor)
    texts = ["", "نكتبه,النوع\nغوغل,شخص\nتونس,كوكب\n,شخص\n", "العبارة,تطابق\nشئون,كذا\n,\nحرف,كما كتبت\n"]
    pages = [client.get(desk), client.get(f"{desk}import/"), *(bring(client, text, desk) for text in texts)]
    for number, answer in enumerate(pages):
        assert (number, english_of(answer.content.decode())) == (number, [])


# --- Who may ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "exports", "imports"),
    [
        (roles.JOURNALIST, 200, 403),
        (roles.EDITOR, 200, 200),
        (roles.MANAGER, 200, 200),
        (roles.COMMENT_MODERATOR, 403, 403),
        (roles.NEWSLETTER_MANAGER, 403, 403),
        (roles.PLACEMENT_MANAGER, 403, 403),
    ],
)
@pytest.mark.parametrize("desk", [DESK, "/admin/articles/stylerule/"])
def test_who_sees_exports_and_who_writes_imports(
    client: Client, role: str, exports: int, imports: int, desk: str
) -> None:
    client.force_login(member("zamila", role))
    assert client.post(f"{desk}export/").status_code == exports
    assert client.get(f"{desk}import/").status_code == imports
    assert client.post(f"{desk}import/", {"pasted": "غوغل", "_store": "1", "mark": "x"}).status_code == imports
    if exports == 200:
        page = client.get(desk).content.decode()
        assert ("import/" in page, "export/" in page) == (imports == 200, True)


def test_it_exports_by_post_only(client: Client, editor: User) -> None:
    client.force_login(editor)
    assert client.get(f"{DESK}export/").status_code == 405


def test_it_judges_a_long_table_with_few_queries() -> None:
    text = HEAD + "".join(f"اسم {number},شخص,رسم {number},,\n" for number in range(1_000))
    with CaptureQueriesContext(connection) as seen:
        made = plan(NAMES, text)
    assert (len(seen), made.added) == (2, 1_000)
    assert style_lists.MOST_LINES == 2_000
