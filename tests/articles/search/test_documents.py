"""A story as the words it is found by."""

from __future__ import annotations

import pytest
from django.db import connection

from articles.models import Article, Byline, SearchDocument, Tagging
from articles.search import index
from articles.search.documents import LETTERS, plain_text
from mohit.arabic import stems
from tests.articles.search.conftest import story
from tests.factories import AuthorFactory, PictureFactory, SectionFactory, TopicFactory

pytestmark = pytest.mark.django_db


def weights(article: Article, stem: str) -> set[str]:
    """The weights with which a stem stands in a story's vector."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT unnest(word.weights) FROM articles_searchdocument, unnest(vector) AS word "
            "WHERE article_id = %s AND word.lexeme = %s",
            [article.pk, stem],
        )
        return {weight for (weight,) in cursor.fetchall()}


def holds(article: Article, query: str, column: str = "vector") -> bool:
    return SearchDocument.objects.filter(article=article, **{f"{column}__holds": query}).exists()


def test_it_weighs_each_part_of_a_story() -> None:
    article = story(
        "وهران",
        "تلمسان",
        standfirst="سطيف",
        place="بجاية",
        section=SectionFactory(name="باتنة"),
        picture=PictureFactory(caption="قسنطينة"),
    )
    Byline.objects.create(article=article, author=AuthorFactory(name="سكيكدة"))
    Tagging.objects.create(article=article, topic=TopicFactory(name="تيارت"))
    index.index([article.pk])

    expected = {"وهران": "A", "سطيف": "B", "تيارت": "B", "سكيكدة": "C", "باتنة": "C", "بجاية": "C"}
    expected |= {"تلمسان": "D", "قسنطينة": "D"}
    assert {word: weights(article, stems(word)[0]) for word in expected} == {w: {x} for w, x in expected.items()}


def test_it_prefers_the_storys_own_caption() -> None:
    article = story(picture=PictureFactory(caption="قسنطينة"), picture_caption="مستغانم")

    assert holds(article, f"'{stems('مستغانم')[0]}'")
    assert not holds(article, f"'{stems('قسنطينة')[0]}'")


def test_it_indexes_words_without_their_tags() -> None:
    body = (
        "<p>و<strong>هران</strong> &amp; <a href='https://example.org/link'>سطيف</a></p>"
        '<figure data-embed="" data-url="https://www.youtube.com/watch?v=aqz-KE-bpKQ">'
        '<a href="https://www.youtube.com/watch?v=aqz-KE-bpKQ">https://www.youtube.com/watch?v=aqz-KE-bpKQ</a></figure>'
        '<aside data-article="7"><a href="/x/7/">تلمسان</a></aside>'
        "<ul><li>أدرار</li><li>بشار</li></ul>"
    )
    article = story()
    article.body = body
    article.save()

    document = SearchDocument.objects.get(article=article)
    assert document.text == "وهران & سطيف\nأدرار\nبشار"
    for word in ("youtube", "https", "strong", "link", "تلمسان"):
        assert not holds(article, f"'{word}'"), word


def test_it_lets_no_phrase_run_across_paragraphs() -> None:
    article = story("وهران", "سطيف</p><p>أدرار بشار")

    assert holds(article, "'ادرار' <-> 'بشار'")
    assert not holds(article, "'سطيف' <-> 'ادرار'")
    assert not holds(article, "'وهران' <-> 'سطيف'")


def test_it_keeps_the_variants_of_a_word_at_one_place() -> None:
    article = story("افتتاح كرة القدم النسوية")

    assert holds(article, "('كره' | 'كر') <-> ('قدم' | 'قدمه')")


def test_its_head_has_what_the_text_keeps_coming_back_to() -> None:
    article = story("خبر", "أدرار بشار. أدرار بشار. أدرار.")

    assert holds(article, "'ادرار'", "head")
    assert not holds(article, "'بشار'", "head")


def test_it_indexes_the_first_letters_of_a_huge_text() -> None:
    filler = "كلمات " * 40_000
    article = story("طويل", f"أدرار {filler} بشار")

    assert len(SearchDocument.objects.get(article=article).text) <= LETTERS
    assert holds(article, "'ادرار'")
    assert not holds(article, "'بشار'")


def test_it_fits_a_text_of_nothing_but_different_words() -> None:
    letters = "ابتثجحخدذرزسشصضطظعغ"
    words = " ".join(f"{a}{b}{c}{d}" for a in letters for b in letters for c in letters for d in letters[:6])
    article = story("كلمات", words)

    assert holds(article, f"'{stems('كلمات')[0]}'")


def test_it_survives_a_word_without_end() -> None:
    article = story("خبر", "ا" * 150_000 + " أدرار " + "a" * 5_000)

    assert holds(article, "'ادرار'")


@pytest.mark.parametrize("text", ["'", "\\", "''\\'", "a'b", "x:1A", "\u200f", "😀", "٪"])
def test_it_writes_any_sign(text: str) -> None:
    article = story(f"خبر {text}", f"{text} أدرار")

    assert holds(article, "'ادرار'")


def test_it_reads_a_body_in_a_moment() -> None:
    assert plain_text("<p>أ&lt;ب</p>") == "أ<ب"
    assert plain_text("") == ""
