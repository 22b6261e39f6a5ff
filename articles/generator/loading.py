"""Puts generated stories into the database with COPY, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from random import Random

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection, models, transaction

from articles.generator.drawings import landscape
from articles.generator.language import Language, section_languages
from articles.generator.stories import Newsroom, Photo, Shelf, Story
from articles.models import Article, Author, Byline, Section, Tagging, Topic
from mohit.arabic import skeleton, slug
from pictures.uploads import add_picture

BATCH = 1000  # stories a COPY
AUTHORS = 60
CREDIT = "رسم مولّد للتجارب"


def load(newsroom: Newsroom, count: int, until: datetime) -> Iterator[int]:
    """Add `count` stories, yielding after each batch how many are in; nobody sees them before the last."""
    stories = newsroom.stories(count, until)
    with transaction.atomic():
        for done in range(0, count, BATCH):
            keys = reserve_keys(min(BATCH, count - done))
            write(zip(keys, stories), newsroom)  # noqa: B905  (the keys end first, and leave the stories waiting)
            yield done + len(keys)
    analyse()


def furnish(seed: int, pictures: int) -> Newsroom:
    """Sections, topics, authors and pictures for the stories; those that exist already are used."""
    random = Random(seed)  # noqa: S311  (nothing secret hangs on it)
    languages = section_languages()
    shelves = [
        shelf(section_slug, name, language, position)
        for position, (section_slug, (name, language)) in enumerate(languages.items(), start=1)
    ]
    photos = [photo(number) for number in range(pictures)]
    return Newsroom(seed, shelves, authors(shelves[0].language, random), photos)


def shelf(section_slug: str, name: str, language: Language, position: int) -> Shelf:
    section = Section.objects.filter(
        models.Q(slug=section_slug) | models.Q(name_key=skeleton(name))
    ).first() or Section.objects.create(slug=section_slug, name=name, position=position)
    topics = {}
    for subject in language.plain("subject"):
        topic = Topic.objects.filter(name_key=skeleton(subject)).first() or Topic.objects.create(name=subject)
        topics[subject] = topic.pk
    return Shelf(section.pk, section.slug, language, topics)


def authors(language: Language, random: Random) -> list[int]:
    keys = []
    for number in range(AUTHORS):
        first = language.say("first_f" if number % 2 else "first_m", random, {}, set())
        name = f"{first} {language.say('family', random, {}, set())}"
        role = language.say("author_role", random, {}, set())
        author, _ = Author.objects.get_or_create(slug=slug(name), defaults={"name": name, "role": role})
        keys.append(author.pk)
    return list(dict.fromkeys(keys))


def photo(number: int) -> Photo:
    """Drawing `number` in the library, with all its renditions."""
    alt = f"منظر طبيعي مرسوم رقم {number + 1}: سماء وتلال متدرجة"
    try:
        file = ContentFile(landscape(number), name=f"landscape-{number}.jpg")
        picture = add_picture(file, alt=alt, caption="منظر طبيعي مرسوم", credit=CREDIT)
    except ValidationError as error:
        picture = error.existing  # from an earlier run
    picture.make_renditions()
    return Photo(picture.pk, picture.rendition_url(800), picture.alt)


def write(filed: Iterable[tuple[int, Story]], newsroom: Newsroom) -> None:
    articles, bylines, taggings = [], [], []
    for key, story in filed:
        article = as_article(key, story)
        articles.append(article)
        bylines += [
            Byline(article_id=key, author_id=author, position=position) for position, author in enumerate(story.authors)
        ]
        taggings += [Tagging(article_id=key, topic_id=topic) for topic in story.topics]
        if article.is_public():
            newsroom.remember(key, f"/{story.shelf.slug}/{key}/{article.slug}/", article.headline)
    copy(Article, articles)
    # After the articles: the database copies their times of publication.
    copy(Byline, bylines)
    copy(Tagging, taggings)


def as_article(key: int, story: Story) -> Article:
    """The row as `Article.save()` would store it, without the price of cleaning what this module wrote itself."""
    article = Article(pk=key, **story.fields)
    article.slug = slug(article.headline)
    return article


def reserve_keys(count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('articles_article', 'id')) FROM generate_series(1, %s)", [count]
        )
        return [key for (key,) in cursor.fetchall()]


def copy(model: type[models.Model], rows: list[models.Model]) -> None:
    """COPY rows in; a key that a row does not have yet is the database's to give."""
    if not rows:
        return
    fields = [field for field in model._meta.concrete_fields if not field.primary_key or rows[0].pk]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    with (
        connection.cursor() as cursor,
        cursor.copy(f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN') as stream,
    ):
        for row in rows:
            stream.write_row([field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields])


def analyse() -> None:
    """Tell the planner about the new rows, and mark them visible, so that index-only scans need no heap."""
    tables = ", ".join(model._meta.db_table for model in (Article, Byline, Tagging))
    with connection.cursor() as cursor:
        in_transaction = connection.in_atomic_block
        cursor.execute(f"ANALYZE {tables}" if in_transaction else f"VACUUM (ANALYZE) {tables}")
