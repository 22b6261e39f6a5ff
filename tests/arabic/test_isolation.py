"""`isolate`: Latin words whose signs would wander in an Arabic line."""

from __future__ import annotations

import pytest

from mohit.arabic import isolate, isolate_plain

# What stands between ⟦ and ⟧ is isolated.
CASES = [
    "هل انتهى زمن ⟦C++⟧؟",
    "و⟦C++⟧ قديمة",
    "لغة ⟦C#⟧ و⟦F#⟧.",
    "منصة ⟦Disney+⟧ و⟦Apple TV+⟧",
    "كتب ⟦@user⟧ في ⟦#Algeria⟧ وفي #غزة",
    "إطار ⟦.NET⟧ القديم",
    "اتصل بـ ⟦+213 550 12 34 56⟧.",
    "(⟦C++⟧)",
    "OpenAI وميتا",
    "C++17 وGPT-4 وnode.js",
    "a+b",
    "بلغت 63% و10+5",
    "AT&amp;T و&#x27;x&#x27;",
    "http://a.b/c#d و user@example.com",
    "",
]


@pytest.mark.parametrize("case", CASES)
def test_it_isolates_what_would_wander_and_nothing_else(case: str) -> None:
    html = case.replace("⟦", '<bdi dir="ltr">').replace("⟧", "</bdi>")

    assert isolate(case.replace("⟦", "").replace("⟧", "")) == html


def test_it_leaves_tags_alone() -> None:
    html = '<a href="https://x.com/@a#b+" title="C++">C++</a>'

    assert isolate(html) == '<a href="https://x.com/@a#b+" title="C++"><bdi dir="ltr">C++</bdi></a>'


@pytest.mark.parametrize(
    "text", ["A" * 10**6, "A-" * 500_000, "@A" * 500_000, "+1 " * 300_000, "<" * 10**6, "A+b" * 300_000]
)
def test_it_ends_on_hostile_megabytes(text: str) -> None:
    assert len(isolate(text)) >= len(text)


PLAIN_CASES = [
    "⟦OpenAI⟧ تطلق نموذجا",
    "“⟦OpenAI⟧” تطلق نموذجا من C",
    "⟦iPhone 17 Pro⟧: ما الجديد؟",
    "⟦C++⟧ لغة قديمة و⟦C#⟧ لغة أخرى",
    "⟦@user⟧ مرحبا",
    "كواليس الحرب بين ميتا وOpenAI",
    "5 أخبار عن GPT-4",
    "What you do not use",
    "!؟",
    "",
]


@pytest.mark.parametrize("case", PLAIN_CASES)
def test_it_isolates_in_plain_text_what_would_wander_or_turn_the_line(case: str) -> None:
    plain = case.replace("⟦", "\u2068").replace("⟧", "\u2069")

    assert isolate_plain(case.replace("⟦", "").replace("⟧", "")) == plain


def test_it_isolates_no_opening_twice() -> None:
    assert isolate_plain("\u2068OpenAI\u2069 تطلق") == "\u2068OpenAI\u2069 تطلق"


@pytest.mark.parametrize("text", ["A" * 10**6, "A ." * 300_000 + "ب", "." * 10**6 + "A", "@" * 10**6 + "ب"])
def test_it_ends_on_hostile_megabytes_of_plain_text(text: str) -> None:
    assert len(isolate_plain(text)) >= len(text)
