"""What the worker does for the project package itself."""

from __future__ import annotations

from procrastinate.contrib.django import app

from mohit import public_forms


@app.periodic(cron="*/10 * * * *")
@app.task(name="mohit.forget_old_limits", queueing_lock="mohit.forget_old_limits")
def forget_old_limits(timestamp: int) -> None:
    public_forms.forget_old_limits()
