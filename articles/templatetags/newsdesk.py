"""What the newsroom's dashboard and lists show of the articles."""

from __future__ import annotations

from typing import Any

from django import template
from django.contrib.admin.filters import ListFilter
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth.models import AbstractUser
from django.db.models import QuerySet

from articles import permissions
from articles.admin.listing import ViewFilter, seen_as
from articles.models import Article, Decision, Section
from mohit.dates import number

register = template.Library()

LINES = 6  # stories of a panel


@register.simple_tag
def stories_for(user: AbstractUser) -> dict[str, Any]:
    """The dashboard of somebody who works on stories, in six queries; of others nothing."""
    if not permissions.may_write(user) and not permissions.is_editor(user):
        return {}
    desk = permissions.listed_for(user, Article.objects.all())
    own_drafts = seen_as("mydrafts", desk, user)
    waiting = seen_as("waiting", desk, user)
    decisions = Decision.objects.select_related("article", "by").defer("article__body")
    return {
        "is_editor": permissions.is_editor(user),
        "may_write": permissions.may_write(user),
        "waiting": waiting.count(),
        "scheduled": seen_as("scheduled", desk, user).count(),
        "drafts": own_drafts.count(),
        "queue": waiting.select_related("section").defer("body").order_by("saved_at")[:LINES],
        "my_drafts": own_drafts.defer("body").order_by("-saved_at")[:LINES],
        "decisions": (decisions if permissions.is_editor(user) else of_stories(decisions, desk))[:LINES],
    }


def of_stories(decisions: QuerySet[Decision], stories: QuerySet[Article]) -> QuerySet[Decision]:
    return decisions.filter(article__in=stories.order_by().values("pk"))


@register.simple_tag
def view_tabs(changelist: ChangeList) -> list[dict[str, Any]]:
    """The list's ways of looking, for tabs; one query says how many stories wait."""
    tabs = [
        choice
        for spec in changelist.filter_specs
        if isinstance(spec, ViewFilter)
        for choice in spec.choices(changelist)
    ]
    waiting = str(ViewFilter.VIEWS["waiting"])
    for tab in tabs:
        if tab["display"] == waiting and (total := changelist.waiting):
            tab["display"] = f"{waiting} ({number(total)})"
    return tabs


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
