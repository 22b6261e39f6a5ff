"""An issue: what it says, in which state it is, and the history of every decision about it."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models, transaction
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce, Concat, Now, NullIf, StrIndex
from django.db.models.lookups import GreaterThan
from django.urls import reverse
from django.utils import timezone

from mohit.typed_text import TypedText, stored
from newsletter.models.intro import clean_intro


class IssueQuerySet(models.QuerySet):
    def without_content(self) -> IssueQuerySet:
        """For lists and workers that do not read the frozen mail."""
        return self.defer("html", "text", "intro")

    def due(self, at: datetime | None = None) -> IssueQuerySet:
        return self.filter(state=Issue.State.SCHEDULED, scheduled_at__lte=at or timezone.now())

    def sending(self) -> IssueQuerySet:
        return self.filter(state=Issue.State.SENDING)

    def at_work(self) -> IssueQuerySet:
        """Started and not yet accounted for; the breaking ones first."""
        rank = Case(When(mailing_list__kind="breaking", then=0), default=1)
        return self.filter(started_at__isnull=False, finished_at__isnull=True).order_by(rank, "pk")

    def in_archive(self) -> IssueQuerySet:
        """What readers may look at: every issue of a public list that went out to anybody."""
        rows = self.filter(started_at__isnull=False, mailing_list__is_public=True)
        return rows.with_public_words().order_by("-started_at", "-pk")

    def with_public_words(self) -> IssueQuerySet:
        """Each with `public_subject` and `public_preheader`: empty where they name a story that was withdrawn since.

        A digest is called by its first stories, whatever these are called today.
        """
        headline = Coalesce(NullIf("headline", Value("")), "article__headline")
        words = Concat(OuterRef("subject"), Value(" "), OuterRef("preheader"))
        public = Q(article__status="published", article__published_at__lte=Now())
        gone = IssueStory.objects.filter(~public, issue=OuterRef("pk"))
        named = gone.filter(GreaterThan(StrIndex(words, headline), 0) | Q(position__lte=2, issue__period__isnull=False))
        is_named = Case(When(Exists(named), then=Value(True)), default=Value(False))
        return self.annotate(
            names_gone=is_named,
            public_subject=Case(When(names_gone=True, then=Value("")), default="subject"),
            public_preheader=Case(When(names_gone=True, then=Value("")), default="preheader"),
        )


class Issue(TypedText):
    """One mailing to one list.

    `html` and `text` are rendered once, when it starts, and never change afterwards: everybody gets the same, and the
    archive shows what they got. The counts are the ledger's, written when the issue is done.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "مسودة"
        SCHEDULED = "scheduled", "مجدول"
        HELD = "held", "ينتظر قرار المحرر"
        SENDING = "sending", "يرسل الآن"
        PAUSED = "paused", "موقوف مؤقتا"
        SENT = "sent", "أرسل"
        CANCELLED = "cancelled", "ألغي"

    mailing_list = models.ForeignKey(
        "newsletter.MailingList", on_delete=models.PROTECT, related_name="issues", verbose_name="القائمة"
    )
    subject = models.CharField("عنوان الرسالة", max_length=150, blank=True)
    preheader = models.CharField(
        "السطر التمهيدي", max_length=150, blank=True, help_text="يظهر بعد العنوان في صندوق البريد."
    )
    intro = models.TextField("كلمة المحرر", blank=True)
    stories = models.ManyToManyField(
        "articles.Article", through="newsletter.IssueStory", related_name="+", verbose_name="القصص", blank=True
    )
    state = models.CharField("الحالة", max_length=9, choices=State.choices, default=State.DRAFT, editable=False)
    period = models.CharField("الفترة", max_length=10, null=True, blank=True, editable=False)  # noqa: DJ001 (unique)
    scheduled_at = models.DateTimeField("موعد الإرسال", null=True, blank=True)
    html = models.TextField(blank=True, editable=False)
    text = models.TextField(blank=True, editable=False)
    started_at = models.DateTimeField("بدأ الإرسال", null=True, editable=False)
    finished_at = models.DateTimeField("انتهى الإرسال", null=True, editable=False)
    # How far the audience has been written into the ledger: the last subscriber's key, and when all of it was.
    audience_cursor = models.BigIntegerField(default=0, editable=False)
    audience_frozen_at = models.DateTimeField(null=True, editable=False)
    # Its rows of the ledger lie between these keys: counted when it is done, without an index of all mails ever sent.
    first_delivery = models.BigIntegerField(null=True, editable=False)
    last_delivery = models.BigIntegerField(null=True, editable=False)
    planned = models.PositiveIntegerField("المستهدفون", default=0, editable=False)
    sent = models.PositiveIntegerField("وصلت إلى خادم البريد", default=0, editable=False)
    failed = models.PositiveIntegerField("رفضت", default=0, editable=False)
    uncertain = models.PositiveIntegerField("غير مؤكدة", default=0, editable=False)
    skipped = models.PositiveIntegerField("تركت", default=0, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name="أنشأه",
    )
    created_at = models.DateTimeField("أنشئ في", auto_now_add=True)
    saved_at = models.DateTimeField("آخر حفظ", auto_now=True)

    LINES = ("subject", "preheader")

    objects = IssueQuerySet.as_manager()

    class Meta:
        verbose_name = "عدد"
        verbose_name_plural = "الأعداد"
        permissions = [("send_issue", "إرسال أعداد النشرة وإيقافها")]
        ordering = ["-pk"]
        indexes = [
            # What the worker looks for every minute.
            models.Index(F("scheduled_at"), name="issue_due", condition=Q(state="scheduled")),
            models.Index(
                F("id"), name="issue_at_work", condition=Q(started_at__isnull=False, finished_at__isnull=True)
            ),
            # A list's archive.
            models.Index(
                F("mailing_list"),
                F("started_at").desc(),
                F("id").desc(),
                name="issue_archive",
                condition=Q(started_at__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["mailing_list", "period"], name="issue_once_a_period"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "scheduled", "held", "sending", "paused", "sent", "cancelled"]),
                name="issue_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "held", "cancelled"]) | ~Q(subject=""),
                name="issue_has_a_subject",
            ),
            models.CheckConstraint(condition=~Q(subject__regex=r"[[:cntrl:]]"), name="issue_subject_is_one_line"),
            models.CheckConstraint(
                condition=~Q(state="scheduled") | Q(scheduled_at__isnull=False), name="issue_scheduled_has_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["sending", "paused", "sent"])
                | (Q(started_at__isnull=False) & ~Q(html="") & ~Q(text="")),
                name="issue_at_work_is_frozen",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(finished_at__isnull=False, audience_frozen_at__isnull=False),
                name="issue_sent_has_a_time",
            ),
            # Nobody is lost: an issue is done only when the ledger accounts for everyone it was planned for.
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True)
                | Q(planned=F("sent") + F("failed") + F("uncertain") + F("skipped")),
                name="issue_accounts_for_everyone",
            ),
        ]

    def __str__(self) -> str:
        return self.subject or f"عدد بلا عنوان ({self.pk})"

    def get_absolute_url(self) -> str:
        return reverse("newsletter_issue", args=[self.mailing_list.slug, self.pk])

    @property
    def may_change(self) -> bool:
        """Whether its words and stories are still open."""
        return self.state in (self.State.DRAFT, self.State.HELD)

    @property
    def public_title(self) -> str:
        """Of an issue `with_public_words`: its subject as long as readers may see it."""
        return self.public_subject or f"عدد من {self.mailing_list}"

    @property
    def is_public(self) -> bool:
        return self.started_at is not None

    def tidy(self) -> None:
        super().tidy()
        self.intro = clean_intro(self.intro)

    # --- Verbs: each claims the row by its old state, so that of two people at once one acts and one is told. -----

    def schedule(self, at: datetime, by: models.Model | None = None) -> bool:
        """Let it go out at `at`; its subject is given by then."""
        return self._decide(
            IssueEvent.Verb.SCHEDULE, by, [self.State.DRAFT, self.State.HELD], self.State.SCHEDULED, scheduled_at=at
        )

    def unschedule(self, by: models.Model | None = None) -> bool:
        """Take it back before it started."""
        return self._decide(IssueEvent.Verb.UNSCHEDULE, by, [self.State.SCHEDULED], self.State.DRAFT)

    def hold(self, note: str, by: models.Model | None = None) -> bool:
        """Leave it to an editor, who is told why."""
        return self._decide(IssueEvent.Verb.HOLD, by, [self.State.DRAFT, self.State.SCHEDULED], self.State.HELD, note)

    def start(self, html: str, text: str, by: models.Model | None = None) -> bool:
        """Freeze what everybody gets, and let the workers begin."""
        now = timezone.now()
        return self._decide(
            IssueEvent.Verb.START,
            by,
            [self.State.SCHEDULED],
            self.State.SENDING,
            html=html,
            text=text,
            started_at=now,
        )

    def pause(self, by: models.Model | None = None, note: str = "") -> bool:
        return self._decide(IssueEvent.Verb.PAUSE, by, [self.State.SENDING], self.State.PAUSED, note)

    def resume(self, by: models.Model | None = None) -> bool:
        return self._decide(IssueEvent.Verb.RESUME, by, [self.State.PAUSED], self.State.SENDING)

    def cancel(self, by: models.Model | None = None, note: str = "") -> bool:
        """Send it to nobody else. Who has it has it; the ledger says who."""
        before = [
            self.State.DRAFT,
            self.State.SCHEDULED,
            self.State.HELD,
            self.State.SENDING,
            self.State.PAUSED,
        ]
        return self._decide(IssueEvent.Verb.CANCEL, by, before, self.State.CANCELLED, note)

    def finish(self, counts: dict[str, int]) -> bool:
        """Close the books: every row of the ledger is final, and `counts` says how (sent, failed, …)."""
        after = {self.State.SENDING: self.State.SENT, self.State.CANCELLED: self.State.CANCELLED}
        if self.state not in after or self.started_at is None:
            return False
        now = timezone.now()
        return self._decide(IssueEvent.Verb.FINISH, None, [self.state], after[self.state], finished_at=now, **counts)

    def _decide(
        self,
        verb: IssueEvent.Verb,
        by: models.Model | None,
        before: list[State],
        after: State,
        note: str = "",
        **changes: object,
    ) -> bool:
        note = stored(note, multiline=False)
        with transaction.atomic():
            rows = Issue.objects.filter(pk=self.pk, state__in=before, finished_at__isnull=True)
            old = rows.select_for_update().values_list("state", flat=True).first()
            if old is None:
                return False
            rows.update(state=after, saved_at=timezone.now(), **changes)
            IssueEvent.objects.create(issue_id=self.pk, verb=verb, by=by, before=old, after=after, note=note)
        self.state = after
        for name, value in changes.items():
            setattr(self, name, value)
        return True


class IssueStory(TypedText):
    """A story in its place in an issue, under its own headline or another one."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="placings", verbose_name="العدد")
    article = models.ForeignKey("articles.Article", on_delete=models.PROTECT, related_name="+", verbose_name="القصة")
    position = models.PositiveSmallIntegerField("الترتيب", default=0)
    headline = models.CharField("عنوان آخر", max_length=160, blank=True, help_text="إن ترك فارغا ظهر عنوان القصة.")
    standfirst = models.TextField("مقدمة أخرى", max_length=600, blank=True, help_text="إن تركت فارغة ظهرت مقدمة القصة.")

    LINES = ("headline", "standfirst")

    class Meta:
        verbose_name = "قصة في عدد"
        verbose_name_plural = "قصص العدد"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["issue", "article"],
                name="issuestory_once_per_issue",
                violation_error_message="هذه القصة في العدد من قبل.",
            )
        ]

    def __str__(self) -> str:
        return self.headline or str(self.article)


class IssueEvent(models.Model):
    """One line of an issue's history. The database neither changes nor deletes it (migration 0005)."""

    class Verb(models.TextChoices):
        CREATE = "create", "أنشئ"
        TEST = "test", "أرسلت تجربة"
        SCHEDULE = "schedule", "جدول"
        UNSCHEDULE = "unschedule", "سحب من الجدولة"
        HOLD = "hold", "أوقف إلى قرار المحرر"
        START = "start", "بدأ الإرسال"
        PAUSE = "pause", "أوقف مؤقتا"
        RESUME = "resume", "استؤنف"
        CANCEL = "cancel", "ألغي"
        FINISH = "finish", "انتهى الإرسال"

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="events", verbose_name="العدد")
    verb = models.CharField("القرار", max_length=10, choices=Verb.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="صاحب القرار",
        help_text="فارغ: المحرك نفسه.",
    )
    before = models.CharField("قبل", max_length=9, choices=Issue.State.choices, blank=True)
    after = models.CharField("بعد", max_length=9, choices=Issue.State.choices, blank=True)
    note = models.CharField("السبب", max_length=300, blank=True)
    at = models.DateTimeField("في", auto_now_add=True)

    class Meta:
        verbose_name = "قرار في عدد"
        verbose_name_plural = "سجل الأعداد"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    verb__in=[
                        "create",
                        "test",
                        "schedule",
                        "unschedule",
                        "hold",
                        "start",
                        "pause",
                        "resume",
                        "cancel",
                        "finish",
                    ]
                ),
                name="issueevent_verb_is_known",
            )
        ]

    def __str__(self) -> str:
        return self.get_verb_display()
