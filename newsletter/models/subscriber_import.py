"""A list of addresses on its way in, and the lines of it that were refused."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.utils import timezone

LEASE = timedelta(minutes=2)  # after which a silent worker counts as gone
KEPT = timedelta(days=7)  # a file that nobody has imported, and the refused lines of one that was


def private_files() -> Storage:
    return storages["imports"]


class SubscriberImportQuerySet(models.QuerySet):
    def waiting(self, at: datetime | None = None) -> SubscriberImportQuerySet:
        """Those whose file is to be read and that no living worker holds."""
        now = at or timezone.now()
        return self.filter(state__in=[State.CHECKING, State.IMPORTING]).filter(
            Q(lease_until__isnull=True) | Q(lease_until__lt=now)
        )

    def forget_problems(self, at: datetime | None = None) -> int:
        """Delete the refused lines of lists that are done with."""
        rows = ImportProblem.objects.filter(subscriber_import__at__lt=(at or timezone.now()) - KEPT)
        return rows.delete()[0]

    def stale(self, at: datetime | None = None) -> SubscriberImportQuerySet:
        return self.filter(at__lt=(at or timezone.now()) - KEPT).exclude(file="")


class SubscriberImport(models.Model):
    """One file. It is read twice: to say what it comes to, and, when somebody agrees, to store it.

    `bytes_done` is committed with each batch of lines, so a worker that is killed goes on where it was.
    """

    class State(models.TextChoices):
        CHECKING = "checking", "يفحص"
        CHECKED = "checked", "ينتظر الموافقة"
        IMPORTING = "importing", "يستورد"
        DONE = "done", "استورد"
        FAILED = "failed", "لا يقرأ"
        DROPPED = "dropped", "ترك"

    name = models.CharField("الملف", max_length=120)
    file = models.FileField(upload_to="%Y/%m", storage=private_files, blank=True, editable=False)
    lists = models.ManyToManyField("newsletter.MailingList", related_name="+", verbose_name="إلى القوائم")
    consent = models.CharField("مصدر الموافقة", max_length=300)
    is_confirmed = models.BooleanField("وافقوا وأكدوا من قبل", default=False)
    state = models.CharField("الحالة", max_length=9, choices=State.choices, default=State.CHECKING, editable=False)
    size = models.PositiveBigIntegerField(default=0, editable=False)  # bytes
    lines = models.PositiveIntegerField(default=0, editable=False)
    bytes_done = models.PositiveBigIntegerField(default=0, editable=False)
    lines_done = models.PositiveIntegerField("ما قرئ من الأسطر", default=0, editable=False)
    added = models.PositiveIntegerField("جديد", default=0, editable=False)
    joined = models.PositiveIntegerField("مسجل أضيفت إليه القوائم", default=0, editable=False)
    known = models.PositiveIntegerField("مشترك من قبل أو مكرر", default=0, editable=False)
    suppressed = models.PositiveIntegerField("محظور", default=0, editable=False)
    ended = models.PositiveIntegerField("غادر من قبل", default=0, editable=False)
    refused = models.PositiveIntegerField("فيه خطأ", default=0, editable=False)
    fault = models.CharField(max_length=300, blank=True, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name="أحضرها",
    )
    at = models.DateTimeField("في", auto_now_add=True)
    finished_at = models.DateTimeField(null=True, editable=False)

    objects = SubscriberImportQuerySet.as_manager()

    COUNTS = ("added", "joined", "known", "suppressed", "ended", "refused")

    class Meta:
        verbose_name = "استيراد"
        verbose_name_plural = "استيراد المشتركين"
        ordering = ["-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["checking", "checked", "importing", "done", "failed", "dropped"]),
                name="subscriberimport_state_is_known",
            ),
            models.CheckConstraint(condition=~Q(consent=""), name="subscriberimport_says_who_agreed"),
            models.CheckConstraint(
                condition=Q(bytes_done__lte=models.F("size")), name="subscriberimport_reads_to_its_end"
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(finished_at__isnull=False), name="subscriberimport_done_has_a_time"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def percent(self) -> int:
        return 100 * self.bytes_done // self.size if self.size else 100

    @property
    def is_moving(self) -> bool:
        return self.state in (self.State.CHECKING, self.State.IMPORTING)

    # --- Verbs ---------------------------------------------------------------------------------------------------

    def agree(self) -> bool:
        """Store what the check has found good; False when somebody was first."""
        zero = dict.fromkeys(self.COUNTS, 0)
        rows = SubscriberImport.objects.filter(pk=self.pk, state=self.State.CHECKED)
        done = rows.update(state=self.State.IMPORTING, bytes_done=0, lines_done=0, lease_until=None, **zero)
        self.refresh_from_db()
        return bool(done)

    def drop(self) -> bool:
        """Take the file away, unimported."""
        rows = SubscriberImport.objects.filter(pk=self.pk, state__in=[self.State.CHECKED, self.State.FAILED])
        done = rows.update(state=self.State.DROPPED)
        self.refresh_from_db()
        if done:
            self.forget_file()
        return bool(done)

    def forget_file(self) -> None:
        """The addresses in it are kept no longer than they are needed."""
        if self.file:
            self.file.delete(save=False)
            SubscriberImport.objects.filter(pk=self.pk).update(file="")


class ImportProblem(models.Model):
    """A refused line: its number and why. Not what it says: that may be an address."""

    subscriber_import = models.ForeignKey(
        SubscriberImport, on_delete=models.CASCADE, related_name="problems", db_index=False
    )
    line = models.PositiveIntegerField()
    reason = models.CharField(max_length=120)

    class Meta:
        verbose_name = "سطر مرفوض"
        verbose_name_plural = "أسطر مرفوضة"
        ordering = ["subscriber_import", "line"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["subscriber_import", "line"], name="importproblem_once_per_line")
        ]

    def __str__(self) -> str:
        return f"{self.line}: {self.reason}"


State = SubscriberImport.State
