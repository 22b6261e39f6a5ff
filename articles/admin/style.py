"""The desks of the rules of style and of the register of names."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db import IntegrityError
from django.db.models import Field, Model
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles import permissions
from articles.admin.style_tables import WithTable
from articles.models import RegisteredName, StyleRule
from articles.style_lists import NAMES, RULES
from mohit.desk import DeskAdmin
from mohit.templatetags.arabic import bdi, ltr


class StyleRuleAdmin(WithTable, DeskAdmin):
    """They may go as they came: no story hangs on one."""

    table = RULES
    title_add, title_change, title_view = "قاعدة أسلوب جديدة", "تعديل قاعدة أسلوب", "قاعدة أسلوب"
    fields = ("find", "prefer", "reason", "matching", "takes_particles")
    list_display = ("shown_find", "shown_prefer", "shown_reason")
    search_fields = ("find", "prefer", "reason")
    search_help_text = "كلمة من القاعدة أو سببها، بأي رسم."
    radio_fields = {"matching": admin.VERTICAL}

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        if permissions.may_keep_style(request.user):
            return self.fields
        return (*self.fields[:-1], "shown_particles")

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        return () if permissions.may_keep_style(request.user) else ("shown_particles",)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return permissions.may_see_style(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return permissions.may_see_style(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return permissions.may_keep_style(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return permissions.may_keep_style(request.user)

    has_delete_permission = has_change_permission

    @admin.display(description="تطابق أيضا ما سبقته و ف ب ك ل أو ال")
    def shown_particles(self, rule: StyleRule) -> str:
        return "نعم" if rule.takes_particles else "لا"

    @admin.display(description="العبارة", ordering="find")
    def shown_find(self, rule: StyleRule) -> SafeString:
        return bdi(rule.find)

    @admin.display(description="نكتب بدلها", ordering="prefer")
    def shown_prefer(self, rule: StyleRule) -> SafeString | str:
        return bdi(rule.prefer) if rule.prefer else "-"

    @admin.display(description="السبب")
    def shown_reason(self, rule: StyleRule) -> SafeString | str:
        return bdi(rule.reason) if rule.reason else "-"


class RegisteredNameAdmin(WithTable, DeskAdmin):
    table = NAMES
    title_add, title_change, title_view = "اسم جديد", "تعديل اسم", "اسم من السجل"
    fields = ("chosen", "kind", "rejected", "latin", "note")
    list_display = ("shown_chosen", "shown_rejected", "shown_latin", "kind", "shown_note")
    list_filter = ("kind",)
    search_fields = ("chosen", "rejected", "latin", "note")
    search_help_text = "الاسم بأي رسم، أو أصله اللاتيني."

    def has_module_permission(self, request: HttpRequest) -> bool:
        return permissions.may_see_names(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return permissions.may_see_names(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return permissions.may_keep_names(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return permissions.may_keep_names(request.user)

    has_delete_permission = has_change_permission

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        if db_field.name == "rejected":  # the row judges its length: a browser sends two letters for each line's end
            kwargs["max_length"] = None
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "latin":
            field.widget.attrs["dir"] = "ltr"
        if db_field.name == "rejected":
            field.widget.attrs |= {"rows": 5, "maxlength": db_field.max_length}
        return field

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except IntegrityError as error:
            if "name_spelling_once" not in str(error):
                raise
            # Somebody registered the spelling in this moment: now it is there, and the form says where.
            return super().changeform_view(request, *args, **kwargs)

    @admin.display(description="نكتبه", ordering="chosen")
    def shown_chosen(self, name: RegisteredName) -> SafeString:
        return format_html("<b>{}</b>", bdi(name.chosen))

    @admin.display(description="لا نكتبه")
    def shown_rejected(self, name: RegisteredName) -> SafeString | str:
        return format_html_join("، ", "{}", ((bdi(line),) for line in name.lines())) or "-"

    @admin.display(description="الأصل اللاتيني", ordering="latin")
    def shown_latin(self, name: RegisteredName) -> SafeString | str:
        return ltr(name.latin) if name.latin else "-"

    @admin.display(description="ملاحظة")
    def shown_note(self, name: RegisteredName) -> SafeString | str:
        return bdi(name.note) if name.note else "-"
