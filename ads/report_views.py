"""An advertiser's own report, for whoever has its link: read only, and of nobody else's campaigns.

The link is the key. It ends by itself, or when the desk voids the links given out before; a link that does not hold is
answered with the very page of an address that never was.
"""

from __future__ import annotations

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from ads.models import Advertiser, Campaign
from ads.reports.lines import advertisers_sheet
from ads.reports.period import DAY, MOST_DAYS, Period, Preset, asked_for
from ads.reports.report import report_of
from mohit.signed_links import HEADERS, Purpose, WrongLink
from mohit.spreadsheet import download
from newsroom.identity import the_identity

REPORT = Purpose("ads.report", timedelta(days=180))


@require_safe
def placement_report(request: HttpRequest, token: str) -> HttpResponse:
    advertiser = of_link(token)
    campaigns = shown_of(advertiser)
    asked = asked_for(request.GET)
    context = {
        "site": the_identity(),
        "advertiser": advertiser,
        "asked": asked,
        "presets": Preset.choices,
        "report": report_of(asked.period, campaigns),
        "made_at": timezone.now(),
    }
    return kept_to_oneself(HttpResponse(render_to_string("ads/placement_report.html", context)))


@require_safe
def placement_report_sheet(request: HttpRequest, token: str) -> HttpResponse | StreamingHttpResponse:
    campaigns = shown_of(of_link(token))
    period = asked_for(request.GET).period
    return kept_to_oneself(download(f"report-{period.first}-{period.last}.csv", advertisers_sheet(period, campaigns)))


def of_link(token: str) -> Advertiser:
    try:
        pk, version = REPORT.read(token)
    except WrongLink:
        raise Http404("no such link") from None
    advertiser = Advertiser.objects.filter(pk=pk, report_version=version).first()
    if advertiser is None:
        raise Http404("a voided link")
    return advertiser


def shown_of(advertiser: Advertiser) -> list[int]:
    """Its campaigns but the drafts, which are not agreed upon."""
    return list(advertiser.campaigns.exclude(state=Campaign.State.DRAFT).values_list("pk", flat=True))


def kept_to_oneself(response: HttpResponse | StreamingHttpResponse) -> HttpResponse | StreamingHttpResponse:
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response


def default_period(flight: Period) -> Period:
    """The days of a campaign up to today, the last MOST_DAYS of them."""
    last = max(min(flight.last, timezone.localdate()), flight.first)
    return Period(max(flight.first, last - (MOST_DAYS - 1) * DAY), last)
