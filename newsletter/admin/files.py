"""Readers' data going out: the list as a file, one person's data as JSON. By POST: each is written down."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST

from mohit.responses import PRIVATE
from mohit.spreadsheet import download
from newsletter import permissions, personal_data, stewardship
from newsletter.models import Subscriber, Subscription
from newsletter.subscriber_lists.exporting import exported


@require_POST
def export(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Those that the list shows by state and by mailing list, as CSV."""
    if not permissions.may_export(request.user):
        raise PermissionDenied
    rows = Subscriber.objects.all()
    if (state := request.POST.get("state", "")) in Subscriber.State.values:
        rows = rows.filter(state=state)
    if (chosen := request.POST.get("list", "")).isdecimal() and len(chosen) < 19:
        rows = rows.filter(pk__in=Subscription.objects.active().filter(mailing_list=chosen).values("subscriber"))
    return download(f"subscribers-{timezone.localdate():%Y-%m-%d}.csv", exported(rows, request.user))


@require_POST
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """What the newsletter holds about one person (GDPR, articles 15 and 20)."""
    if not permissions.may_export(request.user):
        raise PermissionDenied
    subscriber = get_object_or_404(Subscriber.objects.exclude(state=Subscriber.State.ERASED), pk=pk)
    stewardship.shown(subscriber, request.user)
    response = JsonResponse(
        personal_data.of(subscriber), encoder=DjangoJSONEncoder, json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    response.headers["Content-Disposition"] = f'attachment; filename="subscriber-{pk}.json"'
    response.headers["Cache-Control"] = PRIVATE
    return response
