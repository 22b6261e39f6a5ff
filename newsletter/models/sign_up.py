"""What readers asked for by a form, until the worker has answered it by mail; and why readers left."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from mohit.email_addresses import LONGEST


class SignUp(models.Model):
    """One form sent. The page that takes it looks at no subscriber, so nobody can learn from it who is one.

    The worker does (newsletter/confirming.py), and deletes the row as soon as the letter is on its way.
    """

    address = models.CharField(max_length=LONGEST)
    lists = ArrayField(models.BigIntegerField())
    form = models.CharField(max_length=20)
    source = models.BinaryField(max_length=32)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "طلب اشتراك"
        verbose_name_plural = "طلبات الاشتراك"
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(address__regex=r"^[!-?A-~]+@[!-?A-~]+$"), name="signup_address_is_ascii_in_one_line"
            ),
            models.CheckConstraint(condition=~Q(lists=[]), name="signup_asks_for_a_list"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Departure(models.Model):
    """Why somebody left: a tally that names nobody."""

    class Reason(models.TextChoices):
        TOO_MANY = "too_many", "الرسائل كثيرة"
        NOT_FOR_ME = "not_for_me", "لا أجد فيها ما يهمني"
        READS_ELSEWHERE = "elsewhere", "أقرأ الأخبار في مكان آخر"
        DID_NOT_ASK = "did_not_ask", "لم أشترك فيها"
        OTHER = "other", "لسبب آخر"

    mailing_list = models.ForeignKey(
        "newsletter.MailingList",
        on_delete=models.CASCADE,
        related_name="departures",
        null=True,
        blank=True,
        verbose_name="القائمة",
        help_text="فارغة: غادر القوائم كلها.",
    )
    reason = models.CharField("السبب", max_length=12, choices=Reason.choices)
    on = models.DateField("في يوم", auto_now_add=True)

    class Meta:
        verbose_name = "سبب مغادرة"
        verbose_name_plural = "أسباب المغادرة"
        ordering = ["-pk"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=Q(reason__in=["too_many", "not_for_me", "elsewhere", "did_not_ask", "other"]),
                name="departure_reason_is_known",
            )
        ]

    def __str__(self) -> str:
        return self.get_reason_display()
