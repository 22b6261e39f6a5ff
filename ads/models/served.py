"""What was put into mails when they were made: how many copies went out, and what was pressed in them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Served(models.Model):
    """One creative in one mailing.

    A mail asks nobody and reports nothing: there is no offer, no impression and no pixel. `served` are the copies that
    the mail server took, as the mailing's own books say when they are closed, and None until then. `clicked` are
    presses on the link, any number by one reader; programs that follow links are labelled in the invalid column.
    """

    creative = models.ForeignKey("ads.Creative", on_delete=models.PROTECT, related_name="+", db_index=False)
    placement = models.ForeignKey("ads.Placement", on_delete=models.PROTECT, related_name="+", db_index=False)
    occasion = models.CharField(max_length=40)  # the mailing, as its app calls it (mohit.mailings)
    title = models.CharField("الرسالة", max_length=200, blank=True)
    served = models.PositiveIntegerField("النسخ", null=True)
    clicked = models.PositiveIntegerField("النقرات", default=0)
    at = models.DateTimeField("في")  # the mailing's end; before it, the first press

    class Meta:
        verbose_name = "إشهار في رسالة"
        verbose_name_plural = "إشهارات الرسائل"
        default_permissions = ()
        indexes = [models.Index(F("at"), name="served_at")]  # reports of a period
        constraints = [
            models.UniqueConstraint(fields=["creative", "placement", "occasion"], name="served_once_a_mailing"),
            models.CheckConstraint(condition=~Q(occasion=""), name="served_has_an_occasion"),
        ]

    def __str__(self) -> str:
        return self.title or self.occasion
