"""The members of the newsroom."""

from __future__ import annotations

from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import AbstractUser
from django.db import connection, models, transaction
from django.utils.functional import cached_property

from mohit.typed_text import TypedText


class User(TypedText, AbstractUser):
    """A member of the newsroom. Readers have no account."""

    name = models.CharField("الاسم المعروض", max_length=120, blank=True, help_text="كما يظهر للزملاء في سجلات التحرير.")

    first_name = None
    last_name = None
    REQUIRED_FIELDS = ["email"]
    LINES = ("name",)

    class Meta:
        verbose_name = "عضو"
        verbose_name_plural = "فريق التحرير"

    def __str__(self) -> str:
        return self.name or self.username

    @cached_property
    def role_names(self) -> frozenset[str]:
        """Of the roles as they were when the member was read: with who sends a request (newsroom/signin/backend.py)."""
        return frozenset(self.groups.values_list("name", flat=True))

    def check_password(self, raw_password: str) -> bool:
        """Also writes the hash anew when Django's is stronger by now: the same password, no event of the history."""

        def write_anew(raw_password: str) -> None:
            self.set_password(raw_password)
            self._password = None  # it is no new one to whoever validates passwords
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT newsroom_security_note(%s, 'password', '')", [self.pk])
                self.save(update_fields=["password"])

        return check_password(raw_password, self.password, write_anew)

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)
