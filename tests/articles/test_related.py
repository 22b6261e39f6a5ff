"""Related stories: the editor's choice, then what is nearest in words, topics and days; none twice, none hidden."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import likeness
from articles.demo import loader
from articles.fronts import under_story
from articles.likeness import Reader, learn_words, read_saved, weightiest, words_of
from articles.models import Article, Likeness, Readership, RelatedChoice, Tagging, Topic, WordCount
from articles.reads import heat
from tests.articles.archive import fill_archive
from tests.articles.newspaper import demo_stories
from tests.articles.test_public_only import times
from tests.factories import ArticleFactory, SectionFactory, TopicFactory

pytestmark = pytest.mark.django_db

DAMS = "امتلأ سد بوقرن بعد أمطار غزيرة وارتفع منسوب المياه في سدود الشرق وقالت الوكالة إن التوزيع يعود"
FOOTBALL = "سجل المهاجم هدفا في الدقيقة الأخيرة من المباراة وقاد الحكم نهائي الكأس أمام جمهور الملعب الكبير"


def story(text: str, ago: int = 1, **facts: object) -> Article:
    """A public story of hours `ago`."""
    moment = timezone.now() - timedelta(hours=ago)
    facts = {"headline": text[:60], "standfirst": "", "body": f"<p>{text}</p>", "published_at": moment, **facts}
    return ArticleFactory(published=True, **facts)


def related(article: Article) -> list[int]:
    return [card.pk for card in under_story(Article.objects.for_reading().get(pk=article.pk))["related"]]


# --- Words ------------------------------------------------------------------------------------------------------------


def test_it_finds_the_story_of_the_same_words() -> None:
    section = SectionFactory()
    dam, match = story(DAMS, section=section), story(FOOTBALL, section=section)
    for n in range(20):
        story(f"خبر آخر رقم {n} عن شيء مختلف تماما في المدينة", 30 + n, section=section)
    other_dam = story("السدود: منسوب سد بوقرن يرتفع والمياه تعود إلى التوزيع", 5)
    other_match = story("الحكم والمهاجم في نهائي الكأس: هدف في الملعب", 6)
    read_saved()

    assert related(dam)[0] == other_dam.pk
    assert related(match)[0] == other_match.pk
    # Both ways: the older story leads to the newer one too.
    assert related(other_dam)[0] == dam.pk


def test_it_hears_a_new_name_that_the_sample_does_not_know() -> None:
    for n in range(30):
        story(f"خبر رقم {n} عن المدينة والسوق والطريق والناس", 30 + n)
    read_saved()
    first = story("عاصفة دانيال تقترب من الساحل. دانيال", headline="دانيال على الساحل", ago=2)
    second = story("مدارس تغلق أبوابها بسبب دانيال. دانيال", headline="دانيال: إغلاق المدارس", ago=1)
    read_saved()

    assert related(second)[0] == first.pk


def test_it_weighs_rare_words_and_drops_common_ones() -> None:
    known = likeness.Vocabulary(100, {"سدود": 4, "قال": 90, "مدينه": 15})
    terms = weightiest(words_of("السدود والمدينة", "", "<p>قال قال قال اسم عابر</p>"), known)

    assert list(terms) == ["سدود", "مدينه"]
    assert sum(weight**2 for weight in terms.values()) == pytest.approx(likeness.UNIT**2, rel=0.01)


def test_it_reads_no_markup_and_no_link_to_another_story() -> None:
    body = '<p>سدود</p><aside data-article="7"><a href="/x/7/">مباراة</a></aside><img src="/picture.webp" alt="صورة">'
    assert set(words_of("", "", body)) == {"سدود"}


def test_it_reads_again_what_changed_and_nothing_else() -> None:
    for n in range(25):
        story(f"خبر رقم {n} عن المدينة والسوق", n)
    assert read_saved() == 25
    assert read_saved() == 0

    changed = Article.objects.first()
    changed.headline = "عنوان جديد"
    changed.save()
    assert read_saved() == 1


def test_it_reads_what_is_published_and_what_is_scheduled_but_no_draft() -> None:
    ArticleFactory()
    ArticleFactory(status="withdrawn", published_at=timezone.now())
    coming = ArticleFactory(status="published", published_at=timezone.now() + timedelta(hours=1))
    public = story(DAMS)

    assert read_saved() == 2
    assert set(Likeness.objects.values_list("pk", flat=True)) == {coming.pk, public.pk}


def test_it_goes_on_where_it_was_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(likeness, "BATCH", 10)
    for n in range(25):
        story(f"خبر رقم {n} عن المدينة والسوق", n)

    assert [read_saved() for _ in range(4)] == [10, 10, 5, 0]


def test_the_command_reads_an_archive_and_goes_on_after_a_stop(capsys: Any) -> None:
    fill_archive(30)
    call_command("relate_stories")
    assert Likeness.objects.count() == 30
    Likeness.objects.filter(pk__in=list(Likeness.objects.values_list("pk", flat=True)[:12])).delete()

    call_command("relate_stories")
    assert "12 stories read" in capsys.readouterr().out
    call_command("relate_stories", fresh=True)
    assert "30 stories read" in capsys.readouterr().out


def test_it_learns_words_anew_when_the_archive_has_outgrown_them() -> None:
    for n in range(3):
        story(f"خبر رقم {n}", n)
    read_saved()
    sampled = WordCount.objects.get(pk="").stories
    assert sampled == 3
    for n in range(40):
        story(f"خبر رقم {n}", n)

    # All of them: those that were read before as well.
    assert read_saved() == 43
    assert WordCount.objects.get(pk="").stories == 43
    assert read_saved() == 0


def test_in_a_large_archive_it_looks_back_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    stories = [story(f"خبر رقم {n}", n) for n in range(3)]
    read_saved()
    monkeypatch.setattr(likeness, "SAMPLE", 3)
    Likeness.objects.filter(pk__in=[stories[0].pk, stories[1].pk]).delete()
    Article.objects.filter(pk=stories[0].pk).update(saved_at=timezone.now() - timedelta(hours=2))

    assert read_saved() == 1
    assert Likeness.objects.filter(pk=stories[1].pk).exists()


def test_reading_twice_changes_nothing() -> None:
    for n in range(12):
        story(f"{DAMS} {n}", n)
    read_saved()
    before = list(Likeness.objects.order_by("pk").values("pk", "terms", "nearest"))
    Likeness.objects.update(version=0)
    read_saved()

    assert list(Likeness.objects.order_by("pk").values("pk", "terms", "nearest")) == before


def test_reading_costs_no_more_in_a_large_archive() -> None:
    fill_archive(40)
    call_command("relate_stories")
    few = queries_to_read()
    fill_archive(3_000)
    learn_words()
    many = queries_to_read()

    assert many == few


def queries_to_read() -> int:
    written = story(DAMS)
    Tagging.objects.create(article=written, topic=Topic.objects.first())
    article = likeness.unread(Article.objects.filter(pk=written.pk)).get()
    reader = Reader()
    with CaptureQueriesContext(connection) as queries:
        reader.read(article)
    return len(queries)


def test_the_demo_leads_from_story_to_story_of_the_same_matter() -> None:
    """Topics set aside: of the three stories with the likest words every third shares a topic; by chance one in ten."""
    pictures: dict[str, Any] = {}
    rows = [row for row in demo_stories() if row.get("status", "published") == "published"]
    loader.Section.objects.bulk_create(
        loader.Section(name=name, slug=name, name_key=name) for name in {row["section"] for row in rows}
    )
    stories = {
        row["key"]: loader.make_story({**row, "picture": "", "authors": [], "topics": []}, pictures, timezone.now())
        for row in rows
    }
    for row in rows:
        article = stories[row["key"]]
        article.body = loader.STORY_KEY.sub("", loader.PICTURE_KEY.sub("", row["body"]))
        article.save()
    call_command("relate_stories")

    topics = {stories[row["key"]].pk: set(row.get("topics", [])) for row in rows}
    pairs = [
        bool(topics[row.pk] & topics[key])
        for row in Likeness.objects.filter(pk__in=topics)
        for key in row.nearest[:3]
        if key in topics
    ]
    assert len(pairs) > 100
    assert sum(pairs) / len(pairs) > 0.25


# --- What stands under a story ----------------------------------------------------------------------------------------


@pytest.fixture
def newsroom() -> dict[str, Any]:
    """Sixty stories, eleven of them about dams; the tenth has two topics, shared with some older ones."""
    dams = {5, 10, 15, 20, 21, 22, 25, 26, 27, 28, 29}
    stories = [story(DAMS if n in dams else f"نص{n} خبر{n} شيء{n}", n) for n in range(60)]
    article = stories[10]
    topics = [TopicFactory(), TopicFactory()]
    for topic, place in ((topics[0], 10), (topics[0], 20), (topics[1], 10), (topics[1], 20), (topics[1], 21)):
        Tagging.objects.create(article=stories[place], topic=topic)
    return {"stories": stories, "article": article}


def test_before_it_is_read_a_story_has_those_of_its_topics(newsroom: dict[str, Any]) -> None:
    stories = newsroom["stories"]
    assert related(newsroom["article"]) == [stories[20].pk, stories[21].pk]


def test_a_story_without_topics_has_those_of_its_words(newsroom: dict[str, Any]) -> None:
    article = newsroom["stories"][5]
    assert related(article) == []
    read_saved()

    assert len(related(article)) == 4


def test_the_choice_of_an_editor_comes_first_in_its_order(newsroom: dict[str, Any]) -> None:
    stories, article = newsroom["stories"], newsroom["article"]
    read_saved()
    for position, place in ((2, 29), (1, 28)):
        RelatedChoice.objects.create(article=article, other=stories[place], position=position)

    shown = related(article)
    assert shown[:2] == [stories[28].pk, stories[29].pk]
    assert len(set(shown)) == len(shown) == 4


@pytest.mark.parametrize("state", list(times()))
def test_no_story_that_readers_cannot_see_stands_there(client: Client, newsroom: dict[str, Any], state: str) -> None:
    stories, article = newsroom["stories"], newsroom["article"]
    read_saved()
    nearest = Likeness.objects.get(pk=article.pk).nearest
    RelatedChoice.objects.create(article=article, other=stories[25])
    Article.objects.filter(pk__in=[stories[25].pk, stories[20].pk, *nearest[:3]]).update(**times()[state])

    shown = related(article)
    assert not {stories[25].pk, stories[20].pk, *nearest[:3]} & set(shown)
    assert len(shown) == 4
    page = client.get(article.get_absolute_url()).content.decode()
    assert f"/{stories[25].pk}/" not in page


def test_no_story_stands_twice_on_a_page(client: Client, newsroom: dict[str, Any]) -> None:
    stories, article = newsroom["stories"], newsroom["article"]
    for place, times_read in ((0, 50), (1, 40), (11, 30), (12, 20), (13, 10), (14, 9), (10, 99), (2, 60), (16, 8)):
        Readership.objects.create(article=stories[place], total=times_read, heat=heat(times_read, timezone.now()))
    RelatedChoice.objects.create(article=article, other=stories[0])
    RelatedChoice.objects.create(article=article, other=stories[3])
    named = "".join(f'<aside data-article="{stories[place].pk}"><a href="/x/">س</a></aside>' for place in (2, 3, 11))
    article.body = f"<p>{DAMS}</p>{named}"
    article.save()
    read_saved()

    page = client.get(article.get_absolute_url())
    shown = {name: [card.pk for card in page.context[name]] for name in ("related", "most_read", "latest")}
    everything = [*shown["related"], *shown["most_read"], *shown["latest"]]
    assert len(set(everything)) == len(everything)
    assert [len(shown[name]) for name in ("related", "most_read", "latest")] == [4, 5, 6]
    assert not {article.pk, stories[2].pk, stories[3].pk, stories[11].pk} & set(everything)
    assert shown["related"][0] == stories[0].pk
    html = page.content.decode()
    for key in everything:
        assert html.count(f'href="{Article.objects.get(pk=key).get_absolute_url()}"') == 1


def test_it_makes_the_same_queries_whatever_stands_there(client: Client, newsroom: dict[str, Any]) -> None:
    article = newsroom["article"]
    client.get(article.get_absolute_url())

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(article.get_absolute_url()).status_code == 200
        return len(captured)

    assert queries() == 5  # the last is the comments'
    read_saved()
    for place in range(20, 26):
        RelatedChoice.objects.create(article=article, other=newsroom["stories"][place])
    for one in newsroom["stories"]:
        Readership.objects.create(article=one, total=50, heat=heat(50, timezone.now()))
    assert queries() == 5


def test_a_story_is_not_chosen_for_itself() -> None:
    article = story(DAMS)
    with pytest.raises(ValidationError, match="بنفسه"):
        RelatedChoice(article=article, other=article).full_clean()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_may_count_words_at_once() -> None:
    for _ in range(40):
        ArticleFactory(published=True)

    def learn(_: int) -> int:
        try:
            return likeness.learn_words()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(learn, range(12))) == [40] * 12
    assert likeness.vocabulary().stories == 40
