"""No byte derived from anybody's address comes out: a reader reads the whole site and finds none.

The tests crawl, so pages that do not exist yet are read too. What a page of the future must do is be linked from
somewhere; what is not linked is listed in `UNLINKED`.
"""

from __future__ import annotations

import hashlib
import logging
from base64 import b64encode

import pytest
from django.test import Client
from django.urls import get_resolver

from comments.models import Comment, Contact
from comments.models.querysets import CommentQuerySet
from newsletter.models import MailingList, Subscriber, Subscription
from newsroom.models import User
from tests.articles.newspaper import print_newspaper
from tests.factories import CommentFactory
from tests.leaks.canaries import Canaries
from tests.leaks.reading import Look, everything_of, read_everything

pytestmark = pytest.mark.django_db

BROWSER = {"HTTP_USER_AGENT": "Mozilla/5.0 Firefox/140.0", "HTTP_SEC_FETCH_SITE": "same-origin"}
WRITER = "Kanarienvogel.Quelle@canary-of-comments.example"
ANSWERER = "taghrid.usfour+tag@second-canary-host.example"
SUBSCRIBER = "hassoun.mushtarik@third-canary-host.example"
MEMBER = "muharrir.sirri@fourth-canary-host.example"
NETWORKS = ("203.0.113.177", "2001:db8:feed:beef::/64")


@pytest.fixture
def story(db: None) -> str:
    """The address of a story under which people with canary addresses have written, in every state."""
    address = print_newspaper()["story"]
    pk = int(address.split("/")[2])
    User.objects.create_user("siham", email=MEMBER, name="سهام", is_staff=True)
    root = CommentFactory(article_id=pk, article=None, approved=True)
    answer = CommentFactory(article_id=pk, article=None, parent=root, approved=True)
    states = [
        CommentFactory(article_id=pk, article=None, status=status, text=f"تعليق {status}")
        for status in Comment.Status.values
    ]
    for n, comment in enumerate([root, answer, *states]):
        email = (WRITER, ANSWERER)[n % 2]
        Contact.objects.create(
            comment=comment,
            email=email,
            email_key=email.lower(),
            source=NETWORKS[n % 2],
            agent="Mozilla/5.0 (canary-of-an-agent)",
            submission=f"{n:064x}",
            wants_replies=True,
        )
    subscribe()
    return address


def subscribe() -> None:
    a_list = MailingList.objects.first()
    for state in (Subscriber.State.PENDING, Subscriber.State.CONFIRMED):
        subscriber = Subscriber.objects.create(address=f"{state}.{SUBSCRIBER}")
        Subscription.objects.create(subscriber=subscriber, mailing_list=a_list)
        if state == Subscriber.State.CONFIRMED:
            assert subscriber.confirm()


@pytest.fixture
def canaries() -> Canaries:
    subscribers = [f"{state}.{SUBSCRIBER}" for state in ("pending", "confirmed")]
    return Canaries(WRITER, ANSWERER, MEMBER, *subscribers, *NETWORKS, "canary-of-an-agent")


def found_by(canaries: Canaries) -> tuple[dict[str, list], Look]:
    """(address → what leaked there, the look that fills it)."""
    leaks: dict[str, list] = {}

    def look(address: str, content: bytes) -> None:
        if found := canaries.leaks_in(content):
            leaks[address] = found

    return leaks, look


def fixed_addresses() -> list[str]:
    """Every public address that has no parameter."""
    patterns = get_resolver().reverse_dict
    routes = {
        route
        for name in patterns
        if isinstance(name, str)
        for forms, *_ in patterns.getlist(name)
        for route, parameters in forms
        if not parameters
    }
    return sorted(f"/{route}" for route in routes if not route.startswith("admin"))


def test_a_canary_in_any_form_is_seen() -> None:
    canaries = Canaries("Some.Body@example-host.example")
    plain = b"some.body@example-host.example"
    hidden = [
        b"mailto:some.body@example-host.example",
        b"avatar/" + hashlib.md5(plain).hexdigest().encode(),
        b"x" + b64encode(b"id=7;" + plain + b";"),
        hashlib.sha256(plain).digest().hex().upper().encode(),
        b'"' + b64encode(hashlib.sha1(plain).digest()) + b'"',
        b"?to=some.body%40example-host.example",
        b"some.body\\u0040example-host.example",
    ]

    assert [content for content in hidden if not canaries.leaks_in(content)] == []
    assert canaries.leaks_in(b"<p>some body at example host</p>") == []


def test_no_page_knows_an_address(client: Client, story: str, canaries: Canaries) -> None:
    leaks, look = found_by(canaries)

    seen = read_everything(client, [story, *fixed_addresses()], look)

    assert leaks == {}
    assert story in seen
    assert any(address.startswith("/comments/") for address in seen)
    assert any(address.startswith("/newsletter/") for address in seen)
    assert any("feed" in address for address in seen)


def test_what_is_posted_comes_out_nowhere(
    client: Client, story: str, canaries: Canaries, caplog: pytest.LogCaptureFixture
) -> None:
    """The real form, sent by two people, one answering the other; approved, and read from end to end."""
    caplog.set_level(logging.DEBUG)
    pk = story.split("/")[2]
    root = post(client, pk, email=WRITER, text="تعليق من الباب", details="on").get(text="تعليق من الباب")
    root.approve(None)
    answer = post(client, pk, email=ANSWERER, text="رد من الباب", parent=root.pk).get(text="رد من الباب")
    answer.approve(None)
    leaks, look = found_by(canaries)

    seen = read_everything(client, [story, f"/comments/{answer.pk}/", f"/comments/on/{pk}/"], look)

    assert leaks == {}
    assert f"/comments/{root.pk}/" in seen
    assert canaries.leaks_in(caplog.text.encode()) == []


def post(client: Client, article: str, **typed: object) -> CommentQuerySet:
    """All comments after the form was sent; the answer itself is looked through too."""
    source = {"REMOTE_ADDR": "203.0.113.177", "HTTP_USER_AGENT": "Mozilla/5.0 (canary-of-an-agent)"}
    values = {"author_name": "طائر الكناري", **typed}
    response = client.post(f"/comments/on/{article}/", values, **(BROWSER | source))
    assert response.status_code == 303, response.content.decode()
    assert Canaries(WRITER, ANSWERER, *NETWORKS).leaks_in(everything_of(response)) == []
    return Comment.objects.all()


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "/comments/999999999/", 404),
        ("get", "/comments/on/999999999/", 404),
        ("delete", "/comments/feed/", 405),
        ("get", "/newsletter/confirm/none/", 404),
        ("get", "/newsletter/%ff/", 404),
        ("get", "/nowhere/", 404),
    ],
)
def test_an_error_knows_no_address(
    client: Client, story: str, canaries: Canaries, method: str, path: str, status: int
) -> None:
    response = getattr(client, method)(path)

    assert response.status_code == status
    assert canaries.leaks_in(everything_of(response)) == []


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("/comments/on/{pk}/", {"author_name": "", "text": "نص"}),
        ("/comments/{comment}/report/", {"reason": "none"}),
        ("/newsletter/subscribe/", {}),
        ("/comments/my-data/", {}),
    ],
)
def test_a_refused_form_gives_the_address_back_in_its_own_field_alone(
    client: Client, story: str, caplog: pytest.LogCaptureFixture, path: str, typed: dict[str, str]
) -> None:
    """What was typed is kept for whoever typed it; no header, no other place of the page and no log line has it."""
    caplog.set_level(logging.DEBUG)
    pk, comment = story.split("/")[2], Comment.objects.approved().first().pk
    broken = WRITER.replace(".example", ".example ، خطأ")

    response = client.post(path.format(pk=pk, comment=comment), {"email": broken, **typed}, **BROWSER)

    assert response.status_code == 422
    whole = everything_of(response).replace(broken.encode(), b"")
    canaries = Canaries(WRITER.removesuffix(".example"))
    assert canaries.leaks_in(whole) == []
    assert "Set-Cookie" not in response.headers
    assert "ETag" not in response.headers
    assert canaries.leaks_in(caplog.text.encode()) == []
