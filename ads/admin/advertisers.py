"""The desk of the advertisers."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ads import permissions
from ads.models import Advertiser
from mohit.dates import number
from mohit.desk import DeskAdmin


class AdvertiserAdmin(DeskAdmin):
    title_add, title_change = "معلن جديد", "تعديل معلن"
    list_display = ("name", "industry", "shown_campaigns", "created_at")
    list_filter = ("industry",)
    search_fields = ("name",)
    fields = ("name", "industry")
    change_form_template = "admin/ads/advertiser/change_form.html"
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Advertiser]:
        return super().get_queryset(request).annotate(campaign_count=Count("campaigns"))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return permissions.may_book(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Advertiser | None = None) -> bool:
        return permissions.may_book(request.user)

    has_add_permission = has_module_permission
    has_change_permission = has_delete_permission = has_view_permission  # one with campaigns is kept by them

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        context |= {"may_share": permissions.may_share_reports(request.user)}
        return super().render_change_form(request, context, **kwargs)

    @admin.display(description="الحملات", ordering="campaign_count")
    def shown_campaigns(self, row: Advertiser) -> SafeString:
        url = reverse("admin:ads_campaign_changelist")
        words = number(row.campaign_count)
        return format_html('<a href="{}?advertiser__id__exact={}">{}</a>', url, row.pk, words)
