"""The desk of the word lists."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from comments import permissions
from comments.admin.word_pages import add_words, export_words, replay_draft, try_text
from comments.models import ListedWord
from mohit.dates import day_month_year
from mohit.desk import DeskAdmin
from mohit.templatetags.arabic import bdi

BADGES = {ListedWord.Kind.HOLD: "in_review", ListedWord.Kind.BLOCK: "withdrawn", ListedWord.Kind.ALLOW: "published"}


class ListedWordAdmin(DeskAdmin):
    title_list, title_add, title_change, title_view = "قوائم الكلمات", "إضافة كلمات", "تعديل كلمة", "كلمة"
    fields = ("text", "kind")
    list_display = ("shown_text", "shown_kind", "shown_member", "shown_day")
    list_filter = ("kind",)
    list_select_related = ("added_by",)
    list_per_page = 100
    search_fields = ("text",)
    search_help_text = "جزء من كلمة، بأي رسم."

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(f"{name}/", self.admin_site.admin_view(view), name=f"comments_listedword_{name}")
            for name, view in (("try", try_text), ("replay", replay_draft), ("export", export_words))
        ]
        return own + super().get_urls()

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One word and many are added on the same page."""
        return add_words(request)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        may_replay = permissions.may_change_words(request.user) and permissions.may_moderate(request.user)
        return super().changelist_view(request, {"may_replay": may_replay, **(extra_context or {})})

    def has_module_permission(self, request: HttpRequest) -> bool:
        return permissions.may_see_words(request.user)

    def has_view_permission(self, request: HttpRequest, obj: ListedWord | None = None) -> bool:
        return permissions.may_see_words(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return permissions.may_change_words(request.user)

    def has_change_permission(self, request: HttpRequest, obj: ListedWord | None = None) -> bool:
        return permissions.may_change_words(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: ListedWord | None = None) -> bool:
        return permissions.may_change_words(request.user)

    @admin.display(description="الكلمة أو العبارة", ordering="key")
    def shown_text(self, word: ListedWord) -> SafeString:
        return bdi(word.text)

    @admin.display(description="القائمة", ordering="kind")
    def shown_kind(self, word: ListedWord) -> SafeString:
        return format_html('<span class="badge badge-{}">{}</span>', BADGES[word.kind], word.get_kind_display())

    @admin.display(description="أضافها")
    def shown_member(self, word: ListedWord) -> SafeString | str:
        return bdi(word.added_by) if word.added_by else "مع النظام"

    @admin.display(description="أضيفت في", ordering="created_at")
    def shown_day(self, word: ListedWord) -> str:
        return day_month_year(timezone.localdate(word.created_at))
