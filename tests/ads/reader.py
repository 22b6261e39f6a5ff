"""A reader's browser, which asks for the boxes of a page and reports what came of them."""

from __future__ import annotations

import json
from datetime import timedelta

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from ads.models import Campaign, Counter, InvalidCount
from tests.ads.factories import CampaignFactory

AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0"
READER = {"user-agent": AGENT, "sec-fetch-site": "same-origin"}
DECISION = "/placements/decision/"


def live(**facts: object) -> Campaign:
    """A campaign that runs at this very moment."""
    now = timezone.now()
    period = {"starts_at": now - timedelta(days=10), "ends_at": now + timedelta(days=10)}
    return CampaignFactory(**{**period, **facts})


def post(client: Client, address: str, body: object, **headers: str) -> HttpResponse:
    """`body` is sent as it is when it is bytes. A header that is empty is not sent."""
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    return client.post(address, sent, content_type="application/json", headers=with_headers(headers))


def with_headers(more: dict[str, str]) -> dict[str, str]:
    headers = {**READER, **{name.replace("_", "-"): value for name, value in more.items()}}
    return {name: value for name, value in headers.items() if value is not None}


def ask(client: Client, *boxes: str, headers: dict[str, str] | None = None, **question: object) -> dict[str, dict]:
    """What stands in each box."""
    body = {"boxes": list(boxes or ["article-end"]), "section": "culture", **question}
    response = post(client, DECISION, body, **(headers or {}))
    assert response.status_code == 200, response
    return response.json()["boxes"]


def nonce(client: Client) -> str:
    return ask(client)["article-end"]["nonce"]


def report(client: Client, event: str, nonce: str, box: str = "article-end", **headers: str) -> int:
    return post(client, f"/placements/{nonce}/{event}/", {"box": box}, **headers).status_code


def click(client: Client, nonce: str, **headers: str) -> HttpResponse:
    headers = {"sec_fetch_site": "same-origin", "sec_fetch_mode": "navigate", **headers}
    return client.get(f"/placements/{nonce}/go/", headers=with_headers(headers))


def counts() -> tuple[int, int, int, int]:
    """Offered, rendered, viewable, clicked."""
    rows = Counter.objects.values_list("offered", "rendered", "viewable", "clicked")
    return tuple(map(sum, zip(*rows, strict=True))) if rows else (0, 0, 0, 0)


def labels() -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for event, reason, count in InvalidCount.objects.values_list("event", "reason", "count"):
        found[event, reason] = found.get((event, reason), 0) + count
    return found
