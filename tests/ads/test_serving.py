"""Copies of a sponsorship that went out with an issue, and presses on its link: exact, once, without the two apps
knowing each other."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from ads.models import Booking, Counter, InvalidCount, Served, Tally
from ads.serving import press, take_served
from ads.sponsorship import Baked, links_in, sponsorship
from newsletter.models import Issue
from newsletter.rendering import render
from newsletter.rendering.mail import written
from newsletter.sending import ledger
from newsletter.sending.starting import start_due
from tests.ads.at_once import at_once
from tests.ads.factories import BookingFactory, CampaignFactory, box
from tests.mail_server import Script
from tests.newsletter.factories import IssueFactory, IssueStoryFactory
from tests.newsletter.sending import list_of, work

BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"}


def booked(section: str = "") -> Booking:
    now = timezone.now()
    times = {"starts_at": now - timedelta(days=1), "ends_at": now + timedelta(days=1)}
    campaign = CampaignFactory(kind="sponsorship", **times)
    return BookingFactory(campaign=campaign, placement=box("newsletter"), section=section, **times)


def baked(booking: Booking, occasion: str = "newsletter-9") -> Baked:
    return Baked(booking.campaign.creatives.get().pk, booking.placement_id, occasion)


def closed(booking: Booking, sent: int, **facts: object) -> Issue:
    """An issue that was sent, with the sponsorship in it."""
    now, pk = timezone.now(), 500 + Issue.objects.count()
    values = {
        "html": f'<a href="{baked(booking, f"newsletter-{pk}").address}">إشهار</a>',
        "planned": sent,
        "sent": sent,
        "state": "sent",
        "audience_frozen_at": now,
        "finished_at": now,
    }
    return IssueFactory(pk=pk, sending=True, **{**values, **facts})


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
class TestSending:
    def test_an_issue_to_fifty_serves_fifty_once(self, mail_server: Script) -> None:
        booking = booked()
        issue = IssueFactory(
            mailing_list=list_of(*(f"r{number}" for number in range(50))),
            state="scheduled",
            scheduled_at=timezone.now(),
            subject="أخبار الصباح",
        )
        IssueStoryFactory(issue=issue)
        mail_server.answer("r7@example.com", "550 5.1.1 No such person")
        assert start_due() == 1
        work()
        issue.refresh_from_db()

        assert (issue.state, issue.planned, issue.sent, issue.failed) == ("sent", 50, 49, 1)
        link = baked(booking, f"newsletter-{issue.pk}").address
        assert all(mail.html.count(link) == 2 and mail.text.count(link) == 1 for mail in mail_server.taken)
        for _ in range(3):
            ledger.close(issue)
            take_served()

        row = Served.objects.get()
        assert (row.served, row.clicked, row.title, row.at) == (49, 0, "أخبار الصباح", issue.finished_at)
        assert not Counter.objects.exists()
        assert not Tally.objects.exists()

    def test_readers_who_press_at_once_are_all_counted(self) -> None:
        booking = booked()
        one = baked(booking)

        targets = at_once(100, lambda number: press(one))

        assert set(targets) == {booking.campaign.creatives.get().target}
        assert Served.objects.get().clicked == 100

    def test_workers_that_take_at_once_take_once(self) -> None:
        closed(booked(), 50)

        assert sum(at_once(10, lambda number: take_served(), connections=5)) == 1
        assert Served.objects.get().served == 50


pytestmark = pytest.mark.django_db


def test_it_counts_fifty_for_fifty_however_often_it_looks() -> None:
    issue = closed(booked(), 50)

    assert [take_served() for _ in range(3)] == [1, 0, 0]

    row = Served.objects.get()
    assert (row.served, row.occasion, row.title, row.at) == (
        50,
        f"newsletter-{issue.pk}",
        issue.subject,
        issue.finished_at,
    )


def test_it_keeps_the_presses_that_came_before_the_end() -> None:
    booking = booked()
    issue = closed(booking, 50)
    press(baked(booking, f"newsletter-{issue.pk}"))
    assert Served.objects.get().served is None

    take_served()
    press(baked(booking, f"newsletter-{issue.pk}"))

    row = Served.objects.get()
    assert (row.served, row.clicked) == (50, 2)


def test_it_waits_for_the_books() -> None:
    booking = booked()
    issue = closed(booking, 0, state="sending", finished_at=None)

    assert take_served() == 0
    Issue.objects.filter(pk=issue.pk).update(state="sent", finished_at=timezone.now(), planned=3, sent=3)
    assert take_served() == 1


def test_it_finds_an_issue_that_closed_behind_a_later_one() -> None:
    booking = booked()
    closed(booking, 5)
    take_served()
    closed(booking, 6, finished_at=timezone.now() - timedelta(hours=20))

    assert take_served() == 1


def test_it_counts_no_copy_of_a_link_that_is_quoted() -> None:
    booking = booked()
    other = baked(booking, "newsletter-1").address
    closed(booking, 5, html=f'<a href="{other}">منقول</a>')

    assert take_served() == 0
    assert not Served.objects.exists()


def test_it_looks_nowhere_when_nothing_was_ever_booked(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(2):
        assert take_served() == 0


def test_an_issue_without_a_sponsorship_is_as_it_was() -> None:
    issue = IssueStoryFactory().issue

    assert "/placements/" not in "".join(render(issue))
    booked(issue.mailing_list.slug)
    rendered = render(issue)
    assert rendered.html.count("/placements/mail/") == 2  # Outlook's words and the picture
    assert rendered.text.count("/placements/mail/") == 1
    assert rendered.text.index("إشهار: عرض نهاية السنة") > rendered.text.index(issue.placings.get().article.headline)


FOREIGN = ["x", "1.1.newsletter-1.AAAAAAAAAAAAAAAA", "//evil.example", "javascript:alert(1)", "%0d%0a"]


class TestLink:
    def test_it_leads_on_and_is_counted_each_time(self, client: Client) -> None:
        booking = booked()
        for _ in range(3):
            response = client.get(path(booking), headers=BROWSER)

        assert response.status_code == 302
        assert response.headers["Location"] == "https://example.com/offer?x=1#top"
        assert response.headers["Cache-Control"] == "private, no-store"
        assert not response.cookies
        assert Served.objects.get().clicked == 3

    @pytest.mark.parametrize(
        ("headers", "reason"),
        [
            ({"User-Agent": ""}, "no_agent"),
            ({"User-Agent": "Mozilla/5.0 (compatible; MailScanner; bot)"}, "robot"),
            ({"User-Agent": "python-requests/2.32"}, "robot"),
            ({**BROWSER, "Sec-Purpose": "prefetch;prerender"}, "speculative"),
        ],
    )
    def test_it_labels_what_is_no_reader_and_leads_on(self, client: Client, headers: dict, reason: str) -> None:
        assert client.get(path(booked()), headers=headers).status_code == 302

        row = InvalidCount.objects.get()
        assert (row.event, row.reason, row.count) == ("clicked", reason, 1)
        assert not Served.objects.exists()

    def test_it_labels_who_presses_too_often(self, client: Client) -> None:
        booking = booked()
        for _ in range(14):
            assert client.get(path(booking), headers=BROWSER).status_code == 302

        counted, refused = Served.objects.get().clicked, InvalidCount.objects.get(reason="rate").count
        assert (counted, refused) == (10, 4)

    def test_a_press_in_a_trial_is_nobodys(self, client: Client) -> None:
        """A trial goes to colleagues: what they press is in no advertiser's report. It shows what will be sent."""
        booked()
        issue = IssueStoryFactory().issue
        sent, tried = render(issue).html, written(issue).html
        (real,), (trial,) = links_in(sent), links_in(tried)
        assert tried.replace(trial.key, real.key) == sent
        assert (real.occasion, trial.occasion) == (f"newsletter-{issue.pk}", "newsletter-0")

        response = client.get(f"/placements/mail/{trial.key}/go/", headers=BROWSER)

        assert response.status_code == 302
        assert not Served.objects.exists()
        row = InvalidCount.objects.get()
        assert (row.event, row.reason, row.count) == ("clicked", "staff", 1)

    def test_a_look_is_no_press(self, client: Client) -> None:
        assert client.head(path(booked()), headers=BROWSER).status_code == 302
        assert not Served.objects.exists()
        assert not InvalidCount.objects.exists()

    @pytest.mark.parametrize(
        "key", ["x", "1.1.newsletter-1.AAAAAAAAAAAAAAAA", "//evil.example", "javascript:alert(1)", "%0d%0a"]
    )
    def test_it_opens_nothing_else(self, client: Client, key: str) -> None:
        booked()

        assert client.get(f"/placements/mail/{key}/go/", headers=BROWSER).status_code == 404
        assert client.get(f"/placements/mail/{key}/go/?to=https://evil.example", headers=BROWSER).status_code == 404
        assert not Served.objects.exists()

    def test_it_is_gone_with_its_creative(self, client: Client) -> None:
        booking = booked()
        address = path(booking)
        booking.campaign.creatives.all().delete()

        assert client.get(address, headers=BROWSER).status_code == 404
        assert client.head(address, headers=BROWSER).status_code == 404
        assert client.post(address, headers=BROWSER).status_code == 405


def path(booking: Booking) -> str:
    return baked(booking).address.removeprefix("http://testserver")


def test_both_parts_say_what_was_found_first() -> None:
    """A booking that ends between the two parts of a mail changes neither."""
    booking = booked()
    issue = IssueStoryFactory().issue
    found = sponsorship("newsletter", issue.mailing_list.slug, f"newsletter-{issue.pk}")

    rendered = render(issue)

    assert found.address in rendered.html
    assert found.address in rendered.text
    assert booking.campaign.advertiser.name in rendered.text
