"""The same figures line by line, for a spreadsheet: one line for each day, creative, placement and section."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.conf import settings
from django.db import connection

from ads.reports.period import Period
from mohit.spreadsheet import table

HEADINGS = ["اليوم", "الحملة", "المادة الإعلانية", "المساحة", "القسم", "العروض", "مرات الظهور", "المشاهدات", "النقرات"]
INVALID = "غير صالحة"
LINES = """
    WITH counted AS (
        SELECT (hour AT TIME ZONE %(zone)s)::date AS day, creative_id, placement_id, section, sum(offered) AS offered,
               sum(rendered) AS rendered, sum(viewable) AS viewable, sum(clicked) AS clicked
          FROM ads_counter WHERE hour >= %(starts_at)s AND hour < %(ends_at)s GROUP BY 1, 2, 3, 4
    ), labelled AS (
        SELECT (hour AT TIME ZONE %(zone)s)::date AS day, creative_id, placement_id, section, sum(count) AS invalid
          FROM ads_invalidcount WHERE hour >= %(starts_at)s AND hour < %(ends_at)s GROUP BY 1, 2, 3, 4
    )
    SELECT to_char(day, 'YYYY-MM-DD'), a.name, c.name, p.title, section, coalesce(offered, 0)::bigint,
           coalesce(rendered, 0)::bigint, coalesce(viewable, 0)::bigint, coalesce(clicked, 0)::bigint,
           coalesce(invalid, 0)::bigint
      FROM counted FULL JOIN labelled USING (day, creative_id, placement_id, section)
      JOIN ads_creative c ON c.id = creative_id
      JOIN ads_campaign a ON a.id = c.campaign_id
      JOIN ads_placement p ON p.id = placement_id
     WHERE %(all)s OR a.id = ANY(%(campaigns)s::bigint[])
     ORDER BY day, a.name, c.name, p.position, section
"""


def lines(period: Period, campaigns: Collection[int] | None = None) -> Iterator[tuple]:
    """Read from the database as they are sent."""
    values = {
        "zone": settings.TIME_ZONE,
        "starts_at": period.starts_at,
        "ends_at": period.ends_at,
        "all": campaigns is None,
        "campaigns": list(campaigns or ()),
    }
    with connection.chunked_cursor() as cursor:
        cursor.execute(LINES, values)
        while rows := cursor.fetchmany(2_000):
            yield from rows


def sheet(period: Period, campaigns: Collection[int] | None = None) -> Iterator[str]:
    """For editors."""
    return table([*HEADINGS, INVALID], lines(period, campaigns))


def advertisers_sheet(period: Period, campaigns: Collection[int]) -> Iterator[str]:
    """Without the invalid column, of which an advertiser sees the sums alone."""
    return table(HEADINGS, (row[:-1] for row in lines(period, campaigns) if any(row[5:9])))
