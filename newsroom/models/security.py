"""The history of who came in, who was kept out, and who changed what somebody may do."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from newsroom.models.member import User


class SecurityEvent(models.Model):
    """Written once; a trigger refuses to change or delete it. It holds nothing typed and no network address.

    What the newsroom does to accounts and roles it writes down with who did it. What a command, a shell or psql does is
    written by triggers at the end of the transaction (migration 0007), by nobody.
    """

    class Kind(models.TextChoices):
        SIGN_IN = "sign_in", "دخول"
        WRONG_PASSWORD = "wrong_password", "كلمة مرور خاطئة"
        WRONG_CODE = "wrong_code", "رمز تحقق خاطئ"
        LOCK = "lock", "إيقاف المحاولات مؤقتا"
        SIGN_OUT = "sign_out", "خروج"
        SESSION_END = "session_end", "إنهاء جلسات"
        FACTOR_ADD = "factor_add", "إضافة خطوة ثانية"
        FACTOR_REMOVE = "factor_remove", "إزالة خطوة ثانية"
        FACTOR_RESET = "factor_reset", "إزالة كل الخطوات الثانية"
        CODES = "codes", "رموز استرجاع جديدة"
        PASSWORD = "password", "كلمة مرور جديدة"
        EMAIL = "email", "بريد جديد للحساب"
        INVITE = "invite", "دعوة بالبريد"
        ACCEPT = "accept", "قبول الدعوة"
        CREATE = "create", "حساب جديد"
        ROLE_ADD = "role_add", "منح دور"
        ROLE_REMOVE = "role_remove", "سحب دور"
        ACTIVATE = "activate", "تفعيل الحساب"
        STOP = "stop", "إيقاف الحساب"
        GRANT_ALL = "grant_all", "منح كل الصلاحيات"
        WITHDRAW_ALL = "withdraw_all", "سحب كل الصلاحيات"

    WARNINGS = (Kind.WRONG_PASSWORD, Kind.WRONG_CODE, Kind.LOCK, Kind.FACTOR_RESET, Kind.STOP)

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="security_events", verbose_name="العضو")
    by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="من فعل ذلك",
        help_text="فارغ حين لا يعرف، أو حين جاء الأمر من الخادم.",
    )
    kind = models.CharField("ما حدث", max_length=20, choices=Kind.choices)
    detail = models.CharField("التفاصيل", max_length=120, blank=True)
    device = models.CharField("الجهاز", max_length=80, blank=True)
    at = models.DateTimeField("الوقت", default=timezone.now)

    class Meta:
        verbose_name = "حدث أمني"
        verbose_name_plural = "سجل الدخول والصلاحيات"
        default_permissions = ()
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["-at", "-id"], name="securityevent_latest"),  # the whole log
            models.Index(fields=["user", "-at", "-id"], name="securityevent_of_member"),  # the account's page; locks
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "sign_in", "wrong_password", "wrong_code", "lock", "sign_out", "session_end", "factor_add",
                        "factor_remove", "factor_reset", "codes", "password", "email", "invite", "accept", "create",
                        "role_add", "role_remove", "activate", "stop", "grant_all", "withdraw_all",
                    ]
                ),
                name="securityevent_kind",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.user}"

    @property
    def is_warning(self) -> bool:
        return self.kind in self.WARNINGS
