"""What the newsroom's lists show of the articles."""

from __future__ import annotations

from typing import Any

from django import template
from django.contrib.admin.filters import ListFilter
from django.contrib.admin.views.main import ChangeList

from articles.admin.listing import ViewFilter
from articles.models import Section

register = template.Library()


@register.simple_tag
def view_tabs(changelist: ChangeList) -> list[dict[str, Any]]:
    """The list's ways of looking, for tabs."""
    return [
        choice
        for spec in changelist.filter_specs
        if isinstance(spec, ViewFilter)
        for choice in spec.choices(changelist)
    ]


@register.simple_tag
def choices_of(spec: ListFilter, changelist: ChangeList) -> list[dict[str, Any]]:
    return list(spec.choices(changelist))


@register.filter
def beside(filters: list[ListFilter]) -> list[ListFilter]:
    """The filters that stand beside the list: all but the tabs."""
    return [spec for spec in filters if not isinstance(spec, ViewFilter)]


@register.simple_tag
def section_names() -> dict[str, str]:
    """`{% section_names as names %}`: the names of sections by their slugs, for apps that know the slugs alone."""
    return dict(Section.objects.order_by().values_list("slug", "name"))


@register.filter
def name_among(slug: str, names: dict[str, str]) -> str:
    """`{{ slug|name_among:names }}`: the slug itself of a section that is gone."""
    return names.get(slug, slug)
