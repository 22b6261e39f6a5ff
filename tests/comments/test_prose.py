"""A comment's text as HTML: paragraphs and links, and nothing that a reader could make of it besides."""

from __future__ import annotations

import pytest

from comments.prose import opening, paragraphs
from tests.articles.markup import Markup

REL = 'rel="ugc nofollow noopener" dir="ltr"'


def test_it_keeps_paragraphs_and_lines() -> None:
    assert paragraphs("أول\nثان\n\n\nثالث") == "<p>أول<br>ثان</p><p>ثالث</p>"


def test_it_shows_html_as_it_was_typed() -> None:
    assert paragraphs('<b>عريض</b> & <script> "كما كتب القارئ"') == (
        "<p>&lt;b&gt;عريض&lt;/b&gt; &amp; &lt;script&gt; &quot;كما كتب القارئ&quot;</p>"
    )


@pytest.mark.parametrize("sign", ["،", "؛", "؟", ".", "!", ")", "»", "”", "...", "؟!", ",", ":"])
def test_it_leaves_the_sentence_its_signs(sign: str) -> None:
    html = paragraphs(f"انظر (https://example.org/a{sign} ثم عد")

    assert f'<a href="https://example.org/a" {REL}>https://example.org/a</a>' in html


def test_brackets_of_an_address_are_its_own() -> None:
    html = paragraphs("https://fr.wikipedia.org/wiki/Oran_(ville)")

    assert 'href="https://fr.wikipedia.org/wiki/Oran_(ville)"' in html


def test_it_links_arabic_addresses_encoded_once() -> None:
    html = paragraphs("https://ar.wikipedia.org/wiki/وهران?a=1&b=2")

    assert 'href="https://ar.wikipedia.org/wiki/%D9%88%D9%87%D8%B1%D8%A7%D9%86?a=1&amp;b=2"' in html
    assert ">https://ar.wikipedia.org/wiki/وهران?a=1&amp;b=2</a>" in html


def test_it_cuts_what_is_shown_of_a_long_address_and_no_more() -> None:
    address = "https://example.org/" + "x" * 300
    link = Markup(paragraphs(address)).one("a")

    assert link["href"] == address
    assert len(link.words) <= 48
    assert link.words.endswith("…")


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "ftp://example.org/",
        "data:text/html,x",
        "http://",
        "https://localhost/",
        "https://mohit.dz@evil.example/",
        "https://[::1/",
        "https://example.org:99999/",
        "https://" + "x." * 1500 + "org",
    ],
)
def test_it_links_no_other_address(text: str) -> None:
    assert "<a" not in paragraphs(text)


def test_an_address_cannot_leave_its_attribute() -> None:
    for text in (
        'https://a.example/"onmouseover=alert(1)',
        "https://a.example/'onmouseover='x",
        "https://a.example/<b>",
    ):
        markup = Markup(paragraphs(text))
        assert {name for e in markup.elements for name in e.attributes} <= {"href", "rel", "dir"}
        assert [e.tag for e in markup.elements] == ["p", "a"]


def test_a_paragraph_in_french_runs_from_left_to_right() -> None:
    assert paragraphs("Merci pour cet article.\n\nشكرا") == '<p dir="ltr">Merci pour cet article.</p><p>شكرا</p>'


def test_it_isolates_what_would_wander() -> None:
    assert '<bdi dir="ltr">C++</bdi>' in paragraphs("لغة C++ قديمة")


def test_an_opening_ends_with_a_word() -> None:
    assert opening("قصير", 10) == "قصير"
    assert opening("كلمة أولى وثانية", 12) == "كلمة أولى…"
    assert opening("ا" * 100, 10) == "ا" * 10 + "…"


def test_an_opening_has_no_broken_address() -> None:
    assert opening("انظر https://example.org/a/very/long/address هنا", 30) == "انظر…"
    assert "://" not in opening("https://example.org/" + "x" * 1000, 30)


@pytest.mark.parametrize("text", ["http://" * 10_000, "https://a.b/" + "(" * 50_000, "https://a.b/" + ")" * 50_000])
def test_it_takes_no_long_time_over_hostile_text(text: str) -> None:
    paragraphs(text[:64_000])
