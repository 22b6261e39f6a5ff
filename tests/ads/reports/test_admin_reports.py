"""The desk's reports: who may look, what they say, as often asked however much there is."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.utils import timezone

from ads.models import Advertiser, Counter, Served
from newsroom import roles
from newsroom.models import User
from tests.ads.factories import box
from tests.ads.reader import live
from tests.ads.reports.ledger import counted, labelled
from tests.conftest import member
from tests.newsroom.test_admin_language import ENGLISH, english_of

pytestmark = pytest.mark.django_db

ALL = "/admin/ads/counter/"


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(member("shahd", "مسؤول الإعلانات"))
    return client


def ran(count: int = 1) -> list:
    campaigns = [live(kind="standard", goal=100) for _ in range(count)]
    for number, campaign in enumerate(campaigns):
        creative = campaign.creatives.get()
        counted(creative, timezone.now(), 130, section=f"s{number}", clicked=2)
        labelled(creative, timezone.now(), "robot", 17)
        labelled(creative, timezone.now(), "duplicate", 4, "clicked")
        Served.objects.create(
            creative=creative,
            placement=box("newsletter"),
            occasion=f"newsletter-{number}",
            title="عدد",
            at=timezone.now(),
        )
    return campaigns


def addresses(campaign: object) -> list[str]:
    return [
        ALL,
        f"{ALL}sheet/",
        f"{ALL}campaign/{campaign.pk}/",
        f"{ALL}campaign/{campaign.pk}/sheet/",
        f"{ALL}advertiser/{campaign.advertiser_id}/",
    ]


@pytest.mark.parametrize("role", [*roles.ROLES, None])
def test_it_opens_for_who_sells_placements(client: Client, role: str | None) -> None:
    (campaign,) = ran()
    client.force_login(member("zamil", role) if role else User.objects.create_user("qari"))
    opens = role in ("مسؤول الإعلانات", roles.MANAGER)

    for address in addresses(campaign):
        status = client.get(address).status_code
        assert status == 200 if opens else status in (302, 403), address
    voided = client.post(f"{ALL}advertiser/{campaign.advertiser_id}/void/", {"version": "0"})
    assert voided.status_code in (302, 403)
    assert Advertiser.objects.get().report_version == int(opens)


def test_it_says_what_was_counted_and_what_was_not(desk: Client) -> None:
    (campaign,) = ran()

    for address in (ALL, f"{ALL}campaign/{campaign.pk}/"):
        html = desk.get(address, **ENGLISH).content.decode()
        assert english_of(html) == [], address
        assert "<b>130</b> المشاهدات" in html
        assert "<b>21</b> غير صالحة" in html
        assert "بلغت هدفها" in html
        assert re.search(r'<td class="figure">30</td><td><span class="pace">', html)  # what is over
        assert re.search(r"روبوت</th><td class=\"figure\">17</td>(<td class=\"figure\">0</td>){3}", html)
        assert re.search(r"معدود من قبل</th>(<td class=\"figure\">0</td>){3}<td class=\"figure\">4</td>", html)
        assert not re.search(r'<svg[^>]*>.*\sstyle="', html, re.DOTALL)
    assert 'id="pace-wide-title"' in html


def test_it_says_so_when_there_is_nothing(desk: Client) -> None:
    html = desk.get(ALL).content.decode()

    assert "<b>0</b> المشاهدات" in html
    assert html.count('<svg class="chart chart-') == 4


@pytest.mark.parametrize(
    "query", ["?days=today", "?days=month", "?since=2025-01-01&until=2026-01-01", "?since=x&until=", "?days=%00"]
)
def test_it_takes_any_period(desk: Client, query: str) -> None:
    (campaign,) = ran()

    for address in addresses(campaign)[:4]:
        assert desk.get(f"{address}?{query}").status_code == 200


def test_it_asks_as_often_for_one_as_for_ten(desk: Client, django_assert_max_num_queries: object) -> None:
    (campaign,) = ran()
    desk.get(ALL)
    few = asked(desk, campaign, django_assert_max_num_queries)
    for number in range(9):
        row = live(kind="standard", goal=5, advertiser=campaign.advertiser)
        counted(row.creatives.get(), timezone.now(), number + 1, section=f"more-{number}")
        counted(campaign.creatives.get(), timezone.now(), 1, section=f"more-{number}")

    assert asked(desk, campaign, django_assert_max_num_queries) == few
    # Session, user, the site's name; the report's six; sections; advertisers or campaign, and the pace.
    assert few == [11, 3, 13, 4, 5]


def asked(desk: Client, campaign: object, most: object) -> list[int]:
    counts = []
    for address in addresses(campaign):
        with most(20) as captured:
            answer = desk.get(address)
            b"".join(answer.streaming_content) if answer.streaming else answer.content
        counts.append(len(captured))
    return counts


def test_its_file_holds_both_columns(desk: Client) -> None:
    (campaign,) = ran()
    response = desk.get(f"{ALL}sheet/?days=today")

    rows = list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode().removeprefix("\ufeff"))))
    assert sum(int(row["المشاهدات"]) for row in rows) == 130
    assert sum(int(row["غير صالحة"]) for row in rows) == 21
    assert {row["الحملة"] for row in rows} == {campaign.name}
    assert {row["اليوم"] for row in rows} == {timezone.localdate().isoformat()}


def test_it_gives_out_a_link_and_voids_it(desk: Client) -> None:
    (campaign,) = ran()
    page = f"{ALL}advertiser/{campaign.advertiser_id}/"
    html = desk.get(page, **ENGLISH).content.decode()
    link = re.search(r'value="http://testserver(/placements/report/[^"]*)"', html)[1]
    assert english_of(html) == []
    assert Client().get(link).status_code == 200

    answer = desk.post(f"{page}void/", {"version": "0"}, follow=True)
    again = desk.post(f"{page}void/", {"version": "0"}, follow=True)

    assert "لا يفتح أي منها شيئا" in answer.content.decode()
    assert "قبل قليل" in again.content.decode()
    assert Client().get(link).status_code == 404
    assert Advertiser.objects.get().report_version == 1
    entry = LogEntry.objects.get()
    assert (entry.object_id, entry.get_change_message()) == (
        str(campaign.advertiser_id),
        "ألغيت روابط التقرير السابقة.",
    )
    assert desk.get(f"{page}void/").status_code == 405


def test_a_row_of_the_counters_is_no_page(desk: Client) -> None:
    ran()
    pk = Counter.objects.get().pk

    for page in ("change", "history"):
        assert desk.get(f"{ALL}{pk}/{page}/").headers["Location"] == ALL
    assert desk.get(f"{ALL}add/").status_code == desk.post(f"{ALL}{pk}/delete/", {"post": "yes"}).status_code == 403
