"""What the pages say of their placements before any script: label, room, house message, and no query more."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from ads.boxes import HEIGHTS, box_of, room
from ads.models import Notice, Placement
from ads.models.notice import HOUSE_MESSAGE
from ads.sizes import SIZES
from articles.models import Article, Topic
from articles.models.merging import merge_topics
from newsroom.models import User
from tests.articles.archive import fill_archive
from tests.factories import ArticleFactory, SectionFactory, TopicFactory

pytestmark = pytest.mark.django_db

BOX = re.compile(r'<aside class="space space-([a-z-]+) .*?</aside>', re.DOTALL)

SENTENCE = "تسير القاطرة ببطء بين الحقول ويلوح الركاب لمن يقفون على جانبي السكة في الصباح. "
LONG = "".join(f"<p>{SENTENCE * 3}</p>" for _ in range(9))


@pytest.fixture
def story() -> Article:
    section = SectionFactory(name="مجتمع", slug="مجتمع")
    ArticleFactory(published=True, section=section)
    return ArticleFactory(published=True, section=section, body=LONG)


def page(address: str) -> str:
    return Client().get(address).content.decode()


def boxes(address: str) -> dict[str, str]:
    """The whole HTML of each box by its name, in the order of the page."""
    return {found[1]: found[0] for found in BOX.finditer(page(address))}


def test_each_page_has_its_boxes(story: Article) -> None:
    assert list(boxes(story.get_absolute_url())) == ["article-middle", "article-end", "side"]
    assert list(boxes("/")) == ["home-after-lead", "home-end"]
    assert list(boxes(story.section.get_absolute_url())) == ["section-end"]
    assert boxes("/latest/") == {}


def test_a_box_has_label_room_and_house_message(story: Article) -> None:
    box = boxes(story.get_absolute_url())["article-end"]

    assert '<p class="space-label">إشهار</p>' in box
    assert f'<p class="space-words">{HOUSE_MESSAGE}</p>' in box
    assert 'aria-label="إشهار"' in box
    assert 'class="space space-article-end tall-250 wide-90"' in box
    assert 'data-section="مجتمع" data-wide="50rem"' in box
    assert "hidden" not in box


def test_label_and_message_are_the_notices(story: Article) -> None:
    Notice.objects.update(label="إعلان", house_message="هنا <مكانك>")
    box = boxes("/")["home-end"]

    assert ">إعلان</p>" in box
    assert "هنا &lt;مكانك&gt;" in box


def test_a_closed_placement_is_gone_at_once(story: Article) -> None:
    assert "home-end" in boxes("/")
    Placement.objects.filter(name="home-end").update(is_active=False)

    assert list(boxes("/")) == ["home-after-lead"]


def test_its_room_follows_its_row(story: Article) -> None:
    Placement.objects.filter(name="home-end").update(wide_width=300, wide_height=251, phone_height=50)

    assert 'tall-50 wide-280" role="note"' in boxes("/")["home-end"]
    assert 'data-wide="48rem"' in boxes("/")["home-end"]


@pytest.mark.parametrize(("height", "held"), [(1, 50), (50, 50), (51, 90), (250, 250), (600, 600), (2000, 600)])
def test_a_room_is_high_enough(height: int, held: int) -> None:
    assert room(height) == held


def test_the_style_sheet_has_a_class_for_every_height() -> None:
    css = (settings.BASE_DIR / "static" / "css" / "site.css").read_text()
    for axis in ("tall", "wide"):
        assert re.findall(rf"\.{axis}-(\d+) \{{ --{axis}: (\d+)px; }}", css) == [(str(h), str(h)) for h in HEIGHTS]
    assert {height for _, height in SIZES} == set(HEIGHTS)


def test_without_a_notice_the_first_words_go_on() -> None:
    row = '{"name": "side", "phone": 250, "wide": 600, "width": 300, "label": null, "message": null}'

    assert (box_of(row).label, box_of(row).message) == ("إشهار", HOUSE_MESSAGE)


def test_an_article_without_placements_has_none(story: Article) -> None:
    story.allows_placements = False
    story.save()

    assert "space-" not in page(story.get_absolute_url())


def test_a_short_story_has_one_at_its_end(story: Article) -> None:
    short = ArticleFactory(published=True, section=story.section, body="<p>خبر قصير.</p>")

    assert list(boxes(short.get_absolute_url())) == ["article-end"]


def test_no_box_stands_before_the_first_paragraph(story: Article) -> None:
    text = page(story.get_absolute_url())
    between = text[text.index("<h1") : text.index("<p>", text.index('class="prose"'))]

    assert "space" not in between


def test_an_empty_paper_has_no_boxes() -> None:
    section = SectionFactory()

    assert boxes("/") == {}
    assert boxes(section.get_absolute_url()) == {}


# --- Sensitive topics ---


def test_a_sensitive_story_hides_its_boxes(story: Article) -> None:
    story.topics.add(TopicFactory(), TopicFactory(is_sensitive=True))
    found = boxes(story.get_absolute_url())

    assert list(found) == ["article-middle", "article-end", "side"]
    assert all(" data-sensitive hidden>" in box for box in found.values())


def test_an_ordinary_topic_hides_nothing(story: Article) -> None:
    story.topics.add(TopicFactory())

    assert "data-sensitive" not in page(story.get_absolute_url())


def test_stories_stay_sensitive_when_their_topic_is_merged(story: Article, editor: User) -> None:
    sensitive, other = TopicFactory(is_sensitive=True), TopicFactory()
    merge_topics(sensitive, other, editor)
    assert Topic.objects.get(pk=other.pk).is_sensitive

    plain, kept = TopicFactory(), TopicFactory()
    merge_topics(plain, kept, editor)
    assert not Topic.objects.get(pk=kept.pk).is_sensitive


# --- What they cost ---


def test_they_cost_no_query(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    fill_archive(30)
    story = Article.objects.published().newest_first().first()
    Article.objects.filter(pk=story.pk).update(body=LONG)
    counts = {story.get_absolute_url(): 5, "/": 4, story.section.get_absolute_url(): 5}
    for address in counts:
        client.get(address)  # compiles the queries

    # As without any box (tests/articles/test_query_counts.py): their rows come with the frame.
    for address, queries in counts.items():
        with django_assert_num_queries(queries):
            assert 'class="space ' in client.get(address).content.decode()
