"""What a member proves the sign-in with besides the password: an authenticator app, passkeys, codes on paper."""

from __future__ import annotations

import secrets
from hashlib import sha256

from django.db import models
from django.db.models import Q
from django.utils import timezone

from newsroom.models.member import User
from newsroom.passwords import readable_password
from newsroom.signin import totp
from newsroom.signin.sealing import Broken, open_seal, seal

CODES = 10
PASSKEYS = 10  # of one member; a sign-in names them all to the browser


class AuthenticatorApp(models.Model):
    """The secret that a member's app shares with us (RFC 6238), sealed with a key that the database does not hold."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="authenticator_app", verbose_name="العضو")
    sealed_secret = models.BinaryField("السر مختوما", max_length=400)
    last_step = models.BigIntegerField("آخر رمز قبل", default=0, help_text="رقم نصف الدقيقة، فلا يقبل رمز مرتين.")
    added_at = models.DateTimeField("أضيف", default=timezone.now)
    used_at = models.DateTimeField("آخر استعمال", null=True, blank=True)

    class Meta:
        verbose_name = "تطبيق مصادقة"
        verbose_name_plural = "تطبيقات المصادقة"
        default_permissions = ()

    def __str__(self) -> str:
        return "تطبيق المصادقة"

    @classmethod
    def with_secret(cls, user: User, secret: bytes) -> AuthenticatorApp:
        return cls(user=user, sealed_secret=seal(secret))

    def accept(self, code: str) -> bool:
        """Whether `code` is right now; of two who send it at the same moment one is told so (RFC 6238, section 5.2)."""
        try:
            step = totp.step_of(open_seal(bytes(self.sealed_secret)), code)
        except Broken:  # SECRET_KEY is another one: the recovery codes still hold
            return False
        if step is None:
            return False
        fresh = AuthenticatorApp.objects.filter(pk=self.pk, last_step__lt=step)
        return bool(fresh.update(last_step=step, used_at=timezone.now()))


class Passkey(models.Model):
    """A key pair whose private half never leaves the member's device (WebAuthn, level 2)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="passkeys", verbose_name="العضو")
    name = models.CharField("الاسم", max_length=60)
    credential_id = models.BinaryField("المعرف", max_length=1023, unique=True)
    credential = models.BinaryField("المفتاح العام", max_length=4000)
    sign_count = models.BigIntegerField("العداد", default=0)
    added_at = models.DateTimeField("أضيف", default=timezone.now)
    used_at = models.DateTimeField("آخر استعمال", null=True, blank=True)

    class Meta:
        verbose_name = "مفتاح مرور"
        verbose_name_plural = "مفاتيح المرور"
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="passkey_has_a_name"),
            models.CheckConstraint(condition=Q(sign_count__gte=0), name="passkey_count_not_negative"),
        ]

    def __str__(self) -> str:
        return self.name

    def accept(self, count: int) -> bool:
        """Claim a sign-in with this count of the device; one that does not rise is a copy's (WebAuthn, 7.2, step 22).

        Keys that several devices share count nothing: they send 0 always.
        """
        keys = Passkey.objects.filter(pk=self.pk)
        fresh = keys.filter(sign_count__lt=count) if count else keys.filter(sign_count=0)
        return bool(fresh.update(sign_count=count, used_at=timezone.now()))


class RecoveryCode(models.Model):
    """One of the codes on paper, each good for one sign-in. 74 random bits: their digest needs no key and no salt."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="recovery_codes", verbose_name="العضو")
    digest = models.BinaryField("البصمة", max_length=32, unique=True)
    used_at = models.DateTimeField("استعمل", null=True, blank=True)

    class Meta:
        verbose_name = "رمز استرجاع"
        verbose_name_plural = "رموز الاسترجاع"
        default_permissions = ()

    def __str__(self) -> str:
        return "رمز استرجاع"

    @classmethod
    def issue(cls, user: User) -> list[str]:
        """Ten new codes in the clear, told this once; the ones before are void."""
        codes = [readable_password() for _ in range(CODES)]
        cls.objects.filter(user=user).delete()
        cls.objects.bulk_create(cls(user=user, digest=digest(code)) for code in codes)
        return codes

    @classmethod
    def accept(cls, user: User, code: str) -> bool:
        unused = cls.objects.filter(user=user, digest=digest(code), used_at=None)
        return bool(unused.update(used_at=timezone.now()))


def digest(code: str) -> bytes:
    """Of its letters alone: however they are grouped on the paper, in small letters or capitals."""
    return sha256("".join(filter(str.isalnum, code.lower())).encode()).digest()


def new_secret() -> bytes:
    """160 bits, as many as the hash of RFC 4226, section 4, has."""
    return secrets.token_bytes(20)
