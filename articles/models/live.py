"""A live page: a story that grows by entries while something happens, and what was done to each of them."""

from __future__ import annotations

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils import timezone

from articles.models.article import Article
from mohit.prose import clean_prose
from mohit.typed_text import TypedText, stored


class LiveCoverage(TypedText):
    """What makes a story a live page. Every verb locks this row, so that of two people at once each is heard in turn.

    `version` counts the changes that readers see: it is the tag of what their pages ask for every 15 seconds.
    """

    article = models.OneToOneField(
        "articles.Article", on_delete=models.PROTECT, related_name="coverage", verbose_name="المقال"
    )
    opened_at = models.DateTimeField("بدأت في", default=timezone.now)
    changed_at = models.DateTimeField("آخر تغيير", default=timezone.now)
    closed_at = models.DateTimeField("أغلقت في", null=True)
    summary = models.TextField("الخلاصة", blank=True, max_length=2000)
    version = models.PositiveIntegerField(default=1)

    PARAGRAPHS = ("summary",)

    class Meta:
        verbose_name = "تغطية مباشرة"
        verbose_name_plural = "التغطيات المباشرة"
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")) & ~Q(summary=""),
                name="coverage_closes_with_a_summary",
            )
        ]

    def __str__(self) -> str:
        return f"تغطية {self.article_id}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @classmethod
    def open(cls, article: Article, by: models.Model) -> LiveCoverage | None:
        """Make `article` a live page; None when it is one already."""
        try:
            with transaction.atomic():
                coverage = cls.objects.create(article=article)
                coverage.told(LiveEvent.Verb.OPEN, by)
                return coverage
        except IntegrityError as error:
            if "article_id" not in str(error):
                raise
            return None

    def post(
        self,
        by: models.Model,
        *,
        headline: str = "",
        body: str = "",
        is_key: bool = False,
        is_pinned: bool = False,
        key: str = "",
    ) -> LiveEntry | None:
        """A new entry, now; the one that the same form (`key`) made before; None when the coverage is closed."""
        with transaction.atomic():
            now = self.locked()
            if key and (made := self.entries.filter(key=key).first()):
                if made.events.filter(verb=LiveEvent.Verb.POST, **told_of(headline, body)).exists():
                    return made
                key = ""  # fetched back, changed and sent again: another entry, and nothing typed is lost
            if not now.is_open:
                return None
            entry = LiveEntry(coverage=self, by=by, headline=headline, body=body, is_key=is_key, key=key)
            entry.save()
            if is_pinned:
                self.put_on_top(entry)
            self.told(LiveEvent.Verb.POST, by, entry)
            return entry

    def pin(self, entry: LiveEntry, by: models.Model) -> bool:
        """Put an entry above all others, in place of the one that was."""
        with transaction.atomic():
            self.locked()
            row = self.entries.shown().filter(pk=entry.pk, is_pinned=False).first()
            if row is None:
                return False
            self.put_on_top(row)
            self.told(LiveEvent.Verb.PIN, by, row)
            return True

    def put_on_top(self, entry: LiveEntry) -> None:
        self.entries.filter(is_pinned=True).update(is_pinned=False)
        self.entries.filter(pk=entry.pk).update(is_pinned=True)

    def unpin(self, entry: LiveEntry, by: models.Model) -> bool:
        with transaction.atomic():
            self.locked()
            if not self.entries.filter(pk=entry.pk, is_pinned=True).update(is_pinned=False):
                return False
            self.told(LiveEvent.Verb.UNPIN, by, entry)
            return True

    def correct(
        self, entry: LiveEntry, by: models.Model, *, headline: str, body: str, is_key: bool, edition: int
    ) -> bool:
        """Another text for an entry; False when somebody changed it since it had this `edition`, or withdrew it."""
        with transaction.atomic():
            self.locked()
            row = self.entries.shown().filter(pk=entry.pk, edition=edition).first()
            if row is None:
                return False
            row.headline, row.body, row.is_key = headline, body, is_key
            row.tidy()
            if (row.headline, row.body) != (entry.headline, entry.body):
                row.changed_at = timezone.now()
            row.edition += 1
            row.save()
            self.told(LiveEvent.Verb.EDIT, by, row)
            return True

    def withdraw(self, entry: LiveEntry, by: models.Model, note: str) -> bool:
        """Take an entry from the readers; its text stays in the history."""
        with transaction.atomic():
            self.locked()
            rows = self.entries.shown().filter(pk=entry.pk)
            if not rows.update(withdrawn_at=timezone.now(), is_pinned=False):
                return False
            self.told(LiveEvent.Verb.WITHDRAW, by, entry, note)
            return True

    def close(self, by: models.Model, summary: str) -> bool:
        """End the coverage with what came of it; False when it was closed already."""
        with transaction.atomic():
            now = self.locked()
            if not now.is_open:
                return False
            now.summary, now.closed_at = summary, timezone.now()
            now.save(update_fields=["summary", "closed_at"])
            self.told(LiveEvent.Verb.CLOSE, by, note=now.summary)
            return True

    def reopen(self, by: models.Model) -> bool:
        with transaction.atomic():
            if self.locked().is_open:
                return False
            LiveCoverage.objects.filter(pk=self.pk).update(closed_at=None)
            self.told(LiveEvent.Verb.REOPEN, by)
            return True

    def locked(self) -> LiveCoverage:
        return LiveCoverage.objects.select_for_update().get(pk=self.pk)

    def told(self, verb: str, by: models.Model, entry: LiveEntry | None = None, note: str = "") -> None:
        """Write it down, and let readers' pages and programs know that there is something new."""
        now = timezone.now()
        text = {"headline": entry.headline, "body": entry.body} if entry else {}
        LiveEvent.objects.create(coverage=self, verb=verb, by=by, entry=entry, note=stored(note)[:2000], **text)
        LiveCoverage.objects.filter(pk=self.pk).update(version=F("version") + 1, changed_at=now)
        Article.objects.filter(pk=self.article_id).update(saved_at=now)


def told_of(headline: str, body: str) -> dict[str, str]:
    """Both as an entry stores them."""
    entry = LiveEntry(headline=headline, body=body)
    entry.tidy()
    return {"headline": entry.headline, "body": entry.body}


class EntryQuerySet(models.QuerySet):
    def shown(self) -> EntryQuerySet:
        return self.filter(withdrawn_at__isnull=True)

    def newest_first(self) -> EntryQuerySet:
        return self.order_by("-at", "-pk")


class LiveEntry(TypedText):
    """One thing that happened, at the time at which it was told. It is withdrawn, never deleted (migration 0034)."""

    coverage = models.ForeignKey(LiveCoverage, on_delete=models.PROTECT, related_name="entries")
    at = models.DateTimeField("في", default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="كتبه")
    headline = models.CharField("العنوان", max_length=160, blank=True)
    body = models.TextField("النص", blank=True, max_length=20_000)
    is_key = models.BooleanField("من أهم التطورات", default=False)
    is_pinned = models.BooleanField("مثبت في الأعلى", default=False)
    key = models.CharField(max_length=36, blank=True)  # of the form that made it: sent twice it makes one entry
    edition = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField("غير نصه في", null=True)
    withdrawn_at = models.DateTimeField("سحب في", null=True)

    LINES = ("headline",)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = "خبر في تغطية"
        verbose_name_plural = "أخبار التغطيات"
        default_permissions = ()
        ordering = ["-at", "-pk"]
        indexes = [models.Index(F("coverage"), F("at").desc(), F("id").desc(), name="liveentry_newest")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(headline="", body=""),
                name="liveentry_says_something",
                violation_error_message="اكتب عنوانا أو نصا.",
            ),
            models.CheckConstraint(
                condition=~Q(is_key=True) | ~Q(headline=""),
                name="liveentry_key_has_a_headline",
                violation_error_message="ما كان من أهم التطورات يحتاج عنوانا: هو ما يظهر في قائمتها.",
            ),
            models.CheckConstraint(
                condition=Q(is_pinned=False) | Q(withdrawn_at__isnull=True), name="liveentry_pinned_is_shown"
            ),
            models.UniqueConstraint(fields=["coverage", "key"], condition=~Q(key=""), name="liveentry_once_per_form"),
            models.UniqueConstraint(fields=["coverage"], condition=Q(is_pinned=True), name="liveentry_one_on_top"),
        ]

    def __str__(self) -> str:
        return self.headline or f"خبر {self.pk}"

    def tidy(self) -> None:
        super().tidy()
        self.body = clean_prose(self.body)


class LiveEvent(models.Model):
    """A line of a coverage's history: who did what, and what the entry said from then on. Never changed or deleted."""

    class Verb(models.TextChoices):
        OPEN = "open", "بدأ التغطية"
        POST = "post", "نشر"
        EDIT = "edit", "غير النص"
        WITHDRAW = "withdraw", "سحب"
        PIN = "pin", "ثبت في الأعلى"
        UNPIN = "unpin", "أزال التثبيت"
        CLOSE = "close", "أغلق التغطية"
        REOPEN = "reopen", "أعاد فتحها"

    coverage = models.ForeignKey(LiveCoverage, on_delete=models.PROTECT, related_name="events")
    verb = models.CharField(max_length=8, choices=Verb.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey(LiveEntry, on_delete=models.PROTECT, related_name="events", null=True)
    headline = models.CharField(max_length=160, blank=True)
    body = models.TextField(blank=True)
    note = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "حدث في تغطية"
        verbose_name_plural = "سجل التغطيات"
        default_permissions = ()
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verb__in=["open", "close", "reopen"], entry__isnull=True)
                | Q(verb__in=["post", "edit", "withdraw", "pin", "unpin"], entry__isnull=False),
                name="liveevent_is_about_an_entry_or_all",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()}: {self.by_id}"
