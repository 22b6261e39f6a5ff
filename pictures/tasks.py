"""Renditions that take too long for a request."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from pictures.models import Picture

logger = logging.getLogger(__name__)

PATIENCE = timedelta(minutes=10)  # a picture without AVIF for longer has lost its job
BATCH = 50  # pictures a run: at 2 seconds each it ends well before the next one


@app.task(name="pictures.make_avif", retry=RetryStrategy(max_attempts=3, exponential_wait=5))
def make_avif(picture_id: int) -> None:
    """Does nothing for a picture that is gone or complete, so it may run twice."""
    picture = Picture.objects.filter(pk=picture_id, has_avif=False).first()
    if picture:
        picture.make_renditions()


@app.periodic(cron="*/10 * * * *")
@app.task(name="pictures.make_missing_avif", queueing_lock="pictures.make_missing_avif")
def make_missing_avif(timestamp: int) -> None:
    """Finds pictures whose own job was lost. One that fails is logged and does not stop the others."""
    late = Picture.objects.filter(has_avif=False, created_at__lt=timezone.now() - PATIENCE)
    for picture in late.order_by("pk")[:BATCH]:
        try:
            picture.make_renditions()
        except Exception:
            logger.exception("The renditions of picture %s could not be made.", picture.pk)
