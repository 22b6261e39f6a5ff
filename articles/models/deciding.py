"""What moves an article from state to state.

Each verb claims the row by its old state and writes its line of history in one transaction, so that of two people at
once one acts and one is told. It asks what the story is, never who somebody is: articles/permissions.py does.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import Case, F, Q, When
from django.utils import timezone

from articles.models.decision import Decision, InternalNote, Status
from mohit.typed_text import stored

if TYPE_CHECKING:
    from articles.models.article import Article

Verb = Decision.Verb
UNPUBLISHED = [Status.DRAFT, Status.IN_REVIEW, Status.WITHDRAWN]
SAME_NOTE = 60  # seconds in which the same words of the same person are the same note sent twice
ERASED = "محي هذا المقال"  # the headline of a story whose text is gone


class Embargoed(Exception):
    """Publication was asked for at a time before the end of the story's embargo, which is `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"embargoed until {until}")
        self.until = until


class Decided:
    """The verbs of `Article`. Each says whether this call did it; False when somebody was faster."""

    def submit(self: Article, by: models.Model, to: models.Model | None = None) -> bool:
        """Hand a draft to the editors, perhaps to one of them; who had it before has it again."""
        changes = {"assignee": to} if to else {}
        return self._decide(Verb.SUBMIT, by, Q(status=Status.DRAFT), Status.IN_REVIEW, to=to, **changes)

    def assign(self: Article, by: models.Model, to: models.Model, note: str = "") -> bool:
        """Give a story to an editor, unless somebody else has it since this object was read."""
        verb = Verb.TAKE if to == by else Verb.ASSIGN
        seen = Q(assignee=self.assignee_id) if self.assignee_id else Q(assignee__isnull=True)
        claimed = seen & ~Q(assignee=to) & Q(status__in=[Status.DRAFT, Status.IN_REVIEW])
        return self._decide(verb, by, claimed, None, note, to=to, assignee=to)

    def take(self: Article, by: models.Model) -> bool:
        """«أتولاها»."""
        return self.assign(by, by)

    def send_back(self: Article, by: models.Model, note: str = "") -> bool:
        """Make it a draft again, with a reason; it stays with the editor who has read it."""
        return self._decide(Verb.SEND_BACK, by, Q(status__in=[Status.IN_REVIEW, Status.WITHDRAWN]), Status.DRAFT, note)

    def publish(self: Article, by: models.Model, at: datetime | None = None) -> bool:
        """Publish at `at`, at the time the article already names, or now.

        While an embargo runs, its end is the earliest time: a story without an `at` is scheduled for it, and an `at`
        before it raises Embargoed.
        """
        now = timezone.now()
        moment = at or self.published_at or now
        with transaction.atomic():
            until = locked(self)
            if at and until and at < until:
                raise Embargoed(until)
            moment = max(moment, until) if until else moment
            verb, named = (Verb.SCHEDULE, moment) if moment > now else (Verb.PUBLISH, None)
            done = self._decide(
                verb, by, Q(status__in=UNPUBLISHED), Status.PUBLISHED, until=named, **appears_at(moment)
            )
            if done and self.updated_at and self.updated_at < moment:
                self.updated_at = None
            return done

    def reschedule(self: Article, by: models.Model, at: datetime) -> bool:
        """Move a published or scheduled story to another time. Raises Embargoed."""
        with transaction.atomic():
            until = locked(self)
            if until and at < until:
                raise Embargoed(until)
            claimed = Q(status=Status.PUBLISHED, published_at=self.published_at) & ~Q(published_at=at)
            done = self._decide(Verb.RESCHEDULE, by, claimed, None, until=at, **appears_at(at))
            if done and self.updated_at and self.updated_at < at:
                self.updated_at = None
            return done

    def embargo(self: Article, by: models.Model, until: datetime, note: str = "") -> bool:
        """Forbid publication before `until`. One that runs is only lengthened: `lift_embargo` takes a reason."""
        now = timezone.now()
        waits = ~Q(status=Status.PUBLISHED) | Q(published_at__gt=now, published_at__gte=until)
        shorter = Q(embargoed_until__isnull=True) | Q(embargoed_until__lte=now) | Q(embargoed_until__lt=until)
        return self._decide(Verb.EMBARGO, by, waits & shorter, None, note, until=until, embargoed_until=until)

    def lift_embargo(self: Article, by: models.Model, note: str) -> bool:
        """Allow publication before its time. A schedule that waits for it stays where it is."""
        runs = Q(embargoed_until__gt=timezone.now())
        return self._decide(Verb.LIFT_EMBARGO, by, runs, None, note, embargoed_until=None)

    def withdraw(self: Article, by: models.Model, note: str = "") -> bool:
        """Take a published or scheduled story from the readers."""
        return self._decide(Verb.WITHDRAW, by, Q(status=Status.PUBLISHED), Status.WITHDRAWN, note)

    def erase(self: Article, by: models.Model, note: str) -> bool:
        """Destroy what a withdrawn story said, its revisions and notes included; its history and its number stay."""
        with transaction.atomic():
            texts = dict.fromkeys(self.TEXTS, "") | {"headline": ERASED, "slug": "", "picture": None}
            if not self._decide(
                Verb.ERASE,
                by,
                Q(status=Status.WITHDRAWN),
                None,
                note,
                erased_at=timezone.now(),
                updated_at=None,
                **texts,
            ):
                return False
            self.forget()
            return True

    def say(self: Article, by: models.Model, text: str, to: models.Model | None = None) -> InternalNote | None:
        """Leave a note for the colleagues; None when there is nothing in it, or it was sent twice."""
        note = InternalNote(article=self, by=by, to=to, text=text)
        note.tidy()
        since = timezone.now() - timedelta(seconds=SAME_NOTE)
        if not note.text or self.notes.filter(by=by, to=to, text=note.text, at__gte=since).exists():
            return None
        note.save()
        return note

    def _decide(
        self: Article,
        verb: Decision.Verb,
        by: models.Model,
        claimed: Q,
        after: Status | None,
        note: str = "",
        *,
        to: models.Model | None = None,
        until: datetime | None = None,
        **changes: Any,
    ) -> bool:
        """Make `changes` and go to the state `after` (None: no other), if the row is still as `claimed` says."""
        note = stored(note, multiline=False)[:300]  # cleaned, it may be longer than typed
        with transaction.atomic():
            rows = type(self)._base_manager.filter(claimed, pk=self.pk, erased_at__isnull=True)
            old = rows.select_for_update(of=("self",)).values_list("status", flat=True).first()
            if old is None:
                return False
            state = after or Status(old)
            type(self)._base_manager.filter(pk=self.pk).update(status=state, saved_at=timezone.now(), **changes)
            Decision.objects.create(
                article_id=self.pk, verb=verb, by=by, to=to, until=until, before=old, after=state, note=note
            )
        self.status = state
        for name, value in changes.items():
            if not isinstance(value, models.Expression):
                setattr(self, name, value)
        return True


def appears_at(moment: datetime) -> dict[str, Any]:
    """The changes that make a story appear at `moment`: a note about an update from before it has no date."""
    return {
        "published_at": moment,
        "updated_at": Case(When(updated_at__gte=moment, then=F("updated_at")), default=None),
    }


def locked(article: Article) -> datetime | None:
    """The end of the story's embargo as the database knows it; the row is nobody else's until the transaction ends."""
    rows = type(article)._base_manager.filter(pk=article.pk).select_for_update(of=("self",))
    return rows.values_list("embargoed_until", flat=True).first()
