"""What readers type: cleaned, judged in Arabic, laid out so that everybody can use it."""

from __future__ import annotations

from uuid import UUID

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms

from mohit.public_forms.answers import done, duration
from mohit.public_forms.forms import Line, PublicForm, remembered
from tests.articles.markup import Element, Markup
from tests.public_forms.letterbox import LetterForm

TYPED = {"name": "نادية", "email": "nadia@example.com", "kind": "praise", "text": "سلام"}


def letter(**typed: str) -> LetterForm:
    return LetterForm({**TYPED, **typed}, action="/letters/")


def page_of(form: forms.Form) -> Markup:
    return Markup(render_crispy_form(form))


def by_id(markup: Markup) -> dict[str, Element]:
    return {element["id"]: element for element in markup.elements if element.get("id")}


# --- Judgement -----------------------------------------------------------------------------------------------------


def test_it_cleans_what_was_typed() -> None:
    form = letter(
        name="  نا\u202eدية\r\nبن علي ", email=" Nadia@EXAMPLE.com\u200f", text="سطر\x07\r\nوسطر\u2028وآخر\r\n\r\n"
    )

    assert form.is_valid(), form.errors
    assert form.cleaned_data["name"] == "نادية بن علي"
    assert form.cleaned_data["email"] == "Nadia@example.com"
    assert form.cleaned_data["text"] == "سطر\nوسطر\nوآخر"


@pytest.mark.parametrize("nothing", ["", "   ", "\u200f\u202e", "\u00a0\n\n"])
def test_it_takes_what_nobody_sees_for_nothing(nothing: str) -> None:
    form = letter(name=nothing, text=nothing, email=nothing, kind="")

    assert form.errors == {name: ["هذا الحقل إلزامي."] for name in ("name", "text", "email", "kind")}


def test_it_says_how_long_a_text_is_with_the_right_plurals() -> None:
    form = letter(name="ا" * 63, text="م\r\n" * 1552)

    assert form.errors["name"] == ["النص طويل: 60 حرفا على الأكثر، والمكتوب 63 حرفا."]
    assert form.errors["text"] == ["النص طويل: 3.000 حرف على الأكثر، والمكتوب 3.103 أحرف."]
    assert letter(text="م\r\n" * 1500).is_valid()


def test_it_says_what_an_address_looks_like() -> None:
    assert letter(email="nadia@").errors["email"] == [
        "هذا ليس عنوان بريد إلكتروني كاملا. اكتبه مثل \u2066name@example.com\u2069."
    ]


@pytest.mark.parametrize(
    ("sent", "instance"),
    [
        ("", None),
        ("1", None),
        ("5f0c6f0e-31d1-4a5c-9a3e-8f3f1f6a7a10", UUID("5f0c6f0e-31d1-4a5c-9a3e-8f3f1f6a7a10")),
    ],
)
def test_an_instance_is_a_number_or_none(sent: str, instance: UUID | None) -> None:
    form = letter(instance=sent)

    assert form.is_valid()
    assert form.cleaned_data["instance"] == instance


def test_what_falls_into_the_trap_is_a_fact_and_no_error() -> None:
    caught, free = letter(details="http://x.example"), letter()

    assert caught.is_valid()
    assert caught.is_trapped
    assert free.is_valid()
    assert not free.is_trapped


# --- Layout --------------------------------------------------------------------------------------------------------


def test_every_field_has_a_name_and_what_explains_it() -> None:
    markup = page_of(letter(name="", email="x", kind=""))
    known = by_id(markup)
    labelled = {label["for"] for label in markup.all("label")}

    for element in [*markup.all("input"), *markup.all("textarea")]:
        assert element.get("type") == "hidden" or element["id"] in labelled
        assert all(known[name].words.strip() for name in element.get("aria-describedby").split())
    assert known["letter-email"]["aria-describedby"] == "letter-email_helptext letter-email_error"
    assert known["letter-email"]["dir"] == "ltr"
    assert known["letter-name"]["aria-invalid"] == "true"
    assert "aria-invalid" not in known["letter-text"].attributes
    (group,) = markup.all("fieldset")
    assert known[group["aria-describedby"]].words == "هذا الحقل إلزامي."
    assert [e.words for e in markup.all("legend")] == ["النوع *"]


def test_the_star_stands_at_required_fields_alone_and_is_not_read_out() -> None:
    markup = page_of(letter())

    stars = markup.all("span", "required")
    assert len(stars) == 4
    assert {star["aria-hidden"] for star in stars} == {"true"}
    assert {e["name"] for e in markup.elements if "required" in e.attributes} == {"name", "email", "kind", "text"}


def test_the_summary_leads_to_what_is_wrong() -> None:
    form = letter(name="", kind="")
    form.is_valid()
    form.add_error(None, "خطأ عام")
    markup = page_of(form)
    (summary,) = [e for e in markup.elements if e.get("role") == "alert"]

    assert summary["id"] == "letter-errors"
    assert summary["tabindex"] == "-1"
    assert "autofocus" in summary.attributes
    assert [e["href"] for e in markup.all("a")] == ["#letter-name", "#letter-kind_0"]
    assert {e["href"][1:] for e in markup.all("a")} <= by_id(markup).keys()
    assert "خطأ عام" in summary.words


def test_a_blank_form_asks_for_no_attention_and_carries_no_token() -> None:
    markup = page_of(LetterForm(action="/letters/"))
    form = markup.one("form")

    assert form["action"] == "/letters/"
    assert "novalidate" in form.attributes  # the browser's words would be in the browser's language
    assert not [e for e in markup.elements if e.get("role") == "alert" or "autofocus" in e.attributes]
    assert "csrfmiddlewaretoken" not in {e.get("name") for e in markup.all("input")}
    assert not [e for e in markup.elements if "style" in e.attributes]


def test_what_was_typed_is_kept_and_escaped() -> None:
    html = render_crispy_form(letter(name='"><b>', text="</textarea>", email=""))

    assert 'value="&quot;&gt;&lt;b&gt;"' in html
    assert "&lt;/textarea&gt;" in html


def test_a_blank_form_is_laid_out_once() -> None:
    address = '/letters/?a=1&b="2"'

    assert LetterForm.blank(address) == render_crispy_form(LetterForm(action=address))
    assert remembered.cache_info().currsize
    hits = remembered.cache_info().hits
    LetterForm.blank("/other/")
    assert remembered.cache_info().hits == hits + 1


def test_two_forms_on_a_page_share_no_id() -> None:
    class OtherForm(PublicForm):
        form_id = "other"
        name = Line(label="الاسم", max_length=60)

    first, second = by_id(page_of(letter(name=""))), by_id(page_of(OtherForm({})))

    assert "other-name" in second
    assert not first.keys() & second.keys()


# --- Answers -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1, "دقيقة واحدة"), (61, "دقيقتين"), (600, "10 دقائق"), (5401, "ساعتين"), (86400, "24 ساعة")],
)
def test_a_wait_reads_well_after_a_preposition(seconds: int, words: str) -> None:
    assert duration(seconds) == words


def test_it_sends_back_to_our_own_pages_alone() -> None:
    response = done("/قسم/خبر-1/", "sent")

    assert response.status_code == 303
    assert response.headers["Location"] == "/%D9%82%D8%B3%D9%85/%D8%AE%D8%A8%D8%B1-1/#sent"
    for address in ("https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example", ""):
        with pytest.raises(ValueError, match="no path of this site"):
            done(address)
