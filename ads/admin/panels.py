"""What the dashboard shows of the placements: campaigns that end soon, and those that lag behind."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from ads import permissions
from ads.admin.listing import pace, with_delivered
from ads.models import Campaign
from mohit.dates import relative
from mohit.templatetags.arabic import bdi
from newsroom.dashboard import LINES, Content, Line, Panel, register

SOON = timedelta(days=3)


def wanting_attention(request: HttpRequest) -> Content:
    """One query, of the campaigns that run."""
    now = timezone.now()
    rows = with_delivered(Campaign.objects.filter(state=Campaign.State.ACTIVE, starts_at__lte=now, ends_at__gt=now))
    lines = []
    for row in rows.select_related("advertiser").order_by("ends_at", "pk"):
        words = pace(row)
        is_late = "متأخرة" in words
        if row.ends_at - now > SOON and not is_late:
            continue
        who = bdi(row.advertiser) if row.advertiser else "الدار"
        facts = format_html("{}، تنتهي {}{}", who, relative(row.ends_at), f"، {words}" if words else "")
        lines.append(Line(str(row), reverse("admin:ads_campaign_change", args=[row.pk]), facts, is_hot=is_late))
    lines.sort(key=lambda line: not line.is_hot)
    return Content(lines[:LINES], more=reverse("admin:ads_campaign_changelist"))


register(Panel("campaigns", "حملات تحتاج نظرة", 55, permissions.may_book, wanting_attention, "كل الحملات على وتيرتها."))
