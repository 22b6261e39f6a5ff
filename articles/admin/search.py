"""The rules of the search: synonyms, words never taken apart, words passed over."""

from __future__ import annotations

from contextlib import suppress

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from procrastinate.exceptions import AlreadyEnqueued

from articles import permissions
from articles.models import Synonyms
from articles.models.search import RuleWord
from articles.search.tasks import refresh_search
from mohit.desk import DeskAdmin
from mohit.templatetags.arabic import bdi


class RuleAdmin(DeskAdmin):
    """Editors and managers keep the rules. They may go as they came: no story hangs on one."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return permissions.may_keep_search_rules(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return permissions.may_keep_search_rules(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return permissions.may_keep_search_rules(request.user)

    has_change_permission = has_delete_permission = has_view_permission


class SynonymsAdmin(RuleAdmin):
    title_add, title_change = "مترادفات جديدة", "تعديل مترادفات"
    list_display = ("shown_terms",)
    search_fields = ("terms",)
    search_help_text = "كلمة من المترادفات بأي رسم."

    @admin.display(description="المترادفات")
    def shown_terms(self, group: Synonyms) -> SafeString:
        return format_html_join("، ", "{}", ((bdi(term),) for term in group.lines()))


class WordAdmin(RuleAdmin):
    """A change makes every story's words out of date; a worker indexes them anew meanwhile."""

    list_display = ("shown_word",)
    search_fields = ("word",)
    fields = ("word",)

    @admin.display(description="الكلمة", ordering="word")
    def shown_word(self, rule: RuleWord) -> SafeString:
        return bdi(rule.word)

    def save_model(self, request: HttpRequest, obj: Model, form: ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        self.index_anew(request)

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        super().delete_model(request, obj)
        self.index_anew(request)

    def index_anew(self, request: HttpRequest) -> None:
        transaction.on_commit(ask_for_refresh)
        self.message_user(request, "يعاد الآن ترتيب كلمات المقالات للبحث، ويكتمل ذلك خلال دقائق.", messages.INFO)


class WholeWordAdmin(WordAdmin):
    title_add, title_change = "كلمة لا تجرد", "تعديل كلمة لا تجرد"


class StopWordAdmin(WordAdmin):
    title_add, title_change = "كلمة يتجاوزها البحث", "تعديل كلمة يتجاوزها البحث"


def ask_for_refresh() -> None:
    # One that waits already will see this change too.
    with suppress(AlreadyEnqueued), transaction.atomic():
        refresh_search.defer()
