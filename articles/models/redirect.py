"""Old addresses that still lead somewhere: of renamed sections, topics and authors, and of the site before this one."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q

from mohit.old_addresses import LONGEST, read_address, read_whole_address
from mohit.typed_text import stored

TARGETS = ("article", "section", "topic", "author", "path")


def only(target: str) -> Q:
    """That of all TARGETS this one is set."""
    rest = {f"{name}__isnull": True for name in TARGETS if name not in (target, "path")}
    given = ~Q(path="") if target == "path" else Q(path="") & Q(**{f"{target}__isnull": False})
    return given & Q(**rest)


def one_of_all() -> Q:
    condition = only(TARGETS[0])
    for target in TARGETS[1:]:
        condition |= only(target)
    return condition


class RedirectQuerySet(models.QuerySet):
    def keep(self, before: models.Model | None, now: models.Model) -> None:
        """Let the address of `before`, a row as it was saved, lead to where `now` stands; its own one is free again."""
        key = read_address(now.get_absolute_url()).key
        if before is None or before.slug != now.slug:
            self.filter(key=key).delete()  # who stands at an address has it
        if before is not None and before.slug != now.slug:
            old = read_address(before.get_absolute_url())
            kind = now._meta.model_name
            self.put([Redirect(address=old.path, key=old.key, origin=Redirect.Origin.RENAME, **{kind: now})])

    def put(self, rows: Iterable[Redirect]) -> None:
        """Store new rows; of two words about one old address the later wins. Rows that led to one of them follow it."""
        rows = list(rows)
        with transaction.atomic():
            self.bulk_create(
                rows,
                batch_size=2_000,
                update_conflicts=True,
                unique_fields=["key"],
                update_fields=["address", "origin", "created_by", "path", *TARGETS[:-1]],
            )
            self.shorten({row.key: row for row in rows})

    def shorten(self, rows: dict[str, Redirect]) -> None:
        """Make stored rows that lead to a key of `rows` lead where that row leads: no reader is sent twice."""
        paths = self.exclude(path="").order_by().values_list("path", flat=True).distinct()
        for path in list(paths):
            if next_row := rows.get(read_whole_address(path).key):
                self.filter(path=path).exclude(key=next_row.key).update(**next_row.target)


class Redirect(models.Model):
    """One old address and where it leads now: a row of this site, or a path of it.

    It is asked only about an address that opens nothing. What stands at an address always goes before it.
    """

    class Origin(models.TextChoices):
        HAND = "hand", "يدوي"
        IMPORT = "import", "مستورد"
        RENAME = "rename", "تغيير رابط"

    address = models.CharField(
        "العنوان القديم",
        max_length=LONGEST,
        help_text="كما كان في الموقع القديم، مرمزا (%D8…) أو مقروءا، مع اسم الموقع أو بدونه.",
    )
    key = models.CharField(max_length=LONGEST, editable=False)
    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="+", null=True, blank=True, verbose_name="المقال"
    )
    section = models.ForeignKey(
        "articles.Section", on_delete=models.CASCADE, related_name="+", null=True, blank=True, verbose_name="القسم"
    )
    topic = models.ForeignKey(
        "articles.Topic", on_delete=models.CASCADE, related_name="+", null=True, blank=True, verbose_name="الموضوع"
    )
    author = models.ForeignKey(
        "articles.Author", on_delete=models.CASCADE, related_name="+", null=True, blank=True, verbose_name="الكاتب"
    )
    path = models.CharField("صفحة أخرى في الموقع", max_length=LONGEST, blank=True)
    origin = models.CharField("المصدر", max_length=8, choices=Origin.choices, default=Origin.HAND, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name="أضافه",
    )
    created_at = models.DateTimeField("أضيف في", auto_now_add=True)

    objects = RedirectQuerySet.as_manager()

    class Meta:
        verbose_name = "عنوان قديم"
        verbose_name_plural = "العناوين القديمة"
        permissions = [("import_redirects", "استيراد قوائم العناوين القديمة")]
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                name="redirect_once_per_address",
                violation_error_message="هذا العنوان القديم موجود من قبل.",
            ),
            models.CheckConstraint(condition=Q(key__startswith="/"), name="redirect_has_a_key"),
            models.CheckConstraint(condition=one_of_all(), name="redirect_leads_to_one_place"),
            # A path of this site and nothing else: `//evil.example` is another one.
            models.CheckConstraint(
                condition=Q(path="") | Q(path__regex=r"^/([^/\\[:cntrl:]][^\\[:cntrl:]]*)?$"),
                name="redirect_stays_on_the_site",
            ),
            models.CheckConstraint(
                condition=Q(origin__in=["hand", "import", "rename"]), name="redirect_origin_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.address

    @property
    def target(self) -> dict[str, object]:
        """The five fields of which one says where it leads."""
        keys = {f"{name}_id": getattr(self, f"{name}_id") for name in TARGETS if name != "path"}
        return {**keys, "path": self.path}

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        self.tidy()
        super().clean_fields(exclude=exclude)

    def clean(self) -> None:
        if self.address and self.key == "/":
            raise ValidationError({"address": "هذا عنوان الصفحة الرئيسية."})

    def save(self, **kwargs: object) -> None:
        self.tidy()
        with transaction.atomic():
            super().save(**kwargs)
            type(self).objects.shorten({self.key: self})

    def tidy(self) -> None:
        self.address = stored(self.address, multiline=False)
        self.key = read_whole_address(self.address).key


class RedirectList(models.Model):
    """A list of old addresses as somebody brought it, kept until it is imported; then only its numbers stay."""

    name = models.CharField("الملف", max_length=120)
    text = models.TextField(blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, verbose_name="أحضرها"
    )
    created_at = models.DateTimeField("أحضرت في", auto_now_add=True)
    imported_at = models.DateTimeField("استوردت في", null=True)
    stored = models.PositiveIntegerField("ما حفظ", default=0)
    refused = models.PositiveIntegerField("ما رفض", default=0)

    class Meta:
        verbose_name = "قائمة عناوين"
        verbose_name_plural = "قوائم العناوين"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(imported_at__isnull=True) | Q(text=""), name="redirect_list_is_dropped_when_imported"
            )
        ]

    def __str__(self) -> str:
        return self.name
