"""The desk of the boxes, of their label and message, and of ads.txt."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.safestring import SafeString

from ads import permissions
from ads.admin.listing import switch
from ads.ads_txt import faults
from ads.models import Notice, Placement
from mohit.desk import DeskAdmin
from mohit.templatetags.arabic import ltr


class OnlyChanged(DeskAdmin):
    """Rows that a migration made: no more of them, no fewer."""

    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class PlacementAdmin(OnlyChanged):
    title_change = "تعديل مساحة"
    list_display = ("title", "shown_phone", "shown_wide", "shown_where", "shown_state")
    fields = (
        "title",
        "is_active",
        ("phone_width", "phone_height"),
        ("wide_width", "wide_height"),
    )

    def has_module_permission(self, request: HttpRequest) -> bool:
        return permissions.may_change_placements(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Placement | None = None) -> bool:
        return permissions.may_change_placements(request.user)

    has_change_permission = has_view_permission

    @admin.display(description="على الهاتف")
    def shown_phone(self, row: Placement) -> SafeString:
        return ltr(f"{row.phone_width}×{row.phone_height}")

    @admin.display(description="على الشاشة الواسعة")
    def shown_wide(self, row: Placement) -> SafeString:
        return ltr(f"{row.wide_width}×{row.wide_height}")

    @admin.display(description="أين", ordering="is_baked")
    def shown_where(self, row: Placement) -> str:
        return "في الرسائل" if row.is_baked else "في الصفحات"

    @admin.display(description="الحالة", ordering="is_active")
    def shown_state(self, row: Placement) -> SafeString:
        return switch(row.is_active, "مفتوحة", "مغلقة")


class NoticeForm(forms.ModelForm):
    class Meta:
        model = Notice
        fields = ("label", "house_message", "ads_txt")
        labels = {"ads_txt": "البائعون المعتمدون"}
        widgets = {"ads_txt": forms.Textarea({"rows": 14, "dir": "ltr", "spellcheck": "false"})}
        help_texts = {
            "ads_txt": "من يحق له بيع مساحات الموقع. "
            "سطر لكل بائع: نطاق نظام الإعلان، رقم حسابك عنده، ثم كلمة العلاقة المباشرة أو الوساطة، "
            "تفصل بينها الفاصلة اللاتينية. ما بعد علامة # تعليق."
        }

    def clean_ads_txt(self) -> str:
        text = self.cleaned_data["ads_txt"]
        if found := faults(text):
            raise ValidationError(found)
        return text


class NoticeAdmin(OnlyChanged):
    """One row: the list leads straight to its form."""

    title_change = "وسم المساحات ورسالتها"
    form = NoticeForm

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not self.has_view_permission(request):
            return super().changelist_view(request, extra_context)
        return HttpResponseRedirect(reverse("admin:ads_notice_change", args=[1]))

    def response_post_save_change(self, request: HttpRequest, obj: Notice) -> HttpResponse:
        return HttpResponseRedirect(request.path)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return permissions.may_change_notice(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Notice | None = None) -> bool:
        return permissions.may_change_notice(request.user)

    has_change_permission = has_view_permission
