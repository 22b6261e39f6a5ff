"""The bar «عاجل» under the head of every page, which comes with the page's frame (articles/frame.py)."""

from __future__ import annotations

import json
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models.functions import JSONObject
from django.utils.encoding import iri_to_uri
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from articles.cards import short_time
from articles.models import Breaking
from mohit.arabic import isolate


class Bar(NamedTuple):
    text: str
    set_at: datetime
    path: str  # of the story; empty when there is none yet


def live_bars(at: datetime) -> ArraySubquery:
    """The one bar that readers see `at` this moment, if any, for `read_bar`."""
    story = {"pk": "article", "slug": "article__slug", "section": "article__section__slug"}
    return ArraySubquery(
        Breaking.objects.live(at).order_by().values(json=JSONObject(text="text", at="set_at", **story))
    )


def read_bar(text: str) -> Bar:
    row = json.loads(text)
    tail = f"{row['slug']}/" if row["slug"] else ""
    path = iri_to_uri(f"/{row['section']}/{row['pk']}/{tail}") if row["pk"] else ""  # as Article.get_absolute_url
    return Bar(row["text"], datetime.fromisoformat(row["at"]), path)


@lru_cache(maxsize=4)
def bar_html(bar: Bar, today: date) -> SafeString:
    """A complementary region, and no alert: a page that opens interrupts nobody. Its room is there from the start."""
    words = isolate(escape(bar.text))
    words = f'<a href="{escape(bar.path)}">{words}</a>' if bar.path else f"<span>{words}</span>"
    return mark_safe(  # noqa: S308  (its typed part is escaped)
        f'\n<aside class="breaking" aria-label="خبر عاجل"><p class="frame"><strong>عاجل</strong> {words} '
        f"{short_time(bar.set_at, today)}</p></aside>"
    )
