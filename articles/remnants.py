"""Words of a story that stand in rows which outlive it: an erased story is not told by its plan or its place."""

from __future__ import annotations

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType

from articles.models import Article, FrontSlot, PlannedStory


def forget_remnants(article: Article) -> None:
    """Take the words of `article`, erased in this transaction, out of its plan, out of every edition of a front that
    holds it, and out of Django's own log of the desk. The rows stay."""
    PlannedStory.objects.filter(article=article).update(title=article.headline, note="")
    FrontSlot.objects.filter(article=article).exclude(headline="").update(headline="")
    of_articles = ContentType.objects.get_for_model(Article)
    LogEntry.objects.filter(content_type=of_articles, object_id=str(article.pk)).update(object_repr=article.headline)
