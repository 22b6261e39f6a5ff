"""What a story said wrong and now says right: told to readers, tied to the text before and after, never deleted."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Max, Q
from django.utils import timezone

from articles.models.article import Article
from mohit.typed_text import TypedText

if TYPE_CHECKING:
    from newsroom.models import User


class CorrectionQuerySet(models.QuerySet):
    def standing(self) -> CorrectionQuerySet:
        """Those that nobody took back."""
        return self.filter(withdrawn_at__isnull=True)

    def published(self, at: datetime | None = None) -> CorrectionQuerySet:
        """What readers may see `at` this moment (default now): a correction goes with its story."""
        return self.standing().filter(article__in=Article.objects.published(at))


class Correction(TypedText):
    """One notice to readers about a published story.

    `before` and `after` are the numbers of the two revisions that it separates; a clarification or an update may stand
    alone, about a text that stayed as it was. It is not changed: a wrong notice is withdrawn, and stays in the history.
    The row goes with its article, or with the text of an erased one, and not before (migration 0035).
    """

    class Kind(models.TextChoices):
        CORRECTION = "correction", "تصويب"
        CLARIFICATION = "clarification", "توضيح"
        UPDATE = "update", "تحديث"

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="corrections", verbose_name="المقال"
    )
    kind = models.CharField("النوع", max_length=13, choices=Kind.choices, default=Kind.CORRECTION)
    text = models.TextField(
        "النص", max_length=600, help_text="قل ما كان مكتوبا، وما الصواب. يقرؤه القراء تحت المقال وفي صفحة التصويبات."
    )
    before = models.PositiveIntegerField("النسخة قبله", null=True, blank=True)
    after = models.PositiveIntegerField("النسخة بعده", null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="كتبه")
    at = models.DateTimeField("في", default=timezone.now, editable=False)
    withdrawn_at = models.DateTimeField("سحب في", null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, verbose_name="سحبه"
    )
    withdrawn_why = models.CharField("سبب السحب", max_length=300, blank=True)

    LINES = ("text", "withdrawn_why")

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = "تصويب"
        verbose_name_plural = "التصويبات"
        default_permissions = ()  # who may publish a story may correct it
        ordering = ["-at", "-pk"]
        indexes = [
            # The public page and its feed.
            models.Index(
                F("at").desc(), F("id").desc(), name="correction_latest", condition=Q(withdrawn_at__isnull=True)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["correction", "clarification", "update"]), name="correction_kind_is_known"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="correction_says_something"),
            models.CheckConstraint(
                condition=Q(before__isnull=False, after__isnull=False, before__lt=F("after"))
                | ~Q(kind="correction") & Q(before__isnull=True, after__isnull=True),
                name="correction_separates_two_revisions",
                violation_error_message="اختر النسخة التي فيها الخطأ، ثم نسخة أحدث منها فيها الصواب.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_why="")
                | Q(withdrawn_at__gte=F("at"), withdrawn_by__isnull=False) & ~Q(withdrawn_why=""),
                name="correction_withdrawn_says_who_and_why",
            ),
            # A form that is sent twice tells readers once; what was withdrawn may be said again.
            models.UniqueConstraint(
                fields=["article", "kind", "text"],
                condition=Q(withdrawn_at__isnull=True),
                name="correction_told_once",
                violation_error_message="هذا التصويب منشور على المقال.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text}"

    @property
    def anchor(self) -> str:
        return anchor(self.pk)

    def tell(self) -> bool:
        """Publish it, now; False when its story is not before the readers, or says this very thing already."""
        self.tidy()
        with transaction.atomic():
            now = timezone.now()
            story = Article.objects.published(now).select_for_update(of=("self",)).filter(pk=self.article_id).first()
            if story is None or story.corrections.standing().filter(kind=self.kind, text=self.text).exists():
                return False
            self.at = now
            self.save(force_insert=True)
            date(story, now)
        return True

    def withdraw(self, by: User, why: str) -> bool:
        """Take it from the readers; False when somebody did. Its row stays."""
        self.withdrawn_at, self.withdrawn_by, self.withdrawn_why = timezone.now(), by, why
        self.tidy()
        with transaction.atomic():
            story = Article.objects.select_for_update(of=("self",)).get(pk=self.article_id)
            rows = Correction.objects.standing().filter(pk=self.pk)
            done = rows.update(withdrawn_at=self.withdrawn_at, withdrawn_by=by, withdrawn_why=self.withdrawn_why)
            if done:
                date(story, self.withdrawn_at)
        return bool(done)


def date(story: Article, now: datetime) -> None:
    """Write down when the locked `story` was last corrected, and that it changed for every page, feed and sitemap."""
    last = story.corrections.standing().aggregate(last=Max("at"))["last"]
    Article.objects.filter(pk=story.pk).update(corrected_at=last, saved_at=now)


def anchor(pk: int) -> str:
    """The fragment under which the story's page shows the notice with the key `pk`."""
    return f"correction-{pk}"
