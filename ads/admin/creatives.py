"""The desk of the creatives: words and address; their images."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Field, ForeignKey, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ads import permissions
from ads.models import Campaign, Creative
from mohit.desk import DeskAdmin, DeskFields
from mohit.templatetags.arabic import bdi


class CreativeFields(DeskFields):
    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name == "target":
            field.widget.attrs |= {"dir": "ltr", "inputmode": "url"}
        return field


class CreativeAdmin(CreativeFields, DeskAdmin):
    title_add, title_change, title_view = "مادة إعلانية جديدة", "تعديل مادة إعلانية", "مادة إعلانية"
    list_display = ("name", "shown_campaign", "weight", "is_active")
    list_filter = ("is_active", "campaign__state")
    list_select_related = ("campaign",)
    search_fields = ("name", "alt", "campaign__name")
    fields = ("campaign", "name", "target", "alt", ("weight", "is_active"), "shown_images")
    readonly_fields = ("shown_images",)
    actions = None
    words_of_use = {"offer": "العروض", "counter": "العدادات", "invalidcount": "الحركة غير الصالحة"}

    def has_module_permission(self, request: HttpRequest) -> bool:
        return permissions.may_book(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Creative | None = None) -> bool:
        return permissions.may_book(request.user)

    has_add_permission = has_module_permission

    def has_change_permission(self, request: HttpRequest, obj: Creative | None = None) -> bool:
        return permissions.may_edit(request.user, obj.campaign) if obj else permissions.may_book(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Creative | None = None) -> bool:
        return self.has_change_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Creative | None = None) -> tuple[str, ...]:
        return ("campaign", *self.readonly_fields) if obj else self.readonly_fields  # its counters stay its campaign's

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> forms.Field:
        kwargs["queryset"] = Campaign.objects.exclude(state=Campaign.State.ENDED)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Creative]:
        return super().get_queryset(request).select_related("campaign")

    @admin.display(description="الحملة", ordering="campaign")
    def shown_campaign(self, row: Creative) -> SafeString:
        url = reverse("admin:ads_campaign_change", args=[row.campaign_id])
        return format_html('<a href="{}">{}</a>', url, bdi(row.campaign))

    @admin.display(description="الصور")
    def shown_images(self, row: Creative) -> SafeString | str:
        images = row.images.all() if row.pk else ()
        rows = format_html_join(
            "",
            '<li><img src="{}" width="{}" height="{}" alt="{}" loading="lazy">'
            '<span><bdi dir="ltr">{}</bdi> · {}</span></li>',
            ((one.file.url, one.width, one.height, row.alt, str(one), one.get_scheme_display()) for one in images),
        )
        return format_html('<ul class="plain images">{}</ul>', rows) if rows else "لا صور بعد."


class CreativeInline(CreativeFields, admin.TabularInline):
    """Part of its campaign: who may edit it may edit them. One that was shown is switched off, not deleted."""

    model = Creative
    fields = ("name", "target", "alt", "weight", "is_active")
    extra = 0
    show_change_link = True
    verbose_name_plural = "المواد الإعلانية: احفظ الحملة ثم افتح المادة لرفع صورها"
    can_delete = False

    def has_view_permission(self, request: HttpRequest, obj: Campaign | None = None) -> bool:
        return permissions.may_book(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Campaign | None = None) -> bool:
        return permissions.may_edit(request.user, obj) if obj and obj.pk else permissions.may_book(request.user)

    has_change_permission = has_add_permission
