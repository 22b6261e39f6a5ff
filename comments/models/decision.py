"""The history of decisions about comments, which nobody can change or delete (migration 0003)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

LONGEST_NOTE = 300  # letters


class Decision(models.Model):
    """Who moved a comment from which state to which, and why; `by` nobody means a rule or a count of reports."""

    class Verb(models.TextChoices):
        APPROVE = "approve", "نشر"
        REJECT = "reject", "رفض"
        MARK_SPAM = "mark_spam", "عد مزعجا"
        RESTORE = "restore", "أعيد إلى الانتظار"
        BRING_BACK = "bring_back", "سحب للمراجعة"
        KEEP = "keep", "أبقي رغم البلاغات"
        UNDO = "undo", "تراجع عن القرار"
        ERASE = "erase", "محيت بيانات صاحبه"

    class Reason(models.TextChoices):
        INSULT = "insult", "سب أو تجريح"
        HATE = "hate", "تحريض أو كراهية"
        OFF_TOPIC = "off_topic", "خارج الموضوع"
        PRIVATE = "private", "معلومات شخصية"
        FALSE = "false", "معلومة كاذبة"
        PUBLICITY = "publicity", "دعاية"
        OTHER = "other", "سبب آخر"

    comment = models.ForeignKey(
        "comments.Comment", on_delete=models.PROTECT, related_name="decisions", verbose_name="التعليق"
    )
    verb = models.CharField("القرار", max_length=12, choices=Verb.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, verbose_name="صاحب القرار"
    )
    before = models.CharField("قبل", max_length=8)
    after = models.CharField("بعد", max_length=8)
    reason = models.CharField("السبب", max_length=12, choices=Reason.choices, blank=True)
    note = models.CharField("ملاحظة", max_length=LONGEST_NOTE, blank=True)
    at = models.DateTimeField("في", auto_now_add=True)

    class Meta:
        verbose_name = "قرار"
        verbose_name_plural = "سجل القرارات"
        ordering = ["-at", "-pk"]
        indexes = [
            # What moderators did lately.
            models.Index(F("at").desc(), F("id").desc(), name="comment_decision_latest"),
            # What reports of readers took from the page.
            models.Index(
                F("comment"), name="comment_decision_by_reports", condition=Q(verb="bring_back", by__isnull=True)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    verb__in=["approve", "reject", "mark_spam", "restore", "bring_back", "keep", "undo", "erase"]
                ),
                name="comment_decision_verb_is_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()}: {self.by or 'آليا'}"

    @property
    def is_undoable(self) -> bool:
        """Whether it moved the comment to where it can be taken back from."""
        return self.verb not in (self.Verb.KEEP, self.Verb.UNDO, self.Verb.ERASE)
