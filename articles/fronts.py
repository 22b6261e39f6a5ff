"""How the home page and the ends of articles are filled: by rule, no story twice on a page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from articles.models import Article, Section
from mohit.keyset import Page

TOP = 5  # the lead and the stories beside it
LATEST = 10  # lines of «آخر الأخبار»
OPINIONS = 4
BLOCK = 4  # stories of a section on the home page
RELATED = 4
LATEST_UNDER_ARTICLE = 6


@dataclass(frozen=True, slots=True)
class Block:
    section: Section
    articles: list[Article]


def home_front() -> dict[str, object]:
    """The home page's stories in four queries, however many articles there are."""
    newest = list(Article.objects.published().newest_first().for_cards()[: TOP + LATEST])
    lead = next((article for article in newest[:TOP] if article.picture_id), newest[0] if newest else None)
    top = [article for article in newest[:TOP] if article is not lead]
    latest = newest[TOP:]
    shown = [article.pk for article in newest]
    opinions = list(
        Article.objects.published()
        .filter(kind=Article.Kind.OPINION)
        .exclude(pk__in=shown)
        .newest_first()
        .for_cards()
        .with_signatures()[:OPINIONS]
    )
    shown += [article.pk for article in opinions]
    return {
        "lead": lead,
        "top": top,
        "latest": latest,
        "opinions": opinions,
        "blocks": section_blocks(shown),
    }


def section_blocks(shown: list[int]) -> list[Block]:
    """The newest stories of each section that are not `shown` yet: one query for the keys, one for the cards."""
    newest = (
        Article.objects.published()
        .filter(section=OuterRef("pk"))
        .exclude(pk__in=shown)
        .newest_first()
        .values("pk")[:BLOCK]
    )
    sections = list(Section.objects.annotate(newest=ArraySubquery(newest)))
    keys = [key for section in sections for key in section.newest]
    cards = {article.pk: article for article in Article.objects.filter(pk__in=keys).published().for_cards()}
    blocks = [Block(section, [cards[key] for key in section.newest if key in cards]) for section in sections]
    return [block for block in blocks if block.articles]


def lead_and_rest(page: Page) -> tuple[Article | None, list[Article]]:
    """The first page of a section opens with its newest story; deeper pages have no lead."""
    if page.newer or not page.rows:
        return None, page.rows
    return page.rows[0], page.rows[1:]


def related_to(article: Article) -> tuple[list[Article], list[Article]]:
    """(stories of the same topics, the site's newest): two queries, neither holds `article` nor a story twice.

    A story that shares more topics stands higher; among equals the one that is newer in its topic.
    """
    shared = Counter(key for label in article.labels for key in label["newest"] if key != article.pk)
    keys = [key for key, _ in shared.most_common(RELATED)]
    cards = Article.objects.filter(pk__in=keys).published().for_cards().in_bulk() if keys else {}
    related = [cards[key] for key in keys if key in cards]
    taken = {article.pk, *keys}
    newest = Article.objects.published().newest_first().for_cards()[: LATEST_UNDER_ARTICLE + len(taken)]
    return related, [story for story in newest if story.pk not in taken][:LATEST_UNDER_ARTICLE]
