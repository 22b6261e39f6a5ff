"""The desks of sections, topics and authors."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.safestring import SafeString

from articles import permissions
from articles.admin.merging import merge
from articles.models import Author, Section, Topic
from mohit.arabic import skeleton
from mohit.desk import DeskAdmin
from mohit.templatetags.arabic import bdi, ltr


class NamedAdmin(DeskAdmin):
    """Names that are searched by the key under which look-alikes are one."""

    search_fields = ("name_key",)
    words_of_use = {"tagging": "المقالات", "byline": "المقالات"}

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        for word in skeleton(search_term).split():
            queryset = queryset.filter(name_key__contains=word)
        return queryset, False

    @admin.display(description="الاسم", ordering="name")
    def shown_name(self, row: Section | Topic | Author) -> SafeString:
        return bdi(row.name)

    @admin.display(description="الاسم في الرابط", ordering="slug")
    def shown_slug(self, row: Section | Topic | Author) -> SafeString:
        return ltr(row.slug)


class SectionAdmin(NamedAdmin):
    title_add, title_change = "قسم جديد", "تعديل قسم"
    list_display = ("shown_name", "shown_slug", "position")
    fields = ("name", "slug", "description", "position")


class TopicAdmin(NamedAdmin):
    title_add, title_change = "موضوع جديد", "تعديل موضوع"
    list_display = ("shown_name", "shown_slug", "created_at")
    fields = ("name", "slug", "description", "picture", "is_sensitive")
    autocomplete_fields = ("picture",)
    words_of_use = {"tagging": "المقالات", "topicmerge": "مواضيع دمجت فيه"}
    change_form_template = "admin/articles/topic/change_form.html"

    def get_fields(self, request: HttpRequest, obj: Topic | None = None) -> tuple[str, ...]:
        """Who may only look reads a word: Django's picture of a switch is called "False"."""
        if self.has_change_permission(request, obj):
            return self.fields
        return (*self.fields[:-1], "shown_sensitive")

    def get_readonly_fields(self, request: HttpRequest, obj: Topic | None = None) -> tuple[str, ...]:
        return () if self.has_change_permission(request, obj) else ("shown_sensitive",)

    @admin.display(description="موضوع حساس")
    def shown_sensitive(self, topic: Topic) -> str:
        return "نعم" if topic.is_sensitive else "لا"

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(self.merge)
        return [path("<int:pk>/merge/", page, name="articles_topic_merge"), *super().get_urls()]

    def merge(self, request: HttpRequest, pk: int) -> HttpResponse:
        return merge(request, pk, self)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        context["may_merge"] = permissions.may_merge_topics(request.user)
        return super().render_change_form(request, context, **kwargs)


class AuthorAdmin(NamedAdmin):
    title_add, title_change = "كاتب جديد", "تعديل كاتب"
    list_display = ("shown_name", "role", "shown_user")
    list_select_related = ("user",)
    search_fields = ("name",)
    autocomplete_fields = ("picture", "user")
    fields = ("name", "slug", "role", "bio", "picture", "user")

    get_search_results = DeskAdmin.get_search_results  # an author's name has no key: two may share one

    @admin.display(description="حساب التحرير", ordering="user__username")
    def shown_user(self, author: Author) -> SafeString | str:
        return bdi(author.user) if author.user else "-"
