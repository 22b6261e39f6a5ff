"""The desk's buttons: which there are, in which state, what they say afterwards, and what a second comer is told."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AbstractUser

from comments.models import Comment, Decision
from mohit import dates

Status = Comment.Status
FSI, PDI = "\u2068", "\u2069"  # UAX #9: a name keeps its direction to itself


@dataclass(frozen=True, slots=True)
class Verb:
    """A decision that a button asks for. `name` is the name of the method of `Comment`."""

    name: str
    label: str
    done: str  # what has become of the comment, after «تعليق فلان»
    first: str  # what somebody did who was first, after «سبقك فلان»
    before: tuple[str, ...]  # the states in which its button stands there
    after: Comment.Status
    key: str  # of the keyboard, by its place: KeyboardEvent.code

    @property
    def letter(self) -> str:
        """What is printed on the key, of a Latin keyboard."""
        return self.key.removeprefix("Key")

    def act(self, comment: Comment, by: AbstractUser, reason: str = "", note: str = "", seen: str = "") -> bool:
        """Whether this call did it; False when somebody was faster, or it is not in the state that `by` has `seen`."""
        words = {"note": note, "seen": seen}
        if self.name == "reject":
            words["reason"] = reason
        return getattr(comment, self.name)(by, **words)


APPROVE = Verb("approve", "نشر", "صار منشورا", "ونشره", (Status.PENDING,), Status.APPROVED, "KeyF")
REJECT = Verb("reject", "رفض", "صار مرفوضا", "ورفضه", (Status.PENDING, Status.APPROVED), Status.REJECTED, "KeyD")
MARK_SPAM = Verb(
    "mark_spam",
    "مزعج",
    "صار في المزعج",
    "وعده مزعجا",
    (Status.PENDING, Status.APPROVED, Status.REJECTED),
    Status.SPAM,
    "KeyS",
)
RESTORE = Verb(
    "restore",
    "إعادة إلى الانتظار",
    "عاد إلى الانتظار",
    "وأعاده إلى الانتظار",
    (Status.REJECTED, Status.SPAM),
    Status.PENDING,
    "KeyB",
)
BRING_BACK = Verb(
    "bring_back", "سحب للمراجعة", "عاد إلى الانتظار", "وسحبه للمراجعة", (Status.APPROVED,), Status.PENDING, "KeyB"
)

KEEP = Verb("keep", "إبقاؤه", "باق مع القراء", "وأبقاه", (Status.APPROVED,), Status.APPROVED, "KeyF")

VERBS = {verb.name: verb for verb in (APPROVE, KEEP, REJECT, MARK_SPAM, RESTORE, BRING_BACK)}

WORDS_OF_FIRST = {
    **{verb.name: verb.first for verb in VERBS.values()},
    "undo": "وتراجع عن القرار فيه",
    "erase": "ومحا بيانات صاحبه",
}


def allowed(comment: Comment, reports: int = 0) -> list[Verb]:
    """`reports` are those that nobody has read yet: without one there is nothing in spite of which to keep it."""
    return [verb for verb in VERBS.values() if comment.status in verb.before and (reports or verb is not KEEP)]


def named(comment: Comment) -> str:
    return f"تعليق «{FSI}{comment.author_name}{PDI}»"


def told(verb: Verb, comment: Comment) -> str:
    return f"{named(comment)} {verb.done}."


def who_was_first(comment: Comment, to: AbstractUser) -> str:
    """«سبقك فلان ونشره قبل دقيقة.»: what to tell somebody whose decision came too late."""
    last = Decision.objects.filter(comment=comment.pk).select_related("by").order_by("-pk").first()
    if last is None:
        now = Comment.Status(Comment.objects.values_list("status", flat=True).get(pk=comment.pk)).label
        return f"حاله الآن «{now}»: تغيرت قبل وصول قرارك."
    when = dates.relative(last.at)
    if last.by is None:
        return f"تغيرت حاله آليا {when}: {last.get_verb_display()}."
    if last.by_id == to.pk:
        return f"قررت في هذا التعليق من قبل: {last.get_verb_display()} {when}."
    return f"سبقك {FSI}{last.by}{PDI} {WORDS_OF_FIRST[last.verb]} {when}."
