"""Lists of addresses, brought, checked and imported."""

from __future__ import annotations

import io

import pytest
from django.core.files import File

from newsletter.models import (
    MailingList,
    Subscriber,
    SubscriberImport,
)
from newsletter.subscriber_lists.bringing import bring
from newsletter.subscriber_lists.importing import run
from newsroom import roles

KEEPERS = {roles.NEWSLETTER_MANAGER, roles.MANAGER}
CONSENT = "نموذج الموقع القديم، 2024"
IMPORT = "/admin/newsletter/subscriber/import/"


@pytest.fixture
def daily(db: None) -> MailingList:
    return MailingList.objects.get(slug="daily")


def brought(content: bytes | str, daily: MailingList, *, is_confirmed: bool = True) -> SubscriberImport:
    content = content.encode() if isinstance(content, str) else content
    return bring(File(io.BytesIO(content), "قائمة.csv"), [daily], CONSENT, is_confirmed=is_confirmed)


def checked(content: bytes | str, daily: MailingList, **options: bool) -> SubscriberImport:
    row = brought(content, daily, **options)
    for _ in run(row.pk):
        pass
    row.refresh_from_db()
    return row


def imported(content: bytes | str, daily: MailingList, **options: bool) -> SubscriberImport:
    row = checked(content, daily, **options)
    assert row.agree()
    for _ in run(row.pk):
        pass
    row.refresh_from_db()
    return row


def counts(row: SubscriberImport) -> dict[str, int]:
    return {name: getattr(row, name) for name in SubscriberImport.COUNTS if getattr(row, name)}


def people() -> dict[str, str]:
    return dict(Subscriber.objects.order_by("pk").values_list("address", "name"))


NADIA = {"nadia@example.com": "نادية", "ali@example.com": "علي"}
TABLE = "البريد,الاسم\nnadia@example.com,نادية\nali@example.com,علي\n"
