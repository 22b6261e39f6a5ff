"""The newsroom's admin: Django's own, with our order, our words and our manners."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite, ModelAdmin, ShowFacets
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models
from django.db.models import Model, QuerySet
from django.forms import Field
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.views.i18n import JavaScriptCatalog

from mohit.arabic import normalise
from mohit.dates import number

# The desk's sections as an editor looks for them; an app that is not named comes last.
ORDER = ("articles", "pictures", "comments", "newsletter", "ads", "newsroom")

# Tables of the machinery, of no use to a newsroom and without a word of Arabic.
HIDDEN = frozenset({"procrastinate"})

LEFT_TO_RIGHT = (models.EmailField, models.URLField, models.SlugField)


class DeskAutocomplete(AutocompleteJsonView):
    """Django's answers, with whatever more a model's admin wants shown beside the name (a picture's address)."""

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, Any]:
        result = super().serialize_result(obj, to_field_name)
        extra = getattr(self.model_admin, "autocomplete_extra", None)
        return {**result, **extra(obj)} if extra else result


class NewsroomAdminSite(AdminSite):
    site_title = "غرفة الأخبار"
    index_title = "غرفة الأخبار"

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        # Things leave the newsroom one by one, each with its own reason to stay.
        self.disable_action("delete_selected")

    def register(self, model_or_iterable: Any, admin_class: type[ModelAdmin] | None = None, **options: Any) -> None:
        models = [model_or_iterable] if isinstance(model_or_iterable, type) else model_or_iterable
        shown = [model for model in models if model._meta.app_label not in HIDDEN]
        super().register(shown, admin_class, **options)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        from newsroom.models import Identity

        name = Identity.objects.values_list("name", flat=True).first()
        return {**super().each_context(request), "site_header": name}

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """Apps in the desk's order, their models in the order of registration; the roles stand by the members."""
        apps = {app["app_label"]: app for app in super().get_app_list(request, app_label)}
        if "auth" in apps and "newsroom" in apps:
            apps["newsroom"]["models"] += apps.pop("auth")["models"]
        place = {model: index for index, model in enumerate(self._registry)}
        for app in apps.values():
            app["models"].sort(key=lambda entry: place[entry["model"]])
            for entry in app["models"]:
                entry["name"] = getattr(self._registry[entry["model"]], "title_list", "") or entry["name"]
        return sorted(apps.values(), key=lambda app: _place_of(app["app_label"]))

    def i18n_javascript(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return JavaScriptCatalog.as_view(packages=["django.contrib.admin", "mohit"])(request)

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return DeskAutocomplete.as_view(admin_site=self)(request)


def _place_of(app_label: str) -> int:
    return ORDER.index(app_label) if app_label in ORDER else len(ORDER)


class DeskFields:
    """Form fields as every desk has them: addresses left to right, of the tools beside a choice only «+»."""

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Field | None:
        if isinstance(db_field, models.URLField):
            kwargs["assume_scheme"] = "https"
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(db_field, LEFT_TO_RIGHT):
            field.widget.attrs["dir"] = "ltr"
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            wrapper = field.widget
            wrapper.can_change_related = wrapper.can_delete_related = wrapper.can_view_related = False
        return field


class DeskAdmin(DeskFields, ModelAdmin):
    """What every desk shares: Arabic titles, folded search, a word about what is in use."""

    words_of_use: dict[str, str] = {}  # names of models that mean nothing to an editor, and what to say instead
    title_list = ""  # default: the plural of the model
    title_add = "إضافة"
    title_change = "تعديل"
    list_per_page = 50
    show_full_result_count = False
    show_facets = ShowFacets.NEVER

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
