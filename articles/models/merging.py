"""Two topics that were one: the merge and its history."""

from __future__ import annotations

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q

from articles.models.filing import Tagging
from articles.models.redirect import Redirect
from articles.models.taxonomy import Topic


class TopicMerge(models.Model):
    """A topic that was merged into another: what it was called, where its address leads now, who did it."""

    former_name = models.CharField("الموضوع المدمج", max_length=80)
    former_slug = models.CharField("رابطه القديم", max_length=120)
    into = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="merges", verbose_name="دمج في")
    moved = models.PositiveIntegerField("المقالات المنقولة")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="صاحب القرار"
    )
    at = models.DateTimeField("في", auto_now_add=True)

    class Meta:
        verbose_name = "دمج موضوع"
        verbose_name_plural = "سجل دمج المواضيع"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(former_name="") & ~Q(former_slug=""), name="topicmerge_names_a_topic")
        ]

    def __str__(self) -> str:
        return f"{self.former_name} ← {self.into}"


def merge_topics(topic: Topic, into: Topic, by: models.Model) -> TopicMerge | None:
    """Move every story of `topic` to `into` and delete `topic`; None when somebody was faster.

    Stories that have both keep one. The address of `topic`, and those that led there, lead to `into` from now on.
    """
    if topic.pk == into.pk:
        return None
    with transaction.atomic():
        held = Topic.objects.select_for_update().order_by("pk").in_bulk([topic.pk, into.pk])
        if len(held) < 2:
            return None
        both = Tagging.objects.filter(article=OuterRef("article"), topic=into)
        Tagging.objects.filter(Exists(both), topic=topic).delete()
        moved = Tagging.objects.filter(topic=topic).update(topic=into)
        TopicMerge.objects.filter(into=topic).update(into=into)
        former = held[topic.pk]
        merge = TopicMerge.objects.create(
            former_name=former.name, former_slug=former.slug, into=into, by=by, moved=moved
        )
        Redirect.objects.filter(topic=former).update(topic=into)
        Redirect.objects.keep(former, into)
        if former.is_sensitive:  # its stories stay what they are
            Topic.objects.filter(pk=into.pk).update(is_sensitive=True)
        former.delete()
    return merge
