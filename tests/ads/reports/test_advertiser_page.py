"""An advertiser's signed page: its own campaigns, nobody else's, for as long as the link holds."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from time import time

import pytest
from django.test import Client
from django.utils import timezone

from ads.models import Advertiser, Served
from ads.report_views import REPORT
from tests.ads.factories import AdvertiserFactory, CampaignFactory, CreativeFactory, box
from tests.ads.reports.ledger import counted, labelled
from tests.newsroom.test_admin_language import english_of
from tests.test_log_lines import line

pytestmark = pytest.mark.django_db


@pytest.fixture
def advertiser() -> Advertiser:
    """With a campaign that was seen today, and another advertiser beside it."""
    for name, seen in (("شركة الواحة", 70), ("منافستها الكبرى", 900)):
        owner = AdvertiserFactory(name=name)
        campaign = CampaignFactory(name=f"حملة {name}", kind="standard", advertiser=owner, creative=None, goal=100)
        creative = CreativeFactory(campaign=campaign, name=f"مادة {name}")
        counted(creative, timezone.now(), seen, section="culture", clicked=3)
        labelled(creative, timezone.now(), "robot", seen)
        Served.objects.create(
            creative=creative,
            placement=box("newsletter"),
            occasion="newsletter-1",
            title=f"عدد {name}",
            served=50,
            at=timezone.now(),
        )
    return Advertiser.objects.get(name="شركة الواحة")


def path(advertiser: Advertiser, tail: str = "") -> str:
    return f"/placements/report/{REPORT.token(advertiser.pk, advertiser.report_version)}/{tail}"


def test_it_shows_its_own_and_nobody_elses(client: Client, advertiser: Advertiser) -> None:
    html = client.get(path(advertiser)).content.decode()

    for words in (
        "تقرير <bdi>شركة الواحة</bdi>",
        "حملة شركة الواحة",
        "مادة شركة الواحة",
        "عدد شركة الواحة",
        ">70<",
        ">141<",
    ):
        assert words in html, words
    assert "منافستها" not in html
    assert "900" not in html
    assert english_of(html) == []


def test_it_tells_of_the_invalid_column_the_sums_alone(client: Client, advertiser: Advertiser) -> None:
    html = client.get(path(advertiser)).content.decode()

    assert re.search(r'<th scope="row">روبوت</th><td class="figure">70</td></tr>', html)
    assert 'class="figure aside"' not in html


def test_it_is_read_by_whoever_has_the_link_and_kept_by_nobody(client: Client, advertiser: Advertiser) -> None:
    for tail in ("", "sheet/"):
        response = client.get(path(advertiser, tail))

        assert response.status_code == 200
        assert response.headers["Cache-Control"] == "private, no-store"
        assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert not response.cookies
        assert "Cookie" not in response.headers.get("Vary", "")
    assert "<script" not in client.get(path(advertiser)).content.decode()
    assert not re.search(r'\sstyle="', client.get(path(advertiser)).content.decode())
    assert client.post(path(advertiser)).status_code == 405


def test_it_asks_the_database_as_often_for_one_campaign_as_for_ten(
    client: Client, advertiser: Advertiser, django_assert_num_queries: object
) -> None:
    # The advertiser, its campaigns, the identity; counters, invalid column, placements, creatives, campaigns with
    # tallies, mailings; the names of sections.
    with django_assert_num_queries(10):
        client.get(path(advertiser))

    for number in range(9):
        campaign = CampaignFactory(kind="standard", advertiser=advertiser)
        counted(campaign.creatives.get(), timezone.now() - timedelta(days=number), 5, section=f"s{number}")
    with django_assert_num_queries(10):
        client.get(path(advertiser))


def broken(advertiser: Advertiser) -> list[str]:
    token = REPORT.token(advertiser.pk, advertiser.report_version)
    other = REPORT.token(advertiser.pk + 1, advertiser.report_version).rpartition(".")[2]
    return [
        token[:-1] + ("A" if token[-1] != "A" else "B"),
        f"{token.rpartition('.')[0]}.{other}",
        REPORT.token(advertiser.pk, advertiser.report_version + 1),
        REPORT.token(9_999_999, 0),
        REPORT.token(2**80, 0),
        "x",
        "1.0",
        "%00",
        "ا" * 50,
    ]


def test_a_link_that_does_not_hold_is_like_any_address_that_never_was(client: Client, advertiser: Advertiser) -> None:
    plain = client.get("/placements/nothing/")
    assert plain.status_code == 404

    for token in broken(advertiser):
        for tail in ("", "sheet/"):
            response = client.get(f"/placements/report/{token}/{tail}")
            assert response.status_code == 404, token
            assert response.content == plain.content
            assert dict(response.headers) == dict(plain.headers)


@pytest.mark.parametrize(("hours", "status"), [(-1, 200), (1, 404)])
def test_it_ends_by_itself(
    client: Client, advertiser: Advertiser, monkeypatch: pytest.MonkeyPatch, hours: int, status: int
) -> None:
    address = path(advertiser)
    later = time() + REPORT.lifetime.total_seconds() + 3_600 * hours
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)

    assert client.get(address).status_code == status


def test_it_is_voided_with_all_that_were_given_out(client: Client, advertiser: Advertiser) -> None:
    address, same = path(advertiser), Advertiser.objects.get(pk=advertiser.pk)

    assert advertiser.void_report_links()
    assert not same.void_report_links()  # of two who press at once one acts

    assert client.get(address).status_code == 404
    assert client.get(path(advertiser)).status_code == 200
    assert Advertiser.objects.get(pk=advertiser.pk).report_version == 1


def test_it_leaves_drafts_out(client: Client, advertiser: Advertiser) -> None:
    CampaignFactory(name="مسودة لم يتفق عليها", kind="standard", advertiser=advertiser, state="draft")

    assert "مسودة لم يتفق عليها" not in client.get(path(advertiser)).content.decode()


def test_it_says_why_a_period_is_none(client: Client, advertiser: Advertiser) -> None:
    html = client.get(f"{path(advertiser)}?since=2026-02-02&until=2026-01-01").content.decode()

    assert "نهاية الفترة قبل بدايتها." in html
    assert client.get(f"{path(advertiser)}?days=yesterday").status_code == 200
    assert client.get(f"{path(advertiser)}?since=%00&until=1").status_code == 200


def test_its_file_holds_the_same_figures(client: Client, advertiser: Advertiser) -> None:
    response = client.get(path(advertiser, "sheet/"))
    text = b"".join(response.streaming_content).decode()

    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [(row["الحملة"], row["القسم"], row["المشاهدات"], row["النقرات"]) for row in rows] == [
        ("حملة شركة الواحة", "culture", "70", "3")
    ]
    assert "غير صالحة" not in rows[0]


def test_a_name_is_no_formula(client: Client, advertiser: Advertiser) -> None:
    advertiser.campaigns.update(name='=HYPERLINK("https://evil.example")')
    text = b"".join(client.get(path(advertiser, "sheet/")).streaming_content).decode()

    assert '"\'=HYPERLINK(""https://evil.example"")"' in text


def test_its_token_stands_in_no_log_line(advertiser: Advertiser) -> None:
    token = REPORT.token(advertiser.pk, 3)

    said = line("Not Found: %s", f"/placements/report/{token}/sheet/")
    assert said == "WARNING: Not Found: /placements/report/[token]/sheet/\n"
