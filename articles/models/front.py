"""The fronts: home and the top of each section's page, as editors arrange them.

A front is named by its section; home has none. It is arranged in editions: at most one is a draft, the others were
published or thrown away, and are not changed any more (migration 0030). Readers see the newest whose time has come.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from mohit.typed_text import TypedText

MOST_CONTAINERS = 20  # on a front
LONGEST = 12  # stories of a container
MOST_STORIES = 60  # on a front


class FrontEditionQuerySet(models.QuerySet):
    def of(self, section: int | None) -> FrontEditionQuerySet:
        """The editions of one front, named by the key of its section; None is home."""
        return self.filter(section=section) if section is not None else self.filter(section__isnull=True)

    def draft(self) -> FrontEditionQuerySet:
        return self.filter(state=FrontEdition.State.DRAFT)

    def newest_first(self) -> FrontEditionQuerySet:
        return self.order_by("-live_from", "-pk")

    def published(self, at: datetime | None = None) -> FrontEditionQuerySet:
        """Those whose time has come `at` this moment (default now); the newest of a front is what readers see."""
        return self.filter(state="published", live_from__lte=at or timezone.now())

    def scheduled(self, at: datetime | None = None) -> FrontEditionQuerySet:
        return self.filter(state="published", live_from__gt=at or timezone.now()).order_by("live_from", "pk")


class FrontEdition(TypedText):
    """One arrangement of a front. Its parts hang on it; `version` counts the saves of the draft."""

    class State(models.TextChoices):
        DRAFT = "draft", "مسودة"
        COPY = "copy", "قيد النسخ"  # of an earlier edition, inside one transaction
        PUBLISHED = "published", "منشورة"
        CANCELLED = "cancelled", "ملغاة"

    section = models.ForeignKey(
        "articles.Section",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="القسم",
    )
    number = models.PositiveIntegerField("الرقم")
    state = models.CharField("الحالة", max_length=9, choices=State.choices, default=State.DRAFT)
    version = models.PositiveIntegerField("الحفظ", default=1)
    live_from = models.DateTimeField("تظهر من", null=True, blank=True)
    note = models.CharField("ملاحظة", max_length=200, blank=True)
    by = models.ForeignKey(  # nobody where a program arranged it
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, verbose_name="آخر من حفظها"
    )
    saved_at = models.DateTimeField("آخر حفظ", auto_now=True)

    LINES = ("note",)

    objects = FrontEditionQuerySet.as_manager()

    class Meta:
        verbose_name = "طبعة واجهة"
        verbose_name_plural = "الواجهات"
        default_permissions = ("view", "change")
        ordering = ["-number"]
        indexes = [
            # The edition that readers see.
            models.Index(
                F("section"),
                F("live_from").desc(),
                F("id").desc(),
                name="frontedition_live",
                condition=Q(state="published"),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["section", "number"], name="frontedition_number_once", nulls_distinct=False
            ),
            models.UniqueConstraint(
                fields=["section"],
                name="frontedition_one_draft",
                condition=Q(state="draft"),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "copy", "published", "cancelled"]), name="frontedition_state_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(live_from__isnull=False), name="frontedition_published_has_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.front_name}: الطبعة {self.number}"

    @property
    def front_name(self) -> str:
        return self.section.name if self.section_id else "الصفحة الرئيسية"

    def is_live(self, at: datetime | None = None) -> bool:
        """Whether its time has come; a newer one may stand before it."""
        return self.state == self.State.PUBLISHED and self.live_from <= (at or timezone.now())

    @property
    def is_scheduled(self) -> bool:
        return self.state == self.State.PUBLISHED and not self.is_live()


class FrontContainer(TypedText):
    """A part of a front: stories chosen by hand first, then what its rule brings."""

    class Kind(models.TextChoices):
        LEAD = "lead", "صدارة"
        GRID = "grid", "شبكة"
        LIST = "list", "قائمة"
        OPINION = "opinion", "رأي"
        PICTURES = "pictures", "صور"
        MOST_READ = "most_read", "الأكثر قراءة"

    class Rule(models.TextChoices):
        NEWEST = "newest", "الأحدث"
        SECTION = "section", "أحدث قسم"
        OPINIONS = "opinions", "آخر الآراء"
        PICTURE_STORIES = "picture_stories", "آخر القصص المصورة"
        MOST_READ = "most_read", "الأكثر قراءة"
        NOTHING = "nothing", "لا شيء: المختار باليد فقط"

    edition = models.ForeignKey(
        FrontEdition, on_delete=models.CASCADE, related_name="containers", verbose_name="الطبعة"
    )
    position = models.PositiveSmallIntegerField("الترتيب", default=0)
    kind = models.CharField("الشكل", max_length=9, choices=Kind.choices, default=Kind.GRID)
    title = models.CharField("العنوان", max_length=60, blank=True)
    rule = models.CharField("يملأ من", max_length=15, choices=Rule.choices, default=Rule.NEWEST)
    section = models.ForeignKey(
        "articles.Section", on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name="القسم"
    )
    length = models.PositiveSmallIntegerField("عدد القصص", default=4)

    LINES = ("title",)

    class Meta:
        verbose_name = "حاوية واجهة"
        verbose_name_plural = "حاويات الواجهات"
        default_permissions = ()
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["lead", "grid", "list", "opinion", "pictures", "most_read"]),
                name="frontcontainer_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(rule__in=["newest", "section", "opinions", "picture_stories", "most_read", "nothing"]),
                name="frontcontainer_rule_is_known",
            ),
            models.CheckConstraint(
                condition=Q(rule="section", section__isnull=False) | (~Q(rule="section") & Q(section__isnull=True)),
                name="frontcontainer_section_with_its_rule",
            ),
            models.CheckConstraint(condition=Q(length__range=(1, LONGEST)), name="frontcontainer_length_is_modest"),
        ]

    def __str__(self) -> str:
        return self.title or self.get_kind_display()


class FrontSlotQuerySet(models.QuerySet):
    def published(self, at: datetime | None = None) -> FrontSlotQuerySet:
        """Those whose story readers may see: one that is withdrawn leaves its place to the rule."""
        return self.filter(article__status="published", article__published_at__lte=at or timezone.now())


class FrontSlot(TypedText):
    """A story chosen by hand, with another headline or picture than its own if the place wants them."""

    # Of the container's edition too: the database refuses a story twice on one page.
    edition = models.ForeignKey(FrontEdition, on_delete=models.CASCADE, related_name="slots")
    container = models.ForeignKey(FrontContainer, on_delete=models.CASCADE, related_name="slots")
    position = models.PositiveSmallIntegerField("الترتيب", default=0)
    article = models.ForeignKey(
        "articles.Article",
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"status": "published"},
        verbose_name="القصة",
    )
    headline = models.CharField("عنوان آخر هنا", max_length=120, blank=True)
    picture = models.ForeignKey(
        "pictures.Picture",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="صورة أخرى هنا",
    )

    LINES = ("headline",)

    objects = FrontSlotQuerySet.as_manager()

    class Meta:
        verbose_name = "قصة في واجهة"
        verbose_name_plural = "القصص في الواجهات"
        default_permissions = ()
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "article"], name="frontslot_story_once_per_edition"),
        ]

    def __str__(self) -> str:
        return self.headline or str(self.article)


class FrontDecision(models.Model):
    """One line of a front's history: who did what to which edition, and what changed. Never deleted."""

    class Verb(models.TextChoices):
        SAVE = "save", "حفظ المسودة"
        PUBLISH = "publish", "نشر"
        SCHEDULE = "schedule", "جدول"
        REVERT = "revert", "أعاد طبعة سابقة"
        CANCEL = "cancel", "ألغى"

    edition = models.ForeignKey(FrontEdition, on_delete=models.PROTECT, related_name="decisions", verbose_name="الطبعة")
    verb = models.CharField("القرار", max_length=8, choices=Verb.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, verbose_name="صاحب القرار"
    )
    what = models.CharField("ما تغير", max_length=500, blank=True)
    at = models.DateTimeField("في", auto_now_add=True)

    class Meta:
        verbose_name = "قرار في واجهة"
        verbose_name_plural = "سجل الواجهات"
        default_permissions = ()
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verb__in=["save", "publish", "schedule", "revert", "cancel"]),
                name="frontdecision_verb_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()}: {self.by}"
