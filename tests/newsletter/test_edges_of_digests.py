"""One list's trouble is no other list's."""

from __future__ import annotations

import pytest

from newsletter import digests
from newsletter.models import Issue, MailingList
from tests.newsletter.test_digests import DUE, MINUTE, daily, in_cairo, stories

pytestmark = pytest.mark.django_db

__all__ = ["in_cairo"]


def test_a_list_whose_digest_cannot_be_made_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    broken, sound = daily(), daily(name="نشرة المساء")
    stories(3)
    fill = digests.fill

    def breaks(issue: Issue, *rest: object) -> int:
        if issue.mailing_list_id == broken.pk:
            raise ZeroDivisionError
        return fill(issue, *rest)

    monkeypatch.setattr(digests, "fill", breaks)

    made = digests.make_digests(DUE + MINUTE)

    assert [digest.mailing_list_id for digest in made] == [sound.pk]
    assert not MailingList.objects.get(pk=broken.pk).digests.filter(period="2026-11-25").exists()
