"""The word lists by which comments are held: what editors wrote, and a version that changes with it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from mohit.arabic.matching import key_of
from mohit.typed_text import TypedText

LONGEST_WORD = 80  # letters of an entry


class ListedWord(TypedText):
    """A word or a phrase on one of three lists; every spelling of it is the same entry."""

    class Kind(models.TextChoices):
        HOLD = "hold", "حجز"
        BLOCK = "block", "منع"
        ALLOW = "allow", "سماح"

    kind = models.CharField("القائمة", max_length=5, choices=Kind.choices, default=Kind.HOLD)
    text = models.CharField("الكلمة أو العبارة", max_length=LONGEST_WORD)
    # What the matcher makes of `text` (mohit.arabic.matching): two entries with one key find the same.
    key = models.CharField(max_length=2 * LONGEST_WORD, unique=True, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name="أضافها",
    )
    created_at = models.DateTimeField("أضيفت في", auto_now_add=True)

    LINES = ("text",)

    class Meta:
        verbose_name = "كلمة مراقبة"
        verbose_name_plural = "قوائم الكلمات"
        default_permissions = ("view", "change")
        ordering = ["key"]
        indexes = [
            # The desk's list, newest first.
            models.Index(F("created_at").desc(), F("id").desc(), name="listed_word_latest")
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["hold", "block", "allow"]), name="listed_word_kind_is_known"),
            models.CheckConstraint(condition=~Q(key=""), name="listed_word_says_something"),
        ]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        """The same rules in words: an entry finds something, and no other finds the same."""
        key = key_of(self.text)
        if fault := fault_of(self.text, key):
            raise ValidationError({"text": fault})
        if same := ListedWord.objects.filter(key=key).exclude(pk=self.pk).first():
            raise ValidationError({"text": already_listed(same)})

    def save(self, **kwargs: object) -> None:
        self.tidy()
        self.key = key_of(self.text)
        super().save(**kwargs)


class WordListVersion(models.Model):
    """One row, whose version the database changes with every change of the lists, by whatever means (migration)."""

    version = models.UUIDField(default=uuid.uuid4)

    class Meta:
        verbose_name = "إصدار القوائم"
        verbose_name_plural = "إصدار القوائم"
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="word_list_version_is_one_row")]

    def __str__(self) -> str:
        return str(self.version)


def fault_of(text: str, key: str) -> str:
    """Why `text` can be no entry, in Arabic; empty when it can."""
    if not key:
        return "لا حرف في هذه الكلمة."
    if len(key) == 1 and key.isalnum():
        return f"«{text}» حرف واحد، وهو في كل كلام."
    if len(text) > LONGEST_WORD or len(key) > 2 * LONGEST_WORD:
        return f"«{text[:20]}…» أطول من {LONGEST_WORD} حرفا."
    return ""


def already_listed(same: ListedWord) -> str:
    return f"«{same.text}» في قائمة ال{same.get_kind_display()} من قبل، وهي الكلمة نفسها."
