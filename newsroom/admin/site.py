"""The desks of the site's identity and its static pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Field
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from mohit.desk import DeskAdmin
from mohit.prose.editor import ProseField, prose_widget
from mohit.templatetags.arabic import ltr
from newsroom.models import Identity, Page, web_address


class IdentityAdmin(DeskAdmin):
    """One row: the list leads straight to its form."""

    title_change = "هوية الموقع"
    autocomplete_fields = ("share_picture",)
    fieldsets = (
        (None, {"fields": ("name", "tagline", "about", "footer_credit", "share_picture")}),
        ("على وسائل التواصل الاجتماعي", {"fields": Identity.NETWORKS}),
    )

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:newsroom_identity_change", args=[1]))

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        if db_field.name in Identity.NETWORKS:
            kwargs["error_messages"] = {"invalid": web_address.message}  # else the form's own word for it wins
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def response_post_save_change(self, request: HttpRequest, obj: Identity) -> HttpResponse:
        return HttpResponseRedirect(request.path)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Identity | None = None) -> bool:
        return False


class PageForm(forms.ModelForm):
    class Meta:
        field_classes = {"body": ProseField}
        widgets = {"body": prose_widget()}


class PageAdmin(DeskAdmin):
    title_add, title_change = "صفحة جديدة", "تعديل صفحة"
    form = PageForm
    list_display = ("title", "shown_address", "position", "shown_state", "updated_at")
    search_fields = ("title",)
    fields = ("title", "body", "slug", ("position", "is_published"))

    @admin.display(description="الحالة", ordering="is_published")
    def shown_state(self, page: Page) -> SafeString:
        state, word = ("published", "منشورة") if page.is_published else ("draft", "مخفية")
        return format_html('<span class="badge badge-{}">{}</span>', state, word)

    def view_on_site(self, page: Page) -> str | None:
        return page.get_absolute_url() if page.is_published else None

    @admin.display(description="الرابط", ordering="slug")
    def shown_address(self, page: Page) -> SafeString:
        return ltr(f"/pages/{page.slug}/")
