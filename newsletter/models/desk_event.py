"""What members of the staff did with readers' data: who, what, when, and why."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class DeskEvent(models.Model):
    """One line. The database neither changes nor deletes it (migration 0012)."""

    class Verb(models.TextChoices):
        IMPORT = "import", "استورد قائمة"
        EXPORT = "export", "صدر المشتركين"
        SHOW = "show", "صدر بيانات مشترك"
        ERASE = "erase", "محا بيانات مشترك"
        LEAVE = "leave", "أنهى اشتراكا"
        ASK = "ask", "أعاد رسالة التأكيد"
        SUPPRESS = "suppress", "حظر عنوانا"
        LIFT = "lift", "رفع الحظر عن عنوان"

    verb = models.CharField("القرار", max_length=8, choices=Verb.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="صاحب القرار",
        help_text="فارغ: من سطر الأوامر.",
    )
    subscriber_number = models.BigIntegerField("رقم المشترك", null=True, blank=True)  # no key: the row may be forgotten
    fingerprint = models.BinaryField(max_length=32, null=True, editable=False)  # of a suppressed address
    count = models.PositiveIntegerField("العدد", null=True, blank=True)
    note = models.CharField("السبب", max_length=300, blank=True)
    at = models.DateTimeField("في", auto_now_add=True)

    class Meta:
        verbose_name = "قرار في المشتركين"
        verbose_name_plural = "سجل المشتركين"
        ordering = ["-pk"]
        default_permissions = ("view",)
        indexes = [
            # The history of one person, and of one suppressed address.
            models.Index(
                F("subscriber_number"), name="deskevent_subscriber", condition=Q(subscriber_number__isnull=False)
            ),
            models.Index(F("fingerprint"), name="deskevent_fingerprint", condition=Q(fingerprint__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(verb__in=["import", "export", "show", "erase", "leave", "ask", "suppress", "lift"]),
                name="deskevent_verb_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(verb="lift") | ~Q(note=""),
                name="deskevent_lift_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.get_verb_display()
