"""The desk of the subscribers: who they are, what they asked for, what was sent to them and what came back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.views.main import ChangeList
from django.contrib.contenttypes.models import ContentType
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from mohit.desk import DeskAdmin
from mohit.templatetags.arabic import bdi, ltr, time_tag
from newsletter import permissions
from newsletter.admin import files, imports
from newsletter.admin.counting import CountedList, CountedPaginator
from newsletter.admin.one_subscriber import deliveries, do, history_of
from newsletter.models import MailingList, Subscriber, Subscription

State = Subscriber.State

COLOURS = {
    State.PENDING: "in_review",
    State.CONFIRMED: "published",
    State.LEFT: "draft",
    State.BOUNCED: "withdrawn",
    State.COMPLAINED: "withdrawn",
    State.ERASED: "draft",
}


class ListFilter(admin.SimpleListFilter):
    """Who is on one list now."""

    title = "القائمة"
    parameter_name = "list"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(str(row.pk), row.name) for row in MailingList.objects.all()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Subscriber]) -> QuerySet[Subscriber]:
        value = self.value() or ""
        if not value.isdecimal() or len(value) > 18:
            return queryset
        return queryset.filter(pk__in=Subscription.objects.active().filter(mailing_list=value).values("subscriber"))


class SubscriberAdmin(DeskAdmin):
    title_change, title_view = "مشترك", "مشترك"
    fields = ("shown_address", "name", "shown_state", "shown_lists", "shown_since")
    readonly_fields = ("shown_address", "shown_state", "shown_lists", "shown_since")
    list_display = ("shown_row", "shown_name", "shown_state", "shown_list_names", "shown_day")
    list_filter = ("state", ListFilter)
    search_fields = ("search_key",)
    search_help_text = "جزء من الاسم بأي رسم، أو من عنوان البريد."
    paginator = CountedPaginator
    sortable_by = ()
    actions = None
    change_form_template = "admin/newsletter/subscriber/change_form.html"
    change_list_template = "admin/newsletter/subscriber/change_list.html"

    # --- Who may: asked of newsletter/permissions.py --------------------------------------------------------------

    def has_module_permission(self, request: HttpRequest) -> bool:
        return permissions.may_look_at_subscribers(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Subscriber | None = None) -> bool:
        return permissions.may_look_at_subscribers(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # readers subscribe themselves; a list of them is imported

    def has_change_permission(self, request: HttpRequest, obj: Subscriber | None = None) -> bool:
        is_erased = obj is not None and obj.state == State.ERASED
        return not is_erased and permissions.may_keep_subscribers(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Subscriber | None = None) -> bool:
        return False  # the ledger names the row; the person is erased from it

    # --- The list -------------------------------------------------------------------------------------------------

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return CountedList

    def get_queryset(self, request: HttpRequest) -> QuerySet[Subscriber]:
        active = Subscription.objects.exclude(state=Subscription.State.LEFT).select_related("mailing_list")
        return super().get_queryset(request).prefetch_related(Prefetch("subscriptions", active, to_attr="living"))

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        return queryset.matching(search_term), False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        facts = {
            "may_import": permissions.may_import(request.user),
            "may_export": permissions.may_export(request.user),
            "asked_for": request.GET.urlencode(),
        }
        return super().changelist_view(request, {**facts, **(extra_context or {})})

    # --- The form -------------------------------------------------------------------------------------------------

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        if obj := kwargs.get("obj"):
            context |= history_of(obj, request.user)
        return super().render_change_form(request, context, **kwargs)

    def save_model(self, request: HttpRequest, obj: Subscriber, form: forms.ModelForm, change: bool) -> None:
        """The name alone: the rest of the row is moved by its verbs, perhaps at this very moment."""
        obj.tidy()
        rows = Subscriber.objects.filter(pk=obj.pk).exclude(state=State.ERASED)
        rows.update(name=obj.name, search_key=obj.search_key)

    def log_change(self, request: HttpRequest, obj: Subscriber, message: Any) -> LogEntry:
        """Django's log would keep the address after the person is erased."""
        return LogEntry.objects.create(
            user_id=request.user.pk,
            content_type=ContentType.objects.get_for_model(Subscriber),
            object_id=obj.pk,
            object_repr=f"#{obj.pk}",
            action_flag=CHANGE,
            change_message=message,
        )

    def get_urls(self) -> list[URLPattern]:
        def view(function: Any) -> Any:
            return self.admin_site.admin_view(function)

        return [
            path("import/", view(imports.bring_list), name="newsletter_subscriber_import"),
            path("import/<int:pk>/", view(imports.one_list), name="newsletter_subscriber_list"),
            path("import/<int:pk>/problems/", view(imports.problems), name="newsletter_subscriber_problems"),
            path("export/", view(files.export), name="newsletter_subscriber_export"),
            path("<int:pk>/deliveries/", view(deliveries), name="newsletter_subscriber_deliveries"),
            path("<int:pk>/data/", view(files.person), name="newsletter_subscriber_data"),
            path("<int:pk>/do/<word>/", view(do), name="newsletter_subscriber_do"),
            *super().get_urls(),
        ]

    @admin.display(description="البريد")
    def shown_row(self, row: Subscriber) -> SafeString | str:
        return ltr(row.address) if row.address else f"#{row.pk}"

    @admin.display(description="البريد")
    def shown_address(self, row: Subscriber) -> SafeString | str:
        return ltr(row.address) if row.address else "-"

    @admin.display(description="الاسم")
    def shown_name(self, row: Subscriber) -> SafeString | str:
        return bdi(row.name) if row.name else "-"

    @admin.display(description="الحالة")
    def shown_state(self, row: Subscriber) -> SafeString:
        return badge(row)

    @admin.display(description="القوائم")
    def shown_list_names(self, row: Subscriber) -> SafeString | str:
        names = [
            (bdi(one.mailing_list), "" if one.state == Subscription.State.ACTIVE else " (ينتظر)") for one in row.living
        ]
        return format_html_join("، ", "{}{}", names) or "-"

    @admin.display(description="القوائم")
    def shown_lists(self, row: Subscriber) -> SafeString | str:
        rows = row.subscriptions.select_related("mailing_list").order_by("mailing_list", "pk")
        lines = [
            (bdi(one.mailing_list), one.get_state_display(), ltr(one.form), time_tag(moment_of(one))) for one in rows
        ]
        listed = format_html_join("", "<li>{}: {} · {} · {}</li>", lines)
        return format_html('<ul class="plain">{}</ul>', listed) if lines else "-"

    @admin.display(description="متى")
    def shown_since(self, row: Subscriber) -> SafeString:
        moments = (
            ("سجل", row.created_at),
            ("آخر رسالة تأكيد", row.asked_at),
            ("أكد", row.confirmed_at),
            ("انتهى", row.ended_at),
        )
        return format_html_join(" · ", "{} {}", ((word, time_tag(at)) for word, at in moments if at))

    @admin.display(description="سجل في")
    def shown_day(self, row: Subscriber) -> str:
        return time_tag(row.created_at)


def moment_of(row: Subscription) -> object:
    return row.left_at or row.confirmed_at or row.asked_at


def badge(row: Subscriber) -> SafeString:
    return format_html('<span class="badge badge-{}">{}</span>', COLOURS[row.state], row.get_state_display())
