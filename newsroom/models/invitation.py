"""A member who has been asked to choose a password of their own, by a link in a letter."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from newsroom.models.member import User


class Invitation(models.Model):
    """One row for each member ever asked; each letter has the next version, and only the newest one's link holds."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="invitation", verbose_name="العضو")
    version = models.PositiveIntegerField("رقم الدعوة", default=1)
    invited_at = models.DateTimeField("دعي", default=timezone.now)
    sent_at = models.DateTimeField("أرسلت", null=True, blank=True)
    accepted_at = models.DateTimeField("قبلت", null=True, blank=True)

    class Meta:
        verbose_name = "دعوة"
        verbose_name_plural = "الدعوات"
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=Q(version__gte=1), name="invitation_version_from_one")]

    def __str__(self) -> str:
        return f"دعوة {self.user}"

    @classmethod
    def renew(cls, user: User) -> Invitation:
        """A link that was not there before; every one given out earlier is dead."""
        invitation, is_new = cls.objects.get_or_create(user=user)
        if not is_new:
            cls.objects.filter(pk=invitation.pk).update(
                version=F("version") + 1, invited_at=timezone.now(), sent_at=None, accepted_at=None
            )
            invitation.refresh_from_db()
        return invitation

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None

    def accept(self) -> bool:
        """Claim the link; of two who press at once one is told so."""
        claimed = Invitation.objects.filter(pk=self.pk, version=self.version, accepted_at=None)
        return bool(claimed.update(accepted_at=timezone.now()))
