"""Words of a story that stand in rows which outlive it: an erased story is not told by its plan or its place."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models

from articles.models import Article, Breaking, FrontSlot, PlannedStory


def forget_remnants(article: Article) -> None:
    """Take the words of `article`, erased in this transaction, out of its plans, out of every edition of a front that
    holds it, out of the bars that led to it, and out of Django's own log of the desk. The rows stay, and with them the
    reasons of decisions."""
    plans = PlannedStory.objects.filter(article=article)
    plans.update(title=article.headline, note="")
    FrontSlot.objects.filter(article=article).exclude(headline="").update(headline="")
    Breaking.objects.filter(article=article).update(text=article.headline)
    forget_log(Article, [article.pk], article.headline)
    forget_log(PlannedStory, plans.values_list("pk", flat=True), article.headline)


def forget_log(model: type[models.Model], keys: Iterable[int], words: str) -> None:
    rows = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(model))
    rows.filter(object_id__in=[str(key) for key in keys]).update(object_repr=words, change_message="")
