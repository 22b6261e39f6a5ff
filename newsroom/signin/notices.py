"""A letter to the member whenever what protects the account has changed: the owner hears of it, whoever did it."""

from __future__ import annotations

from mohit.addresses import absolute
from mohit.mail import Letter
from newsroom.models import SecurityEvent

Kind = SecurityEvent.Kind
NOTIFIED = (Kind.PASSWORD, Kind.ACCEPT, Kind.FACTOR_ADD, Kind.FACTOR_REMOVE, Kind.FACTOR_RESET)
WORDS = {
    Kind.PASSWORD: "لحسابك كلمة مرور جديدة.",
    Kind.ACCEPT: "اختيرت لحسابك كلمة مرور برابط الدعوة.",
    Kind.FACTOR_ADD: "أضيفت إلى حسابك خطوة ثانية للدخول.",
    Kind.FACTOR_REMOVE: "أزيلت من حسابك خطوة ثانية للدخول.",
    Kind.FACTOR_RESET: "أزيلت الخطوة الثانية من حسابك، وانتهت كل جلساته.",
}


def notify(event: SecurityEvent) -> None:
    """Have the worker write the letter, once the change itself is committed."""
    from newsroom.tasks import send_notice

    if event.kind in NOTIFIED and event.user.email:
        send_notice.defer(event_pk=event.pk)


def send(event_pk: int) -> None:
    event = SecurityEvent.objects.select_related("user", "by").get(pk=event_pk)
    if event.user.email:
        letter(event).send()


def letter(event: SecurityEvent) -> Letter:
    return Letter(
        to=event.user.email,
        subject="تغيرت حماية حسابك",
        template="newsroom/mail/notice.html",
        context={
            "event": event,
            "words": WORDS[event.kind],
            "by_another": event.by if event.by_id != event.user_id else None,
            "account": absolute("/admin/account/"),
        },
        key=f"newsroom.notice.{event.pk}",
    )
