"""The rows in a story's form that are part of the story."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Field, QuerySet
from django.http import HttpRequest

from articles import permissions
from articles.fronts import RELATED
from articles.models import Article, Byline, RelatedChoice, Source
from articles.models.querysets import HEAVY
from mohit.desk import DeskFields, KnownRows

MOST_SOURCES = 8


class PartOfStory(DeskFields, admin.TabularInline):
    """Rows that are part of their story: who may edit the story may edit them."""

    extra = 0
    formset = KnownRows

    def has_view_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return obj is None or permissions.may_read(request.user, obj)

    def has_add_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return obj is None or obj.pk is None or permissions.may_edit(request.user, obj)

    has_change_permission = has_delete_permission = has_add_permission


class BylineInline(PartOfStory):
    model = Byline
    autocomplete_fields = ("author",)
    fields = ("author", "position")
    verbose_name_plural = "الكتاب"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Byline]:
        return super().get_queryset(request).select_related("author")

    def get_extra(self, request: HttpRequest, obj: Article | None = None, **kwargs: Any) -> int:
        return 0 if obj else 1


class RelatedInline(PartOfStory):
    """The editor's own choice, before what likeness finds."""

    model = RelatedChoice
    fk_name = "article"
    autocomplete_fields = ("other",)
    fields = ("other", "position")
    verbose_name_plural = "مواضيع ذات صلة: اختيارك يظهر أولا، وما بقي يختاره الموقع"
    max_num = RELATED

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        if db_field.name == "other":
            # What readers see, and what was chosen when they still saw it: no headline is read here by its number.
            key = str(request.resolver_match.kwargs.get("object_id", "")) if request.resolver_match else ""
            chosen = RelatedChoice.objects.filter(article=key if key.isdecimal() and len(key) < 19 else None)
            public = Article.objects.published().order_by().values("pk")
            kwargs["queryset"] = Article.objects.filter(pk__in=public.union(chosen.order_by().values("other")))
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name == "other":
            field.widget.can_add_related = False  # a story that leads to others is written first
        return field

    def get_queryset(self, request: HttpRequest) -> QuerySet[RelatedChoice]:
        return super().get_queryset(request).select_related("other").defer(*(f"other__{name}" for name in HEAVY))


class SourceInline(PartOfStory):
    """Of a translated or adapted story; a sentence of each is printed under it."""

    model = Source
    template = admin.StackedInline.template
    formset = forms.BaseInlineFormSet
    fields = (("kind", "language"), ("outlet", "author"), "title", ("url", "published_on"), "translator")
    verbose_name_plural = "المصادر: للمقال المترجم أو المعد عن نص نشره غيرنا"
    max_num = MOST_SOURCES

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name in ("outlet", "title", "author"):
            field.widget.attrs["dir"] = "auto"
        elif field and db_field.name == "url":
            field.widget = forms.URLInput({"dir": "ltr", "class": "vURLField"})  # there is no room for a second line
        return field
