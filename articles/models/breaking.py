"""«عاجل»: the bar under the head of every page, the first place on the home page, the mark in the feeds."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from articles.models.article import Article
from mohit.typed_text import TypedText

LONGEST = timedelta(hours=24)


class BreakingQuerySet(models.QuerySet):
    def open(self) -> BreakingQuerySet:
        """What nobody has ended: one row at most, whose time may be over."""
        return self.filter(ended_at__isnull=True)

    def live(self, at: datetime | None = None) -> BreakingQuerySet:
        """What readers see `at` this moment (default now): one row at most.

        It ends by itself at its time. One that leads to a story ends for readers when the story leaves them: what the
        newspaper took back it does not go on to proclaim.
        """
        at = at or timezone.now()
        shown = Article.objects.published(at).filter(pk=OuterRef("article"))
        return self.open().filter(Q(article__isnull=True) | Exists(shown), expires_at__gt=at)


class Breaking(TypedText):
    """One thing that was told as breaking, by whom and how long. What was told is not changed and not deleted (0032).

    Another text, or another time, is another row, which ends the one before: the rows are their own history.
    """

    text = models.CharField("النص", max_length=120, help_text="جملة واحدة، بلا كلمة «عاجل»: الموقع يكتبها.")
    article = models.ForeignKey(
        "articles.Article",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="المقال",
        help_text="يقود إليه الشريط، ويتصدر الصفحة الأولى. اتركه فارغا إن لم يكتب بعد.",
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="صاحبه"
    )
    set_at = models.DateTimeField("منذ", default=timezone.now, editable=False)
    expires_at = models.DateTimeField("ينتهي")
    ended_at = models.DateTimeField("أنهي في", null=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, verbose_name="أنهاه"
    )

    LINES = ("text",)

    objects = BreakingQuerySet.as_manager()

    class Meta:
        verbose_name = "خبر عاجل"
        verbose_name_plural = "الشريط العاجل"
        ordering = ["-set_at", "-pk"]
        permissions = [("break_news", "ضبط الشريط العاجل")]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="breaking_says_something"),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("set_at"), expires_at__lte=F("set_at") + LONGEST),
                name="breaking_lasts_a_day_at_most",
                violation_error_message="يدوم الشريط العاجل 24 ساعة على الأكثر.",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("set_at"), ended_at__lte=F("expires_at")),
                name="breaking_ends_in_its_time",
            ),
            models.CheckConstraint(
                condition=Q(ended_by__isnull=True) | Q(ended_at__isnull=False), name="breaking_ended_by_names_when"
            ),
            # One at a time: another may be set only when the one before has ended.
            models.UniqueConstraint(
                fields=["ended_at"],
                condition=Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="breaking_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def is_live(self, at: datetime | None = None) -> bool:
        """Whether its time runs; whether its story is public `live()` knows."""
        return self.ended_at is None and self.expires_at > (at or timezone.now())

    @classmethod
    def tell(
        cls,
        text: str,
        by: models.Model,
        lasting: timedelta,
        article: Article | None = None,
        instead_of: int | None = None,
    ) -> Breaking | None:
        """Tell `text` from now on, `lasting` so long, in place of the one with the key `instead_of`.

        None when somebody told something else in the meantime, or ended what was to be replaced.
        """
        now = timezone.now()
        try:
            with transaction.atomic():
                before = cls.objects.open().select_for_update().first()
                seen = before.pk if before and before.is_live(now) else None
                if seen != instead_of:
                    return None
                if before:
                    before.close(by if seen else None, now)
                return cls.objects.create(text=text, article=article, owner=by, set_at=now, expires_at=now + lasting)
        except IntegrityError as error:
            if "breaking_one_at_a_time" not in str(error):
                raise
            return None

    def end(self, by: models.Model) -> bool:
        """Take it from the readers now; False when it had ended."""
        with transaction.atomic():
            row = Breaking.objects.open().select_for_update().filter(pk=self.pk).first()
            return bool(row and row.is_live() and row.close(by, timezone.now()))

    def close(self, by: models.Model | None, at: datetime) -> int:
        """Write down when it ended, and who ended it before its time; of the locked row."""
        return (
            Breaking.objects.open()
            .filter(pk=self.pk)
            .update(ended_at=max(self.set_at, min(at, self.expires_at)), ended_by=by)
        )
