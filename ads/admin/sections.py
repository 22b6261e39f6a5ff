"""The sections as choices: slugs are stored, names are shown."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms

from ads.models import Placement
from mohit.site_sections import Pairs, site_lists, site_sections


def section_choices(kept: list[str]) -> list[tuple[str, str]]:
    """The site's sections, and after them those `kept` slugs of which the site knows no section any more."""
    known = site_sections()
    slugs = {slug for slug, _ in known}
    return [*known, *((slug, f"{slug} (لم يعد قسما)") for slug in dict.fromkeys(kept) if slug and slug not in slugs)]


class SectionsField(forms.MultipleChoiceField):
    """Any number of sections."""

    widget = forms.CheckboxSelectMultiple

    def has_changed(self, initial: list[str] | None, data: list[str] | None) -> bool:
        return set(initial or []) != set(data or [])


def one_or_all(kept: str = "") -> list[tuple[str, str]]:
    return [("", "كل الأقسام"), *section_choices([kept])]


@dataclass(frozen=True)
class SectionOrList:
    """What a booking may be for: a section of the pages or, in the place inside the newsletter, one of its lists."""

    sections: Pairs
    lists: Pairs

    @classmethod
    def known(cls) -> SectionOrList:
        return cls(site_sections(), site_lists())

    def choices(self, kept: str = "") -> list[tuple[str, object]]:
        groups: list[tuple[str, object]] = [("", "الكل"), ("الأقسام", list(self.sections))]
        if self.lists:
            groups.append(("النشرات البريدية", list(self.lists)))
        known = {slug for slug, _ in [*self.sections, *self.lists]}
        return groups if not kept or kept in known else [*groups, (kept, f"{kept} (لم يعد موجودا)")]

    def refusal(self, placement: Placement, slug: str, kept: str) -> str:
        """Why nothing would ever show; empty when something would, or when it stays what it was."""
        if slug in dict(self.lists if placement.is_baked else self.sections) or slug == kept:
            return ""
        if placement.is_baked:
            return "هذه المساحة في الرسائل: اختر نشرة أو «الكل»."
        return "النشرات لمساحة الرسائل وحدها: اختر قسما أو «الكل»."
