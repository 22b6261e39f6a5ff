"""The desks of the members and the roles."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
from django.contrib.auth.models import Group, Permission
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.db import transaction
from django.db.models import Exists, ManyToManyField, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from mohit.desk import DeskAdmin
from mohit.templatetags.arabic import bdi, ltr
from newsroom import permissions, rights, roles
from newsroom.models import AuthenticatorApp, MemberSession, Passkey, User
from newsroom.signin.events import Kind, record
from newsroom.signin.invitations import invite

LEFT_EMPTY = "اتركها فارغة لتصل العضو دعوة بالبريد يختار بها كلمة مروره."
DEEDS = {"add": "إضافة", "change": "تعديل", "delete": "حذف", "view": "عرض"}


class NewMemberForm(UserCreationForm):
    """A password, or none: then the member chooses it by the link of an invitation."""

    class Meta:
        model = User
        fields = ("username", "name", "email", "groups")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {"password1", "password2"} & self.fields.keys():
            self.fields[name].required = False
            self.fields[name].widget.is_required = False

    def clean(self) -> dict[str, Any]:
        first, second = (self.cleaned_data.get(name, "") for name in ("password1", "password2"))
        if bool(first) != bool(second):
            self.add_error("password2", self.error_messages["password_mismatch"])
        if not first and not second and not self.cleaned_data.get("email") and "email" not in self.errors:
            self.add_error("email", "اكتب بريد العضو لتصله الدعوة، أو اختر له كلمة مرور.")
        return super().clean()

    def set_password_and_save(self, user: User, commit: bool = True) -> User:
        if self.cleaned_data["password1"]:
            return super().set_password_and_save(user, commit=commit)
        user.set_unusable_password()
        if commit:
            user.save()
        return user


class MemberForm(UserChangeForm):
    """The account of somebody who is here; the last who can manage the members stays one."""

    def clean(self) -> dict[str, Any]:
        facts = super().clean()
        chosen = {group.name for group in facts.get("groups", ())}
        remains = facts.get("is_active") and (
            facts.get("is_superuser", self.instance.is_superuser) or roles.MANAGER in chosen
        )
        if not remains and rights.is_last_manager(self.instance):
            self.add_error(None, "هذا آخر حساب يدير فريق التحرير. أعط غيره دور المدير أولا.")
        return facts


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
    form = MemberForm
    add_form = NewMemberForm
    change_password_form = MemberPasswordForm
    change_user_password_template = "admin/newsroom/user/change_password.html"  # noqa: S105
    add_form_template = "admin/newsroom/user/add_form.html"
    list_display = ("shown_name", "shown_username", "shown_roles", "shown_state", "shown_second_step", "last_login")
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
        app, key = (Exists(model.objects.filter(user=OuterRef("pk"))) for model in (AuthenticatorApp, Passkey))
        return super().get_queryset(request).prefetch_related("groups").annotate(proves_twice=Q(app) | Q(key))

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
        if "password1" in form.base_fields:
            form.base_fields["password1"].help_text = format_html(
                "{}{}", LEFT_EMPTY, password_validators_help_text_html()
            )
        return form

    def formfield_for_manytomany(self, db_field: ManyToManyField, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_manytomany(db_field, request, widget=forms.CheckboxSelectMultiple, **kwargs)
        return field

    def save_model(self, request: HttpRequest, obj: User, form: forms.ModelForm, change: bool) -> None:
        obj.is_staff = True  # every member works here; who leaves is made inactive
        form.rights_before = rights.of(User.objects.get(pk=obj.pk)) if change else rights.NOTHING
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        user = form.instance
        if not change:
            record(Kind.CREATE, user, by=request.user)
        elif "email" in form.changed_data:
            record(Kind.EMAIL, user, by=request.user)
        rights.record_changes(form.rights_before, user, by=request.user)
        if not user.is_active:
            MemberSession.objects.of(user).end()
        if not change and not user.has_usable_password():
            invite(user, request.user)
            self.message_user(request, "الدعوة في طريقها إلى بريد العضو: يختار بها كلمة مروره.")

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        with transaction.atomic():
            response = super().user_change_password(request, id, form_url)
            if request.method == "POST" and response.status_code == 302 and (user := self.get_object(request, id)):
                MemberSession.objects.of(user).end(but=request.session.session_key)
                record(Kind.PASSWORD, user, by=request.user)
        return response

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
        return SafeString(
            '<a class="button" href="../password/">كلمة مرور جديدة</a> '
            '<a class="button" href="../sign-in/">الدعوة والدخول</a>'
        )

    @admin.display(description="الخطوة الثانية")
    def shown_second_step(self, user: User) -> SafeString:
        state, word = ("published", "تعمل") if user.proves_twice else ("draft", "لا شيء")
        return format_html('<span class="badge badge-{}">{}</span>', state, word)

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
