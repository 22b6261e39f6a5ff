"""The desk of the suppression list. Nobody reads addresses out of it: one types an address and learns whether it is
there."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods

from mohit.desk import DeskAdmin
from mohit.email_addresses import normalised
from mohit.templatetags.arabic import time_tag
from mohit.typed_text import stored
from newsletter import permissions
from newsletter.admin.counting import CountedList, CountedPaginator
from newsletter.models import Suppression
from newsletter.suppressing import decisions_on, find, lift, suppress

Reason = Suppression.Reason


class SuppressForm(forms.Form):
    """An address that must never be written to again."""

    address = forms.CharField(
        label="عنوان البريد",
        max_length=400,
        widget=forms.TextInput(
            attrs={"dir": "ltr", "class": "vTextField", "autocomplete": "off", "inputmode": "email"}
        ),
        help_text="لا يحفظ العنوان نفسه، بل بصمة منه لا تقرأ.",
    )
    reason = forms.ChoiceField(
        label="السبب", choices=[(Reason.HAND, Reason.HAND.label), (Reason.REQUEST, Reason.REQUEST.label)]
    )
    note = forms.CharField(
        label="ملاحظة", max_length=300, required=False, widget=forms.TextInput(attrs={"class": "vTextField"})
    )

    def clean_address(self) -> str:
        return normalised(self.cleaned_data["address"])


class LiftForm(forms.Form):
    """Why an address may be written to again."""

    note = forms.CharField(
        label="لماذا يرفع الحظر؟",
        label_suffix="",
        max_length=300,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )

    def clean_note(self) -> str:
        note = stored(self.cleaned_data["note"], multiline=False)
        if not note:
            raise forms.ValidationError("اكتب السبب.")
        return note


class SuppressionAdmin(DeskAdmin):
    title_add, title_view, title_change = "حظر عنوان", "عنوان محظور", "عنوان محظور"
    fields = ("reason", "shown_at")
    readonly_fields = fields
    list_display = ("shown_number", "reason", "shown_at")
    list_filter = ("reason",)
    search_fields = ("fingerprint",)  # that there is a search; it is `find`
    search_help_text = "اكتب عنوان البريد كاملا لتعرف هل هو محظور."
    paginator = CountedPaginator
    sortable_by = ()
    actions = None
    change_form_template = "admin/newsletter/suppression/change_form.html"

    def has_module_permission(self, request: HttpRequest) -> bool:
        return permissions.may_suppress(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Suppression | None = None) -> bool:
        return permissions.may_suppress(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return permissions.may_suppress(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Suppression | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Suppression | None = None) -> bool:
        return False  # it is lifted, with a reason

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return CountedList

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        if not search_term.strip():
            return queryset, False
        try:
            row = find(search_term)
        except ValidationError:
            row = None
        return queryset.filter(pk=row.pk) if row else queryset.none(), False

    def get_urls(self) -> list[URLPattern]:
        own = [path("<int:pk>/lift/", self.admin_site.admin_view(lift_one), name="newsletter_suppression_lift")]
        return own + super().get_urls()

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return suppress_one(request)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        if obj := kwargs.get("obj"):
            context["events"] = decisions_on(obj)
        return super().render_change_form(request, context, **kwargs)

    @admin.display(description="العنوان")
    def shown_number(self, row: Suppression) -> SafeString:
        return format_html("بصمة رقم {}", row.pk)

    @admin.display(description="منذ")
    def shown_at(self, row: Suppression) -> str:
        return time_tag(row.at)


@require_http_methods(["GET", "HEAD", "POST"])
def suppress_one(request: HttpRequest) -> HttpResponse:
    if not permissions.may_suppress(request.user):
        raise PermissionDenied
    form = SuppressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if suppress(values["address"], values["reason"], request.user, values["note"]):
            messages.success(request, "حظر العنوان: لن تصله رسالة من النشرة.")
        else:
            messages.warning(request, "هذا العنوان محظور من قبل.")
        return HttpResponseRedirect(reverse("admin:newsletter_suppression_changelist"))
    return render(request, "admin/newsletter/suppression/add.html", page(request, "حظر عنوان", form=form))


@require_http_methods(["GET", "HEAD", "POST"])
def lift_one(request: HttpRequest, pk: int) -> HttpResponse:
    if not permissions.may_suppress(request.user):
        raise PermissionDenied
    row = get_object_or_404(Suppression, pk=pk)
    form = LiftForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if lift(row, request.user, form.cleaned_data["note"]):
            messages.success(request, "رفع الحظر. لا يعود الاشتراك وحده: لصاحب العنوان أن يشترك من جديد.")
        return HttpResponseRedirect(reverse("admin:newsletter_suppression_changelist"))
    return render(request, "admin/newsletter/suppression/lift.html", page(request, "رفع الحظر", form=form, row=row))


def page(request: HttpRequest, title: str, **context: object) -> dict[str, Any]:
    return {**admin.site.each_context(request), "title": title, **context}
