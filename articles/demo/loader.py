"""The demo newspaper: its identity, pictures and stories, read from the TOML files beside this module.

Stories name pictures and each other by key; the loader turns keys into rows. Times count back from now, so that a
fresh demo always looks like this morning's paper.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.html import escape

from articles.fronts.keeping import Seen, newest_number, publish, save_draft
from articles.fronts.layout import Chosen, Part
from articles.likeness import read_saved
from articles.models import (
    Article,
    Author,
    Byline,
    HourOfReads,
    LiveCoverage,
    PlannedStory,
    Readership,
    RelatedChoice,
    Section,
    Source,
    Tagging,
    Topic,
)
from articles.reads import heat
from articles.search import index, vocabulary
from newsroom.models import Identity, Page, User
from pictures.models import Picture
from pictures.uploads import DuplicatePicture, add_picture

FOLDER = Path(__file__).parent
PICTURE_KEY = re.compile(r'<img data-file="([\w-]+)">')
STORY_KEY = re.compile(r'<aside data-article="([\w-]+)"></aside>')
PLAIN = (
    "headline",
    "short_headline",
    "standfirst",
    "kind",
    "place",
    "picture_caption",
    "update_note",
    "seo_title",
    "seo_description",
)


def load() -> Iterator[str]:
    """Load everything in one transaction, saying each step; the caller consumes the steps."""
    with transaction.atomic():
        yield "الهوية والصفحات"
        load_identity(read("site.toml"))
        yield "الأقسام والمواضيع والكتاب"
        for model, name in ((Section, "section"), (Topic, "topic"), (Author, "author")):
            for row in read(f"{name}s.toml")[name]:
                model.objects.update_or_create(slug=row["slug"], defaults=row)
        yield "الصور"
        pictures = {row["key"]: load_picture(row) for row in read("pictures.toml")["picture"]}
        yield "المقالات وقراءاتها وما بينها من صلة"
        stories = load_stories(pictures)
        load_reads(stories)
        load_live(stories)
        yield "خطة الأسبوع"
        load_plans(stories)
        yield "الواجهات"
        load_fronts(stories)
        share = pictures.get("medina") or next(iter(pictures.values()))
        Identity.objects.filter(share_picture=None).update(share_picture=share)
        yield "البحث"
        for _ in index.catch_up():
            pass
        vocabulary.count()


def read(name: str) -> dict:
    with (FOLDER / name).open("rb") as file:
        return tomllib.load(file)


def load_identity(site: dict) -> None:
    identity = Identity.objects.get()
    for name, value in site["identity"].items():
        setattr(identity, name, value)
    identity.save()
    for position, page in enumerate(site["page"]):
        Page.objects.update_or_create(slug=page["slug"], defaults={**page, "position": position})


def load_picture(row: dict) -> Picture:
    words = {name: row.get(name, "") for name in ("alt", "caption", "credit", "licence")}
    path = FOLDER / row["file"]
    try:
        with path.open("rb") as file:
            return add_picture(File(file, name=path.name), focal_x=row["focal_x"], focal_y=row["focal_y"], **words)
    except DuplicatePicture as duplicate:  # of a demo whose stories were deleted
        return duplicate.existing


def load_stories(pictures: dict[str, Picture]) -> dict[str, Article]:
    now = timezone.now()
    rows = [read(f"stories/{path.name}") for path in sorted((FOLDER / "stories").glob("*.toml"))]
    # Oldest first, so that keys grow with time; bodies come second, because they name one another.
    rows.sort(key=lambda row: -row.get("published_hours_ago", 0))
    stories = {row["key"]: make_story(row, pictures, now) for row in rows}
    for row in rows:
        story = stories[row["key"]]
        story.body = resolve(row["body"], pictures, stories)
        story.save(update_fields=["body"])
        RelatedChoice.objects.bulk_create(
            RelatedChoice(article=story, other=stories[key], position=position)
            for position, key in enumerate(row.get("related", []))
        )
    return stories


def load_live(stories: dict[str, Article]) -> None:
    """A story that grows, told by somebody who cannot sign in."""
    member, _ = User.objects.get_or_create(username="demo", defaults={"name": "فريق العرض", "is_active": False})
    for key, entries in read("live.toml").items():
        coverage = LiveCoverage.open(stories[key], member)
        if coverage:
            for entry in entries:
                coverage.post(member, **entry)


def load_reads(stories: dict[str, Article]) -> None:
    """What readers and the worker would have left behind by now."""
    now = timezone.now()
    for key, count in read("reads.toml")["reads"].items():
        Readership.objects.create(article=stories[key], total=count, heat=heat(count, now))
        HourOfReads.objects.create(
            article=stories[key], hour=now.replace(minute=0, second=0, microsecond=0), count=count
        )
    read_saved()


def load_plans(stories: dict[str, Article]) -> None:
    """Ideas for the days around today, which nobody is to write yet, and one that has become a story."""
    for row in read("plans.toml")["plan"]:
        plan = PlannedStory(
            day=timezone.localdate() + timedelta(days=row["in_days"]),
            time=row.get("time"),
            section=Section.objects.get(slug=row["section"]),
            article=stories.get(row.get("story", "")),
            **{name: row[name] for name in ("title", "note", "kind") if name in row},
        )
        plan.add(None)
        if plan.article:
            plan.finish(None)


def load_fronts(stories: dict[str, Article]) -> None:
    """The arranged fronts, published; one that has an edition already stays as it is."""
    for row in read("fronts.toml")["front"]:
        section = Section.objects.get(slug=row["section"]).pk
        if newest_number(section) == 0:
            parts = [part_of(container, stories) for container in row["container"]]
            publish(save_draft(section, Seen(), parts, None, row["note"]), None)


def part_of(row: dict, stories: dict[str, Article]) -> Part:
    chosen = [Chosen(stories[slot["story"]].pk, slot.get("headline", "")) for slot in row.get("slots", ())]
    return Part(row["kind"], row["rule"], row["length"], row.get("title", ""), slots=tuple(chosen))


def make_story(row: dict, pictures: dict[str, Picture], now: datetime) -> Article:
    status = Article.Status(row.get("status", "published"))
    hours = row.get("published_hours_ago")
    story = Article(
        section=Section.objects.get(slug=row["section"]),
        picture=pictures.get(row.get("picture", "")),
        status=status,
        **{name: row[name] for name in PLAIN if name in row},
    )
    if hours is not None and status in (Article.Status.PUBLISHED, Article.Status.WITHDRAWN):
        story.published_at = now - timedelta(hours=hours)
    if "updated_hours_ago" in row:
        story.updated_at = now - timedelta(hours=row["updated_hours_ago"])
    story.save()
    authors = Author.objects.in_bulk(row.get("authors", []), field_name="slug")
    topics = Topic.objects.in_bulk(row.get("topics", []), field_name="slug")
    for position, slug in enumerate(row.get("authors", [])):
        Byline.objects.create(article=story, author=authors[slug], position=position)
    for source in row.get("sources", []):
        Source.objects.create(article=story, **source)
    for slug in row.get("topics", []):
        Tagging.objects.create(article=story, topic=topics[slug])
    return story


def resolve(body: str, pictures: dict[str, Picture], stories: dict[str, Article]) -> str:
    """`body` with its keys of pictures and stories replaced by the stored form."""

    def picture(match: re.Match[str]) -> str:
        row = pictures[match[1]]
        return f'<img src="{escape(row.rendition_url(800, "webp"))}" alt="{escape(row.alt)}" data-file="{row.pk}">'

    def story(match: re.Match[str]) -> str:
        row = stories[match[1]]
        link = f'<a href="{row.get_absolute_url()}">{escape(row.headline)}</a>'
        return f'<aside data-article="{row.pk}">{link}</aside>'

    return STORY_KEY.sub(story, PICTURE_KEY.sub(picture, body))
