"""Why readers left: a tally to read, which names nobody."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest
from django.utils.safestring import SafeString

from mohit.desk import DeskAdmin
from mohit.templatetags.arabic import bdi, time_tag
from newsletter import permissions
from newsletter.models import Departure


class DepartureAdmin(DeskAdmin):
    title_view = "سبب مغادرة"
    list_display = ("reason", "shown_list", "shown_day")
    list_filter = ("reason", "mailing_list")
    list_select_related = ("mailing_list",)
    fields = ("reason", "shown_list", "shown_day")
    readonly_fields = fields
    actions = None

    def has_module_permission(self, request: HttpRequest) -> bool:
        return permissions.may_compose(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Departure | None = None) -> bool:
        return permissions.may_compose(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Departure | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Departure | None = None) -> bool:
        return False

    @admin.display(description="القائمة", ordering="mailing_list")
    def shown_list(self, row: Departure) -> SafeString | str:
        return bdi(row.mailing_list) if row.mailing_list else "القوائم كلها"

    @admin.display(description="في يوم", ordering="on")
    def shown_day(self, row: Departure) -> str:
        return time_tag(row.on)
