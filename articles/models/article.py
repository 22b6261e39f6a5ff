"""The article: what is published, by whom, and the history of every decision about it."""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.encoding import iri_to_uri

from articles.models.illustration import keep_illustrations
from articles.models.months import MonthOf
from articles.models.querysets import ArticleQuerySet, written_by_hand
from mohit.arabic import slug
from mohit.prose import clean_prose
from mohit.typed_text import TypedText, stored

# Of a mistyped year: in year 1 Python cannot read the row back, and no page with it would open; before 1970 the cursors
# of the list pages would have a sign.
EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


class Article(TypedText):
    """A story. The public sees it when `status` is published and `published_at` has come; nothing else counts."""

    class Status(models.TextChoices):
        DRAFT = "draft", "مسودة"
        IN_REVIEW = "in_review", "قيد المراجعة"
        PUBLISHED = "published", "منشور"
        WITHDRAWN = "withdrawn", "مسحوب"

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

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = "مقال"
        verbose_name_plural = "المقالات"
        permissions = [("publish_article", "نشر المقالات وسحبها")]
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
    def is_sensitive(self) -> bool:
        """Whether one of its topics is; of a story with `labels`."""
        return any(label["is_sensitive"] for label in self.labels)

    @property
    def is_scheduled(self) -> bool:
        return self.status == self.Status.PUBLISHED and not self.is_public()

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

    # --- Verbs: each claims the row by its old state, so that of two people at once one acts and one is told. -----

    def submit(self, by: models.Model) -> bool:
        """Hand a draft to the editors; False when somebody was faster."""
        return self._decide(Decision.Verb.SUBMIT, by, [self.Status.DRAFT], self.Status.IN_REVIEW)

    def send_back(self, by: models.Model, note: str = "") -> bool:
        """Return a story to its writer with a reason."""
        return self._decide(
            Decision.Verb.SEND_BACK,
            by,
            [self.Status.IN_REVIEW, self.Status.WITHDRAWN],
            self.Status.DRAFT,
            note,
        )

    def publish(self, by: models.Model, at: datetime | None = None) -> bool:
        """Publish at `at`, at the time the article already names, or now."""
        moment = at or self.published_at or timezone.now()
        before = [self.Status.DRAFT, self.Status.IN_REVIEW, self.Status.WITHDRAWN]
        return self._decide(Decision.Verb.PUBLISH, by, before, self.Status.PUBLISHED, published_at=moment)

    def withdraw(self, by: models.Model, note: str = "") -> bool:
        """Take a published or scheduled story from the readers."""
        return self._decide(Decision.Verb.WITHDRAW, by, [self.Status.PUBLISHED], self.Status.WITHDRAWN, note)

    def _decide(
        self,
        verb: Decision.Verb,
        by: models.Model,
        before: list[Status],
        after: Status,
        note: str = "",
        **changes: object,
    ) -> bool:
        note = stored(note, multiline=False)
        with transaction.atomic():
            rows = Article.objects.filter(pk=self.pk, status__in=before)
            old = rows.select_for_update().values_list("status", flat=True).first()
            if old is None:
                return False
            rows.update(status=after, saved_at=timezone.now(), **changes)
            Decision.objects.create(article_id=self.pk, verb=verb, by=by, before=old, after=after, note=note)
        self.status = after
        for name, value in changes.items():
            setattr(self, name, value)
        return True


class Decision(models.Model):
    """One line of an article's history: who moved it from which state to which, and why. Never deleted."""

    class Verb(models.TextChoices):
        SUBMIT = "submit", "أرسل للمراجعة"
        SEND_BACK = "send_back", "أعيد إلى الكاتب"
        PUBLISH = "publish", "نشر"
        WITHDRAW = "withdraw", "سحب"

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="decisions", verbose_name="المقال")
    verb = models.CharField("القرار", max_length=12, choices=Verb.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="صاحب القرار"
    )
    before = models.CharField("قبل", max_length=12, choices=Article.Status.choices)
    after = models.CharField("بعد", max_length=12, choices=Article.Status.choices)
    note = models.CharField("السبب", max_length=300, blank=True)
    at = models.DateTimeField("في", auto_now_add=True)

    class Meta:
        verbose_name = "قرار"
        verbose_name_plural = "سجل القرارات"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verb__in=["submit", "send_back", "publish", "withdraw"]),
                name="decision_verb_is_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()}: {self.by}"
