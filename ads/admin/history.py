"""The history of campaigns: read, never written, by hand."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ads import permissions
from ads.models import CampaignEvent
from mohit.desk import DeskAdmin
from mohit.templatetags.arabic import bdi


class CampaignEventAdmin(DeskAdmin):
    title_view = "قرار في حملة"
    list_display = ("shown_campaign", "verb", "shown_by", "at", "note")
    list_display_links = ("at",)  # the first column leads to the campaign
    list_filter = ("verb",)
    list_select_related = ("campaign", "by")
    fields = ("shown_campaign", "verb", "shown_by", "before", "after", "note", "at")
    actions = None

    def has_module_permission(self, request: HttpRequest) -> bool:
        return permissions.may_book(request.user)

    def has_view_permission(self, request: HttpRequest, obj: CampaignEvent | None = None) -> bool:
        return permissions.may_book(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: CampaignEvent | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: CampaignEvent | None = None) -> bool:
        return False

    @admin.display(description="الحملة")
    def shown_campaign(self, event: CampaignEvent) -> SafeString:
        url = reverse("admin:ads_campaign_change", args=[event.campaign_id])
        return format_html('<a href="{}">{}</a>', url, bdi(event.campaign))

    @admin.display(description="صاحب القرار")
    def shown_by(self, event: CampaignEvent) -> SafeString | str:
        return bdi(event.by) if event.by else "آليا"
