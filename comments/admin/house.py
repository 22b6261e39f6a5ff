"""The rules of the house, and who moderates which sections."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.validators import MinValueValidator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.safestring import SafeString

from comments import permissions
from comments.models import Policy, SectionModerator
from mohit.desk import DeskAdmin
from mohit.templatetags.arabic import bdi


class PolicyForm(forms.ModelForm):
    AT_LEAST_ONE = ("hold_points", "report_threshold", "keep_contacts_days")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.AT_LEAST_ONE:  # as the model's constraints say, in words for people
            self.fields[name].validators.append(MinValueValidator(1))
            self.fields[name].widget.attrs["min"] = 1


class PolicyAdmin(DeskAdmin):
    """One row: the list leads straight to its form."""

    form = PolicyForm

    title_change, title_view = "سياسة التعليقات", "سياسة التعليقات"
    fieldsets = (
        ("متى ينشر التعليق", {"fields": ("moderation", "hold_points", "trusted_after")}),
        ("بعد النشر", {"fields": ("close_after_days", "report_threshold")}),
        ("خصوصية القراء", {"fields": ("keep_contacts_days",)}),
    )
    radio_fields = {"moderation": admin.VERTICAL}

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:comments_policy_change", args=[1]))

    def response_post_save_change(self, request: HttpRequest, obj: Policy) -> HttpResponse:
        return HttpResponseRedirect(request.path)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return permissions.may_change_policy(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Policy | None = None) -> bool:
        return permissions.may_change_policy(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Policy | None = None) -> bool:
        return permissions.may_change_policy(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Policy | None = None) -> bool:
        return False


class SectionModeratorForm(forms.ModelForm):
    def clean_user(self) -> Any:
        user = self.cleaned_data["user"]
        if not permissions.may_moderate(user):
            raise forms.ValidationError("لا يشرف هذا العضو على التعليقات. أعطه دور «مشرف التعليقات» أولا.")
        return user


class SectionModeratorAdmin(DeskAdmin):
    title_add, title_change = "ربط مشرف بقسم", "مشرف قسم"
    form = SectionModeratorForm
    fields = ("user", "section")
    autocomplete_fields = ("user", "section")
    list_display = ("shown_user", "shown_section")
    list_filter = ("section",)
    list_select_related = ("user", "section")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return permissions.may_appoint(request.user)

    def has_view_permission(self, request: HttpRequest, obj: SectionModerator | None = None) -> bool:
        return permissions.may_appoint(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return permissions.may_appoint(request.user)

    def has_change_permission(self, request: HttpRequest, obj: SectionModerator | None = None) -> bool:
        return permissions.may_appoint(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: SectionModerator | None = None) -> bool:
        return permissions.may_appoint(request.user)

    @admin.display(description="المشرف", ordering="user__name")
    def shown_user(self, row: SectionModerator) -> SafeString:
        return bdi(row.user)

    @admin.display(description="القسم", ordering="section__position")
    def shown_section(self, row: SectionModerator) -> SafeString:
        return bdi(row.section)
