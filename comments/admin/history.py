"""The history of decisions: read, never written, by hand."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from articles.admin.listing import DeskPaginator
from comments import permissions
from comments.models import Decision
from mohit.desk import DeskAdmin
from mohit.templatetags.arabic import bdi


class MineFilter(admin.SimpleListFilter):
    title, parameter_name = "صاحب القرار", "who"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("me", "قراراتي"), ("people", "المشرفون"), ("rules", "آليا")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Decision]) -> QuerySet[Decision]:
        chosen = {"me": {"by": request.user.pk}, "people": {"by__isnull": False}, "rules": {"by__isnull": True}}
        return queryset.filter(**chosen.get(self.value() or "", {}))


class CommentDecisionAdmin(DeskAdmin):
    title_list, title_view = "سجل القرارات في التعليقات", "قرار"
    list_display = ("shown_comment", "verb", "shown_reason", "shown_by", "at", "note")
    list_filter = ("verb", "reason", MineFilter)
    list_select_related = ("comment", "by")
    fields = ("shown_comment", "verb", "shown_reason", "shown_by", "note", "at")
    paginator = DeskPaginator
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Decision]:
        return permissions.seen_by(request.user, super().get_queryset(request)).defer("comment__search_key")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return permissions.may_moderate(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Decision | None = None) -> bool:
        return permissions.may_moderate(request.user, obj.comment if obj else None)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Decision | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Decision | None = None) -> bool:
        return False

    @admin.display(description="التعليق")
    def shown_comment(self, decision: Decision) -> SafeString:
        url = reverse("admin:comments_comment_change", args=[decision.comment_id])
        said = decision.comment
        return format_html(
            '<a href="{}">{}</a><br><span class="quiet">{}</span>',
            url,
            bdi(said.author_name),
            bdi(Truncator(said.text).chars(90)),
        )

    @admin.display(description="السبب", ordering="reason")
    def shown_reason(self, decision: Decision) -> str:
        return decision.get_reason_display() if decision.reason else "-"

    @admin.display(description="صاحب القرار")
    def shown_by(self, decision: Decision) -> SafeString | str:
        return bdi(decision.by) if decision.by else "آليا"
