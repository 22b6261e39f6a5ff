"""The form above the hits. It owns the narrowing of the search; what makes no sense narrows nothing."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django import forms
from django.http import QueryDict
from django.utils import timezone

from articles.models import Author
from articles.reading import section_named
from articles.search.hits import Filters
from articles.search.queries import LONGEST
from articles.search.results import Asked
from mohit.arabic import clean, normalise
from mohit.prepared import Prepared

BY_DATE = "date"
MOST_AUTHORS = 20  # whose names are like the one typed

names = Prepared(lambda: Author.objects.order_by("pk").values_list("pk", "name", "slug"))


class SearchForm(forms.Form):
    q = forms.CharField(required=False, strip=True)
    section = forms.CharField(required=False)
    author = forms.CharField(required=False)
    since = forms.DateField(required=False, input_formats=["%Y-%m-%d"])
    until = forms.DateField(required=False, input_formats=["%Y-%m-%d"])
    sort = forms.CharField(required=False)

    def __init__(self, data: QueryDict) -> None:
        # A NUL makes Django refuse a field; here it is a letter that nobody typed.
        super().__init__({name: clean(data.get(name, "")[: 4 * LONGEST], multiline=False) for name in self.base_fields})
        self.full_clean()
        self.before, self.after = data.get("before", ""), data.get("after", "")

    @property
    def text(self) -> str:
        """What is searched for, and shown again in its box."""
        return self.cleaned_data.get("q", "")[:LONGEST]

    @property
    def is_by_date(self) -> bool:
        return self.cleaned_data.get("sort") == BY_DATE

    def asked(self) -> Asked:
        filters = Filters(
            section=section_key(self.cleaned_data.get("section", "")),
            authors=author_keys(self.cleaned_data.get("author", "")),
            since=midnight(self.cleaned_data.get("since")),
            until=midnight(self.cleaned_data.get("until"), days=1),
        )
        return Asked(self.text, filters, self.is_by_date, self.before, self.after)

    def narrows(self) -> bool:
        """Whether anything but the words was chosen."""
        return any(self.cleaned_data.get(name) for name in ("section", "author", "since", "until"))

    def address(self, **changes: str) -> str:
        """The query of this search's address, without its page: in one order, nothing empty."""
        given = {
            "q": self.text,
            "section": self.cleaned_data.get("section", ""),
            "author": self.cleaned_data.get("author", ""),
            "since": shown(self.cleaned_data.get("since")),
            "until": shown(self.cleaned_data.get("until")),
            "sort": BY_DATE if self.is_by_date else "",
        }
        query = QueryDict(mutable=True)
        query.update({name: value for name, value in (given | changes).items() if value})
        return query.urlencode()

    def everywhere(self) -> str:
        """The same words, narrowed by nothing."""
        return self.address(section="", author="", since="", until="")


def section_key(slug: str) -> int | None:
    """The key of a section by its address; None without one, or without such a section."""
    rows = section_named(slug=slug) if slug else []
    return rows[0][0] if rows else None


def author_keys(typed: str) -> tuple[int, ...] | None:
    """The authors whose name holds every word that was typed, in any spelling; None without a word."""
    words = normalise(typed).split()
    if not words:
        return None
    rows = names()
    exact = tuple(pk for pk, _, slug in rows if slug == typed)
    return exact or tuple(pk for pk, name, _ in rows if all(word in normalise(name) for word in words))[:MOST_AUTHORS]


def midnight(day: date | None, days: int = 0) -> datetime | None:
    """When `day`, or the day so many later, begins in the site's zone."""
    if day is None:
        return None
    try:
        return timezone.make_aware(datetime.combine(day + timedelta(days=days), time.min))
    except OverflowError:
        return None


def shown(day: date | None) -> str:
    return day.isoformat() if day else ""
