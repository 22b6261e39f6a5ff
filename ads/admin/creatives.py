"""The desk of the creatives: words and address; their images."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Field, ForeignKey, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ads import permissions
from ads.admin.listing import switch
from ads.forms import CreativeImageForm, CreativeImageFormSet, Thumbnail
from ads.models import Campaign, Creative, CreativeImage
from ads.sizes import SIZES
from ads.uploads import ACCEPTED, BUDGET
from mohit.desk import DeskAdmin, DeskFields
from mohit.templatetags.arabic import bdi


class CreativeFields(DeskFields):
    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name == "target":
            field.widget.attrs |= {"dir": "ltr", "inputmode": "url"}
        return field


class CreativeImageInline(DeskFields, admin.TabularInline):
    """The images: who may edit the campaign may put and delete them."""

    model = CreativeImage
    form = CreativeImageForm
    formset = CreativeImageFormSet
    fields = ("scheme", "upload")
    extra = 2
    verbose_name_plural = "الصور"

    def get_fields(self, request: HttpRequest, obj: Creative | None = None) -> tuple[str, ...]:
        """Who may only look has no field for a file, in which the image would stand."""
        return self.fields if self.has_change_permission(request, obj) else ("scheme", "shown_image")

    def get_readonly_fields(self, request: HttpRequest, obj: Creative | None = None) -> tuple[str, ...]:
        return () if self.has_change_permission(request, obj) else ("shown_image",)

    @admin.display(description="الصورة")
    def shown_image(self, row: CreativeImage) -> SafeString:
        return Thumbnail().render("", row)

    def get_extra(self, request: HttpRequest, obj: Creative | None = None, **kwargs: Any) -> int:
        return 1 if obj and obj.images.exists() else self.extra

    def get_queryset(self, request: HttpRequest) -> QuerySet[CreativeImage]:
        return super().get_queryset(request).select_related("creative")

    def has_view_permission(self, request: HttpRequest, obj: Creative | None = None) -> bool:
        return permissions.may_book(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Creative | None = None) -> bool:
        may_edit = permissions.may_edit(request.user, obj.campaign) if obj and obj.pk else True
        return may_edit and permissions.may_book(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Creative | None = None) -> bool:
        return self.has_add_permission(request, obj)

    has_delete_permission = has_change_permission


class CreativeAdmin(CreativeFields, DeskAdmin):
    title_add, title_change, title_view = "مادة إعلانية جديدة", "تعديل مادة إعلانية", "مادة إعلانية"
    list_display = ("name", "shown_campaign", "weight", "shown_state")
    list_filter = ("is_active", "campaign__state")
    list_select_related = ("campaign",)
    search_fields = ("name", "alt", "campaign__name")
    fields = ("campaign", "name", "target", "alt", ("weight", "is_active"))
    inlines = (CreativeImageInline,)
    change_form_template = "admin/ads/creative/change_form.html"
    actions = None
    words_of_use = {"offer": "العروض", "counter": "العدادات", "invalidcount": "الحركة غير الصالحة"}

    @property
    def media(self) -> forms.Media:
        return super().media + forms.Media(css={"screen": ["admin-desk/campaigns.css"]})

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
        return ("campaign",) if obj else ()  # its counters stay its campaign's

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> forms.Field:
        kwargs["queryset"] = Campaign.objects.exclude(state=Campaign.State.ENDED)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Creative]:
        return super().get_queryset(request).select_related("campaign")

    @admin.display(description="الحملة", ordering="campaign")
    def shown_campaign(self, row: Creative) -> SafeString:
        url = reverse("admin:ads_campaign_change", args=[row.campaign_id])
        return format_html('<a href="{}">{}</a>', url, bdi(row.campaign))

    @admin.display(description="الحالة", ordering="is_active")
    def shown_state(self, row: Creative) -> SafeString:
        return switch(row.is_active, "مفعلة", "موقوفة")

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        context |= {"sizes": SIZES, "accepted": ACCEPTED, "most_kilobytes": BUDGET // 1000}
        return super().render_change_form(request, context, **kwargs)


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
