"""The desk's list: which comments stand in it, in which order, on which page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.auth.models import AbstractUser
from django.db.models import QuerySet
from django.db.models.functions import Left
from django.http import QueryDict

from articles.models import Section
from comments import permissions
from comments.admin.pages import ByPoints, ByTime, DeskPage, cut
from comments.models import Comment, Decision, Report
from mohit.arabic import normalise

SIZE = 25  # comments of a page
EXCERPT = 160  # letters of each in the list
MOST_WAITING = 100  # so many are counted for the badge; more are «99+»
BIGGEST_KEY = 2**63 - 1


def read_key(given: str) -> int | None:
    """The key that an address or a form names; None for what can be none (Python reads no number of 5,000 digits)."""
    return int(given) if given.isdecimal() and len(given) < len(str(BIGGEST_KEY)) else None


STATES = {
    "waiting": "تنتظر",
    "reported": "عليها بلاغات",
    "approved": "منشورة",
    "rejected": "مرفوضة",
    "spam": "مزعجة",
    "all": "الكل",
}
ORDERS = {"": "الأقدم أولا", "points": "الأشد شبهة أولا"}


class QueueForm(forms.Form):
    """What the address of the list says; what is wrong in it is passed over."""

    state = forms.ChoiceField(choices=list(STATES.items()), required=False, widget=forms.HiddenInput)
    q = forms.CharField(label="بحث", max_length=100, required=False, widget=forms.TextInput(attrs={"type": "search"}))
    section = forms.ModelChoiceField(Section.objects.all(), label="القسم", required=False, empty_label="كل الأقسام")
    order = forms.ChoiceField(label="الترتيب", choices=list(ORDERS.items()), required=False)
    story = forms.IntegerField(min_value=1, max_value=BIGGEST_KEY, required=False, widget=forms.HiddenInput)

    def __init__(self, user: AbstractUser, data: QueryDict) -> None:
        super().__init__(data, auto_id="queue_%s")
        if bound := permissions.sections_of(user):
            self.fields["section"].queryset = Section.objects.filter(pk__in=bound)
        if data.get("state", "waiting") not in ("", "waiting", "reported"):
            del self.fields["order"]


@dataclass(frozen=True, slots=True)
class Queue:
    """One way of looking at the comments, as an address names it."""

    state: str = "waiting"
    q: str = ""
    section: int | None = None
    story: int | None = None
    order: str = ""

    @classmethod
    def of(cls, form: QueueForm) -> Queue:
        form.is_valid()
        given = form.cleaned_data
        section = given.get("section")
        return cls(
            state=given.get("state") or "waiting",
            q=given.get("q", "").strip(),
            section=section.pk if section else None,
            story=given.get("story"),
            order=given.get("order", ""),
        )

    @property
    def waits(self) -> bool:
        """Whether it is a list of work to do, which is read from its old end."""
        return self.state in ("waiting", "reported")

    @property
    def way(self) -> ByTime | ByPoints:
        return ByPoints() if self.order == "points" and self.waits else ByTime(oldest_first=self.waits)

    def rows(self, user: AbstractUser) -> QuerySet[Comment]:
        rows = in_state(self.state, permissions.moderated(user, Comment.objects.all()))
        if self.section:
            rows = rows.filter(article__section=self.section)
        if self.story:
            rows = rows.filter(article=self.story)
        for word in normalise(self.q).split():
            rows = rows.filter(search_key__contains=word)
        return rows

    def page(self, user: AbstractUser, after: str = "", before: str = "") -> DeskPage:
        rows = self.rows(user).select_related("article__section").only(*SHOWN).annotate(excerpt=Left("text", EXCERPT))
        return cut(rows, self.way, SIZE, after, before)

    def address(self, **other: object) -> str:
        """The query of this list with `other` in it: `?state=spam&q=…`."""
        said = {"state": self.state, "q": self.q, "section": self.section, "story": self.story, "order": self.order}
        pairs = {name: value for name, value in {**said, **other}.items() if value}
        return "?" + urlencode(pairs)


SHOWN = (
    "author_name",
    "status",
    "points",
    "created_at",
    "member",
    "article__headline",
    "article__section__name",
)


def in_state(state: str, comments: QuerySet[Comment]) -> QuerySet[Comment]:
    if state == "all":
        return comments
    if state == "reported":
        return comments.filter(pk__in=reported())
    return comments.waiting() if state == "waiting" else comments.filter(status=state)


def reported() -> QuerySet:
    """Keys of what readers see and reported, and of what their reports took back into the queue (see Decision.by)."""
    unread = Report.objects.unread().filter(comment__status="approved").order_by().values("comment")
    taken = Decision.objects.filter(verb=Decision.Verb.BRING_BACK, by__isnull=True, comment__status="pending")
    return unread.union(taken.order_by().values("comment"))


def number_waiting(user: AbstractUser) -> int:
    """How many wait for this person, counted up to MOST_WAITING."""
    return permissions.waiting_for(user).order_by()[:MOST_WAITING].count()


def longest_waiting(user: AbstractUser) -> list[Comment]:
    """Those that wait for this person, up to MOST_WAITING, the oldest first."""
    rows = permissions.moderated(user, Comment.objects.waiting()).order_by("created_at", "pk")
    return list(rows.select_related("article").only("author_name", "created_at", "article__headline")[:MOST_WAITING])


def capped(waiting: int) -> str:
    return str(waiting) if waiting < MOST_WAITING else f"{MOST_WAITING - 1}+"


def tabs(queue: Queue, waiting: int) -> list[dict[str, Any]]:
    """The states as tabs above the list."""
    return [
        {
            "label": label,
            "address": Queue(state, queue.q, queue.section, queue.story, queue.order).address(),
            "is_chosen": state == queue.state,
            "number": capped(waiting) if state == "waiting" and waiting else "",
        }
        for state, label in STATES.items()
    ]
