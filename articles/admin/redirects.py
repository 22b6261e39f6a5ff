"""The desk of old addresses, one by one; lists of them come in through `redirect_import`."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles import permissions
from articles.admin.redirect_import import import_list, one_list
from articles.models import Redirect
from articles.models.redirect import TARGETS
from articles.redirect_lists import judged
from mohit.arabic import clean
from mohit.desk import DeskAdmin
from mohit.old_addresses import read_whole_address
from mohit.templatetags.arabic import bdi, ltr


class RedirectForm(forms.ModelForm):
    """An old address and, in one box, whatever it shall lead to."""

    new = forms.CharField(
        label="العنوان الجديد",
        max_length=2_000,
        help_text="رقم المقال، أو عنوان أي صفحة في الموقع كما تنسخه من المتصفح.",
        widget=forms.TextInput(attrs={"dir": "ltr", "class": "vTextField"}),
    )

    class Meta:
        model = Redirect
        fields = ("address",)
        widgets = {"address": forms.TextInput(attrs={"dir": "ltr", "class": "vTextField"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["new"] = where(self.instance)
        # A percent-encoded address is six times as long as the one that is kept.
        self.fields["address"].max_length = None
        self.fields["address"].validators = []

    def clean_address(self) -> str:
        key = read_whole_address(self.cleaned_data["address"]).key
        if Redirect.objects.filter(key=key).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("هذا العنوان القديم موجود من قبل.")
        return key

    def clean(self) -> dict[str, Any]:
        old, new = self.data.get(self.add_prefix("address"), ""), self.cleaned_data.get("new", "")
        if "address" in self.cleaned_data and new:
            target, reason = judged(clean(old, multiline=False), clean(new, multiline=False).strip())
            if reason:
                self.add_error("new" if "جديد" in reason else "address", reason)
            for name in TARGETS:
                field = name if name == "path" else f"{name}_id"
                setattr(self.instance, field, target.get(field, "" if name == "path" else None))
        return self.cleaned_data


class RedirectAdmin(DeskAdmin):
    title_list, title_add, title_change = "العناوين القديمة", "عنوان قديم جديد", "تعديل عنوان قديم"
    form = RedirectForm
    fields = ("address", "new")
    list_display = ("shown_address", "shown_target", "origin", "created_at")
    list_filter = ("origin",)
    list_select_related = ("article__section", "section", "topic", "author")
    search_fields = ("key",)
    search_help_text = "جزء من العنوان القديم، مرمزا أو مقروءا."

    def get_queryset(self, request: HttpRequest) -> QuerySet[Redirect]:
        return super().get_queryset(request).defer("article__body")

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        return queryset.filter(key__contains=read_whole_address(search_term).key.strip("/")), False

    def get_urls(self) -> list[URLPattern]:
        own = [
            path("import/", self.admin_site.admin_view(import_list), name="articles_redirect_import"),
            path("import/<int:pk>/", self.admin_site.admin_view(one_list), name="articles_redirect_list"),
        ]
        return own + super().get_urls()

    def save_model(self, request: HttpRequest, obj: Redirect, form: forms.ModelForm, change: bool) -> None:
        obj.origin, obj.created_by = Redirect.Origin.HAND, request.user
        super().save_model(request, obj, form, change)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        may_import = permissions.may_import_redirects(request.user)
        return super().changelist_view(request, {"may_import": may_import, **(extra_context or {})})

    def has_module_permission(self, request: HttpRequest) -> bool:
        return permissions.may_redirect(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Redirect | None = None) -> bool:
        return permissions.may_redirect(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return permissions.may_redirect(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Redirect | None = None) -> bool:
        return permissions.may_redirect(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Redirect | None = None) -> bool:
        return permissions.may_redirect(request.user)

    @admin.display(description="العنوان القديم", ordering="key")
    def shown_address(self, row: Redirect) -> SafeString:
        return ltr(row.key)

    @admin.display(description="إلى أين")
    def shown_target(self, row: Redirect) -> SafeString:
        kind, name = named_target(row)
        return format_html('<span class="kicker">{}</span> {}', kind, name)


def named_target(row: Redirect) -> tuple[str, SafeString]:
    """(what kind of thing it leads to, its name)."""
    if row.article:
        return "مقال", bdi(row.article.headline)
    for kind, thing in (("قسم", row.section), ("موضوع", row.topic), ("كاتب", row.author)):
        if thing:
            return kind, bdi(thing.name)
    return "صفحة", ltr(row.path)


def where(row: Redirect) -> str:
    """What to type for where it leads."""
    if row.article_id:
        return str(row.article_id)
    thing = row.section or row.topic or row.author
    return unquote(thing.get_absolute_url()) if thing else row.path
