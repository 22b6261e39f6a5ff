"""Who wrote a comment and from where: for moderators alone, and not for ever."""

from __future__ import annotations

from django.db import models
from django.db.models import F


class Contact(models.Model):
    """The private half of a comment. No relation leads here from a comment; `permissions.may_see_contact` guards it."""

    comment = models.OneToOneField(
        "comments.Comment", on_delete=models.CASCADE, primary_key=True, related_name="+", verbose_name="التعليق"
    )
    email = models.EmailField("البريد الإلكتروني", max_length=254, blank=True)  # empty once erased
    email_key = models.CharField(max_length=254, blank=True, editable=False)  # in which two spellings are one address
    source = models.CharField("عنوان الشبكة", max_length=45, blank=True)  # IPv4 address or IPv6 /64, empty once erased
    agent = models.CharField("المتصفح", max_length=200, blank=True)
    # A keyed hash of what was sent: the same form sent twice is one comment.
    submission = models.CharField(max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001  (NULL: erased)
    wants_replies = models.BooleanField("يريد الردود بالبريد", default=False)

    class Meta:
        verbose_name = "صاحب تعليق"
        verbose_name_plural = "أصحاب التعليقات"
        default_permissions = ("view",)
        indexes = [
            # A commenter's record, beside each of their comments.
            models.Index(
                F("email_key"), F("comment").desc(), name="contact_address", condition=~models.Q(email_key="")
            ),
            models.Index(F("source"), F("comment").desc(), name="contact_source", condition=~models.Q(source="")),
        ]

    def __str__(self) -> str:
        return f"صاحب التعليق {self.comment_id}"
