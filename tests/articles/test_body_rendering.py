"""The body as readers get it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles.body import render_body
from articles.models import Article
from mohit.prose import clean_prose
from pictures.models import Picture
from tests.factories import ArticleFactory, PictureFactory

pytestmark = pytest.mark.django_db


def figure(picture: Picture, caption: str = "") -> str:
    caption = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure><img src="/media/x.webp" alt="بديل قديم" data-file="{picture.pk}">{caption}</figure>'


def read_also(article: Article) -> str:
    return f'<aside data-article="{article.pk}"><a href="/{article.pk}/">عنوان قديم</a></aside>'


def embed(address: str) -> str:
    return clean_prose(f'<figure data-embed data-url="{address}"></figure>')


def test_it_leaves_plain_text_as_it_is(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    html = '<h2>عنوان</h2><p>نص <strong>قوي</strong></p><p dir="ltr">text</p><ul><li>نقطة</li></ul>'
    with django_assert_num_queries(0):
        assert render_body(html) == html


def test_it_shows_a_picture_with_its_caption_and_credit() -> None:
    picture = PictureFactory(alt="قوارب <صيد>", credit="سليم قادري & وكالة")

    html = render_body(f"<p>قبل</p>{figure(picture, 'شرح <em>هنا</em>')}<p>بعد</p>")

    assert html.startswith('<p>قبل</p><figure class="figure"><picture>')
    assert 'alt="قوارب &lt;صيد&gt;"' in html
    assert html.endswith(
        '</picture><figcaption>شرح <em>هنا</em> <span class="credit"><bdi>سليم قادري &amp; وكالة</bdi></span>'
        "</figcaption></figure><p>بعد</p>"
    )
    assert "بديل قديم" not in html


def test_it_shows_the_library_s_caption_where_the_story_has_none() -> None:
    picture = PictureFactory(caption="ميناء <وهران>", credit="")
    assert "<figcaption>ميناء &lt;وهران&gt;</figcaption>" in render_body(figure(picture))


def test_it_shows_no_empty_caption() -> None:
    assert "figcaption" not in render_body(figure(PictureFactory(caption="", credit="")))


def test_it_drops_a_picture_that_is_gone() -> None:
    picture = PictureFactory()
    html = figure(picture)
    picture.delete()

    assert render_body(f"<p>قبل</p>{html}<p>بعد</p>") == "<p>قبل</p><p>بعد</p>"


def test_it_links_to_a_story_by_its_present_headline() -> None:
    story = ArticleFactory(published=True, headline="ميتا & OpenAI")

    assert render_body(read_also(story)) == (
        '<aside class="read-also" role="note"><span class="read-also-label">اقرأ أيضا</span> '
        f'<a href="{story.get_absolute_url()}">ميتا &amp; OpenAI</a></aside>'
    )


@pytest.mark.parametrize("status", ["draft", "in_review", "withdrawn", "scheduled", "deleted"])
def test_it_leaves_no_trace_of_a_story_that_is_not_public(status: str) -> None:
    story = ArticleFactory(published=True)
    html = read_also(story)
    if status == "deleted":
        story.delete()
    elif status == "scheduled":
        Article.objects.update(published_at=timezone.now() + timedelta(hours=1))
    else:
        Article.objects.update(status=status)

    assert render_body(f"<p>قبل</p>{html}<p>بعد</p>") == "<p>قبل</p><p>بعد</p>"


def test_it_asks_two_queries_whatever_the_number(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    stories = ArticleFactory.create_batch(5, published=True)
    pictures = PictureFactory.create_batch(5)
    html = "".join(map(read_also, stories)) + "".join(map(figure, pictures)) + embed("https://vimeo.com/76979871")

    with django_assert_num_queries(2):  # the stories with their sections; the pictures
        rendered = render_body(html)

    assert rendered.count('class="read-also"') == rendered.count('class="figure"') == 5


def test_it_shows_an_embed_as_a_card_that_asks_nobody() -> None:
    html = render_body(embed("https://youtu.be/dQw4w9WgXcQ?t=43"))

    assert html == (
        '<figure class="embed embed-youtube" '
        'data-frame="https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?start=43" data-title="مقطع من يوتيوب">'
        '<p><a href="https://www.youtube.com/watch?v=dQw4w9WgXcQ&amp;t=43" rel="noopener">مقطع على يوتيوب</a></p>'
        '<button type="button" hidden>عرض المقطع</button>'
        "<figcaption>سيتصل متصفحك بموقع يوتيوب عند العرض.</figcaption></figure>"
    )
    assert "src=" not in html


def test_it_marks_what_stands_upright_and_what_is_no_film() -> None:
    assert 'class="embed embed-tiktok embed-tall"' in render_body(embed("https://www.tiktok.com/@a/video/1"))
    post = render_body(embed("https://x.com/a/status/1"))
    assert 'class="embed embed-x embed-post"' in post
    assert "عرض المنشور" in post
    assert "عرض المقطع" in render_body(embed("https://www.facebook.com/reel/1"))


def test_it_makes_wide_tables_scroll_for_the_keyboard() -> None:
    table = "<table><tbody><tr><td>1</td></tr></tbody></table>"
    assert render_body(table * 2) == (
        f'<div class="table" role="region" tabindex="0" aria-label="جدول">{table}</div>'
        f'<div class="table" role="region" tabindex="0" aria-label="جدول 2">{table}</div>'
    )


def test_it_tells_links_to_other_sites_from_our_own() -> None:
    html = (
        '<p><a href="https://example.org/?a&amp;b">أ</a><a href="/latest/">ب</a>'
        f'<a href="{settings.SITE_URL}/1/">ج</a><a href="mailto:a@b.c">د</a></p>'
    )
    assert render_body(html) == html.replace('a&amp;b">', 'a&amp;b" rel="noopener">')


def test_it_says_that_a_pull_quote_is_one() -> None:
    assert render_body('<aside class="pull-quote"><p>قول</p></aside>') == (
        '<aside class="pull-quote" role="note" aria-label="مقتطف"><p>قول</p></aside>'
    )
