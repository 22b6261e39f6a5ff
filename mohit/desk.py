"""What every desk of the admin shares: the base of each app's ModelAdmin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin, ShowFacets
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import (
    AdminSplitDateTime,
    AutocompleteSelect,
    AutocompleteSelectMultiple,
    RelatedFieldWidgetWrapper,
)
from django.db import models
from django.db.models import Model, QuerySet
from django.forms import BaseInlineFormSet, Field, ModelForm, Widget
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from js_asset import Media

from mohit.arabic import normalise
from mohit.dates import number

LEFT_TO_RIGHT = (models.EmailField, models.URLField, models.SlugField)


class Known:
    """A box that searches; shown again after an error, it does not ask the database for what is no key.

    `known` are rows that were read already, and are not asked for again.
    """

    known: Sequence[Model] = ()

    def optgroups(self, name: str, value: list[str], attr: dict[str, Any] | None = None) -> list[Any]:
        known, keys = {str(row.pk): row for row in self.known}, [str(key) for key in value if key]
        if not keys or not known.keys() >= set(keys):
            return super().optgroups(name, only_keys(value), attr)
        may_be_empty = not self.is_required and not self.allow_multiple_selected
        options = [self.create_option(name, "", "", selected=False, index=0)] if may_be_empty else []
        for key in keys:
            row = known[key]
            options.append(self.create_option(name, row.pk, str(row), selected=True, index=len(options)))
        return [(None, options, 0)]


class SearchedChoice(Known, AutocompleteSelect):
    """Django's box of one choice."""


class SearchedChoices(Known, AutocompleteSelectMultiple):
    """Django's box of several. Each is taken out by itself: a button for all would stand in their list as no item."""

    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        return {**super().build_attrs(base_attrs, extra_attrs), "data-allow-clear": "false"}


def only_keys(values: list[str]) -> list[str]:
    return [value for value in values if str(value).isdecimal()]


def box_of(field: Field) -> Widget:
    """The box itself, within what shows «+» beside it."""
    return getattr(field.widget, "widget", field.widget)


def name_the_halves(field: Field) -> None:
    """The label of a moment names its date alone: each box says which half it holds."""
    for widget, half in zip(field.widget.widgets, ("التاريخ", "الساعة"), strict=True):
        widget.attrs["aria-label"] = f"{field.label}: {half}"


class KnownRows(BaseInlineFormSet):
    """The first field of each row names what came with the row in one query (`select_related`)."""

    def add_fields(self, form: ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        name, field = next(iter(form.fields.items()))
        if form.instance.pk and name in form.instance._state.fields_cache:
            box_of(field).known = [getattr(form.instance, name)]


class DeskFields:
    """Form fields as every desk has them: addresses left to right, of the tools beside a choice only «+»."""

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Field | None:
        if isinstance(db_field, models.URLField):
            kwargs["assume_scheme"] = "https"
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(db_field, LEFT_TO_RIGHT):
            field.widget.attrs["dir"] = "ltr"
        if field and isinstance(field.widget, AdminSplitDateTime):
            name_the_halves(field)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            wrapper = field.widget
            wrapper.can_change_related = wrapper.can_delete_related = wrapper.can_view_related = False
        return field

    def formfield_for_foreignkey(self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any) -> Field:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = SearchedChoice(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class DeskAdmin(DeskFields, ModelAdmin):
    """What every desk shares: Arabic titles, folded search, a word about what is in use."""

    words_of_use: dict[str, str] = {}  # names of models that mean nothing to an editor, and what to say instead
    title_list = ""  # default: the plural of the model
    title_add = "إضافة"
    title_change = "تعديل"
    title_view = "عرض"  # of a form that may only be read
    list_per_page = 50
    show_full_result_count = False
    show_facets = ShowFacets.NEVER

    def view_on_site(self, obj: Model) -> str | None:
        """The page of what this desk writes, if there is one."""
        return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else None

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """Rows whose `search_fields` hold every word, in whatever spelling (AR-11).

        Folded in Python: for tables of hundreds of rows. Larger ones keep a folded key and search that.
        """
        words = normalise(search_term).split()
        if not words:
            return queryset, False
        rows = queryset.order_by().values_list("pk", *self.search_fields)
        return queryset.filter(pk__in=[pk for pk, *texts in rows if _holds_all(words, texts)]), False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(
            request, {"title": self.title_list or self.opts.verbose_name_plural, **(extra_context or {})}
        )

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        title = self.title_change if object_id else self.title_add
        return super().changeform_view(request, object_id, form_url, {"title": title, **(extra_context or {})})

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        # The editor's import map is an inline script: only the nonce lets it through the security policy.
        if kwargs.get("change") and not self.has_change_permission(request, kwargs.get("obj")):
            context["title"] = self.title_view
        context["media"] = Media.from_media(context["media"], nonce=request.csp_nonce)
        return super().render_change_form(request, context, **kwargs)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        obj = self.get_object(request, unquote(object_id))
        uses = uses_of(obj, self.words_of_use) if obj and self.has_delete_permission(request, obj) else []
        if not uses:
            return super().delete_view(request, object_id, extra_context)
        self.message_user(
            request,
            format_html("لا يمكن حذف «<bdi>{}</bdi>» لأنه مستعمل. {}.", obj, "، ".join(uses)),
            messages.ERROR,
        )
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return HttpResponseRedirect(reverse(name, args=[object_id]))


def uses_of(obj: Model, words: dict[str, str]) -> list[str]:
    """What keeps `obj` from being deleted, as «المقالات: 12»; counted, not listed: an archive may use it."""
    uses = []
    for relation in obj._meta.get_fields(include_hidden=True):
        if not relation.auto_created or getattr(relation, "on_delete", None) is not models.PROTECT:
            continue
        total = relation.related_model._base_manager.filter(**{relation.field.name: obj}).count()
        if total:
            meta = relation.related_model._meta
            uses.append(f"{words.get(meta.model_name, meta.verbose_name_plural)}: {number(total)}")
    return uses


def _holds_all(words: list[str], texts: list[str]) -> bool:
    text = normalise(" ".join(texts))
    return all(word in text for word in words)
