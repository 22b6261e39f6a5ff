"""The list of issues and the form of one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from mohit.dates import count, number
from mohit.desk import DeskAdmin
from mohit.mail import mail_is_configured
from mohit.templatetags.arabic import bdi, time_tag
from newsletter import permissions
from newsletter.admin import previews, progress, sending
from newsletter.admin.composing import IssueForm, StoriesInline
from newsletter.admin.states import badge
from newsletter.filling import fill
from newsletter.models import Digest, Issue
from newsletter.preflight import NO_SERVER

RECENT = timedelta(days=7)  # for which the list recalls a turn that made no issue


class IssueAdmin(DeskAdmin):
    title_add, title_change = "عدد جديد", "إعداد عدد"
    form = IssueForm
    fields = ("mailing_list", "subject", "preheader", "intro")
    inlines = (StoriesInline,)
    list_display = ("shown_subject", "shown_list", "shown_state", "shown_moment", "shown_stories", "shown_mails")
    list_filter = ("state", "mailing_list")
    list_select_related = ("mailing_list",)
    search_fields = ("subject",)
    actions = None
    change_form_template = "admin/newsletter/issue/change_form.html"
    change_list_template = "admin/newsletter/issue/change_list.html"

    @property
    def media(self) -> forms.Media:
        return super().media + forms.Media(
            css={"screen": ["admin-desk/issue.css"]}, js=["admin-desk/rows.js", "admin-desk/issue.js"]
        )

    # --- Who may: asked of newsletter/permissions.py --------------------------------------------------------------

    def has_module_permission(self, request: HttpRequest) -> bool:
        return permissions.may_compose(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Issue | None = None) -> bool:
        return permissions.may_compose(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return permissions.may_compose(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Issue | None = None) -> bool:
        return permissions.may_edit(request.user, obj) if obj else permissions.may_compose(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Issue | None = None) -> bool:
        return permissions.may_delete(request.user, obj) if obj else permissions.may_compose(request.user)

    # --- The list -------------------------------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[Issue]:
        issues = super().get_queryset(request)
        if request.resolver_match and request.resolver_match.url_name == "newsletter_issue_changelist":
            return issues.without_content().annotate(story_count=Count("placings"))
        return issues

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {**notes(), **(extra_context or {})})

    @admin.display(description="العنوان", ordering="subject")
    def shown_subject(self, issue: Issue) -> SafeString:
        return bdi(issue)

    @admin.display(description="القائمة", ordering="mailing_list")
    def shown_list(self, issue: Issue) -> SafeString:
        return bdi(issue.mailing_list)

    @admin.display(description="الحالة", ordering="state")
    def shown_state(self, issue: Issue) -> SafeString:
        return badge(issue)

    @admin.display(description="الموعد", ordering="scheduled_at")
    def shown_moment(self, issue: Issue) -> str:
        return time_tag(issue.started_at or issue.scheduled_at) or "-"

    @admin.display(description="القصص")
    def shown_stories(self, issue: Issue) -> str:
        return number(issue.story_count)

    @admin.display(description="الرسائل")
    def shown_mails(self, issue: Issue) -> SafeString | str:
        if not issue.started_at:
            return "-"
        address = reverse("admin:newsletter_issue_send", args=[issue.pk])
        return format_html('<a href="{}">{}</a>', address, count(issue.planned, "mail"))

    # --- The form -------------------------------------------------------------------------------------------------

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Issue | None:
        """An issue that is about to be saved is locked: whoever schedules it a moment later sends what was saved."""
        rows = Issue.objects.select_related("mailing_list")
        if request.method == "POST":
            rows = rows.select_for_update(of=("self",))
        try:
            return rows.get(pk=object_id)
        except (Issue.DoesNotExist, ValueError, OverflowError):
            return None

    def get_readonly_fields(self, request: HttpRequest, obj: Issue | None = None) -> tuple[str, ...]:
        return ("mailing_list",) if obj and obj.period else ()  # a digest is its list's

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What may not be changed any more is looked at on the page of its sending."""
        issue = Issue.objects.filter(pk=object_id).first() if object_id.isdecimal() and len(object_id) < 19 else None
        if request.method != "POST" and issue and not issue.may_change and permissions.may_compose(request.user):
            return HttpResponseRedirect(reverse("admin:newsletter_issue_send", args=[issue.pk]))
        return super().change_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        issue = kwargs.get("obj")
        context |= {"badge": badge(issue) if issue else "", "preview_address": reverse("admin:newsletter_preview")}
        return super().render_change_form(request, context, **kwargs)

    def view_on_site(self, issue: Issue) -> str | None:
        return issue.get_absolute_url() if issue.is_public else None

    def save_model(self, request: HttpRequest, obj: Issue, form: forms.ModelForm, change: bool) -> None:
        if not change:
            obj.created_by = request.user
        super().save_model(request, obj, form, change)

    def response_add(self, request: HttpRequest, obj: Issue, post_url_continue: str | None = None) -> HttpResponse:
        return self.go_on(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Issue) -> HttpResponse:
        return self.go_on(request, obj) or super().response_change(request, obj)

    def go_on(self, request: HttpRequest, issue: Issue) -> HttpResponse | None:
        """What the buttons beside «حفظ» do with an issue that was saved."""
        if "_fill" in request.POST:
            added = fill(issue)
            words = f"أضافت القاعدة: {count(added, 'article')}." if added else NOTHING_NEW
            self.message_user(request, words, messages.SUCCESS if added else messages.WARNING)
            return HttpResponseRedirect(reverse("admin:newsletter_issue_change", args=[issue.pk]))
        if "_send" in request.POST:
            return HttpResponseRedirect(reverse("admin:newsletter_issue_send", args=[issue.pk]))
        return None

    def get_urls(self) -> list[URLPattern]:
        def view(function: Any) -> Any:
            return self.admin_site.admin_view(function, cacheable=True)  # the views say how: not at all

        return [
            path("preview/", view(previews.unsaved), name="newsletter_preview"),
            path("<int:pk>/mail/", view(previews.mail), name="newsletter_issue_mail"),
            path("<int:pk>/send/", view(sending.page), name="newsletter_issue_send"),
            path("<int:pk>/schedule/", view(sending.schedule), name="newsletter_issue_schedule"),
            path("<int:pk>/test/", view(sending.trial), name="newsletter_issue_test"),
            path("<int:pk>/progress/", view(progress.figures), name="newsletter_issue_progress"),
            path("<int:pk>/deliveries/<word>/", view(progress.deliveries), name="newsletter_issue_deliveries"),
            path("<int:pk>/do/<word>/", view(sending.decide), name="newsletter_issue_decide"),
            *super().get_urls(),
        ]


NOTHING_NEW = "لم تضف القاعدة شيئا: لا قصص جديدة منذ العدد السابق، أو بلغ العدد أقصى ما تسمح به القائمة."


def notes() -> dict[str, Any]:
    """What stands over the list: that mail reaches nobody, what waits for a decision, which turns made no issue."""
    since = timezone.now() - RECENT
    few = Digest.objects.filter(outcome=Digest.Outcome.TOO_FEW, at__gte=since).select_related("mailing_list")
    return {
        "no_server": "" if mail_is_configured() else NO_SERVER,
        "held": Issue.objects.filter(state=Issue.State.HELD).count(),
        "too_few": few[:3],
    }
