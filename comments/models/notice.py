"""The letters that we owe somebody about comments, each claimed before it is handed over: none goes twice."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

PATIENCE = timedelta(minutes=5)  # to the second try; twice as long to each one after
MOST_TRIES = 8  # the last some ten hours after the first
LEASE = timedelta(minutes=15)  # a letter claimed for longer has lost its process


class NoticeQuerySet(models.QuerySet):
    def due(self, at: datetime | None = None) -> NoticeQuerySet:
        return self.filter(state="waiting", due_at__lte=at or timezone.now())

    def claim(self) -> Notice | None:
        """The next letter that is due, now this process's alone: committed before anything is handed over."""
        with transaction.atomic():
            notice = self.due().order_by("due_at", "pk").select_for_update(skip_locked=True).first()
            if notice:
                notice.state, notice.claimed_at = Notice.State.CLAIMED, timezone.now()
                notice.save(update_fields=["state", "claimed_at"])
        return notice

    def give_up_lost(self, at: datetime | None = None) -> int:
        """File what a killed process had claimed: it may have been sent, so nobody sends it again by itself."""
        lost = self.filter(state="claimed", claimed_at__lt=(at or timezone.now()) - LEASE)
        return lost.update(state=Notice.State.UNCERTAIN)


class Notice(models.Model):
    """One letter. `waiting → claimed → sent | refused | uncertain`, or `dropped` when nobody wants it any more."""

    class Kind(models.TextChoices):
        CONFIRM = "confirm", "تأكيد العنوان"
        REPLY = "reply", "رد على تعليق"
        PUBLISH = "publish", "نشر بضغطة من البريد"
        DATA = "data", "بيانات صاحب العنوان"

    class State(models.TextChoices):
        WAITING = "waiting", "تنتظر"
        CLAIMED = "claimed", "في الطريق"
        SENT = "sent", "أرسلت"
        REFUSED = "refused", "رفضها الخادم"
        UNCERTAIN = "uncertain", "لا يعرف هل وصلت"
        DROPPED = "dropped", "لم تعد لازمة"

    kind = models.CharField("النوع", max_length=8, choices=Kind.choices)
    # Of a reply the reply itself; else the comment with which the address was typed. NULL: typed without a comment.
    comment = models.ForeignKey("comments.Comment", on_delete=models.CASCADE, related_name="+", null=True)
    mailbox = models.ForeignKey("comments.Mailbox", on_delete=models.CASCADE, related_name="notices", null=True)
    state = models.CharField("الحالة", max_length=10, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "رسالة"
        verbose_name_plural = "الرسائل"
        default_permissions = ()
        indexes = [
            # What the worker asks each minute.
            models.Index(F("due_at"), F("id"), name="notice_due", condition=Q(state="waiting")),
            models.Index(F("claimed_at"), name="notice_claimed", condition=Q(state="claimed")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["comment", "kind"], name="notice_is_owed_once"),
            models.CheckConstraint(
                condition=Q(comment__isnull=False) | Q(kind="data", mailbox__isnull=False),
                name="notice_is_about_something",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["confirm", "reply", "publish", "data"]), name="notice_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "claimed", "sent", "refused", "uncertain", "dropped"]),
                name="notice_state_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="claimed") | Q(claimed_at__isnull=False), name="notice_is_claimed_at_some_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    # --- Verbs of the process that has claimed it; any other gets False. ------------------------------------------

    def close(self, state: State, mailbox: models.Model | None = None) -> bool:
        """Its end. `mailbox`: to whom it went."""
        facts = {"mailbox": mailbox} if mailbox else {}
        return bool(self._mine().update(state=state, **facts))

    def postpone(self, until: datetime) -> bool:
        """Not yet: it waits again."""
        return bool(self._mine().update(state=self.State.WAITING, due_at=until))

    def try_again(self) -> bool:
        """The mail server takes nothing now; after MOST_TRIES it counts as refused."""
        self.tries += 1
        if self.tries >= MOST_TRIES:
            return self.close(self.State.REFUSED)
        due = timezone.now() + PATIENCE * 2 ** (self.tries - 1)
        return bool(self._mine().update(state=self.State.WAITING, due_at=due, tries=self.tries))

    def _mine(self) -> NoticeQuerySet:
        return Notice.objects.filter(pk=self.pk, state=self.State.CLAIMED, claimed_at=self.claimed_at)
