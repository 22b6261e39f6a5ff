"""Counting how much stories are read, and ranking them by it.

A read weighs less the older it is: half after HALF_LIFE, a quarter after two. Instead of a count that has to be
decayed again and again each story keeps its *heat*, the natural logarithm of the sum of e^(moment / MEAN_LIFE) over its
reads. Time passes for all stories alike, so heat orders them as their decayed counts do, at any moment and by an index;
the decayed count itself is e^(heat - now / MEAN_LIFE). Adding is commutative: whatever comes at once, nothing is lost.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from math import log

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from articles.models import Article, HourOfReads
from articles.shelf import Card, as_cards, read_card
from mohit.prepared import MOMENT, NUMBER, PlannedCursor, Prepared

HALF_LIFE = timedelta(hours=12)
MEAN_LIFE = HALF_LIFE.total_seconds() / log(2)  # seconds
ENOUGH_READS = 5.0  # decayed; what has fewer stands on no list
ENOUGH_STORIES = 3  # a ranking of fewer is not shown
RANKED = 20  # stories of the page «الأكثر قراءة»
RANKED_BESIDE = 5  # in other pages
HOURS_KEPT = timedelta(days=8)

# One statement, one transaction: the story is looked up, its hour and its heat are raised, or nothing happens. The
# rows that meet are locked in the same order by all, and a second read of the story waits for the first to be safe.
COUNT = """
    WITH story AS (
        SELECT id FROM articles_article
         WHERE id = %s::bigint AND status = 'published' AND published_at <= %s::timestamptz
    ), hour AS (
        INSERT INTO articles_hourofreads AS h (article_id, hour, count)
        SELECT id, date_trunc('hour', %s::timestamptz, 'UTC'), 1 FROM story
            ON CONFLICT (article_id, hour) DO UPDATE SET count = h.count + 1
    )
    INSERT INTO articles_readership AS r (article_id, total, heat)
    SELECT id, 1, %s::float8 FROM story
        ON CONFLICT (article_id) DO UPDATE SET
            total = r.total + 1,
            heat = greatest(r.heat, excluded.heat) + ln(1 + exp(-least(abs(r.heat - excluded.heat), 700)))
"""


def count_read(pk: int, at: datetime | None = None) -> bool:
    """Count one read of the story `pk`; False when readers cannot see it."""
    at = at or timezone.now()
    connection.ensure_connection()
    with connection._prepare_cursor(PlannedCursor(connection.connection)) as cursor:
        cursor.execute(COUNT, [pk, at, at, heat(1, at)])
        return cursor.rowcount == 1


def heat(reads: float, at: datetime) -> float:
    """The heat of a story that is read `reads` times at `at`, and never before."""
    return at.timestamp() / MEAN_LIFE + log(reads)


def hottest(at: datetime, least: float) -> QuerySet[Article]:
    """The public stories whose heat is `least` or more, the most read first."""
    return Article.objects.published(at).filter(readership__heat__gte=least).order_by("-readership__heat", "-pk")


HEAT = -1.25e300  # stands for a heat in prepared queries

ranked = Prepared(lambda at, least: as_cards(hottest(at, least))[:RANKED], at=MOMENT, least=HEAT)
ranked_in_section = Prepared(
    lambda at, least, section: as_cards(hottest(at, least).filter(section=section))[:RANKED_BESIDE],
    at=MOMENT,
    least=HEAT,
    section=NUMBER,
)


def most_read() -> list[Card]:
    """The ranking of the whole site: one query."""
    at = timezone.now()
    return if_enough([read_card(row) for row in ranked(at=at, least=heat(ENOUGH_READS, at))])


def most_read_in(section: int) -> list[Card]:
    """The ranking of one section: one query."""
    at = timezone.now()
    return if_enough(
        [read_card(row) for row in ranked_in_section(at=at, least=heat(ENOUGH_READS, at), section=section)]
    )


def if_enough(ranking: list) -> list:
    return ranking if len(ranking) >= ENOUGH_STORIES else []


def forget_old_hours(at: datetime | None = None) -> int:
    """How many rows of hours that no figure reads any more were deleted."""
    deleted, _ = HourOfReads.objects.filter(hour__lt=(at or timezone.now()) - HOURS_KEPT).delete()
    return deleted
