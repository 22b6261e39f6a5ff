"""Who moderates which sections."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class SectionModerator(models.Model):
    """Binds a moderator to a section: who has such rows moderates under the stories of those sections alone.

    PROTECT: with the last row gone the member would moderate everything, so rows go by somebody's decision only.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="المشرف"
    )
    section = models.ForeignKey("articles.Section", on_delete=models.PROTECT, related_name="+", verbose_name="القسم")

    class Meta:
        verbose_name = "مشرف قسم"
        verbose_name_plural = "مشرفو الأقسام"
        default_permissions = ()
        ordering = ["section__position", "user", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "section"],
                name="section_moderator_once",
                violation_error_message="هذا العضو مشرف على هذا القسم من قبل.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.section}"
