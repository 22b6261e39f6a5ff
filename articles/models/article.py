"""The article: what is published, by whom, and when."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.utils.functional import cached_property

from articles.models.deciding import Decided
from articles.models.decision import Status
from articles.models.illustration import keep_illustrations
from articles.models.months import MonthOf
from articles.models.querysets import ArticleQuerySet, written_by_hand
from mohit.arabic import slug
from mohit.prose import clean_prose
from mohit.typed_text import TypedText

if TYPE_CHECKING:
    from articles.live.reading import Coverage

# Of a mistyped year: in year 1 Python cannot read the row back, and no page with it would open; before 1970 the cursors
# of the list pages would have a sign.
EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


class Article(Decided, TypedText):
    """A story. The public sees it when `status` is published and `published_at` has come; nothing else counts."""

    Status = Status

    class Kind(models.TextChoices):
        NEWS = "news", "خبر"
        REPORT = "report", "تقرير"
        ANALYSIS = "analysis", "تحليل"
        OPINION = "opinion", "رأي"
        INVESTIGATION = "investigation", "تحقيق"
        INTERVIEW = "interview", "حوار"
        PICTURE_STORY = "picture_story", "قصة مصورة"

    headline = models.CharField("العنوان", max_length=160)
    short_headline = models.CharField(
        "عنوان قصير", max_length=80, blank=True, help_text="للبطاقات. إن ترك فارغا ظهر العنوان كاملا."
    )
    slug = models.SlugField(
        "العنوان في الرابط",
        max_length=120,
        allow_unicode=True,
        blank=True,
        help_text="يصنع من العنوان إن ترك فارغا. تغييره لا يقطع الروابط القديمة.",
    )
    kind = models.CharField("النوع", max_length=20, choices=Kind.choices, default=Kind.NEWS)
    standfirst = models.TextField("المقدمة", blank=True, max_length=600, help_text="فقرة واحدة تحت العنوان.")
    body = models.TextField("النص", blank=True)
    section = models.ForeignKey(
        "articles.Section", on_delete=models.PROTECT, related_name="articles", verbose_name="القسم"
    )
    topics = models.ManyToManyField(
        "articles.Topic",
        through="articles.Tagging",
        related_name="articles",
        verbose_name="المواضيع",
        blank=True,
    )
    authors = models.ManyToManyField(
        "articles.Author",
        through="articles.Byline",
        related_name="articles",
        verbose_name="الكتاب",
        blank=True,
    )
    place = models.CharField("المكان", max_length=80, blank=True, help_text="حيث كتبت القصة: الجزائر، وهران…")
    picture = models.ForeignKey(
        "pictures.Picture",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="الصورة الرئيسية",
    )
    picture_caption = models.CharField(
        "شرح الصورة في هذا المقال", max_length=500, blank=True, help_text="إن ترك فارغا ظهر شرح المكتبة."
    )
    status = models.CharField("الحالة", max_length=12, choices=Status.choices, default=Status.DRAFT, editable=False)
    published_at = models.DateTimeField(
        "وقت النشر", null=True, blank=True, help_text="وقت قادم يعني نشرا مجدولا. فارغ: عند الضغط على «نشر»."
    )
    updated_at = models.DateTimeField("وقت التحديث", null=True, blank=True, editable=False)
    # When the newest standing correction was told (articles/models/correction.py).
    corrected_at = models.DateTimeField("صوب في", null=True, blank=True, editable=False)
    embargoed_until = models.DateTimeField("محظور النشر حتى", null=True, blank=True, editable=False)
    # When it last left the readers, by the database's own clock (migration 0028); its address is gone, not unknown.
    gone_at = models.DateTimeField("غاب عن القراء في", null=True, blank=True, editable=False)
    erased_at = models.DateTimeField("محي في", null=True, blank=True, editable=False)
    update_note = models.CharField(
        "ملاحظة التحديث",
        max_length=300,
        blank=True,
        help_text="اكتبها بعد تغيير جوهري في نص منشور، وتظهر للقارئ مع وقت التحديث.",
    )
    allows_comments = models.BooleanField("يقبل التعليقات", default=True)
    allows_placements = models.BooleanField("تظهر فيه المساحات الإعلانية", default=True)
    seo_title = models.CharField("عنوان محركات البحث", max_length=120, blank=True)
    seo_description = models.CharField("وصف محركات البحث", max_length=300, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name="أنشأه",
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name="عند",
    )
    created_at = models.DateTimeField("أنشئ في", auto_now_add=True)
    saved_at = models.DateTimeField("آخر حفظ", auto_now=True)
    revision = models.PositiveIntegerField("النسخة", default=0, db_default=0, editable=False)  # its newest's number

    LINES = (
        "headline",
        "short_headline",
        "standfirst",
        "place",
        "picture_caption",
        "update_note",
        "seo_title",
        "seo_description",
    )

    TEXTS = (*LINES, "body", "slug")  # what is destroyed with an erased story

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = "مقال"
        verbose_name_plural = "المقالات"
        permissions = [
            ("publish_article", "نشر المقالات وسحبها"),
            ("erase_article", "محو المقالات المسحوبة نهائيا"),
        ]
        ordering = ["-created_at", "-pk"]
        indexes = [
            # Home, «آخر الأخبار»: the newest of the whole site.
            models.Index(
                F("published_at").desc(),
                F("id").desc(),
                name="article_latest",
                condition=Q(status="published"),
            ),
            # The opinions of the home page, which may be few among many stories.
            models.Index(
                F("published_at").desc(),
                F("id").desc(),
                name="article_latest_opinions",
                condition=Q(status="published", kind="opinion"),
            ),
            # The picture stories of a front, fewer still.
            models.Index(
                F("published_at").desc(),
                F("id").desc(),
                name="article_latest_pictures",
                condition=Q(status="published", kind="picture_story"),
            ),
            # A section's page and its place on the home page.
            models.Index(
                F("section"),
                F("published_at").desc(),
                F("id").desc(),
                name="article_section_latest",
                condition=Q(status="published"),
            ),
            # The sitemap index: each month, and when one of its stories was last saved.
            models.Index(
                MonthOf(F("published_at")).desc(),
                F("saved_at").desc(),
                name="article_month",
                condition=Q(status="published"),
            ),
            # The moment of every feed: the last change of anything that readers can see or could.
            models.Index(
                F("saved_at").desc(), name="article_changed", condition=Q(status__in=["published", "withdrawn"])
            ),
            # The admin's list, newest first, and its filter by status.
            models.Index(F("created_at").desc(), F("id").desc(), name="article_desk"),
            models.Index(F("status"), F("created_at").desc(), F("id").desc(), name="article_desk_status"),
            # «ما أسند إلي».
            models.Index(
                F("assignee"),
                F("created_at").desc(),
                F("id").desc(),
                name="article_assigned",
                condition=Q(assignee__isnull=False) & ~Q(status="published"),
            ),
            # The calendar of the week, and today's: embargoes that end.
            models.Index(F("embargoed_until"), name="article_embargo_ends", condition=Q(embargoed_until__isnull=False)),
            # What the worker has not read for likeness yet.
            models.Index(F("saved_at"), F("id"), name="article_saved", condition=Q(status="published")),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(headline=""), name="article_has_a_headline"),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "in_review", "published", "withdrawn"]),
                name="article_status_is_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "news",
                        "report",
                        "analysis",
                        "opinion",
                        "investigation",
                        "interview",
                        "picture_story",
                    ]
                ),
                name="article_kind_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(status="published") | Q(published_at__isnull=False),
                name="article_published_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(status="published")
                | Q(embargoed_until__isnull=True)
                | Q(published_at__gte=F("embargoed_until")),
                name="article_waits_for_its_embargo",
                violation_error_message="هذا المقال محظور النشر قبل موعد أبعد.",
            ),
            models.CheckConstraint(
                condition=Q(embargoed_until__isnull=True)
                | Q(embargoed_until__gte=EARLIEST, embargoed_until__lt=LATEST),
                name="article_embargo_is_of_our_age",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True)
                | Q(status="withdrawn", body="", standfirst="", seo_title="", seo_description="", picture__isnull=True),
                name="article_erased_says_nothing",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(published_at__gte=EARLIEST, published_at__lt=LATEST),
                name="article_time_is_of_our_age",
                violation_error_message="اكتب وقت نشر بين سنتي 1970 و2199.",
            ),
            models.CheckConstraint(
                condition=Q(updated_at__isnull=True) | (~Q(update_note="") & Q(updated_at__gte=F("published_at"))),
                name="article_update_has_a_note",
            ),
        ]

    def __str__(self) -> str:
        return self.headline

    def get_absolute_url(self) -> str:
        # The form of reverse("article", …), written out: forty of these stand on the home page.
        tail = f"{self.slug}/" if self.slug else ""
        return iri_to_uri(f"/{self.section.slug}/{self.pk}/{tail}")

    def get_short_url(self) -> str:
        return f"/{self.pk}/"  # reverse("short_link", …), written out for the share buttons of every story

    def is_public(self, at: datetime | None = None) -> bool:
        """Whether readers see it `at` this moment (default now)."""
        return (
            self.status == self.Status.PUBLISHED
            and self.published_at is not None
            and self.published_at <= (at or timezone.now())
        )

    @property
    def modified_at(self) -> datetime | None:
        """When it last changed in substance, by what readers were told; else its publication."""
        moments = (self.published_at, self.updated_at, self.corrected_at)
        return max((moment for moment in moments if moment), default=None)

    @property
    def is_sensitive(self) -> bool:
        """Whether one of its topics is; of a story with `labels`."""
        return any(label["is_sensitive"] for label in self.labels)

    @property
    def is_scheduled(self) -> bool:
        return self.status == self.Status.PUBLISHED and not self.is_public()

    def is_embargoed(self, at: datetime | None = None) -> bool:
        """Whether its publication is still forbidden `at` this moment (default now)."""
        return self.embargoed_until is not None and self.embargoed_until > (at or timezone.now())

    @cached_property
    def live(self) -> Coverage | None:
        """What makes it a live page; of a story with `coverage_row`, as `for_reading()` gives it."""
        from articles.live.reading import read_coverage

        return read_coverage(self.coverage_row)

    @property
    def is_erased(self) -> bool:
        return self.erased_at is not None

    def clean(self) -> None:
        if self.status == self.Status.PUBLISHED and not self.published_at:
            raise ValidationError({"published_at": "المقال المنشور يحتاج وقت نشر."})

    def save(self, **kwargs: object) -> None:
        from articles.search.index import index  # it reads these models

        if not self._state.adding:
            kwargs.setdefault("update_fields", written_by_hand(self))
        with transaction.atomic():
            super().save(**kwargs)
            keep_illustrations(self)
            index([self.pk])

    def tidy(self) -> None:
        """Bring every text field into the form that may be stored (AR-4) and the body onto its allow-list."""
        super().tidy()
        self.slug = slug(self.slug or self.headline)
        self.body = clean_prose(self.body)

    def forget(self) -> None:
        """Delete all rows that hold words of an erased story: the database lets nobody else's revisions go."""
        from articles.models.live import LiveCoverage, LiveEntry, LiveEvent
        from articles.remnants import forget_remnants  # it reads these models, as does the index
        from articles.search.index import index
        from articles.sharing import forget_pictures

        words = (self.corrections, self.revisions, self.kept_texts, self.notes, self.sources)
        told = (rows.filter(coverage__article=self) for rows in (LiveEvent.objects, LiveEntry.objects))
        coverage = LiveCoverage.objects.filter(article=self)
        for rows in (*words, self.taggings, self.bylines, self.related_choices):
            rows.all().delete()
        for rows in (*told, coverage):
            rows.delete()
        forget_remnants(self)
        keep_illustrations(self)
        index([self.pk])
        transaction.on_commit(partial(forget_pictures, self.pk))
