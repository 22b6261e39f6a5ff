"""The sessions of the members as they see them: on which device, since when, last used when."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac

from newsroom.models.member import User

NOTED_EVERY = timedelta(minutes=5)  # so long may the last use of a session be older than it says


class MemberSessionQuerySet(models.QuerySet):
    def of(self, user: User, moment: datetime | None = None) -> MemberSessionQuerySet:
        """Those that still hold, the last used first."""
        return self.filter(user=user, expire_date__gt=moment or timezone.now()).order_by("-used_at")

    def end(self, *, but: str | None = None) -> int:
        """Whoever uses one of them has to sign in again, at once; how many."""
        ended, _ = self.exclude(session_key=but or "").delete()
        return ended


class MemberSession(AbstractBaseSession):
    """Django's session with whose it is beside it. No network address is kept with it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="sessions", verbose_name="العضو")
    device = models.CharField("الجهاز", max_length=80, blank=True)
    signed_in_at = models.DateTimeField("الدخول", default=timezone.now)
    used_at = models.DateTimeField("آخر استعمال", default=timezone.now)

    objects = MemberSessionQuerySet.as_manager()

    class Meta:
        verbose_name = "جلسة"
        verbose_name_plural = "الجلسات"
        default_permissions = ()

    def __str__(self) -> str:
        return self.device

    @property
    def mark(self) -> str:
        """What stands for it on the page."""
        return salted_hmac("newsroom.session.mark", self.session_key, algorithm="sha256").hexdigest()[:16]

    @classmethod
    def get_session_store_class(cls) -> type:
        from newsroom.signin.sessions import SessionStore

        return SessionStore
