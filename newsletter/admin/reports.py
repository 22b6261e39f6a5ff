"""What came back, and what was decided about readers' data: looked at, never changed."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from mohit.dates import number
from mohit.desk import DeskAdmin
from mohit.templatetags.arabic import bdi, ltr, time_tag
from newsletter import permissions
from newsletter.admin.counting import CountedList, CountedPaginator
from newsletter.models import DeskEvent, Report


class ReadOnly(DeskAdmin):
    """Rows that nobody writes by hand, for whoever may look at subscribers."""

    paginator = CountedPaginator
    sortable_by = ()
    actions = None

    def has_module_permission(self, request: HttpRequest) -> bool:
        return permissions.may_look_at_subscribers(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return permissions.may_look_at_subscribers(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return CountedList


class ReportAdmin(ReadOnly):
    title_view = "ارتداد أو شكوى"
    fields = ("kind", "shown_subscriber", "shown_issue", "shown_numbers", "source", "shown_at")
    readonly_fields = fields
    list_display = ("kind", "shown_subscriber", "shown_issue", "shown_numbers", "source", "shown_at")
    list_filter = ("kind", "source")
    list_select_related = ("subscriber", "delivery__issue")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Report]:
        heavy = (f"delivery__issue__{name}" for name in ("html", "text", "intro"))
        return super().get_queryset(request).select_related(*self.list_select_related).defer(*heavy)

    @admin.display(description="المشترك")
    def shown_subscriber(self, row: Report) -> SafeString | str:
        if row.subscriber is None:
            return "-"
        address = reverse("admin:newsletter_subscriber_change", args=[row.subscriber_id])
        words = ltr(row.subscriber.address) if row.subscriber.address else f"#{row.subscriber_id}"
        return format_html('<a href="{}">{}</a>', address, words)

    @admin.display(description="العدد")
    def shown_issue(self, row: Report) -> SafeString | str:
        return bdi(row.delivery.issue) if row.delivery else "-"

    @admin.display(description="رد الخادم")
    def shown_numbers(self, row: Report) -> SafeString | str:
        numbers = " ".join(filter(None, [str(row.reply_code or ""), row.enhanced_status]))
        return ltr(numbers) if numbers else "-"

    @admin.display(description="في")
    def shown_at(self, row: Report) -> str:
        return time_tag(row.at)


class DeskEventAdmin(ReadOnly):
    title_view = "قرار في المشتركين"
    fields = ("verb", "shown_by", "shown_subscriber", "shown_count", "shown_note", "shown_at")
    readonly_fields = fields
    list_display = ("verb", "shown_by", "shown_subscriber", "shown_count", "shown_note", "shown_at")
    list_filter = ("verb",)
    list_select_related = ("by",)

    @admin.display(description="صاحب القرار")
    def shown_by(self, row: DeskEvent) -> SafeString | str:
        return bdi(row.by) if row.by else "سطر الأوامر"

    @admin.display(description="المشترك")
    def shown_subscriber(self, row: DeskEvent) -> SafeString | str:
        if row.subscriber_number is None:
            return "-"
        address = reverse("admin:newsletter_subscriber_change", args=[row.subscriber_number])
        return format_html('<a href="{}">#{}</a>', address, row.subscriber_number)

    @admin.display(description="العدد")
    def shown_count(self, row: DeskEvent) -> str:
        return "-" if row.count is None else number(row.count)

    @admin.display(description="السبب")
    def shown_note(self, row: DeskEvent) -> SafeString | str:
        return bdi(row.note) if row.note else "-"

    @admin.display(description="في")
    def shown_at(self, row: DeskEvent) -> str:
        return time_tag(row.at)
