"""What came back: bounces, complaints, automatic answers. One row for each thing that was said about one mail."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

KEPT = timedelta(days=90)  # of reports that changed nothing
KEPT_SOFT = timedelta(days=365)


class ReportQuerySet(models.QuerySet):
    def forgettable(self, at: datetime | None = None) -> ReportQuerySet:
        """What decided nothing and nobody looks for any more. Hard bounces and complaints stay: they say why."""
        now = at or timezone.now()
        trifles = [Report.Kind.DELAYED, Report.Kind.REPLY, Report.Kind.FOREIGN, Report.Kind.POLICY]
        return self.filter(
            Q(kind__in=trifles, at__lt=now - KEPT) | Q(kind=Report.Kind.SOFT, at__lt=now - KEPT_SOFT),
        )


class Report(models.Model):
    """Of one mail each kind is kept once, so that a report which is read twice counts once.

    Numbers only (RFC 3463): servers repeat addresses in their words, which therefore are not kept. Of a mail that is
    none of ours nothing is kept but its fingerprint.
    """

    class Kind(models.TextChoices):
        HARD = "hard", "العنوان لا يعمل"
        SOFT = "soft", "تعذر التسليم مؤقتا"
        POLICY = "policy", "رفضها الخادم بسياسته"
        COMPLAINT = "complaint", "شكوى من صاحب البريد"
        LEAVE = "leave", "طلب مغادرة بالبريد"
        DELAYED = "delayed", "تأخرت ولم ترتد"
        REPLY = "reply", "رد آلي"
        FOREIGN = "foreign", "لا يخص رسالة منا"

    class Source(models.TextChoices):
        MAIL = "mail", "صندوق الارتداد"
        PROVIDER = "provider", "مزود البريد"
        LEDGER = "ledger", "رد الخادم عند التسليم"

    subscriber = models.ForeignKey(
        "newsletter.Subscriber",
        on_delete=models.CASCADE,  # one who never confirmed is forgotten with all that was said
        related_name="reports",
        null=True,
        blank=True,
        verbose_name="المشترك",
        db_index=False,
    )
    delivery = models.ForeignKey(
        "newsletter.Delivery",
        on_delete=models.DO_NOTHING,  # the ledger forgets its rows before we do (newsletter/sending/retention.py)
        db_constraint=False,
        related_name="reports",
        null=True,
        blank=True,
        verbose_name="الرسالة",
        db_index=False,
    )
    kind = models.CharField("ما حدث", max_length=9, choices=Kind.choices)
    source = models.CharField("من أين", max_length=8, choices=Source.choices)
    reply_code = models.PositiveSmallIntegerField("رد الخادم", null=True, blank=True)  # RFC 5321, 4.2.1
    enhanced_status = models.CharField("تفصيل الرد", max_length=11, blank=True)  # RFC 3463: "5.1.1"
    key = models.BinaryField(
        max_length=32, null=True, unique=True, editable=False
    )  # fingerprint, where no mail is known
    at = models.DateTimeField("في", default=timezone.now)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = "ارتداد أو شكوى"
        verbose_name_plural = "الارتدادات والشكاوى"
        ordering = ["-pk"]
        default_permissions = ("view",)
        indexes = [
            # The desk's list of one kind, newest first.
            models.Index(F("kind"), F("id").desc(), name="report_desk_kind"),
            # How often a mailbox refused lately, and the history of one person.
            models.Index(F("subscriber"), F("kind"), F("at"), name="report_subscriber"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["delivery", "kind"], name="report_once_per_mail"),
            models.CheckConstraint(
                condition=Q(kind__in=["hard", "soft", "policy", "complaint", "leave", "delayed", "reply", "foreign"]),
                name="report_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(source__in=["mail", "provider", "ledger"]), name="report_source_is_known"
            ),
            models.CheckConstraint(
                condition=Q(delivery__isnull=False) | Q(key__isnull=False), name="report_is_known_again"
            ),
            models.CheckConstraint(
                condition=Q(kind="foreign", subscriber__isnull=True)
                | (~Q(kind="foreign") & Q(subscriber__isnull=False)),
                name="report_is_about_somebody_or_foreign",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
