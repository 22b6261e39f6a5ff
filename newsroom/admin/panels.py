"""What the dashboard tells whoever runs the site: letters and other work of the machine that failed for good."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from django.apps import apps
from django.http import HttpRequest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateEvent

from mohit.dates import number, relative
from newsroom.dashboard import Content, Line, Panel, register
from newsroom.permissions import may_run_the_site

LATELY = timedelta(hours=24)
LOOKED_AT = 5_000  # the newest events: their table knows no time in order


def failed(request: HttpRequest) -> Content:
    """One query, up to LOOKED_AT rows of an index."""
    newest = ProcrastinateEvent.objects.order_by("-pk").values("pk")[:LOOKED_AT]
    rows = ProcrastinateEvent.objects.filter(pk__in=newest, type="failed", at__gt=timezone.now() - LATELY)
    found = list(rows.order_by("-at").values_list("job__task_name", "at"))
    of_app = Counter(task.partition(".")[0] for task, _ in found)
    lines = [Line(f"{said(app)}: {number(times)}", is_hot=True) for app, times in of_app.most_common()]
    note = f"آخرها {relative(found[0][1])}. اسأل من يدير الخادم: سببها في سجل العامل." if found else ""
    return Content(lines, number(len(found)) if found else "", note=note, is_urgent=bool(found))


def said(app: str) -> str:
    """A part of the system as the newsroom calls it."""
    return str(apps.get_app_config(app).verbose_name) if app in apps.app_configs and app != "mohit" else "أعمال أخرى"


register(Panel("failed", "أعمال لم تتم", 90, may_run_the_site, failed, "تمت كل الأعمال في آخر يوم."))
