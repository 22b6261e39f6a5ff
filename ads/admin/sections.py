"""The sections as choices: slugs are stored, names are shown."""

from __future__ import annotations

from django import forms

from mohit.site_sections import site_sections


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
