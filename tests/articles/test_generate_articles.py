"""`generate_articles`: synthetic stories that are stored exactly as the newsroom's own."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.models import Article, Author, Byline, Section, Tagging, Topic
from pictures.models import Picture
from tests.factories import SectionFactory

pytestmark = pytest.mark.django_db

UNTIL = "2026-11-22T08:00:00+01:00"


def generate(count: int, **options: object) -> str:
    out = StringIO()
    options = {"count": count, "pictures": 0, "until": UNTIL, **options}
    arguments = [f"--{name}={value}" for name, value in options.items()]
    call_command("generate_articles", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def texts() -> list[tuple[str, str, str]]:
    return list(Article.objects.order_by("pk").values_list("headline", "standfirst", "body"))


def test_it_adds_that_many_articles() -> None:
    assert "120 articles" in generate(120)

    assert Article.objects.count() == 120
    assert Section.objects.count() == 8
    assert Byline.objects.count() >= 120
    assert Tagging.objects.count() > 120


def test_it_writes_the_same_for_the_same_seed() -> None:
    generate(30, seed=5)
    first = texts()
    Tagging.objects.all().delete()
    Byline.objects.all().delete()
    Article.objects.all().delete()
    generate(30, seed=5)

    # Links to earlier stories name keys, which the database gives.
    assert [row[:2] for row in texts()] == [row[:2] for row in first]
    assert [len(row[2]) // 100 for row in texts()] == [len(row[2]) // 100 for row in first]


def test_it_writes_something_else_for_another_seed() -> None:
    generate(10, seed=5)
    first = texts()
    generate(10, seed=6)

    assert not set(first) & set(texts()[10:])


def test_it_stores_what_saving_would_store() -> None:
    generate(60)
    names = ["headline", "short_headline", "slug", "standfirst", "body", "place", "picture_caption"]

    for article in Article.objects.all():
        before = [getattr(article, name) for name in names]
        article.full_clean()
        article.tidy()
        assert [getattr(article, name) for name in names] == before


def test_it_fills_every_slot_of_its_sentences() -> None:
    generate(200)

    assert not [text for row in texts() for text in row if "{" in text or "}" in text or not text]


def test_it_writes_articles_of_a_newspapers_length() -> None:
    generate(200)

    paragraphs = [body.count("<p>") for _, _, body in texts()]
    assert min(paragraphs) >= 8
    assert max(paragraphs) <= 35  # 25 paragraphs, a list, a quote
    assert {"<h2>", "<blockquote>", '<aside class="pull-quote">', "<li>", "data-article", "data-embed"} <= {
        sign
        for sign in ("<h2>", "<blockquote>", '<aside class="pull-quote">', "<li>", "data-article", "data-embed")
        if any(sign in body for _, _, body in texts())
    }


def test_it_spreads_states_and_times() -> None:
    generate(1000)
    until = timezone.datetime.fromisoformat(UNTIL)

    statuses = set(Article.objects.values_list("status", flat=True))
    assert statuses == {"draft", "in_review", "published", "withdrawn"}
    scheduled = Article.objects.filter(status="published", published_at__gt=until)
    assert 0 < scheduled.count() < 50
    public = Article.objects.published(until).order_by("published_at")
    assert public.first().published_at < until - timedelta(days=300)
    assert until - timedelta(days=3) < public.last().published_at <= until


def test_it_files_articles_under_the_time_of_publication() -> None:
    generate(300)

    for rows in (Byline.objects, Tagging.objects):
        for row in rows.select_related("article"):
            article = row.article
            assert row.published_at == (article.published_at if article.status == "published" else None)


def test_it_uses_sections_topics_and_authors_that_exist() -> None:
    section = SectionFactory(slug="economy", name="اقتصاد")
    generate(50)
    authors, topics = Author.objects.count(), Topic.objects.count()
    generate(50)

    assert section.articles.exists()
    assert (Section.objects.count(), Author.objects.count(), Topic.objects.count()) == (8, authors, topics)


def test_it_draws_pictures_with_their_renditions() -> None:
    generate(40, pictures=2)
    generate(1, pictures=2)

    assert Picture.objects.filter(has_avif=True).count() == 2
    pictures = [article.picture for article in Article.objects.select_related("picture")]
    assert sum(picture is not None for picture in pictures) > 25
    body = next(body for _, _, body in texts() if "<figure><img" in body)
    assert any(f'data-file="{picture.pk}"' in body for picture in Picture.objects.all())


@pytest.mark.parametrize("count", ["0", "-3", "many"])
def test_it_refuses_what_is_no_count(count: str) -> None:
    with pytest.raises(CommandError, match="above zero"):
        call_command("generate_articles", f"--count={count}", stderr=StringIO())
