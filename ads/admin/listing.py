"""What the list of campaigns shows of each: its state, what was sold and delivered, whether it keeps its pace."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ads.models import Campaign, Tally
from ads.pacing import due
from mohit.dates import day_month_year, number, percent
from mohit.templatetags.arabic import bdi

State = Campaign.State
COLOURS = {
    State.DRAFT: "draft",
    State.ACTIVE: "published",
    State.PAUSED: "in_review",
    State.ENDED: "withdrawn",
}
ON_PACE = 5  # percent of what is due, within which nobody has to do anything


def badge(campaign: Campaign) -> SafeString:
    return format_html('<span class="badge badge-{}">{}</span>', COLOURS[campaign.state], campaign.get_state_display())


def switch(is_on: bool, on: str, off: str) -> SafeString:
    """Of Django's own icons the words are English."""
    return format_html('<span class="badge badge-{}">{}</span>', *(("published", on) if is_on else ("withdrawn", off)))


def with_delivered(campaigns: QuerySet[Campaign]) -> QuerySet[Campaign]:
    """`delivered`: viewable impressions, as the decision counts them."""
    tallies = Tally.objects.filter(campaign=OuterRef("pk")).order_by().values("campaign")
    return campaigns.annotate(delivered=Coalesce(Subquery(tallies.values(sum=Sum("total"))), 0))


def pace(campaign: Campaign) -> str:
    """«متأخرة 12%»: of what is due by now. Empty where nothing is due."""
    now = timezone.now()
    if campaign.kind != Campaign.Kind.STANDARD or campaign.state == State.DRAFT or now <= campaign.starts_at:
        return ""
    expected = due(campaign.goal, campaign.starts_at, campaign.ends_at, now)
    if expected < 1:
        return ""
    off = round((campaign.delivered - expected) / expected * 100)
    if abs(off) <= ON_PACE:
        return "على وتيرتها"
    return f"{'متقدمة' if off > 0 else 'متأخرة'} {percent(abs(off))}"


class Columns:
    @admin.display(description="الحملة", ordering="name")
    def shown_name(self, row: Campaign) -> SafeString:
        return bdi(row)

    @admin.display(description="المعلن", ordering="advertiser__name")
    def shown_advertiser(self, row: Campaign) -> SafeString | str:
        return bdi(row.advertiser) if row.advertiser else "الدار"

    @admin.display(description="الحالة", ordering="state")
    def shown_state(self, row: Campaign) -> SafeString:
        return badge(row)

    @admin.display(description="المدة", ordering="starts_at")
    def shown_period(self, row: Campaign) -> str:
        end = f" إلى {day_month_year(row.ends_at)}" if row.ends_at else "، بلا نهاية"
        return f"{day_month_year(row.starts_at)}{end}"

    @admin.display(description="المبيع", ordering="goal")
    def shown_sold(self, row: Campaign) -> str:
        return number(row.goal) if row.goal else "-"

    @admin.display(description="المسلم", ordering="delivered")
    def shown_delivered(self, row: Campaign) -> SafeString | str:
        over = row.delivered - row.goal if row.goal else 0
        if over <= 0:
            return number(row.delivered)
        return format_html('{} <span class="over">زيادة {}</span>', number(row.delivered), number(over))

    @admin.display(description="الوتيرة")
    def shown_pace(self, row: Campaign) -> SafeString | str:
        words = pace(row)
        return (
            format_html('<span class="{}">{}</span>', "late" if "متأخرة" in words else "pace", words) if words else "-"
        )
