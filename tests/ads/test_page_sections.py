"""A counter's row is of a section that the site has, whatever whoever asks calls it."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from ads import sections
from ads.models import Campaign, Counter, InvalidCount, Offer
from tests.ads.factories import AdvertiserFactory
from tests.ads.reader import ask, live
from tests.factories import SectionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> sections.Known:
    """A process that has read nothing yet."""
    fresh = sections.Known()
    monkeypatch.setattr("ads.views.known", fresh)
    return fresh


@pytest.fixture
def campaign() -> Campaign:
    return live(kind="price", advertiser=AdvertiserFactory())


def test_invented_sections_make_no_rows(client: Client, campaign: Campaign) -> None:
    for number in range(20):
        assert ask(client, section=f"invented-{number}")
        ask(client, section=f"invented-{number}", headers={"user_agent": "curl/8"})

    for model in (Counter, InvalidCount, Offer):
        assert set(model.objects.values_list("section", flat=True)) == {""}
    assert Counter.objects.count() <= 16  # slots of one hour, or of two


def test_a_section_of_the_site_is_named(client: Client, campaign: Campaign) -> None:
    SectionFactory(slug="ثقافة")

    assert ask(client, section="ثقافة")
    assert Offer.objects.get().section == "ثقافة"


def test_a_campaign_of_one_section_is_not_drawn_by_an_invented_one(client: Client, campaign: Campaign) -> None:
    Campaign.objects.update(sections=["culture"])

    assert ask(client, section="culture") == {}  # the site has none of that name


def test_many_invented_sections_cost_one_query(
    known: sections.Known, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    SectionFactory(slug="culture")
    with django_assert_num_queries(1):
        assert {known.section(f"invented-{number}") for number in range(50)} == {""}
        assert known.section("culture") == "culture"
        assert known.section("") == ""


def test_a_new_section_is_known_soon(known: sections.Known) -> None:
    assert known.section("culture") == ""
    SectionFactory(slug="culture")
    known.read_at -= sections.AGAIN

    assert known.section("culture") == "culture"


def test_who_asks_while_they_are_read_is_not_told_that_there_are_none(
    known: sections.Known, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first moments of a process, many readers at once: a campaign that excludes the section must not slip in."""
    threads = iter(["another"])
    told = []

    def slow() -> list[tuple[str, str]]:
        told.extend(known.section("culture") for _ in threads)  # meanwhile
        return [("culture", "ثقافة")]

    monkeypatch.setattr(sections, "site_sections", slow)
    assert known.section("culture") == "culture"
    assert told == ["culture"]
