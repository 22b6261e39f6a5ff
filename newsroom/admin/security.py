"""The history of sign-ins and rights, for reading alone."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from mohit.arabic import normalise
from mohit.desk import DeskAdmin
from mohit.templatetags.arabic import bdi
from newsroom.models import SecurityEvent, User
from newsroom.permissions import may_read_security

MEMBERS_AND_RIGHTS = ("create", "invite", "accept", "email", "role_add", "role_remove", "activate", "stop",
                      "grant_all", "withdraw_all", "factor_reset")  # fmt: skip
WARNINGS = [str(kind) for kind in SecurityEvent.WARNINGS]


class SubjectFilter(admin.SimpleListFilter):
    title, parameter_name = "الموضوع", "subject"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("warnings", "ما يستحق النظر"), ("rights", "الحسابات والصلاحيات"), ("signin", "الدخول")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[SecurityEvent]) -> QuerySet[SecurityEvent]:
        kinds = {"warnings": WARNINGS, "rights": MEMBERS_AND_RIGHTS}.get(self.value())
        if kinds:
            return queryset.filter(kind__in=kinds)
        return queryset.exclude(kind__in=MEMBERS_AND_RIGHTS) if self.value() == "signin" else queryset


class SecurityEventAdmin(DeskAdmin):
    title_view = "حدث أمني"
    list_display = ("at", "shown_user", "shown_kind", "shown_detail", "device", "shown_by")
    list_display_links = None
    list_filter = (SubjectFilter,)
    list_select_related = ("user", "by")
    search_fields = ("user__name", "user__username")
    search_help_text = "اسم العضو أو اسم دخوله"
    fields = ("at", "user", "kind", "detail", "device", "by")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[SecurityEvent], search_term: str
    ) -> tuple[QuerySet[SecurityEvent], bool]:
        """By member: there are few of them, and many events."""
        words = normalise(search_term).split()
        if not words:
            return queryset, False
        members = User.objects.values_list("pk", "name", "username")
        texts = ((pk, normalise(f"{name} {username}")) for pk, name, username in members)
        return queryset.filter(user__in=[pk for pk, text in texts if all(word in text for word in words)]), False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_read_security(request.user)

    def has_view_permission(self, request: HttpRequest, obj: SecurityEvent | None = None) -> bool:
        return may_read_security(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: SecurityEvent | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="العضو")
    def shown_user(self, event: SecurityEvent) -> SafeString:
        return bdi(event.user)

    @admin.display(description="ما حدث", ordering="kind")
    def shown_kind(self, event: SecurityEvent) -> SafeString:
        return format_html(
            '<span class="badge badge-{}">{}</span>',
            "withdrawn" if event.is_warning else "draft",
            event.get_kind_display(),
        )

    @admin.display(description="التفاصيل")
    def shown_detail(self, event: SecurityEvent) -> SafeString:
        return bdi(event.detail)

    @admin.display(description="بيد", empty_value="")
    def shown_by(self, event: SecurityEvent) -> SafeString | str:
        return bdi(event.by) if event.by_id else ""
