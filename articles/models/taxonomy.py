"""What an article is filed under: one section, any number of topics, its authors."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse

from articles.models.redirect import Redirect
from mohit.arabic import skeleton, slug, sort_key
from mohit.typed_text import TypedText

# First path segments that belong to the site itself (mohit/urls.py) or that old sites used for something else than a
# section: addresses under them are never an article's. A section may not take them.
RESERVED = (
    "admin",
    "api",
    "archives",
    "atom",
    "author",
    "authors",
    "category",
    "comments",
    "corrections",
    "embed",
    "favicon.ico",
    "feed",
    "feeds",
    "health",
    "latest",
    "lite",
    "manifest.webmanifest",
    "media",
    "most-read",
    "newsletter",
    "opensearch",
    "opensearch-xml",
    "opensearch.xml",
    "page",
    "pages",
    "placement",
    "placements",
    "preview",
    "reads",
    "robots",
    "robots-txt",
    "robots.txt",
    "rss",
    "search",
    "share",
    "sitemap",
    "sitemap-xml",
    "sitemap.xml",
    "sitemaps",
    "static",
    "tag",
    "tags",
    "topic",
    "topics",
    "wp-admin",
    "wp-content",
    "wp-includes",
    "wp-json",
)


class Named(TypedText):
    """A name shown as typed, an address made from it, and a key under which look-alikes are one (AR-15)."""

    name = models.CharField("الاسم", max_length=80)
    slug = models.SlugField(
        "الاسم في الرابط",
        max_length=120,
        allow_unicode=True,
        unique=True,
        blank=True,
        error_messages={"unique": "هذا الرابط مستعمل من قبل."},
    )

    LINES = ("name",)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if not self.slug:
            raise ValidationError({"slug": "اكتب اسما فيه حروف أو أرقام."})

    def tidy(self) -> None:
        super().tidy()
        self.slug = slug(self.slug or self.name)

    def save(self, **kwargs: object) -> None:
        with transaction.atomic():
            before = type(self).objects.select_for_update().filter(pk=self.pk).first() if self.pk else None
            super().save(**kwargs)
            Redirect.objects.keep(before, self)


class UniqueName(Named):
    """A name that no other row may wear in any spelling that looks the same."""

    name_key = models.CharField(max_length=160, editable=False, unique=True)

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        twin = type(self).objects.filter(name_key=self.name_key).exclude(pk=self.pk).first()
        if twin:
            raise ValidationError({"name": f"هذا الاسم موجود: «{twin.name}»."})

    def tidy(self) -> None:
        super().tidy()
        # A key may be longer than its name: ﷺ opens into eighteen letters.
        self.name_key = skeleton(self.name)[: self._meta.get_field("name_key").max_length]


class Section(UniqueName):
    """A part of the newspaper: every article stands in exactly one."""

    description = models.CharField("الوصف", max_length=300, blank=True)
    position = models.PositiveSmallIntegerField("الترتيب", default=0, help_text="ترتيبه في القائمة والرئيسية.")

    LINES = ("name", "description")

    class Meta:
        verbose_name = "قسم"
        verbose_name_plural = "الأقسام"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="section_has_a_name"),
            models.CheckConstraint(condition=~Q(slug=""), name="section_has_a_slug"),
            # An all-digit first segment is an article's short link.
            models.CheckConstraint(
                condition=~Q(slug__in=RESERVED) & ~Q(slug__regex=r"^[0-9]+$"), name="section_slug_is_free"
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("section", args=[self.slug])

    def clean(self) -> None:
        super().clean()
        if self.slug in RESERVED or self.slug.isdecimal():
            raise ValidationError({"slug": "هذا الرابط محجوز للموقع، اختر غيره."})


class Topic(UniqueName):
    """A subject that articles of any section share."""

    description = models.CharField("الوصف", max_length=300, blank=True)
    picture = models.ForeignKey(
        "pictures.Picture",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="الصورة",
        help_text="تظهر فوق قائمة مقالاته، وحين يشارك رابطه.",
    )
    is_sensitive = models.BooleanField(
        "موضوع حساس",
        default=False,
        help_text="الكوارث والوفيات وما يشبهها: لا تظهر المساحات الإعلانية في مقالاته، ولا يبقى مكانها فارغا.",
    )
    created_at = models.DateTimeField("أضيف في", auto_now_add=True)
    # Compared by code point: the order of an Arabic index in any locale (AR-5).
    sort_key = models.CharField(max_length=160, editable=False, db_collation="C")

    LINES = ("name", "description")

    class Meta:
        verbose_name = "موضوع"
        verbose_name_plural = "المواضيع"
        permissions = [("merge_topic", "دمج المواضيع")]
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="topic_has_a_name"),
            models.CheckConstraint(condition=~Q(slug=""), name="topic_has_a_slug"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("topic", args=[self.slug])

    def tidy(self) -> None:
        super().tidy()
        self.sort_key = sort_key(self.name)[: self._meta.get_field("sort_key").max_length]


class Author(Named):
    """A byline: a person who signs, with or without an account in the newsroom."""

    role = models.CharField("الصفة", max_length=80, blank=True, help_text="صحفية، مراسل من وهران، كاتب رأي…")
    bio = models.TextField("نبذة", blank=True)
    picture = models.ForeignKey(
        "pictures.Picture",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="الصورة",
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="author",
        null=True,
        blank=True,
        verbose_name="حساب التحرير",
        help_text="إن كان الكاتب من فريق التحرير.",
    )
    sort_key = models.CharField(max_length=160, editable=False, db_index=True)

    LINES = ("name", "role")
    PARAGRAPHS = ("bio",)

    class Meta:
        verbose_name = "كاتب"
        verbose_name_plural = "الكتاب"
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="author_has_a_name"),
            models.CheckConstraint(condition=~Q(slug=""), name="author_has_a_slug"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("author", args=[self.slug])

    def tidy(self) -> None:
        super().tidy()
        self.sort_key = sort_key(self.name)[:160]
