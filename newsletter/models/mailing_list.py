"""A list that readers subscribe to, when its digests are due, and how they are filled."""

from __future__ import annotations

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse

from mohit.arabic import slug
from mohit.typed_text import TypedText

# What stands in its place under /newsletter/ (newsletter/urls.py).
RESERVED = ("archive", "confirm", "feed", "leave", "p", "subscribe")


class MailingListQuerySet(models.QuerySet):
    def active(self) -> MailingListQuerySet:
        return self.filter(is_active=True)

    def offered(self) -> MailingListQuerySet:
        """Those that a reader may choose."""
        return self.active().filter(is_public=True)

    def in_archive(self) -> MailingListQuerySet:
        """Those whose issues readers may look at; one that was stopped keeps its archive."""
        return self.filter(is_public=True)

    def with_latest_issue(self) -> MailingListQuerySet:
        """Each with `latest`: pk, public subject and moment (ISO 8601) of the newest in its archive, or None."""
        issues = apps.get_model("newsletter", "Issue").objects.in_archive().filter(mailing_list=OuterRef("pk"))
        latest = JSONObject(pk="pk", subject="public_subject", started_at="started_at")
        return self.annotate(latest=Subquery(issues.values(json=latest)[:1]))

    def digests(self) -> MailingListQuerySet:
        """Those whose issues come by a schedule."""
        return self.active().filter(kind__in=[MailingList.Kind.DAILY, MailingList.Kind.WEEKLY])


class MailingList(TypedText):
    """One newsletter. Daily and weekly ones make their issues themselves; the others wait for an editor."""

    class Kind(models.TextChoices):
        DAILY = "daily", "يومية"
        WEEKLY = "weekly", "أسبوعية"
        BREAKING = "breaking", "عاجلة"
        MANUAL = "manual", "يدوية"

    class Filling(models.TextChoices):
        NEWEST = "newest", "الأحدث"
        MOST_READ = "most_read", "الأكثر قراءة"

    class Weekday(models.IntegerChoices):
        """As `date.isoweekday()` counts; in the order of the Arab week."""

        SATURDAY = 6, "السبت"
        SUNDAY = 7, "الأحد"
        MONDAY = 1, "الاثنين"
        TUESDAY = 2, "الثلاثاء"
        WEDNESDAY = 3, "الأربعاء"
        THURSDAY = 4, "الخميس"
        FRIDAY = 5, "الجمعة"

    name = models.CharField("الاسم", max_length=80)
    slug = models.SlugField(
        "الاسم في الرابط",
        max_length=60,
        unique=True,
        help_text="بحروف لاتينية: يظهر في رابط الأرشيف وفي ترويسة الرسائل.",
        error_messages={"unique": "هذا الرابط مستعمل من قبل."},
    )
    description = models.CharField("الوصف", max_length=300, blank=True, help_text="جملة يقرؤها من يختار نشرته.")
    kind = models.CharField("النوع", max_length=8, choices=Kind.choices, default=Kind.MANUAL)
    send_at = models.TimeField("ساعة الإرسال", null=True, blank=True, help_text="لليومية والأسبوعية، بتوقيت الموقع.")
    weekday = models.PositiveSmallIntegerField(
        "يوم الإرسال", choices=Weekday.choices, null=True, blank=True, help_text="للأسبوعية."
    )
    grace_minutes = models.PositiveSmallIntegerField(
        "مهلة التأخر بالدقائق", default=120, help_text="ما فات موعده بأكثر منها لا يرسل، بل ينتظر قرار المحرر."
    )
    sends_by_itself = models.BooleanField(
        "يرسل تلقائيا", default=True, help_text="وإلا أعد العدد في موعده وانتظر موافقة المحرر."
    )
    filling = models.CharField("اختيار القصص", max_length=9, choices=Filling.choices, default=Filling.NEWEST)
    sections = models.ManyToManyField(
        "articles.Section",
        related_name="+",
        blank=True,
        verbose_name="من أقسام",
        help_text="إن لم تختر شيئا فمن كل الأقسام.",
    )
    fewest_stories = models.PositiveSmallIntegerField(
        "أقل عدد من القصص", default=3, help_text="إن لم يجتمع هذا العدد من القصص الجديدة فلا عدد، ويبلغ المحرر."
    )
    most_stories = models.PositiveSmallIntegerField("أكثر عدد من القصص", default=10)
    imprint = models.CharField(
        "سطر الناشر",
        max_length=200,
        blank=True,
        help_text="اسم الناشر وعنوانه البريدي، في أسفل كل رسالة: تطلبه قوانين دول كثيرة.",
    )
    is_active = models.BooleanField("تعمل", default=True)
    is_public = models.BooleanField("تعرض على القراء", default=True)
    position = models.PositiveSmallIntegerField("الترتيب", default=0)

    LINES = ("name", "description", "imprint")

    objects = MailingListQuerySet.as_manager()

    class Meta:
        verbose_name = "قائمة بريدية"
        verbose_name_plural = "القوائم البريدية"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="mailinglist_has_a_name"),
            models.CheckConstraint(condition=Q(slug__regex=r"^[a-z0-9]+(-[a-z0-9]+)*$"), name="mailinglist_has_a_slug"),
            models.CheckConstraint(
                condition=~Q(slug__in=RESERVED),
                name="mailinglist_slug_is_free",
                violation_error_message="هذا الرابط محجوز للموقع، اختر غيره.",
            ),
            models.CheckConstraint(
                condition=Q(kind="daily", send_at__isnull=False, weekday__isnull=True)
                | Q(kind="weekly", send_at__isnull=False, weekday__isnull=False, weekday__range=(1, 7))
                | Q(kind__in=["breaking", "manual"], send_at__isnull=True, weekday__isnull=True),
                name="mailinglist_schedule_fits_its_kind",
                violation_error_message="لليومية ساعة بلا يوم، وللأسبوعية ساعة ويوم، ولا موعد لغيرهما.",
            ),
            models.CheckConstraint(
                condition=Q(filling__in=["newest", "most_read"]), name="mailinglist_filling_is_known"
            ),
            models.CheckConstraint(
                condition=Q(fewest_stories__gte=1, most_stories__lte=50, fewest_stories__lte=F("most_stories")),
                name="mailinglist_counts_stories",
                violation_error_message="عدد القصص بين 1 و50، وأقله لا يزيد على أكثره.",
            ),
            models.CheckConstraint(condition=Q(grace_minutes__range=(1, 1_440)), name="mailinglist_grace_is_a_day"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("newsletter_archive", args=[self.slug])

    @property
    def has_a_schedule(self) -> bool:
        return self.kind in (self.Kind.DAILY, self.Kind.WEEKLY)

    def clean(self) -> None:
        if not self.slug:
            raise ValidationError({"slug": "اكتب اسما بحروف لاتينية صغيرة أو أرقام."})

    def tidy(self) -> None:
        super().tidy()
        self.slug = slug(self.slug).lower()
