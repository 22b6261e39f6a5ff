from __future__ import annotations

from django.conf import LazySettings

from newsletter.fingerprints import fingerprint


def test_it_stands_for_a_text_differently_by_purpose_and_key(settings: LazySettings) -> None:
    one = fingerprint("source", "192.0.2.1")

    assert len(one) == 32
    assert one == fingerprint("source", "192.0.2.1")
    assert one != fingerprint("suppression", "192.0.2.1")
    settings.FINGERPRINT_KEY = "another"
    assert one != fingerprint("source", "192.0.2.1")
