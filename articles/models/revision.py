"""What a story was at each save, what is being typed into it and not saved yet, and who has it open."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Revision(models.Model):
    """A story as one save left it: every field of its form, what it is filed under included. Never changed.

    It goes with its article and not before it (migration 0023). `number` counts the saves of one article from 1; 0 is
    what was there before the first save that was written down. Nobody is `by` where a program changed the story.
    """

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="revisions", verbose_name="المقال"
    )
    number = models.PositiveIntegerField("الرقم")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, verbose_name="صاحب الحفظ"
    )
    at = models.DateTimeField("في", auto_now_add=True)
    state = models.JSONField("المحتوى")  # articles/revisions/state.py
    names = models.JSONField("الأسماء", default=dict)  # of the rows that `state` names by key, as they were called then
    restored = models.PositiveIntegerField("استعادة النسخة", null=True)  # the number of the one that came back
    key = models.CharField(max_length=32, blank=True)  # of the open form that was saved: `KeptText.key`

    class Meta:
        verbose_name = "نسخة"
        verbose_name_plural = "النسخ"
        default_permissions = ()
        ordering = ["-number"]
        constraints = [
            # And the list of a story's revisions, newest first.
            models.UniqueConstraint(fields=["article", "number"], name="revision_number_once_per_article"),
            models.CheckConstraint(
                condition=Q(restored__isnull=True) | Q(restored__lt=F("number")), name="revision_restores_an_older_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.number}"


class KeptText(models.Model):
    """What somebody has typed into one open form and not saved: one row, written anew every few seconds.

    `key` names the form as it was opened, so that two tabs of one person do not write over each other. The row goes
    when the form is saved or its writer throws it away.
    """

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="kept_texts", null=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=32)
    base = models.PositiveIntegerField(null=True)  # the revision on which it was typed
    typed = models.JSONField()  # articles/revisions/typed.py
    opened_at = models.DateTimeField(auto_now_add=True)
    kept_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "نص محفوظ تلقائيا"
        verbose_name_plural = "النصوص المحفوظة تلقائيا"
        default_permissions = ()
        ordering = ["-kept_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="kepttext_once_per_open_form"),
            models.CheckConstraint(condition=~Q(key=""), name="kepttext_has_a_key"),
        ]
        indexes = [models.Index(fields=["user", "article"], name="kepttext_offered")]  # a form that opens

    def __str__(self) -> str:
        return f"{self.article_id}: {self.user_id}"


class Presence(models.Model):
    """Somebody has a story open in one window, and was heard of at `seen_at`.

    The table is UNLOGGED: it costs no write-ahead log, and a crash of PostgreSQL empties it.
    """

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=32)
    opened_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = "فاتح مقال"
        verbose_name_plural = "فاتحو المقالات"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["article", "user", "key"], name="presence_once_per_open_form"),
        ]
        indexes = [models.Index(fields=["seen_at"], name="presence_seen")]  # those who went without a word

    def __str__(self) -> str:
        return f"{self.article_id}: {self.user_id}"
