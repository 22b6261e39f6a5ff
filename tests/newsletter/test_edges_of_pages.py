"""What a hostile tester sent to the pages of links, and what may not be read anywhere afterwards."""

from __future__ import annotations

import logging

import pytest
from django.test import Client

from mohit.log_lines import LineFormatter
from newsletter import confirming
from newsletter.links import choices_path, leave_address, leave_all_path, token_of
from newsletter.models import SignUp, Subscriber
from tests.newsletter.factories import SubscriptionFactory

pytestmark = pytest.mark.django_db

FORM, PRESS = "application/x-www-form-urlencoded", b"List-Unsubscribe=One-Click"


@pytest.fixture
def reader() -> Subscriber:
    return SubscriptionFactory().subscriber


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (PRESS, f"{FORM}; charset=us-ascii"),
        (PRESS, f"{FORM}; charset=iso-8859-1"),
        (PRESS, "text/plain"),
        (PRESS, ""),
        (PRESS, "multipart/form-data"),  # without a boundary
        (PRESS + b"&x=%ff%00", FORM),
        (b"x" * 300_000, FORM),
        (b"&".join(b"f%d=" % number for number in range(2_000)), FORM),
    ],
    ids=["ascii", "latin-1", "text", "no kind", "no boundary", "damaged", "large", "many fields"],
)
def test_a_mail_programs_press_leaves_whatever_it_carries(
    provider: Client, reader: Subscriber, body: bytes, kind: str
) -> None:
    answer = provider.generic("POST", leave_all_path(token_of(reader)), body, content_type=kind)

    reader.refresh_from_db()
    assert (answer.status_code, reader.state) == (200, "left")


def test_what_cannot_be_read_does_nothing_on_the_page_of_choices(provider: Client, reader: Subscriber) -> None:
    answer = provider.generic("POST", choices_path(token_of(reader)), b"do=erase", content_type="text/plain")

    reader.refresh_from_db()
    assert (answer.status_code, reader.state) == (415, "confirmed")


def test_no_log_line_holds_the_key_of_a_link(
    client: Client, reader: Subscriber, caplog: pytest.LogCaptureFixture
) -> None:
    token = token_of(reader)

    client.put(choices_path(token))
    client.generic("POST", choices_path(token), b"x", content_type="text/plain")
    logging.getLogger("tests").warning("%s", leave_address(reader.subscriptions.get().mailing_list, token))

    lines = [LineFormatter().format(record) for record in caplog.records]
    assert len(lines) == 3
    assert all("[token]" in line and token not in line and token[-20:] not in line for line in lines)


@pytest.fixture
def provider() -> Client:
    """A mail program: no cookie, no origin, and its requests are checked as the site's are."""
    return Client(enforce_csrf_checks=True)


def test_who_erases_himself_is_not_brought_back_by_a_form_that_waits(client: Client, reader: Subscriber) -> None:
    mailing_list = reader.subscriptions.get().mailing_list
    waiting = SignUp.objects.create(address=reader.address.upper(), lists=[mailing_list.pk], form="page-1", source=b"x")

    client.post(choices_path(token_of(reader)), {"do": "erase for good"})
    confirming.answer(waiting.pk)

    assert not Subscriber.objects.exclude(state="erased").exists()
    assert not SignUp.objects.exists()
