"""What the worker does for the placements."""

from __future__ import annotations

from procrastinate.contrib.django import app

from ads import retention, serving


@app.periodic(cron="37 4 * * *")
@app.task(name="ads.forget_offers", queueing_lock="ads.forget_offers")
def forget_offers(timestamp: int) -> None:
    retention.forget_offers()


@app.periodic(cron="*/5 * * * *")
@app.task(name="ads.take_served", queueing_lock="ads.take_served")
def take_served(timestamp: int) -> None:
    serving.take_served()
