"""The desk of the lists, and of what became of their schedules."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, ManyToManyField, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from mohit.dates import count
from mohit.desk import DeskAdmin
from mohit.templatetags.arabic import bdi, time_tag
from newsletter import permissions
from newsletter.admin.sending import zone_words
from newsletter.links import archive_address
from newsletter.models import Digest, Issue, MailingList


class MailingListAdmin(DeskAdmin):
    title_add, title_change = "قائمة جديدة", "تعديل قائمة"
    list_display = ("name", "kind", "shown_schedule", "shown_subscribers", "shown_state")
    search_fields = ("name", "description")
    actions = None
    fieldsets = (
        (None, {"fields": ("name", "slug", "description", "kind")}),
        ("الموعد", {"fields": ("send_at", "weekday", "sends_by_itself", "grace_minutes")}),
        ("القصص", {"fields": ("filling", "sections", ("fewest_stories", "most_stories"))}),
        ("العرض", {"fields": ("imprint", "is_active", "is_public", "position")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[MailingList]:
        active = Count("subscriptions", filter=Q(subscriptions__state="active"))
        return super().get_queryset(request).annotate(active_subscriptions=active)

    def formfield_for_manytomany(self, db_field: ManyToManyField, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_manytomany(db_field, request, widget=forms.CheckboxSelectMultiple, **kwargs)

    def get_form(self, request: HttpRequest, obj: MailingList | None = None, **kwargs: Any) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, **kwargs)
        if "send_at" in form.base_fields:
            form.base_fields["send_at"].help_text = f"لليومية والأسبوعية، {zone_words()}."
        return form

    def view_on_site(self, obj: MailingList) -> str | None:
        return archive_address(obj)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return permissions.may_keep_lists(request.user)

    def has_view_permission(self, request: HttpRequest, obj: MailingList | None = None) -> bool:
        return permissions.may_keep_lists(request.user)

    has_add_permission = has_module_permission
    has_change_permission = has_view_permission

    def has_delete_permission(self, request: HttpRequest, obj: MailingList | None = None) -> bool:
        return False  # who subscribed stays on record; a list that is not wanted any more is stopped

    @admin.display(description="الموعد")
    def shown_schedule(self, row: MailingList) -> str:
        if not row.has_a_schedule:
            return "-"
        hour = f"{row.send_at:%H:%M}"
        return f"{row.get_weekday_display()} {hour}" if row.weekday else hour

    @admin.display(description="المشتركون")
    def shown_subscribers(self, row: MailingList) -> str:
        return count(row.active_subscriptions, "subscriber")

    @admin.display(description="الحالة", ordering="is_active")
    def shown_state(self, row: MailingList) -> SafeString:
        state, word = ("published", "تعمل") if row.is_active else ("withdrawn", "موقوفة")
        return format_html('<span class="badge badge-{}">{}</span>', state, word)


class DigestAdmin(DeskAdmin):
    """Read, never written, by hand."""

    title_view = "موعد نشرة"
    list_display = ("shown_list", "shown_due", "outcome", "found", "shown_issue")
    list_filter = ("outcome", "mailing_list")
    list_select_related = ("mailing_list",)
    search_fields = ("period",)
    fields = ("shown_list", "period", "shown_due", "outcome", "found", "shown_issue", "shown_at")
    readonly_fields = fields
    actions = None

    def has_module_permission(self, request: HttpRequest) -> bool:
        return permissions.may_compose(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Digest | None = None) -> bool:
        return permissions.may_compose(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Digest | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Digest | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Digest]:
        issue = Issue.objects.filter(mailing_list=OuterRef("mailing_list"), period=OuterRef("period"))
        return super().get_queryset(request).annotate(issue_pk=Subquery(issue.values("pk")[:1]))

    @admin.display(description="القائمة", ordering="mailing_list")
    def shown_list(self, row: Digest) -> SafeString:
        return bdi(row.mailing_list)

    @admin.display(description="الموعد", ordering="due_at")
    def shown_due(self, row: Digest) -> str:
        return time_tag(row.due_at)

    @admin.display(description="أعد في")
    def shown_at(self, row: Digest) -> str:
        return time_tag(row.at)

    @admin.display(description="العدد")
    def shown_issue(self, row: Digest) -> SafeString | str:
        if row.issue_pk is None:
            return "-"
        return format_html('<a href="{}">العدد</a>', reverse("admin:newsletter_issue_send", args=[row.issue_pk]))
