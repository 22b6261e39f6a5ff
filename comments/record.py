"""The record of whoever wrote a comment: what became of the others that came from the same address and network.

Counts tell a moderator much and name nobody; the addresses themselves and what else was written from there are for
those who `permissions.may_see_contact`, and are not even fetched for others.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, QuerySet

from comments.models import Comment, Contact

COUNTED = 1_000  # the latest from one address or network: half a country shares the gateway of a telephone company
LATEST = 5  # comments shown


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the other comments from one place."""

    approved: int = 0
    rejected: int = 0
    spam: int = 0
    pending: int = 0

    @property
    def total(self) -> int:
        return self.approved + self.rejected + self.spam + self.pending

    @property
    def is_capped(self) -> bool:
        return self.total >= COUNTED - 1


@dataclass(frozen=True, slots=True)
class CommenterRecord:
    by_address: Tally
    by_source: Tally
    contact: Contact | None = None
    first_seen_at: datetime | None = None
    latest: list[Comment] = field(default_factory=list)


def record_of(comment: Comment, among: QuerySet[Comment], *, with_contact: bool) -> CommenterRecord:
    """In two queries; with the contact in five. `among` is what the moderator may read of the person's comments."""
    by_address, by_source = tally(comment, "email_key"), tally(comment, "source")
    contact = Contact.objects.filter(pk=comment.pk).first() if with_contact else None
    if contact is None:
        return CommenterRecord(by_address, by_source)
    others = from_same(comment, "email_key" if contact.email_key else "source")
    return CommenterRecord(
        by_address,
        by_source,
        contact,
        first_seen_at=others.order_by("pk").values_list("comment__created_at", flat=True).first(),
        latest=list(
            among.filter(pk__in=others.exclude(pk=comment.pk).order_by("-pk").values("pk")[:LATEST]).order_by("-pk")
        ),
    )


def tally(comment: Comment, place: str) -> Tally:
    """`place` is a field of Contact."""
    latest = from_same(comment, place).order_by("-pk").values("pk")[:COUNTED]
    rows = Comment.objects.filter(pk__in=latest).exclude(pk=comment.pk).order_by()
    return Tally(**{row["status"]: row["times"] for row in rows.values("status").annotate(times=Count("pk"))})


def from_same(comment: Comment, place: str) -> QuerySet[Contact]:
    """The contacts with the same `place`, a field of Contact, as this comment's; of an erased one none.

    The address stays in the database: it is compared there.
    """
    this = Contact.objects.filter(pk=comment.pk).exclude(**{place: ""}).values(place)
    return Contact.objects.exclude(**{place: ""}).filter(**{place: this[:1]})
