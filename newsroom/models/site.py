"""The site's identity and its static pages."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from mohit.arabic import slug
from mohit.prose import clean_prose
from mohit.typed_text import TypedText

web_address = URLValidator(schemes=["https"], message="اكتب عنوانا كاملا يبدأ بـ https://")


class Identity(TypedText):
    """The site's name, words and links: one row, made by migration."""

    name = models.CharField("اسم الموقع", max_length=80, default="المحيط الإخباري")
    tagline = models.CharField("العبارة التعريفية", max_length=160, blank=True)
    about = models.TextField("معلومات عنا", blank=True, help_text="نص قصير يظهر في أسفل كل صفحة.")
    footer_credit = models.CharField("سطر التنفيذ", max_length=120, blank=True)
    share_picture = models.ForeignKey(
        "pictures.Picture",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="صورة المشاركة",
        help_text="تظهر عند مشاركة صفحة لا صورة لها.",
    )
    facebook = models.URLField("فيسبوك", blank=True, validators=[web_address])
    x = models.URLField("إكس", blank=True, validators=[web_address])
    instagram = models.URLField("إنستغرام", blank=True, validators=[web_address])
    youtube = models.URLField("يوتيوب", blank=True, validators=[web_address])
    telegram = models.URLField("تيليغرام", blank=True, validators=[web_address])
    tiktok = models.URLField("تيك توك", blank=True, validators=[web_address])

    LINES = ("name", "tagline", "footer_credit")
    PARAGRAPHS = ("about",)
    NETWORKS = ("facebook", "x", "instagram", "youtube", "telegram", "tiktok")

    class Meta:
        verbose_name = "هوية الموقع"
        verbose_name_plural = "هوية الموقع"
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="identity_is_one_row"),
            models.CheckConstraint(condition=~Q(name=""), name="identity_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def social_links(self) -> list[tuple[str, str, str]]:
        """(network, Arabic name, address) of each network that has an address."""
        return [
            (network, str(self._meta.get_field(network).verbose_name), getattr(self, network))
            for network in self.NETWORKS
            if getattr(self, network)
        ]

    def save(self, **kwargs: object) -> None:
        self.pk = 1
        super().save(**kwargs)


class PageQuerySet(models.QuerySet):
    def published(self) -> PageQuerySet:
        return self.filter(is_published=True)


class Page(TypedText):
    """A static page: terms, privacy, about."""

    title = models.CharField("العنوان", max_length=120)
    slug = models.SlugField("العنوان في الرابط", max_length=120, allow_unicode=True, unique=True, blank=True)
    body = models.TextField("النص", blank=True)
    position = models.PositiveSmallIntegerField("الترتيب", default=0, help_text="ترتيبها في أسفل الصفحات.")
    is_published = models.BooleanField("منشورة", default=True)
    updated_at = models.DateTimeField("آخر تعديل", auto_now=True)

    LINES = ("title",)

    objects = PageQuerySet.as_manager()

    class Meta:
        verbose_name = "صفحة ثابتة"
        verbose_name_plural = "الصفحات الثابتة"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="page_has_a_title"),
            models.CheckConstraint(condition=~Q(slug=""), name="page_has_a_slug"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("page", args=[self.slug])

    def clean(self) -> None:
        if not self.slug:
            raise ValidationError({"slug": "اكتب عنوانا فيه حروف أو أرقام."})

    def tidy(self) -> None:
        super().tidy()
        self.body = clean_prose(self.body)
        self.slug = slug(self.slug or self.title)
