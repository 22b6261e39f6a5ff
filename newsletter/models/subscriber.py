"""Who is written to, and for which lists they asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from mohit.arabic import normalise
from mohit.email_addresses import LONGEST, equality_key, normalised
from mohit.typed_text import TypedText
from newsletter.models.sign_up import SignUp
from newsletter.models.suppression import Suppression, suppressed_as

PATIENCE = timedelta(days=7)  # after which a confirmation mail confirms nothing
MEMORY = timedelta(days=30)  # of an address that was never confirmed


class SubscriberQuerySet(models.QuerySet):
    def confirmed(self) -> SubscriberQuerySet:
        return self.filter(state=Subscriber.State.CONFIRMED)

    def unconfirmed(self, at: datetime | None = None) -> SubscriberQuerySet:
        """Who never pressed the button, and whom nobody has asked again: an address that nobody gave us."""
        since = (at or timezone.now()) - MEMORY
        return self.filter(state=Subscriber.State.PENDING, created_at__lt=since).exclude(asked_at__gte=since)

    def to_ask(self) -> SubscriberQuerySet:
        """Who came by an imported list and was never asked whether they want it."""
        return self.filter(state=Subscriber.State.PENDING, asked_at__isnull=True)

    def matching(self, text: str) -> SubscriberQuerySet:
        """Whose name or address holds every word of `text`, in any spelling."""
        rows = self
        for word in normalise(text).split():
            rows = rows.filter(search_key__contains=word)
        return rows


class Subscriber(TypedText):
    """An address whose owner asked for mail. Erased, only the row's number is left, for the ledger that names it."""

    class State(models.TextChoices):
        PENDING = "pending", "لم يؤكد بعد"
        CONFIRMED = "confirmed", "مؤكد"
        LEFT = "left", "غادر"
        BOUNCED = "bounced", "ارتد بريده"
        COMPLAINED = "complained", "اشتكى"
        ERASED = "erased", "محيت بياناته"

    address = models.CharField("عنوان البريد", max_length=LONGEST, blank=True)
    address_key = models.CharField(
        max_length=LONGEST,
        unique=True,
        null=True,
        blank=True,
        editable=False,
        db_collation="C",
        error_messages={"unique": "هذا العنوان مسجل من قبل."},
    )
    name = models.CharField("الاسم", max_length=80, blank=True)
    search_key = models.TextField(editable=False, blank=True)
    state = models.CharField("الحالة", max_length=10, choices=State.choices, default=State.PENDING, editable=False)
    token_version = models.PositiveSmallIntegerField(default=1, editable=False)  # raising it voids every link mailed
    soft_bounces = models.PositiveSmallIntegerField("ارتدادات مؤقتة", default=0, editable=False)
    created_at = models.DateTimeField("سجل في", auto_now_add=True)
    asked_at = models.DateTimeField("آخر رسالة تأكيد", null=True, editable=False)
    confirmed_at = models.DateTimeField("أكد في", null=True, editable=False)
    ended_at = models.DateTimeField("انتهى في", null=True, editable=False)

    LINES = ("name",)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        verbose_name = "مشترك"
        verbose_name_plural = "المشتركون"
        permissions = [
            ("import_subscribers", "استيراد المشتركين"),
            ("export_subscribers", "تصدير المشتركين"),
            ("erase_subscriber", "محو بيانات مشترك"),
        ]
        ordering = ["-pk"]
        indexes = [
            # The admin's list by state, newest first, and its counts.
            models.Index(F("state"), F("id").desc(), name="subscriber_desk_state"),
            # Who never confirmed and is forgotten after some days.
            models.Index(F("created_at"), name="subscriber_pending", condition=Q(state="pending")),
            # Who came by a list that nobody has proved, and is to be asked by mail.
            models.Index(F("id"), name="subscriber_to_ask", condition=Q(state="pending", asked_at__isnull=True)),
            # The admin's search.
            GinIndex(OpClass(F("search_key"), name="gin_trgm_ops"), name="subscriber_search"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["pending", "confirmed", "left", "bounced", "complained", "erased"]),
                name="subscriber_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state="erased", address="", address_key__isnull=True, name="", search_key="")
                | (~Q(state="erased") & ~Q(address="") & Q(address_key__isnull=False)),
                name="subscriber_has_an_address_until_erased",
            ),
            models.CheckConstraint(
                condition=Q(address="") | Q(address__regex=r"^[!-?A-~]+@[!-?A-~]+$"),
                name="subscriber_address_is_ascii_in_one_line",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(confirmed_at__isnull=False),
                name="subscriber_confirmed_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["pending", "confirmed"]) | Q(ended_at__isnull=False),
                name="subscriber_ended_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.name or f"#{self.pk}"  # no address: this is what logs and messages print

    def tidy(self) -> None:
        super().tidy()
        if self.state == self.State.ERASED:
            return
        self.address = normalised(self.address)
        self.address_key = equality_key(self.address)
        self.search_key = f"{normalise(self.name)} {self.address_key}".strip()

    def may_confirm(self, at: datetime | None = None) -> bool:
        """Whether the last mail that asked is young enough for its button."""
        return self.asked_at is not None and (at or timezone.now()) - self.asked_at < PATIENCE

    # --- Verbs: each claims the row by its old state and says whether this call did it. --------------------------

    def ask_for(self, lists: Iterable[int], form: str, source: bytes, at: datetime | None = None) -> bool:
        """A form asked for `lists`: those that are not active wait for the button of a mail. False if all are active.

        The row is locked by the caller. Whoever filled in the form may be a stranger, so nothing else changes.
        """
        moment = at or timezone.now()
        active = self.subscriptions.active().values_list("mailing_list", flat=True)
        wanted = set(lists) - set(active)
        self._write(wanted, state=Subscription.State.PENDING, form=form, source=source, asked_at=moment)
        return bool(wanted)

    def choose(self, lists: Iterable[int], form: str, source: bytes, at: datetime | None = None) -> bool:
        """The reader, known by a link in a mail of ours, wants these lists and no others."""
        moment, wanted = at or timezone.now(), set(lists)
        if not wanted:
            return self.leave(moment)
        with transaction.atomic():
            rows = Subscriber.objects.filter(pk=self.pk).exclude(state=self.State.ERASED)
            row = rows.select_for_update().first()
            if row is None or Suppression.objects.of([row.address_key]):
                return False
            others = row.subscriptions.exclude(state=Subscription.State.LEFT).exclude(mailing_list__in=wanted)
            others.update(state=Subscription.State.LEFT, left_at=moment)
            new = wanted - set(row.subscriptions.active().values_list("mailing_list", flat=True))
            proof = {"asked_at": moment, "confirmed_at": moment, "confirmed_source": source}
            row._write(new, state=Subscription.State.ACTIVE, form=form, source=source, **proof)
            if row.state != self.State.CONFIRMED:
                rows.update(state=self.State.CONFIRMED, confirmed_at=moment, ended_at=None, soft_bounces=0)
        self.refresh_from_db()
        return True

    def _write(self, lists: Iterable[int], **values: object) -> None:
        """A subscription with these values for each list, whatever was there."""
        Subscription.objects.bulk_create(
            [Subscription(subscriber=self, mailing_list_id=pk, **values) for pk in sorted(lists)],
            update_conflicts=True,
            unique_fields=["subscriber", "mailing_list"],
            update_fields=list(values),
        )

    def confirm(self, at: datetime | None = None, source: bytes | None = None) -> bool:
        """The owner pressed the button of the confirmation mail: what was asked for begins.

        Who left or bounced may come back by the same mail, a suppressed address not by this. True also for a confirmed
        one who added a list.
        """
        moment = at or timezone.now()
        with transaction.atomic():
            rows = Subscriber.objects.filter(pk=self.pk).exclude(state=self.State.ERASED)
            row = rows.select_for_update().first()
            if row is None or Suppression.objects.of([row.address_key]):
                return False
            begun = row.subscriptions.pending().update(
                state=Subscription.State.ACTIVE, confirmed_at=moment, confirmed_source=source
            )
            if not begun:
                return False
            if row.state != self.State.CONFIRMED:
                rows.update(state=self.State.CONFIRMED, confirmed_at=moment, ended_at=None, soft_bounces=0)
        self.refresh_from_db()
        return True

    def leave(self, at: datetime | None = None) -> bool:
        """Leave every list."""
        return self._end(self.State.LEFT, at)

    def bounce(self, at: datetime | None = None) -> bool:
        """The address exists no more."""
        return self._end(self.State.BOUNCED, at, Suppression.Reason.BOUNCE)

    def lapse(self, at: datetime | None = None) -> bool:
        """The mailbox has taken nothing for weeks. Not suppressed: its owner may come back by the form."""
        return self._end(self.State.BOUNCED, at)

    def complain(self, at: datetime | None = None) -> bool:
        """The reader called a mail of ours junk."""
        return self._end(self.State.COMPLAINED, at, Suppression.Reason.COMPLAINT)

    def erase(self, at: datetime | None = None) -> bool:
        """Forget the person, and what a form has asked for in their name and nobody has answered yet.

        The row's number stays in the ledger; links mailed before lead to nobody. A suppression of the address stays.
        """
        moment = at or timezone.now()
        with transaction.atomic():
            address = Subscriber.objects.filter(pk=self.pk).values_list("address", flat=True).first()
            SignUp.objects.filter(address__iexact=address).delete()
            done = (
                Subscriber.objects.filter(pk=self.pk)
                .exclude(state=self.State.ERASED)
                .update(
                    state=self.State.ERASED,
                    address="",
                    address_key=None,
                    name="",
                    search_key="",
                    asked_at=None,
                    ended_at=moment,
                    token_version=F("token_version") + 1,
                )
            )
            Subscription.objects.filter(subscriber_id=self.pk).delete()
        self.refresh_from_db()
        return bool(done)

    def _end(self, state: State, at: datetime | None, reason: Suppression.Reason | None = None) -> bool:
        moment = at or timezone.now()
        before = [self.State.PENDING, self.State.CONFIRMED]
        if reason:  # who left may still bounce or complain
            before += [self.State.LEFT]
        with transaction.atomic():
            rows = Subscriber.objects.filter(pk=self.pk, state__in=before)
            done = rows.update(state=state, ended_at=moment)
            self.subscriptions.exclude(state=Subscription.State.LEFT).update(
                state=Subscription.State.LEFT, left_at=moment
            )
            if reason and (key := Subscriber.objects.values_list("address_key", flat=True).get(pk=self.pk)):
                Suppression.objects.get_or_create(fingerprint=suppressed_as(key), defaults={"reason": reason})
        self.refresh_from_db()
        return bool(done)


class SubscriptionQuerySet(models.QuerySet):
    def pending(self) -> SubscriptionQuerySet:
        return self.filter(state=Subscription.State.PENDING)

    def active(self) -> SubscriptionQuerySet:
        return self.filter(state=Subscription.State.ACTIVE)


class Subscription(models.Model):
    """That a subscriber asked for one list, with the proof of it: when, by which form, from where (as a keyed hash).

    And from where the button of the confirmation mail was pressed.
    """

    class State(models.TextChoices):
        PENDING = "pending", "ينتظر التأكيد"
        ACTIVE = "active", "نشط"
        LEFT = "left", "منته"

    subscriber = models.ForeignKey(
        Subscriber, on_delete=models.CASCADE, related_name="subscriptions", verbose_name="المشترك", db_index=False
    )
    mailing_list = models.ForeignKey(
        "newsletter.MailingList",
        on_delete=models.PROTECT,
        related_name="subscriptions",
        verbose_name="القائمة",
        db_index=False,
    )
    state = models.CharField("الحالة", max_length=7, choices=State.choices, default=State.PENDING)
    form = models.CharField(
        "النموذج", max_length=20, blank=True
    )  # name and version: "footer-1", "preferences-1", "csv"
    source = models.BinaryField(max_length=32, null=True, editable=False)  # fingerprint("source", network address)
    asked_at = models.DateTimeField("طلب في", default=timezone.now)
    confirmed_at = models.DateTimeField("بدأ في", null=True, blank=True)
    confirmed_source = models.BinaryField(max_length=32, null=True, editable=False)
    left_at = models.DateTimeField("انتهى في", null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = "اشتراك"
        verbose_name_plural = "الاشتراكات"
        ordering = ["mailing_list", "pk"]
        indexes = [
            # The audience of a list, in the order in which the ledger takes it; also its size.
            models.Index(F("mailing_list"), F("subscriber"), name="subscription_audience", condition=Q(state="active")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["subscriber", "mailing_list"], name="subscription_once_per_list"),
            models.CheckConstraint(
                condition=Q(state__in=["pending", "active", "left"]), name="subscription_state_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="active") | Q(confirmed_at__isnull=False),
                name="subscription_active_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="left") | Q(left_at__isnull=False), name="subscription_left_has_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mailing_list}: {self.get_state_display()}"

    def leave(self, at: datetime | None = None) -> bool:
        """Leave this one list; False when it had ended before."""
        rows = Subscription.objects.filter(pk=self.pk).exclude(state=self.State.LEFT)
        return bool(rows.update(state=self.State.LEFT, left_at=at or timezone.now()))
