"""Addresses that get mail about comments: whether their owner said yes, and to what they said no."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from mohit.email_addresses import equality_key


class MailboxQuerySet(models.QuerySet):
    def of(self, email: str) -> Mailbox:
        """The one mailbox of an address; made when there is none, by the same statements as when there is one."""
        key = equality_key(email)
        row = Mailbox(email=email, email_key=key)
        self.bulk_create([row], update_conflicts=True, unique_fields=["email_key"], update_fields=["email_key"])
        return self.get(email_key=key)

    def confirmed(self) -> MailboxQuerySet:
        return self.filter(confirmed_at__isnull=False)

    def unmuted(self) -> MailboxQuerySet:
        return self.filter(muted_at__isnull=True)


class Mailbox(models.Model):
    """An address that somebody typed and wants mail to. As private as a Contact; no mail but the first before `yes`.

    The links in its mails carry `version`: raise it, and all that were given out before are dead.
    """

    email = models.EmailField("البريد الإلكتروني", max_length=254)
    email_key = models.CharField(max_length=254, unique=True, editable=False)
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField("أكده صاحبه في", null=True)
    muted_at = models.DateTimeField("لا يريد رسائل منذ", null=True)

    objects = MailboxQuerySet.as_manager()

    class Meta:
        verbose_name = "صندوق بريد"
        verbose_name_plural = "صناديق البريد"
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=~Q(email_key=""), name="mailbox_has_an_address")]

    def __str__(self) -> str:
        return f"صندوق بريد {self.pk}"

    # --- Verbs: each says whether this call did it. ---------------------------------------------------------------

    def confirm(self) -> bool:
        """Its owner said yes; a mail that was muted stays so until its owner says otherwise."""
        return bool(
            Mailbox.objects.filter(pk=self.pk, version=self.version, confirmed_at=None).update(
                confirmed_at=timezone.now()
            )
        )

    def doubt(self) -> bool:
        """The mail server knows nobody there any more: nothing more until somebody confirms it again."""
        return bool(Mailbox.objects.confirmed().filter(pk=self.pk).update(confirmed_at=None, version=F("version") + 1))

    def mute(self) -> bool:
        return bool(Mailbox.objects.unmuted().filter(pk=self.pk).update(muted_at=timezone.now()))

    def unmute(self) -> bool:
        return bool(Mailbox.objects.filter(pk=self.pk, muted_at__isnull=False).update(muted_at=None))


class ThreadMute(models.Model):
    """A thread of which the owner of a mailbox wants to hear no more."""

    mailbox = models.ForeignKey(Mailbox, on_delete=models.CASCADE, related_name="mutes")
    thread = models.ForeignKey("comments.Comment", on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "نقاش مكتوم"
        verbose_name_plural = "نقاشات مكتومة"
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["mailbox", "thread"], name="thread_is_muted_once")]

    def __str__(self) -> str:
        return f"{self.mailbox_id}: {self.thread_id}"
