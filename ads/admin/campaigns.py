"""The desk of the campaigns: the list, the form of the terms, the decisions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from ads import permissions
from ads.admin import simulator, verbs, week
from ads.admin.bookings import TAKEN, BookingInline
from ads.admin.creatives import CreativeInline
from ads.admin.listing import Columns, badge, with_delivered
from ads.admin.terms import FIXED, CampaignForm
from ads.models import Campaign
from mohit.desk import DeskAdmin


class CampaignAdmin(Columns, DeskAdmin):
    title_add, title_change, title_view = "حملة جديدة", "شروط حملة", "حملة"
    form = CampaignForm
    inlines = (BookingInline, CreativeInline)
    list_display = (
        "shown_name",
        "shown_advertiser",
        "kind",
        "shown_state",
        "shown_period",
        "shown_sold",
        "shown_delivered",
        "shown_pace",
    )
    list_filter = ("state", "kind", "starts_at")
    list_select_related = ("advertiser",)
    search_fields = ("name", "advertiser__name")
    actions = None
    change_form_template = "admin/ads/campaign/change_form.html"
    change_list_template = "admin/ads/campaign/change_list.html"
    fieldsets = (
        (None, {"fields": ("name", "kind", "advertiser", "starts_at", "ends_at")}),
        ("ما بيع", {"fields": ("goal", "daily_cap", "price", "weight", "frequency_cap")}),
        ("أين تظهر", {"fields": ("placements", "sections", "excluded_sections", "is_sensitive_allowed")}),
    )

    @property
    def media(self) -> forms.Media:
        return super().media + forms.Media(css={"screen": ["admin-desk/campaigns.css"]})

    # --- Who may: asked of ads/permissions.py ---------------------------------------------------------------------

    def has_module_permission(self, request: HttpRequest) -> bool:
        return permissions.may_book(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Campaign | None = None) -> bool:
        return permissions.may_book(request.user)

    has_add_permission = has_module_permission

    def has_change_permission(self, request: HttpRequest, obj: Campaign | None = None) -> bool:
        return permissions.may_edit(request.user, obj) if obj else permissions.may_book(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Campaign | None = None) -> bool:
        return permissions.may_delete(request.user, obj) if obj else permissions.may_book(request.user)

    # --- The form -------------------------------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[Campaign]:
        return with_delivered(super().get_queryset(request).select_related("advertiser"))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Campaign | None:
        """One that is about to be saved is locked: who decides a moment later decides about what was saved."""
        rows = self.get_queryset(request)
        if request.method == "POST":
            rows = rows.select_for_update(of=("self",))
        try:
            return rows.get(pk=object_id)
        except (Campaign.DoesNotExist, ValueError, OverflowError):
            return None

    def get_readonly_fields(self, request: HttpRequest, obj: Campaign | None = None) -> tuple[str, ...]:
        return FIXED if obj and obj.state != Campaign.State.DRAFT else ()

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        gap = week.gap_of(request)
        return {"kind": "sponsorship", "starts_at": gap.starts_at, "ends_at": gap.ends_at} if gap else {}

    def get_formset_kwargs(self, request: HttpRequest, obj: Campaign, inline: Any, prefix: str) -> dict[str, Any]:
        """The gap of the week view that was pressed stands in the first booking."""
        given = super().get_formset_kwargs(request, obj, inline, prefix)
        gap = week.gap_of(request) if request.method == "GET" and not obj.pk else None
        if not gap or not isinstance(inline, BookingInline):
            return given
        return {**given, "initial": [gap._asdict()]}

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except IntegrityError as error:
            if TAKEN not in str(error):
                raise
            # Booked by somebody else in this moment: now it is there, and the form names it.
            return super().changeform_view(request, *args, **kwargs)

    def save_related(self, request: HttpRequest, form: CampaignForm, formsets: list[Any], change: bool) -> None:
        changes = form.changes() if change else []
        super().save_related(request, form, formsets, change)
        for formset in formsets:
            rows = [*formset.new_objects, *(row for row, _ in formset.changed_objects), *formset.deleted_objects]
            changes += [f"{formset.model._meta.verbose_name}: {row}" for row in rows]
        if change and changes and form.instance.state != Campaign.State.DRAFT:
            form.instance.record_change(request.user, "؛ ".join(changes))

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        campaign = kwargs.get("obj")
        if campaign and campaign.pk:
            missing = campaign.missing() if campaign.state == Campaign.State.DRAFT else []
            context |= {
                "badge": badge(campaign),
                "missing": missing,
                "verbs": verbs.allowed(request.user, campaign, missing),
                "events": campaign.events.select_related("by"),
                "has_report": campaign.state != Campaign.State.DRAFT and permissions.may_see_reports(request.user),
            }
        return super().render_change_form(request, context, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        def view(function: Any) -> Any:
            return self.admin_site.admin_view(function)

        return [
            path("week/", view(week.page), name="ads_week"),
            path("simulator/", view(simulator.page), name="ads_simulator"),
            path("<int:pk>/do/<word>/", view(verbs.decide), name="ads_campaign_decide"),
            *super().get_urls(),
        ]
