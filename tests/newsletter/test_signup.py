"""The sign-up form: what it takes, what it says, and that it tells nobody who is a subscriber."""

from __future__ import annotations

import re

import pytest
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from mohit.email_addresses import equality_key
from newsletter import sign_ups
from newsletter.models import MailingList, SignUp, Subscriber, Subscription, Suppression
from newsletter.models.suppression import suppressed_as
from tests.articles.markup import Markup
from tests.factories import ArticleFactory
from tests.form_filler import controls
from tests.mail_server import Script
from tests.newsletter.factories import IssueFactory, SubscriberFactory, SubscriptionFactory
from tests.newsletter.worker import waiting, work

pytestmark = pytest.mark.django_db

OURS = {"sec-fetch-site": "same-origin"}
SUBSCRIBE = "/newsletter/subscribe/"
READER = "reader@example.org"
WELCOME = "لقد تم اشتراكك بنجاح!"
FAILURE = "عفواً! حدث خطأ ما، يُرجى المحاولة مرة أخرى."


def subscribe(client: Client, address: str = READER, **typed: object) -> HttpResponse:
    return client.post(SUBSCRIBE, {"form": "footer-1", "email": address, **typed}, headers=OURS)


def someone(state: str) -> str:
    """The address of somebody in this state, with the daily list in a state that fits."""
    if state == "nobody":
        return READER
    if state == "suppressed":
        Suppression.objects.create(fingerprint=suppressed_as(equality_key(READER)), reason="complaint")
        return READER
    subscriber = SubscriberFactory(address=READER, state=state)
    if state == "erased":
        return READER
    of_list = {"pending": "pending", "confirmed": "active"}.get(state, "left")
    SubscriptionFactory(subscriber=subscriber, mailing_list=MailingList.objects.get(slug="daily"), state=of_list)
    return READER


def shapes(asked: CaptureQueriesContext) -> list[str]:
    """The statements without their values."""
    return [re.sub(r"'[^']*'|[\d.]+", "?", query["sql"] or "") for query in asked.captured_queries]


STATES = ["nobody", "pending", "confirmed", "left", "bounced", "complained", "suppressed"]


@pytest.mark.parametrize("state", STATES)
def test_it_answers_everybody_alike(
    client: Client, state: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = someone(state)

    # The lists; two limits; the sign-up and its job, in one transaction.
    with django_assert_num_queries(7) as asked:
        answer = subscribe(client, address)

    with django_assert_num_queries(7) as asked_of_a_stranger:
        other = subscribe(client, "stranger@example.net")
    assert shapes(asked) == shapes(asked_of_a_stranger)
    assert not [shape for shape in shapes(asked) if re.search("newsletter_(subscri|suppress)", shape)]
    assert (answer.status_code, answer.content, answer["Location"]) == (303, b"", "/newsletter/#newsletter-asked")
    assert answer["Cache-Control"] == "private, no-store"
    assert dict(answer.headers) == dict(other.headers)
    assert not answer.cookies
    assert waiting() == list(SignUp.objects.values_list("pk", flat=True))


@pytest.mark.parametrize(
    ("state", "subject"),
    [
        ("nobody", "أكد اشتراكك في النشرة الإخبارية"),
        ("pending", "أكد اشتراكك في النشرة الإخبارية"),
        ("confirmed", "أنت مشترك في نشرتنا الإخبارية"),
        ("left", "أكد اشتراكك في النشرة الإخبارية"),
        ("suppressed", None),
    ],
)
def test_it_tells_the_difference_by_mail(client: Client, mail_server: Script, state: str, subject: str | None) -> None:
    address = someone(state)
    before = list(Subscriber.objects.values_list("state", flat=True))

    subscribe(client, address)
    work()

    assert [mail.message["Subject"] for mail in mail_server.to(address)] == ([subject] if subject else [])
    assert not SignUp.objects.exists()
    after = list(Subscriber.objects.values_list("state", flat=True))
    assert after == (["pending"] if state == "nobody" else before)  # a stranger may have typed it


def test_it_writes_to_an_address_once_in_some_hours(client: Client, mail_server: Script) -> None:
    for _ in range(3):
        subscribe(client)
        subscribe(client, "Reader@EXAMPLE.org")
        work()

    assert len(mail_server.taken) == 1
    assert Subscriber.objects.count() == 1
    assert not SignUp.objects.exists()


def test_it_says_nothing_that_a_stranger_typed(client: Client, mail_server: Script) -> None:
    subscribe(client, name="اربح الآن", subject="http://evil.example/", details="")
    work()

    (mail,) = mail_server.taken
    whole = mail.text + mail.html + str(mail.message["Subject"])
    assert "اربح" not in whole
    assert "evil" not in whole
    assert READER not in mail.text + mail.html
    assert re.findall(r"http://testserver/newsletter/confirm/[\w.\-]+/", mail.text)
    assert "النشرة اليومية" in mail.text
    assert mail.message["Auto-Submitted"] == "auto-generated"


def test_it_keeps_what_was_asked_where_and_by_which_form(client: Client, mail_server: Script) -> None:
    client.post(SUBSCRIBE, {"email": READER, "lists": ["weekly", "breaking"]}, headers=OURS)
    work()

    rows = Subscription.objects.order_by("mailing_list__position")
    assert [(row.mailing_list.slug, row.state, row.form) for row in rows] == [
        ("weekly", "pending", "page-1"),
        ("breaking", "pending", "page-1"),
    ]
    assert {len(bytes(row.source)) for row in rows} == {32}
    assert rows[0].asked_at is not None


def test_its_short_forms_ask_for_the_first_list(client: Client, mail_server: Script) -> None:
    subscribe(client)
    subscribe(client, "other@example.org", form="story-1")
    work()

    rows = Subscription.objects.order_by("pk").values_list("mailing_list__slug", "form")
    assert list(rows) == [("daily", "footer-1"), ("daily", "story-1")]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"email": ""}, "هذا الحقل إلزامي."),
        ({"email": "reader@"}, "هذا ليس عنوان بريد إلكتروني كاملا."),
        ({"email": "a@b.com\r\nBcc: c@d.com"}, "هذا ليس عنوان بريد إلكتروني كاملا."),
        ({"form": "page-1"}, "اختر نشرة واحدة على الأقل."),
        ({"form": "page-1", "lists": ["gone"]}, "هذه النشرة لم تعد متاحة. اختر غيرها."),
    ],
)
def test_it_says_what_is_wrong_and_keeps_what_was_typed(client: Client, typed: dict, said: str) -> None:
    answer = client.post(SUBSCRIBE, {"form": "footer-1", "email": READER, **typed}, headers=OURS)

    assert answer.status_code == 422
    assert answer.headers["Cache-Control"] == "private, no-store"
    html = answer.content.decode()
    assert said in html
    assert html.count(FAILURE) == 1
    assert WELCOME not in html
    values = controls(html, "newsletter")
    assert values["email"] == typed.get("email", READER)
    if "form" not in typed:
        assert values["lists"] == "daily"
    assert not SignUp.objects.exists()


def test_it_takes_an_address_as_people_type_it(client: Client) -> None:
    subscribe(client, " \u200fmailto:Nadia@Example.ORG ")

    assert SignUp.objects.get().address == "Nadia@example.org"


def test_it_leaves_robots_alone(client: Client) -> None:
    answer = subscribe(client, details="http://buy.example/")

    assert answer.status_code == 303
    assert not SignUp.objects.exists()


def test_it_takes_no_form_of_another_site(client: Client) -> None:
    answer = client.post(SUBSCRIBE, {"email": READER}, headers={"sec-fetch-site": "cross-site"})

    assert answer.status_code == 403
    assert not SignUp.objects.exists()


def test_it_asks_a_browser_that_does_not_say_where_it_comes_from(client: Client) -> None:
    answer = client.post(SUBSCRIBE, {"email": READER, "form": "footer-1"})

    assert answer.status_code == 409
    assert READER in answer.content.decode()
    assert not SignUp.objects.exists()


def test_it_limits_a_source(client: Client) -> None:
    for n in range(sign_ups.OF_SOURCE.most):
        assert subscribe(client, f"reader{n}@example.org").status_code == 303

    answer = subscribe(client, "one-more@example.org")

    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert controls(answer.content.decode(), "newsletter")["email"] == "one-more@example.org"
    assert SignUp.objects.count() == sign_ups.OF_SOURCE.most


def test_it_limits_an_address_without_saying_so(client: Client) -> None:
    answers = [subscribe(client) for _ in range(sign_ups.OF_ADDRESS.most + 2)]

    assert {answer.status_code for answer in answers} == {303}
    assert SignUp.objects.count() == sign_ups.OF_ADDRESS.most


@pytest.mark.parametrize("address", ["/newsletter/", "story", "/"])
def test_its_pages_say_neither_of_the_two_messages(client: Client, address: str) -> None:
    path = ArticleFactory(published=True).get_absolute_url() if address == "story" else address
    html = client.get(path).content.decode()

    assert "انضم إلى العائلة!" in html
    assert "اشترك في النشرة الإخبارية." in html
    assert WELCOME not in html
    assert FAILURE not in html


def test_two_forms_stand_on_a_story_with_names_of_their_own(client: Client) -> None:
    page = Markup(client.get(ArticleFactory(published=True).get_absolute_url()).content.decode())

    ids = [e["id"] for e in page.elements if e.get("id")]
    assert len(ids) == len(set(ids))
    forms = [e for e in page.all("form") if e.get("action") == SUBSCRIBE]
    assert [e["method"] for e in forms] == ["post", "post"]
    assert {e["for"] for e in page.all("label") if e.get("for")} <= set(ids)
    assert {"newsletter-story-email", "newsletter-footer-email"} <= set(ids)
    names = [e["value"] for e in page.all("input") if e.get("name") == "form"]
    assert sorted(names) == ["footer-1", "story-1"]


def test_its_page_shows_every_list_on_offer_with_its_latest_issue(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    daily = MailingList.objects.get(slug="daily")
    MailingList.objects.filter(slug="breaking").update(is_public=False)
    IssueFactory(mailing_list=daily, sending=True, subject="عدد قديم")
    latest = IssueFactory(mailing_list=daily, sending=True, subject="عدد اليوم")
    IssueFactory(mailing_list=daily, subject="مسودة الغد")
    client.get("/newsletter/")

    # The frame; the lists with their latest issues.
    with django_assert_num_queries(2):
        answer = client.get("/newsletter/")

    page = Markup(answer.content.decode())
    assert [e["value"] for e in page.all("input") if e.get("name") == "lists"] == ["daily", "weekly"]
    assert answer.headers["Cache-Control"].startswith("public")
    words = page.one("main").words
    assert "عدد اليوم" in words
    assert "عدد قديم" not in words
    assert "مسودة الغد" not in words
    assert latest.get_absolute_url() in [e["href"] for e in page.all("a")]


def test_its_page_says_when_there_is_nothing_to_choose(client: Client) -> None:
    MailingList.objects.update(is_active=False)

    assert "لا نشرة مفتوحة للاشتراك الآن." in client.get("/newsletter/").content.decode()
    assert subscribe(client).status_code == 422


def test_the_address_of_the_form_leads_to_its_page(client: Client) -> None:
    answer = client.get(SUBSCRIBE)

    assert (answer.status_code, answer["Location"]) == (302, "/newsletter/")
    assert client.put(SUBSCRIBE).status_code == 405
