"""What the worker does for the placements."""

from __future__ import annotations

from procrastinate.contrib.django import app

from ads import retention


@app.periodic(cron="37 4 * * *")
@app.task(name="ads.forget_offers", queueing_lock="ads.forget_offers")
def forget_offers(timestamp: int) -> None:
    retention.forget_offers()
