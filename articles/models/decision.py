"""The history of an article: who moved it from which state to which, why, and what colleagues said to each other."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from mohit.typed_text import TypedText


class Status(models.TextChoices):
    DRAFT = "draft", "مسودة"
    IN_REVIEW = "in_review", "قيد المراجعة"
    PUBLISHED = "published", "منشور"
    WITHDRAWN = "withdrawn", "مسحوب"


class Decision(models.Model):
    """One line of an article's history. Never changed, never deleted (migration 0004)."""

    class Verb(models.TextChoices):
        SUBMIT = "submit", "أرسل للمراجعة"
        ASSIGN = "assign", "أسند"
        TAKE = "take", "تولاه"
        SEND_BACK = "send_back", "أعيد إلى الكاتب"
        PUBLISH = "publish", "نشر"
        SCHEDULE = "schedule", "جدول نشره"
        RESCHEDULE = "reschedule", "غير وقت نشره"
        EMBARGO = "embargo", "حظر نشره"
        LIFT_EMBARGO = "lift_embargo", "رفع الحظر"
        WITHDRAW = "withdraw", "سحب"
        ERASE = "erase", "محي نهائيا"

    article = models.ForeignKey(
        "articles.Article", on_delete=models.PROTECT, related_name="decisions", verbose_name="المقال"
    )
    verb = models.CharField("القرار", max_length=12, choices=Verb.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="صاحب القرار"
    )
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, verbose_name="إلى"
    )
    before = models.CharField("قبل", max_length=12, choices=Status.choices)
    after = models.CharField("بعد", max_length=12, choices=Status.choices)
    until = models.DateTimeField("الموعد", null=True)  # of a schedule, or the end of an embargo
    note = models.CharField("السبب", max_length=300, blank=True)
    at = models.DateTimeField("في", auto_now_add=True)

    class Meta:
        verbose_name = "قرار"
        verbose_name_plural = "سجل القرارات"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    verb__in=[
                        "submit",
                        "assign",
                        "take",
                        "send_back",
                        "publish",
                        "schedule",
                        "reschedule",
                        "embargo",
                        "lift_embargo",
                        "withdraw",
                        "erase",
                    ]
                ),
                name="decision_verb_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(verb__in=["assign", "take"]) & Q(to__isnull=True)
                | Q(to__isnull=False, verb__in=["submit", "assign", "take"]),
                name="decision_names_who_has_the_story",
            ),
            models.CheckConstraint(
                condition=Q(verb__in=["schedule", "reschedule", "embargo"], until__isnull=False)
                | ~Q(verb__in=["schedule", "reschedule", "embargo"]) & Q(until__isnull=True),
                name="decision_about_a_time_names_it",
            ),
            models.CheckConstraint(
                condition=~Q(verb__in=["lift_embargo", "erase"]) | ~Q(note=""), name="decision_of_weight_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()}: {self.by}"


class NoteQuerySet(models.QuerySet):
    def for_member(self, member: models.Model) -> NoteQuerySet:
        """Notes that name `member`, about stories that are still being worked on."""
        return self.filter(to=member).exclude(article__status=Status.PUBLISHED)


class InternalNote(TypedText):
    """What one colleague tells the others about a story. No reader ever sees it.

    It is not changed, and goes with its article, or with the text of an erased one, and not before (migration 0028).
    """

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="notes", verbose_name="المقال"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="كتبها")
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, verbose_name="إلى"
    )
    text = models.TextField("الملاحظة", max_length=2000)
    at = models.DateTimeField("في", auto_now_add=True)

    PARAGRAPHS = ("text",)

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = "ملاحظة داخلية"
        verbose_name_plural = "الملاحظات الداخلية"
        default_permissions = ()
        ordering = ["-at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="internalnote_says_something")]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.by_id}"
