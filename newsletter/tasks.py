"""What the worker does for the newsletter."""

from __future__ import annotations

from procrastinate.contrib.django import app

from newsletter.sending import retention
from newsletter.sending.worker import Worker

PERIOD = 45  # seconds a run sends before it leaves the rest to the next: other jobs wait meanwhile


@app.periodic(cron="* * * * *")
@app.task(name="newsletter.send_issues", queueing_lock="newsletter.send_issues")
def send_issues(timestamp: int) -> None:
    """Start the issues that are due and send. For lists of many thousands run `manage.py send_issues` beside it."""
    Worker().run(once=True, seconds=PERIOD)


@app.periodic(cron="37 4 * * *")
@app.task(name="newsletter.forget_old_deliveries", queueing_lock="newsletter.forget_old_deliveries")
def forget_old_deliveries(timestamp: int) -> None:
    retention.forget_old_deliveries()
