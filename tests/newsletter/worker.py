"""The worker of these tests: runs the jobs that wait, in this process and on this connection."""

from __future__ import annotations

from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from newsletter import tasks


def waiting() -> list[int]:
    """The sign-ups that have a job."""
    rows = ProcrastinateJob.objects.filter(task_name="newsletter.answer_sign_up", status="todo")
    return [job.args["pk"] for job in rows.order_by("id")]


def work() -> None:
    """Answer every sign-up that waits, as the worker would."""
    for pk in waiting():
        with transaction.atomic():
            tasks.answer_sign_up(pk)
