"""Reports: of everything, of one campaign, as a file; and the link by which an advertiser reads its own."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ads import permissions
from ads.models import Advertiser, Campaign, Counter
from ads.report_views import REPORT, default_period
from ads.reports.delivery import deliveries, flight
from ads.reports.lines import sheet
from ads.reports.period import Asked, Preset, asked_for
from ads.reports.report import Report, pace_chart, report_of
from mohit.dates import day_month_year
from mohit.desk import DeskAdmin
from mohit.responses import PRIVATE
from mohit.spreadsheet import download


class ReportAdmin(DeskAdmin):
    """The counters' desk is no list of rows: it is the report of all of them."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return permissions.may_see_reports(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Counter | None = None) -> bool:
        return permissions.may_see_reports(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Counter | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Counter | None = None) -> bool:
        return False

    def change_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:ads_counter_changelist"))

    history_view = change_view

    def get_urls(self) -> list[URLPattern]:
        def view(function: Any) -> Any:
            return self.admin_site.admin_view(function, cacheable=True)  # the views say how: not at all

        return [
            path("", view(overview), name="ads_counter_changelist"),
            path("sheet/", view(overview_sheet), name="ads_report_sheet"),
            path("campaign/<int:pk>/", view(campaign), name="ads_report_campaign"),
            path("campaign/<int:pk>/sheet/", view(campaign_sheet), name="ads_report_campaign_sheet"),
            path("advertiser/<int:pk>/", view(advertiser), name="ads_report_advertiser"),
            path("advertiser/<int:pk>/void/", view(void_links), name="ads_report_void_links"),
            *super().get_urls(),
        ]


@require_http_methods(["GET", "HEAD", "POST"])  # the desk's lists take their actions so; this one has none
def overview(request: HttpRequest) -> HttpResponse:
    """Everything that was shown in the period."""
    must_see(request)
    asked = asked_for(request.GET)
    report = report_of(asked.period)
    advertisers = Advertiser.objects.order_by("name") if permissions.may_share_reports(request.user) else ()
    return page(request, "report", asked, report, title="تقارير المساحات", advertisers=advertisers)


@require_safe
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """One campaign; its whole flight when no period is asked for."""
    must_see(request)
    row = get_object_or_404(Campaign.objects.select_related("advertiser"), pk=pk)
    asked = asked_for(request.GET, default_period(flight(row)))
    report = report_of(asked.period, [pk])
    (delivered, _), *_ = report.campaigns
    may_share = permissions.may_share_reports(request.user) and row.advertiser_id is not None
    return page(
        request,
        "report",
        asked,
        report,
        title="تقرير حملة",
        campaign=row,
        delivered=delivered,
        pace=pace_chart(delivered),
        may_share=may_share,
    )


@require_safe
def overview_sheet(request: HttpRequest) -> StreamingHttpResponse:
    must_see(request)
    period = asked_for(request.GET).period
    return download(f"placements-{period.first}-{period.last}.csv", sheet(period))


@require_safe
def campaign_sheet(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    must_see(request)
    row = get_object_or_404(Campaign, pk=pk)
    period = asked_for(request.GET, default_period(flight(row))).period
    return download(f"campaign-{pk}-{period.first}-{period.last}.csv", sheet(period, [pk]))


@require_safe
def advertiser(request: HttpRequest, pk: int) -> HttpResponse:
    """The link to give out, what it shows, and the button that voids all given out before.

    The link is new at each look and holds the day on which it ends; a look changes nothing.
    """
    must_share(request)
    row = get_object_or_404(Advertiser, pk=pk)
    shown = row.campaigns.exclude(state=Campaign.State.DRAFT).order_by("-starts_at", "-pk")
    context = {
        **admin.site.each_context(request),
        "title": "رابط تقرير المعلن",
        "opts": Counter._meta,
        "advertiser": row,
        "address": REPORT.address("placement_report", row.pk, row.report_version),
        "ends_on": day_month_year(timezone.localdate(timezone.now() + REPORT.lifetime)),
        "campaigns": deliveries(shown),
    }
    response = render(request, "admin/ads/advertiser_link.html", context)
    response.headers["Cache-Control"] = PRIVATE
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@require_POST
def void_links(request: HttpRequest, pk: int) -> HttpResponse:
    """The form says which version it was about: pressed twice, or by two people, it is done once."""
    must_share(request)
    row = get_object_or_404(Advertiser, pk=pk)
    if request.POST.get("version") != str(row.report_version) or not void(row, request):
        messages.warning(request, "ألغيت الروابط السابقة قبل قليل. الرابط أدناه جديد.")
    else:
        messages.success(request, "ألغيت الروابط السابقة: لا يفتح أي منها شيئا بعد الآن.")
    return HttpResponseRedirect(reverse("admin:ads_report_advertiser", args=[pk]))


def void(row: Advertiser, request: HttpRequest) -> bool:
    with transaction.atomic():
        if not row.void_report_links():
            return False
        LogEntry.objects.create(
            user_id=request.user.pk,
            content_type=ContentType.objects.get_for_model(Advertiser),
            object_id=str(row.pk),
            object_repr=str(row)[:200],
            action_flag=CHANGE,
            change_message="ألغيت روابط التقرير السابقة.",
        )
    return True


def must_see(request: HttpRequest) -> None:
    if not permissions.may_see_reports(request.user):
        raise PermissionDenied


def must_share(request: HttpRequest) -> None:
    if not permissions.may_share_reports(request.user):
        raise PermissionDenied


def page(request: HttpRequest, name: str, asked: Asked, report: Report, **more: Any) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "opts": Counter._meta,
        "asked": asked,
        "presets": Preset.choices,
        "report": report,
        **more,
    }
    response = render(request, f"admin/ads/{name}.html", context)
    response.headers["Cache-Control"] = PRIVATE
    return response
