from __future__ import annotations

import pytest
from django.conf import LazySettings

from newsletter.return_paths import read_return_path, return_path

KEYS = [1, 255, 256, 1_000_000, 2**63 - 1]


@pytest.fixture(autouse=True)
def with_a_mailbox(settings: LazySettings) -> None:
    settings.MAIL_RETURN = "bounces@news.example"


@pytest.mark.parametrize("pk", KEYS)
def test_it_names_a_delivery_and_is_read_again(pk: int) -> None:
    address = return_path(pk)

    assert address.startswith("bounces+")
    assert len(address.partition("@")[0]) <= 64
    assert read_return_path(address) == read_return_path(address.upper()) == pk


@pytest.mark.parametrize("pk", KEYS)
def test_it_refuses_one_that_was_changed(pk: int) -> None:
    address = return_path(pk)
    name, _, domain = address.partition("@")
    flipped = name[:-2] + ("a" if name[-2] != "a" else "b") + name[-1]

    assert read_return_path(f"{flipped}@{domain}") is None


@pytest.mark.parametrize("address", ["", "bounces@news.example", "bounces+@news.example", "bounces+مرحبا@news.example"])
def test_it_reads_no_other_address(address: str) -> None:
    assert read_return_path(address) is None


def test_it_is_another_under_another_secret(settings: LazySettings) -> None:
    address = return_path(7)
    settings.FINGERPRINT_KEY = "another"

    assert read_return_path(address) is None


def test_it_is_the_senders_own_address_without_a_mailbox(settings: LazySettings) -> None:
    settings.MAIL_RETURN = ""

    assert return_path(7) == settings.MAIL_FROM
