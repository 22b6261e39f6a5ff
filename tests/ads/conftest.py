"""What the tests of placements share."""

from __future__ import annotations

from time import monotonic

import pytest

from ads.sections import Known


@pytest.fixture(autouse=True)
def known_sections(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sections that this process has read: what another test left there counts for nothing."""
    known = Known()
    known.slugs, known.read_at = frozenset({"culture", "economy", "sports", "ثقافة"}), monotonic()
    monkeypatch.setattr("ads.views.known", known)
