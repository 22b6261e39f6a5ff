"""How comments are run on this site: one row, edited in the admin."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Policy(models.Model):
    """The rules of the house: one row, made by migration."""

    class Moderation(models.TextChoices):
        BEFORE = "before", "لا ينشر تعليق قبل أن يوافق عليه مشرف"
        WHEN_HELD = "when_held", "ينشر التعليق في الحال ما لم تحجزه قاعدة"

    moderation = models.CharField("النشر", max_length=12, choices=Moderation.choices, default=Moderation.BEFORE)
    hold_points = models.PositiveSmallIntegerField(
        "نقاط الحجز", default=10, help_text="تعليق بلغ هذه النقاط ينتظر مشرفا مهما كانت طريقة النشر."
    )
    close_after_days = models.PositiveSmallIntegerField(
        "إغلاق التعليقات بعد", default=30, help_text="عدد الأيام من نشر المقال. صفر: لا تغلق."
    )
    report_threshold = models.PositiveSmallIntegerField(
        "بلاغات السحب", default=3, help_text="تعليق منشور بلغته هذه البلاغات من مصادر مختلفة يعود إلى الانتظار."
    )
    keep_contacts_days = models.PositiveSmallIntegerField(
        "مدة حفظ العناوين", default=90, help_text="بالأيام. بعدها تمحى عناوين الشبكة، وبريد أصحاب التعليقات المرفوضة."
    )
    trusted_after = models.PositiveSmallIntegerField(
        "الثقة بعد",
        default=0,
        help_text="عدد التعليقات المنشورة لعنوان بريد مؤكد قبل أن ينشر تعليقه التالي"
        " بضغطة من بريده دون انتظار. صفر: لا أحد.",
    )

    class Meta:
        verbose_name = "سياسة التعليقات"
        verbose_name_plural = "سياسة التعليقات"
        default_permissions = ("change", "view")
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="comment_policy_is_one_row"),
            models.CheckConstraint(
                condition=Q(moderation__in=["before", "when_held"]), name="comment_policy_moderation_is_known"
            ),
            models.CheckConstraint(condition=Q(report_threshold__gte=1), name="comment_policy_threshold_is_positive"),
            models.CheckConstraint(condition=Q(keep_contacts_days__gte=1), name="comment_policy_forgets_some_day"),
            models.CheckConstraint(condition=Q(hold_points__gte=1), name="comment_policy_points_are_positive"),
        ]

    def __str__(self) -> str:
        return "سياسة التعليقات"

    def save(self, **kwargs: object) -> None:
        self.pk = 1
        super().save(**kwargs)


def the_policy() -> Policy:
    return Policy.objects.get(pk=1)
