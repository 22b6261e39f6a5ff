"""On every page of the newsletter, for a subscriber in every state: looking changes nothing, and no address is told."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from newsletter.links import CONFIRM, choices_path, leave_all_path, token_of
from newsletter.mail_merge import NAME, TOKEN
from newsletter.models import Departure, Issue, MailingList, SignUp, Subscriber, Subscription, Suppression
from newsletter.models.suppression import suppressed_as
from tests.newsletter.factories import DeliveryFactory, IssueFactory, SubscriberFactory, SubscriptionFactory

pytestmark = pytest.mark.django_db

CANARY = "canary.reader@secret-domain.example"
TRACES = ("canary", "secret-domain", quote(CANARY), CANARY.encode().hex(), "Y2FuYXJ5", "كناري")
STATES = ["pending", "confirmed", "left", "bounced", "complained", "erased", "late"]
PUBLIC = ["/newsletter/", "/newsletter/archive/", "/newsletter/archive/feed/", "/newsletter/daily/"]
PUBLIC += ["/newsletter/daily/feed/", "issue"]


@pytest.fixture(params=STATES)
def subscriber(request: pytest.FixtureRequest) -> Subscriber:
    state = {"late": "pending", "erased": "confirmed"}.get(request.param, request.param)
    subscriber = SubscriberFactory(address=CANARY, name="كناري", state=state, asked_at=timezone.now())
    of_list = {"pending": "pending", "confirmed": "active"}.get(state, "left")
    SubscriptionFactory(subscriber=subscriber, mailing_list=MailingList.objects.get(slug="daily"), state=of_list)
    if state in ("bounced", "complained"):
        Suppression.objects.create(fingerprint=suppressed_as(CANARY), reason="complaint")
    if request.param == "late":
        Subscriber.objects.update(asked_at=timezone.now().replace(year=2020))
    subscriber.links = links(subscriber)
    if request.param == "erased":
        subscriber.erase()
    return subscriber


def links(subscriber: Subscriber) -> list[str]:
    token = token_of(subscriber)
    confirm = f"/newsletter/confirm/{CONFIRM.token(subscriber.pk, subscriber.token_version)}/"
    daily = MailingList.objects.get(slug="daily")
    return [confirm, choices_path(token), leave_all_path(token), f"{leave_all_path(token)}{daily.pk}/"]


def everything() -> list[list[dict[str, Any]]]:
    models = (Subscriber, Subscription, Suppression, SignUp, Departure, Issue, ProcrastinateJob)
    return [list(model.objects.order_by("pk").values()) for model in models]


def told(response: HttpResponse) -> str:
    return response.content.decode() + str(response.headers) + str(response.cookies)


def test_looking_changes_nothing_and_tells_nothing(client: Client, subscriber: Subscriber) -> None:
    issue = DeliveryFactory(
        subscriber=subscriber,
        issue=IssueFactory(
            sending=True,
            mailing_list=MailingList.objects.get(slug="daily"),
            html=f"<p>{NAME} {CANARY} {TOKEN}</p>",
            text=f"{NAME} {CANARY} {TOKEN}",
        ),
    ).issue
    public = [issue.get_absolute_url() if path == "issue" else path for path in PUBLIC]
    before = everything()

    for path in (*public, *subscriber.links):
        for method in ("get", "head"):
            response = getattr(client, method)(path, headers={"purpose": "prefetch"})
            assert response.status_code == 200 or path in subscriber.links, path
            assert response.status_code in (200, 404), path
            assert not [trace for trace in (*TRACES, NAME, TOKEN) if trace in told(response)], path

    assert everything() == before


def test_no_public_page_knows_a_subscriber(client: Client, subscriber: Subscriber) -> None:
    """Nor does any of them change when there is one more."""
    before = [(client.get(path).content, client.get(path).get("ETag")) for path in PUBLIC[:-1]]
    SubscriptionFactory(mailing_list=MailingList.objects.get(slug="daily"))

    assert [(client.get(path).content, client.get(path).get("ETag")) for path in PUBLIC[:-1]] == before


@pytest.mark.parametrize("answers", ["done", "wrong", "foreign", "limited"])
def test_no_answer_to_a_form_repeats_the_address_in_a_header(client: Client, answers: str) -> None:
    headers = {"sec-fetch-site": "cross-site" if answers == "foreign" else "same-origin"}
    typed = {"form": "page-1" if answers == "wrong" else "footer-1", "email": CANARY}
    for _ in range(25 if answers == "limited" else 1):
        response = client.post("/newsletter/subscribe/", typed, headers=headers)

    assert response.status_code == {"done": 303, "wrong": 422, "foreign": 403, "limited": 429}[answers]
    assert not [trace for trace in TRACES if trace in str(response.headers) + str(response.cookies)]
    assert response["Cache-Control"] in ("private, no-store", "no-store")
    assert "ETag" not in response


def test_what_a_wrong_form_shows_is_kept_by_nobody(client: Client) -> None:
    response = client.post("/newsletter/subscribe/", {"email": CANARY}, headers={"sec-fetch-site": "same-origin"})

    assert CANARY in response.content.decode()  # for the one who typed it
    assert "ETag" not in response
    assert response["Cache-Control"] == "private, no-store"
