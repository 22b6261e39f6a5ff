"""What holds for any Unicode at all, lone surrogates and unassigned code points included."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable

import nh3
import pytest
from django.core.validators import validate_unicode_slug
from hypothesis import given, settings
from hypothesis import strategies as st

from mohit.arabic import (
    clean,
    direction,
    letter_count,
    normalise,
    query_stems,
    reading_minutes,
    skeleton,
    slug,
    sort_key,
    stems,
    tokens,
    words,
)

AWKWARD = (
    "اأإآٱىيئءؤةهلشمتنوبکگﻻﺍﹶﹷﷺ𞸀ـ\u064b\u064e\u0651\u0654\u0653\u0670\u06e5\u200c\u200d\u200f\u202e\u2067"
    "\u2068\u2069\ufeff\u00ad\u034f\n\r\t\x00\x0b\u2028 \u00a0,.٬٫-_/<>=\"'&;\u0338\u037e019٠٩۵aZéİßǰ\u0345"
    "\u0301\u0316\uff9e\ud800\udfff\uffff😀«»،؟"
)
# Letters of which rules and lists are made: particles, endings, articles.
arabic_word = st.text("اأإآوفبكلسيتنهةىمءئؤحردعق", min_size=1, max_size=14)
anything = st.text(st.one_of(st.sampled_from(AWKWARD), st.characters(exclude_categories=())), max_size=60)
FOLDS = [clean, lambda text: clean(text, multiline=False), normalise, skeleton, slug]
ALL = [*FOLDS, direction, letter_count, query_stems, reading_minutes, sort_key, stems, tokens, words]


@pytest.mark.parametrize("function", ALL)
@given(text=anything)
@settings(max_examples=300, deadline=None)
def test_it_never_raises(function: Callable[[str], object], text: str) -> None:
    function(text)


@pytest.mark.parametrize("fold", FOLDS, ids=["clean", "clean line", "normalise", "skeleton", "slug"])
@given(text=anything)
@settings(max_examples=300, deadline=None)
def test_it_is_idempotent(fold: Callable[[str], str], text: str) -> None:
    once = fold(text)
    assert fold(once) == once


@pytest.mark.parametrize("fold", FOLDS, ids=["clean", "clean line", "normalise", "skeleton", "slug"])
def test_it_is_idempotent_on_every_character(fold: Callable[[str], str]) -> None:
    for block in range(0, 0x20000, 0x100):
        once = fold(" ".join(f"ا{chr(code)}ب" for code in range(block, block + 0x100)))
        assert fold(once) == once, hex(block)


@given(text=anything)
@settings(max_examples=300, deadline=None)
def test_it_stores_only_what_postgresql_utf_8_and_json_take(text: str) -> None:
    cleaned = clean(text)

    assert "\x00" not in cleaned
    assert json.loads(json.dumps(cleaned).encode()) == cleaned
    cleaned.encode("utf-8")


@given(text=anything)
@settings(max_examples=300, deadline=None)
def test_it_pairs_the_isolates_of_each_line(text: str) -> None:
    for line in clean(text).split("\n"):
        depth = 0
        for character in line:
            depth += (character in "\u2066\u2067\u2068") - (character == "\u2069")
            assert depth >= 0
        assert depth == 0


@given(text=anything)
@settings(max_examples=500, deadline=None)
def test_it_composes_all_but_the_signs_of_a_tag(text: str) -> None:
    cleaned = clean(text)
    if "\u0338" not in cleaned:
        assert unicodedata.is_normalized("NFC", cleaned)


@given(
    pieces=st.lists(
        st.one_of(anything, st.sampled_from(["<p>", "</p>", "<b>", "</b>", '<img alt="', '">'])), max_size=12
    )
)
@settings(max_examples=300, deadline=None)
def test_it_leaves_the_structure_of_sanitised_html_alone(pieces: list[str]) -> None:
    written = "".join(pieces).encode("utf-8", "replace").decode()
    sanitised = nh3.clean(written, tags={"p", "b", "img"}, attributes={"img": {"alt"}}, link_rel=None)

    cleaned = clean(sanitised)

    assert structure(cleaned) == structure(sanitised)


def structure(html: str) -> list[str]:
    """The tags of sanitised HTML without their attribute values, and its entities."""
    signs, quoted = [], False
    inside = False
    for character in html:
        if inside and character == '"':
            quoted = not quoted
        elif character == "<" and not quoted:
            inside = True
        elif character == ">" and not quoted:
            inside = False
        if character in '<>&"' or (inside and not quoted):
            signs.append(character)
    return signs


@given(text=anything)
@settings(max_examples=300, deadline=None)
def test_it_makes_slugs_that_django_accepts(text: str) -> None:
    made = slug(text, max_length=12)

    assert len(made) <= 12
    assert made == made.strip("-")
    if made:
        validate_unicode_slug(made)


@given(text=anything)
@settings(max_examples=300, deadline=None)
def test_it_finds_tokens_where_it_says(text: str) -> None:
    end = 0
    for token in tokens(text):
        assert text[token.start : token.end] == token.text
        assert token.start >= end
        end = token.end


@given(text=anything)
@settings(max_examples=500, deadline=None)
def test_it_gives_marked_and_plain_text_one_key(text: str) -> None:
    assert skeleton(f"علم{text}") == skeleton(f"ع\u064eلـ\u200d\u064fم{text}")


@given(text=anything)
@settings(max_examples=300, deadline=None)
def test_it_finds_words_one_after_another(text: str) -> None:
    end = 0
    for word in words(text):
        assert end <= word.start < word.end <= len(text)
        assert len(word.stems) <= 3
        assert all(word.stems)
        end = word.end


@given(word=arabic_word)
@settings(max_examples=500, deadline=None)
def test_it_finds_every_word_by_itself(word: str) -> None:
    assert bool(stems(word)) is bool(query_stems(word))
    assert not stems(word) or set(query_stems(word)) & set(stems(word))
    assert set(query_stems(word, relaxed=True)) == set(stems(word))


@given(word=arabic_word)
@settings(max_examples=500, deadline=None)
def test_it_gives_the_parts_of_a_text_the_stems_of_a_word(word: str) -> None:
    found = words(f"قبل {word} بعد")
    if len(found) == 3:  # not a compound
        assert found[1].stems == stems(word)
        assert found[1].key == normalise(word)


@given(word=arabic_word)
@settings(max_examples=500, deadline=None)
def test_it_stems_marked_and_plain_words_alike(word: str) -> None:
    marked = "".join(f"{letter}\u064f\u200d" for letter in word)
    if "ا\u064b" not in marked:
        assert stems(marked) == stems(word)
