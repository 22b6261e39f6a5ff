"""One spelling has one key, whoever asks: the form of a name, a table of names, the register that stores it."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client

from articles.models import NameSpelling, RegisteredName
from articles.style_lists import NAMES, plan, written
from newsroom.models import User
from tests.articles.test_style_lists import DESK, HEAD, bring, confirm, reasons

pytestmark = pytest.mark.django_db


def add(client: Client, **typed: str) -> HttpResponse:
    return client.post(f"{DESK}add/", {"kind": "person", "rejected": "", "latin": "", "note": "", **typed})


def errors(answer: HttpResponse) -> dict[str, list[str]]:
    assert answer.status_code == 200
    return dict(answer.context["adminform"].form.errors)


def test_a_form_knows_the_spelling_that_is_registered(client: Client, editor: User) -> None:
    client.force_login(editor)
    RegisteredName.objects.create(chosen="غدا")
    taken = ["«غدا» في السجل من قبل: رسم معتمد لـ«غدا»."]
    assert errors(add(client, chosen="غدًا")) == {"chosen": taken}
    assert errors(add(client, chosen="جريدة", rejected="غدًا")) == {"rejected": taken}
    assert RegisteredName.objects.count() == 1


def test_a_form_leaves_apart_what_the_register_does(client: Client, editor: User) -> None:
    client.force_login(editor)
    RegisteredName.objects.create(chosen="شكر", rejected="شكرًا\nشكرا")
    name = RegisteredName.objects.get()
    assert name.lines() == ["شكرًا"]
    assert set(NameSpelling.objects.values_list("key", flat=True)) == {"شكر", "شكرا"}
    assert client.post(f"{DESK}{name.pk}/change/", {"chosen": "شكر", "kind": "person"}).status_code == 302
    assert add(client, chosen="شكرًا").status_code == 302


def test_a_form_takes_a_spelling_once(client: Client, editor: User) -> None:
    client.force_login(editor)
    assert add(client, chosen="جريدة", rejected="غدا\nغدًا\nغـدا").status_code == 302
    assert RegisteredName.objects.get().lines() == ["غدا"]
    assert errors(add(client, chosen="مساء", rejected="مسـاء")) == {
        "rejected": ["«مساء» هو الرسم المعتمد، فلا يكون مرفوضا."]
    }


@pytest.mark.parametrize("rejected", ["كذا\nـــ", "ـــ\nكذا", "\u064b\nكذا"])
def test_a_form_asks_for_letters(client: Client, editor: User, rejected: str) -> None:
    client.force_login(editor)
    found = errors(add(client, chosen="جريدة", rejected=rejected))
    assert list(found) == ["rejected"]
    assert "بلا حروف" in found["rejected"][0]


@pytest.mark.parametrize("chosen", ["ـــ", "\u064bـ"])
def test_a_name_has_letters(client: Client, editor: User, chosen: str) -> None:
    client.force_login(editor)
    assert list(errors(add(client, chosen=chosen))) == ["chosen"]
    assert set(reasons(f"{HEAD}{chosen},هيئة,,,\n")) == {2}


def test_a_table_says_what_it_will_store(client: Client, editor: User) -> None:
    client.force_login(editor)
    seen = bring(client, HEAD + "جريدة,هيئة,غدا | غدًا,,\n")
    assert "<ins><bdi>غدا</bdi></ins>" in seen.content.decode()
    assert confirm(client, seen).status_code == 302
    assert plan(NAMES, HEAD + "جريدة,هيئة,غدا | غدًا,,\n").same == 1


def test_a_table_asks_for_letters(client: Client, editor: User) -> None:
    client.force_login(editor)
    seen = bring(client, HEAD + "جريدة,هيئة,كذا | ـــ,,\nسليم,شخص,,,\n")
    (problem,) = seen.context["plan"].problems
    assert (problem.number, "بلا حروف" in problem.reason) == (2, True)
    assert confirm(client, seen).status_code == 302
    assert RegisteredName.objects.get().chosen == "سليم"


def spellings(letters: int) -> list[str]:
    """Of 40 lines, which are `letters` together with the line ends between them."""
    lines = [f"{number:02}" + "ب" * 47 for number in range(40)]  # 40 * 49 + 39
    return [*lines[:-1], lines[-1] + "ب" * (letters - 1_999)]


def test_a_form_and_a_table_have_one_limit(client: Client, editor: User) -> None:
    client.force_login(editor)
    most, more = spellings(2_000), spellings(2_001)
    assert "2000" in errors(add(client, chosen="جريدة", rejected="\r\n".join(more)))["rejected"][0]
    assert "2000" in reasons(f"{HEAD}جريدة,شخص,{' | '.join(more)},,\n")[2]

    assert confirm(client, bring(client, f"{HEAD}جريدة,شخص,{' | '.join(most)},,\n")).status_code == 302
    name = RegisteredName.objects.get()
    typed = {"chosen": "جريدة", "kind": "person", "rejected": "\r\n".join(most), "note": "جديد"}
    assert client.post(f"{DESK}{name.pk}/change/", typed).status_code == 302
    assert 'maxlength="2000"' in client.get(f"{DESK}add/").content.decode()
    assert plan(NAMES, "".join(written(NAMES))).same == 1
