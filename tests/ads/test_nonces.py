"""The signed name of an offer: nobody makes one up, and each is written in one way only."""

from __future__ import annotations

import pytest
from django.conf import LazySettings

from ads.nonces import LARGEST, nonce_of, read


@pytest.mark.parametrize("offer", [1, 61, 62, 123_456_789, LARGEST])
def test_it_reads_what_it_signed(offer: int) -> None:
    assert read(nonce_of(offer)) == offer
    assert len(nonce_of(offer)) <= 28


NONCE = nonce_of(12_345)


@pytest.mark.parametrize("place", range(len(NONCE)))
def test_it_knows_a_changed_letter(place: int) -> None:
    for letter in "0aZ_.":
        forged = NONCE[:place] + letter + NONCE[place + 1 :]
        assert (read(forged) is None) is (forged != NONCE)


@pytest.mark.parametrize(
    "forged",
    [
        "",
        "1",
        "1.",
        f"0{NONCE}",
        f" {NONCE}",
        f"{NONCE}\n",
        f"{NONCE}=",
        nonce_of(1).split(".")[0] + "." + nonce_of(2).split(".")[1],
        "zzzzzzzzzzz.AAAAAAAAAAAAAAAA",
        nonce_of(LARGEST + 1),
        nonce_of(5).replace("5", "٥", 1),
        "x" * 10_000,
    ],
)
def test_it_knows_a_forged_one(forged: str) -> None:
    assert read(forged) is None


def test_it_knows_another_sites(settings: LazySettings) -> None:
    settings.SECRET_KEY = "another"

    assert read(NONCE) is None
