"""An issue on its way to readers of the tests' mail server."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from newsletter.mail_merge import NAME, TOKEN
from newsletter.models import Delivery, Issue, MailingList, Subscriber
from newsletter.sending.worker import Worker
from tests.newsletter.factories import IssueFactory, MailingListFactory, SubscriberFactory, SubscriptionFactory

State, Reason = Delivery.State, Delivery.Reason
ROOT = Path(__file__).resolve().parents[2]
HTML = f'<p dir="rtl">صباح الخير {NAME}</p><p><a href="https://news.example/{TOKEN}/">غادر</a></p>'
TEXT = f"صباح الخير {NAME}\n\nhttps://news.example/{TOKEN}/\n"


def list_of(*names: str) -> MailingList:
    """A list to which `names`@example.com subscribed."""
    mailing_list = MailingListFactory()
    for name in names:
        SubscriptionFactory(mailing_list=mailing_list, subscriber=SubscriberFactory(address=f"{name}@example.com"))
    return mailing_list


def issue_to(*names: str, **values: object) -> Issue:
    """An issue to them that has just been started."""
    return IssueFactory(mailing_list=list_of(*names), sending=True, **{"html": HTML, "text": TEXT, **values})


def work(**options: object) -> None:
    """One worker, until nothing can be sent now; in a minute at most, so that an endless one fails its test."""
    Worker(**{"connections": 3, **options}).run(once=True, seconds=60)


def row(name: str) -> Delivery:
    return Delivery.objects.get(subscriber__address_key=f"{name}@example.com")


def states(issue: Issue) -> dict[str, str]:
    """The state's name for each reader's."""
    rows = issue.deliveries.values_list("subscriber__address_key", "state")
    return {key.partition("@")[0]: State(state).name for key, state in rows}


def subscriber(name: str) -> Subscriber:
    return Subscriber.objects.get(address_key=f"{name}@example.com")


def another_process(*arguments: str, email_url: str) -> subprocess.Popen[bytes]:
    """`manage.py …` on the database of this test."""
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    environment = {
        **os.environ,
        "DATABASE_URL": database,
        "EMAIL_URL": email_url,
        "SECRET_KEY": settings.SECRET_KEY,
        "DJANGO_SETTINGS_MODULE": "mohit.settings",
    }
    return subprocess.Popen([sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment)
