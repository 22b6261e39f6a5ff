"""The verbs of the fronts: save a draft, publish it now or for later, bring an earlier edition back, call one off.

Each claims the edition as its caller saw it, so that of two people at once one acts and the other is told, and writes
the history in the same transaction.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from django.db import IntegrityError, models, transaction
from django.db.models import F, Max
from django.utils import timezone

from articles.fronts.layout import Part, difference, layout_of, put
from articles.models import FrontDecision, FrontEdition

Verb, State = FrontDecision.Verb, FrontEdition.State


class Overtaken(Exception):
    """Somebody saved or published since; what was to be written is not."""


class Seen(NamedTuple):
    """What a page showed of a front: its newest edition and, if that is the draft, how often it had been saved."""

    number: int = 0
    version: int = 0  # 0 without a draft

    def __str__(self) -> str:
        return f"{self.number}.{self.version}"

    @classmethod
    def read(cls, text: str) -> Seen:
        """The value that `str()` wrote; of anything else one that no front has."""
        number, _, version = text.partition(".")
        if all(part.isascii() and part.isdecimal() and len(part) < 9 for part in (number, version)):
            return cls(int(number), int(version))
        return cls(-1, -1)


def seen_now(section: int | None) -> Seen:
    """The front as it is: one query for the draft, and one for the number where there is none."""
    draft = FrontEdition.objects.of(section).draft().values_list("number", "version").first()
    return Seen(*draft) if draft else Seen(newest_number(section))


def newest_number(section: int | None) -> int:
    return FrontEdition.objects.of(section).aggregate(newest=Max("number"))["newest"] or 0


def draft_of(section: int | None) -> FrontEdition | None:
    return FrontEdition.objects.of(section).draft().select_related("section", "by").first()


def live_of(section: int | None, at: datetime | None = None) -> FrontEdition | None:
    return FrontEdition.objects.of(section).published(at).newest_first().select_related("section", "by").first()


def save_draft(
    section: int | None, seen: Seen, parts: list[Part], by: models.Model | None, note: str = ""
) -> FrontEdition:
    """Make `parts` the draft of the front. Raises Overtaken when it is no longer as `seen`."""
    with transaction.atomic():
        edition = claim(section, seen, by, note) if seen.version else begin(section, seen, by, note)
        before = layout_of(edition) if seen.version else live_layout(section)
        put(edition, parts)
        FrontDecision.objects.create(edition=edition, verb=Verb.SAVE, by=by, what=difference(before, parts))
    return edition


def claim(section: int | None, seen: Seen, by: models.Model | None, note: str) -> FrontEdition:
    """The draft that was seen, for one more save."""
    rows = FrontEdition.objects.of(section).draft().filter(number=seen.number, version=seen.version)
    if not rows.update(version=F("version") + 1, by=by, note=note, saved_at=timezone.now()):
        raise Overtaken
    return FrontEdition.objects.of(section).draft().get()


def begin(section: int | None, seen: Seen, by: models.Model | None, note: str = "") -> FrontEdition:
    """A new draft after the edition that was seen as the newest."""
    return after(section, seen.number, by=by, note=note)


def after(section: int | None, newest: int, **values: Any) -> FrontEdition:
    """A new edition after `newest`. Raises Overtaken when that is not the front's newest, or another draft stands."""
    if newest != newest_number(section):  # a number past it would be taken, and the page could not count on from there
        raise Overtaken
    try:
        with transaction.atomic():
            return FrontEdition.objects.create(section_id=section, number=newest + 1, **values)
    except IntegrityError:  # somebody was faster
        raise Overtaken from None


def live_layout(section: int | None) -> list[Part]:
    edition = live_of(section)
    return layout_of(edition) if edition else []


def publish(edition: FrontEdition, by: models.Model | None, at: datetime | None = None) -> None:
    """Put the draft before the readers, now or from `at` on. Raises Overtaken when it is no longer as it was read."""
    with transaction.atomic():
        claimed = FrontEdition.objects.filter(pk=edition.pk, state=State.DRAFT, version=edition.version)
        moment = at or timezone.now()
        if not claimed.update(state=State.PUBLISHED, live_from=moment, by=by, saved_at=timezone.now()):
            raise Overtaken
        verb = Verb.SCHEDULE if at else Verb.PUBLISH
        FrontDecision.objects.create(edition=edition, verb=verb, by=by, what=edition.note)
    edition.state, edition.live_from = State.PUBLISHED, moment


def revert(edition: FrontEdition, newest: int, by: models.Model | None) -> FrontEdition:
    """Publish what an earlier edition held, as a new one; a draft that somebody works on stays.

    Raises Overtaken when `newest` is no longer the number of the front's newest edition.
    """
    with transaction.atomic():
        again = after(edition.section_id, newest, by=by, state=State.COPY, note=edition.note)
        put(again, layout_of(edition))
        again.state, again.live_from = State.PUBLISHED, timezone.now()
        again.save(update_fields=["state", "live_from", "saved_at"])
        FrontDecision.objects.create(edition=again, verb=Verb.REVERT, by=by, what=f"الطبعة {edition.number}")
    return again


def cancel(edition: FrontEdition, by: models.Model | None) -> None:
    """Call a draft or a scheduled edition off. Raises Overtaken when it is neither any more."""
    with transaction.atomic():
        rows = FrontEdition.objects.filter(pk=edition.pk)
        off = rows.draft().filter(version=edition.version) if edition.state == State.DRAFT else rows.scheduled()
        if not off.order_by().update(state=State.CANCELLED, saved_at=timezone.now()):
            raise Overtaken
        FrontDecision.objects.create(edition=edition, verb=Verb.CANCEL, by=by, what="")
    edition.state = State.CANCELLED
