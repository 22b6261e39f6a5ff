"""The desks of the members, the roles, the site's identity and its static pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, UserCreationForm
from django.contrib.auth.models import Group, Permission
from django.db.models import Field, ManyToManyField, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from mohit.desk import DeskAdmin
from mohit.prose.editor import ProseField, prose_widget
from mohit.templatetags.arabic import bdi, ltr
from newsroom import permissions, roles
from newsroom.models import Identity, Page, User, web_address

DEEDS = {"add": "إضافة", "change": "تعديل", "delete": "حذف", "view": "عرض"}


class NewMemberForm(UserCreationForm):
    class Meta:
        model = User
        fields = ("username", "name", "email", "groups")


class MemberPasswordForm(AdminPasswordChangeForm):
    """A new password, without Django's choice of accounts that have none: an account is stopped instead."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("usable_password", None)


class RoleFilter(admin.SimpleListFilter):
    title, parameter_name = "الدور", "role"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(role, role) for role in roles.ROLES]

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        return queryset.filter(groups__name=self.value()) if self.value() in roles.ROLES else queryset


class AccountFilter(admin.SimpleListFilter):
    title, parameter_name = "الحساب", "account"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("active", "مفعل"), ("stopped", "موقوف")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        return queryset.filter(is_active=self.value() == "active") if self.value() else queryset


class MemberAdmin(DeskAdmin, DjangoUserAdmin):
    title_add, title_change = "عضو جديد", "حساب عضو"
    form_words = {"username": "اسم المستخدم", "groups": "الأدوار", "is_active": "الحساب مفعل"}
    form_help = {
        "username": "للدخول فقط. حروف وأرقام والرموز @ . + - _ بلا مسافات.",
        "groups": "يجمع العضو صلاحيات كل أدواره.",
        "is_active": "أزل العلامة بدل حذف الحساب: يبقى اسمه في سجل ما كتب وقرر.",
        "is_superuser": "كل الصلاحيات، حتى ما ليس في أي دور.",
    }
    add_form = NewMemberForm
    change_password_form = MemberPasswordForm
    change_user_password_template = "admin/newsroom/user/change_password.html"  # noqa: S105
    add_form_template = "admin/newsroom/user/add_form.html"
    list_display = ("shown_name", "shown_username", "shown_roles", "shown_state", "last_login")
    list_filter = (RoleFilter, AccountFilter)
    search_fields = ("username", "name", "email")
    ordering = ("username",)
    readonly_fields = ("shown_password", "last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "name", "email", "shown_password")}),
        ("الأدوار", {"fields": ("groups", "is_active", "is_superuser")}),
        ("التواريخ", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "name", "email", "password1", "password2")}),
        ("الأدوار", {"fields": ("groups",)}),
    )
    filter_horizontal = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        if obj is None or permissions.may_grant_everything(request.user):
            return super().get_fieldsets(request, obj)
        account, _, dates = self.fieldsets
        return (account, ("الأدوار", {"fields": ("groups", "is_active")}), dates)

    def get_form(self, request: HttpRequest, obj: User | None = None, **kwargs: Any) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, **kwargs)
        for name, field in form.base_fields.items():
            field.label = self.form_words.get(name, field.label)
            field.help_text = self.form_help.get(name, field.help_text)
        for name in {"username", "password1", "password2"} & form.base_fields.keys():
            form.base_fields[name].widget.attrs["dir"] = "ltr"
        return form

    def formfield_for_manytomany(self, db_field: ManyToManyField, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_manytomany(db_field, request, widget=forms.CheckboxSelectMultiple, **kwargs)
        return field

    def save_model(self, request: HttpRequest, obj: User, form: forms.ModelForm, change: bool) -> None:
        obj.is_staff = True  # every member works here; who leaves is made inactive
        super().save_model(request, obj, form, change)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        if obj is None:
            return permissions.may_manage_members(request.user)
        return permissions.may_manage(request.user, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    @admin.display(description="العضو", ordering="name")
    def shown_name(self, user: User) -> SafeString:
        return bdi(user)

    @admin.display(description="اسم المستخدم", ordering="username")
    def shown_username(self, user: User) -> SafeString:
        return ltr(user.username)

    @admin.display(description="كلمة المرور")
    def shown_password(self, user: User) -> SafeString:
        return SafeString('<a class="button" href="../password/">كلمة مرور جديدة</a>')

    @admin.display(description="الأدوار")
    def shown_roles(self, user: User) -> str:
        roles = [group.name for group in user.groups.all()]
        return "، ".join(roles + ["كل الصلاحيات"] * user.is_superuser) or "بلا دور"

    @admin.display(description="الحساب", ordering="is_active")
    def shown_state(self, user: User) -> SafeString:
        state, word = ("published", "مفعل") if user.is_active else ("withdrawn", "موقوف")
        return format_html('<span class="badge badge-{}">{}</span>', state, word)


class RoleAdmin(DeskAdmin):
    """The roles as they are: made by migration, because the rules in the code are written for them."""

    title_list, title_view = "الأدوار", "دور"
    list_display = ("name", "shown_members")
    fields = ("name", "shown_members", "shown_permissions")
    ordering = ("pk",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Group]:
        return super().get_queryset(request).prefetch_related("user_set")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return permissions.may_manage_members(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return permissions.may_manage_members(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return False

    @admin.display(description="الأعضاء")
    def shown_members(self, group: Group) -> SafeString | str:
        return format_html_join("، ", "{}", ((bdi(user),) for user in group.user_set.all())) or "لا أحد"

    @admin.display(description="الصلاحيات")
    def shown_permissions(self, group: Group) -> SafeString | str:
        rows = group.permissions.select_related("content_type").order_by("content_type", "pk")
        return format_html(
            '<ul class="plain">{}</ul>',
            format_html_join("", "<li>{}</li>", ((permission_in_arabic(row),) for row in rows)),
        )


def permission_in_arabic(permission: Permission) -> str:
    """«المقالات: تعديل». Django stores the names of its own four permissions in English."""
    model = permission.content_type.model_class()
    things = model._meta.verbose_name_plural if model else permission.content_type.model
    deed, _, _ = permission.codename.partition("_")
    known = permission.name.startswith("Can ")
    return f"{things}: {DEEDS.get(deed, permission.name)}" if known else permission.name


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


# The order is that of the dashboard.
admin.site.register(Identity, IdentityAdmin)
admin.site.register(Page, PageAdmin)
admin.site.register(User, MemberAdmin)
admin.site.unregister(Group)
admin.site.register(Group, RoleAdmin)
