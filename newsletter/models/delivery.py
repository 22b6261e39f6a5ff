"""The ledger: one row for each mail of an issue, from the plan to its end."""

from __future__ import annotations

from django.db import models
from django.db.models import Count, F, Q


class DeliveryQuerySet(models.QuerySet):
    def open(self) -> DeliveryQuerySet:
        """Rows that will still change by themselves."""
        return self.filter(state__in=OPEN)

    def uncertain(self) -> DeliveryQuerySet:
        return self.filter(state=Delivery.State.UNCERTAIN)

    def counts(self) -> dict[int, int]:
        """How many rows are in each state but SENT, which `Issue.planned` minus these is: an index of what is not
        sent yet answers, so looking on costs little, and less the further it is."""
        rows = self.exclude(state=Delivery.State.SENT).order_by()
        return dict(rows.values_list("state").annotate(Count("pk")))


class Delivery(models.Model):
    """One issue for one subscriber: planned once, handed to the mail server at most once unless it refused it.

    - `attempt` counts the claims. It is the fence: a worker writes only where its own attempt still stands.
    - `handed_at` is committed before the mail leaves. A claimed row without it was provably not handed over and may be
      planned again; one with it, whose worker is gone, is UNCERTAIN and stays so until a person decides.
    """

    class State(models.IntegerChoices):
        PLANNED = 1, "في الانتظار"
        CLAIMED = 2, "عند العامل"
        DEFERRED = 3, "مؤجلة إلى محاولة أخرى"
        SENT = 4, "سلمت إلى خادم البريد"
        FAILED = 5, "رفضت"
        UNCERTAIN = 6, "غير مؤكدة"
        SKIPPED = 7, "تركت"

    class Reason(models.IntegerChoices):
        """Why a row ended as it did, where the server's reply does not say it."""

        NONE = 0, ""
        NO_CONSENT = 1, "غادر القائمة قبل التسليم"
        SUPPRESSED = 2, "عنوانه محظور"
        CANCELLED = 3, "ألغي العدد"
        GAVE_UP = 4, "لم تنجح المحاولات"
        UNSENDABLE = 5, "تعذر إعداد الرسالة"
        LOST = 6, "انقطع العامل أو الاتصال أثناء التسليم"

    issue = models.ForeignKey(
        "newsletter.Issue", on_delete=models.PROTECT, related_name="deliveries", verbose_name="العدد", db_index=False
    )
    subscriber = models.ForeignKey(
        "newsletter.Subscriber",
        on_delete=models.PROTECT,
        related_name="deliveries",
        verbose_name="المشترك",
        db_index=False,
    )
    lease_until = models.DateTimeField(null=True, editable=False)  # CLAIMED: after it the worker counts as gone
    handed_at = models.DateTimeField("سلمت في", null=True, editable=False)
    retry_at = models.DateTimeField("تعاد في", null=True, editable=False)  # DEFERRED: the next attempt
    final_at = models.DateTimeField("انتهت في", null=True, editable=False)
    state = models.PositiveSmallIntegerField("الحالة", choices=State.choices, default=State.PLANNED, editable=False)
    attempt = models.PositiveSmallIntegerField("المحاولة", default=0, editable=False)
    deferrals = models.PositiveSmallIntegerField("التأجيلات", default=0, editable=False)
    reason = models.PositiveSmallIntegerField("السبب", choices=Reason.choices, default=Reason.NONE, editable=False)
    reply_code = models.PositiveSmallIntegerField("رد الخادم", null=True, editable=False)  # RFC 5321, 4.2.1
    enhanced_status = models.CharField("تفصيل الرد", max_length=11, blank=True, editable=False)  # RFC 3463: "5.1.1"

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = "رسالة"
        verbose_name_plural = "سجل التسليم"
        ordering = ["pk"]
        indexes = [
            # Workers claim from it, the progress page counts in it, the desk lists what failed or is uncertain. What
            # was sent leaves it, so years of issues do not weigh on it.
            models.Index(F("issue"), F("state"), F("id"), name="delivery_not_sent", condition=~Q(state=4)),
            # Deferred rows whose time has come.
            models.Index(F("retry_at"), name="delivery_deferred", condition=Q(retry_at__isnull=False)),
        ]
        constraints = [
            # This way round the index also finds what one person was sent.
            models.UniqueConstraint(fields=["subscriber", "issue"], name="delivery_once_per_subscriber"),
            models.CheckConstraint(
                condition=Q(state=2, lease_until__isnull=False) | (~Q(state=2) & Q(lease_until__isnull=True)),
                name="delivery_claimed_has_a_lease",
            ),
            models.CheckConstraint(
                condition=Q(state=3, retry_at__isnull=False) | (~Q(state=3) & Q(retry_at__isnull=True)),
                name="delivery_deferred_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[1, 2, 3], final_at__isnull=True)
                | Q(state__in=[4, 5, 6, 7], final_at__isnull=False),
                name="delivery_final_has_a_time",
            ),
            # Planned or deferred again, it is known not to have been delivered; sent or uncertain, it was handed over.
            models.CheckConstraint(
                condition=Q(state__in=[1, 3, 7], handed_at__isnull=True)
                | Q(state__in=[4, 6], handed_at__isnull=False)
                | Q(state__in=[2, 5]),
                name="delivery_handed_over_or_not",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.issue_id}/{self.subscriber_id}: {self.get_state_display()}"


OPEN = (Delivery.State.PLANNED, Delivery.State.CLAIMED, Delivery.State.DEFERRED)
