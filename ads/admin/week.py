"""What runs where in a week: boxes by days, from Saturday to Friday as CLDR has Algeria's week."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ads import permissions
from ads.admin.listing import badge, pace, with_delivered
from ads.models import Booking, Campaign, Placement
from mohit.responses import PRIVATE
from mohit.site_sections import site_lists, site_sections

SATURDAY = 5
DAY = timedelta(days=1)
DAYS = 7


class Gap(NamedTuple):
    """A free day of a box, as the address of the link says it: `article-end:2026-11-25:sports`."""

    placement: int
    section: str
    starts_at: datetime
    ends_at: datetime


class Cell(NamedTuple):
    """A stretch of a lane: a booking, a free day with the link that books it, or nothing."""

    day: date
    span: int = 1
    booking: Booking | None = None
    gap: str = ""


def gap_of(request: HttpRequest) -> Gap | None:
    name, _, rest = request.GET.get("gap", "").partition(":")
    day, _, section = rest.partition(":")
    try:
        first = midnight(date.fromisoformat(day))
    except (ValueError, OverflowError):
        return None
    placement = Placement.objects.filter(name=name).values_list("pk", flat=True).first()
    return Gap(placement, section, first, midnight(date.fromisoformat(day) + DAY)) if placement else None


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()), timezone.get_default_timezone())


def first_day(asked: str) -> date:
    """The Saturday of the week that holds the day `asked` for, else today."""
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        day = timezone.localdate()
    if not date(2000, 1, 10) < day < date(2100, 1, 1):
        day = timezone.localdate()
    return day - timedelta(days=(day.weekday() - SATURDAY) % DAYS)


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    if not permissions.may_book(request.user):
        raise PermissionDenied
    first = first_day(request.GET.get("from", ""))
    sections = site_sections()
    section = request.GET.get("section", "")
    section = section if section in dict(sections) else ""
    days = [first + index * DAY for index in range(DAYS)]
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": "أسبوع المساحات",
        "opts": Campaign._meta,
        "days": days,
        "today": timezone.localdate(),
        "sections": sections,
        "section": section,
        "before": first - DAYS * DAY,
        "after": first + DAYS * DAY,
        "rows": rows_of(days, section, dict(sections)),
        "others": others(days, section),
    }
    response = render(request, "admin/ads/campaign/week.html", context)
    response.headers["Cache-Control"] = PRIVATE
    return response


def rows_of(days: list[date], section: str, names: dict[str, str]) -> list[dict[str, Any]]:
    """Each box with its lanes: bookings of different sections lie one under the other. Three queries."""
    bookings = Booking.objects.held().during(midnight(days[0]), midnight(days[-1] + DAY))
    if section:
        bookings = bookings.filter(Q(section__in=["", section]) | Q(placement__is_baked=True))
    lists = dict(site_lists())
    of_box: dict[int, list[Booking]] = {}
    for booking in bookings.select_related("campaign", "placement").order_by("starts_at", "pk"):
        known, whole = (lists, "كل النشرات") if booking.placement.is_baked else (names, "كل الأقسام")
        booking.section_name = known.get(booking.section, booking.section) or whole
        of_box.setdefault(booking.placement_id, []).append(booking)
    return [
        {"placement": box, "lanes": lanes_of(box, of_box.get(box.pk, []), days, "" if box.is_baked else section)}
        for box in Placement.objects.all()
    ]


def lanes_of(box: Placement, bookings: list[Booking], days: list[date], section: str) -> list[list[Cell]]:
    lanes: list[list[tuple[int, int, Booking]]] = []
    taken: set[int] = set()
    for booking in bookings:
        start, end = stretch(booking, days)
        taken.update(range(start, end))
        lane = next((lane for lane in lanes if lane[-1][1] <= start), None)
        if lane is None:
            lane = []
            lanes.append(lane)
        lane.append((start, end, booking))
    return [cells_of(box, lane, days, section, taken, index == 0) for index, lane in enumerate(lanes or [[]])]


def stretch(booking: Booking, days: list[date]) -> tuple[int, int]:
    """The days that it touches, as indices: from, and without, the end."""
    start = (timezone.localdate(booking.starts_at) - days[0]).days
    end = (timezone.localdate(booking.ends_at - timedelta(microseconds=1)) - days[0]).days + 1
    return max(start, 0), min(end, DAYS)


def cells_of(
    box: Placement,
    lane: list[tuple[int, int, Booking]],
    days: list[date],
    section: str,
    taken: set[int],
    has_gaps: bool,
) -> list[Cell]:
    cells, index = [], 0
    for start, end, booking in [*lane, (DAYS, DAYS, None)]:
        for free in range(index, start):
            offers = has_gaps and free not in taken and box.is_active and days[free] >= timezone.localdate()
            cells.append(Cell(days[free], gap=f"{box.name}:{days[free]}:{section}" if offers else ""))
        if booking:
            cells.append(Cell(days[start], end - start, booking))
        index = end
    return cells


def others(days: list[date], section: str) -> list[Campaign]:
    """What else runs in the week, by priority: campaigns that book nothing. Two queries."""
    begins, ends = midnight(days[0]), midnight(days[-1] + DAY)
    rows = Campaign.objects.filter(state__in=["active", "paused"], starts_at__lt=ends)
    rows = rows.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=begins)).exclude(kind=Campaign.Kind.SPONSORSHIP)
    if section:
        rows = rows.filter(Q(sections=[]) | Q(sections__contains=[section]))
        rows = rows.exclude(excluded_sections__contains=[section])
    found = list(with_delivered(rows).select_related("advertiser").prefetch_related("placements"))
    for row in found:
        row.badge, row.pace = badge(row), pace(row)
    order = list(Campaign.Kind.values)
    return sorted(found, key=lambda row: order.index(row.kind))
