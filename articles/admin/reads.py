"""The list's filter by how much stories are read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import NamedTuple

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet, Sum
from django.http import HttpRequest
from django.utils import timezone

from articles.models import Article, HourOfReads
from articles.models.querysets import DAY, WEEK


class Bound(NamedTuple):
    """Stories read at least so often within a time; `least` 0 means not at all."""

    label: str
    age: timedelta
    least: int


class ReadsFilter(admin.SimpleListFilter):
    """Stories by their readers of the last day or week, the most read first."""

    title = "القراءات"
    parameter_name = "reads"

    BOUNDS = {
        "day": Bound("الأكثر قراءة في 24 ساعة", DAY, 1),
        "week": Bound("الأكثر قراءة في 7 أيام", WEEK, 1),
        "day-100": Bound("100 فأكثر في 24 ساعة", DAY, 100),
        "day-1000": Bound("1000 فأكثر في 24 ساعة", DAY, 1_000),
        "week-1000": Bound("1000 فأكثر في 7 أيام", WEEK, 1_000),
        "none": Bound("لم تقرأ في 7 أيام", WEEK, 0),
    }

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(name, bound.label) for name, bound in self.BOUNDS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        bound = self.BOUNDS.get(self.value() or "")
        if not bound:
            return queryset
        hours = HourOfReads.objects.filter(hour__gt=timezone.now() - bound.age)
        if not bound.least:
            return queryset.published().exclude(Exists(hours.filter(article=OuterRef("pk"))))
        read = hours.order_by().values("article").annotate(total=Sum("count")).filter(total__gte=bound.least)
        return queryset.filter(pk__in=read.values("article"))


def in_order_of_reads(rows: QuerySet[Article], parameters: Mapping[str, object]) -> QuerySet[Article]:
    """Rows from `with_reads()`, the most read first if the list is filtered by reads and no column was chosen."""
    chosen = parameters.get(ReadsFilter.parameter_name)
    bound = ReadsFilter.BOUNDS.get(chosen[-1] if isinstance(chosen, list) else chosen or "")
    if not bound or not bound.least or parameters.get("o"):
        return rows
    return rows.order_by("-reads_of_day" if bound.age == DAY else "-reads_of_week", "-pk")
