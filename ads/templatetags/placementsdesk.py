"""Pages of the placements' desk that are no list of rows, for the dashboard and the list of campaigns."""

from __future__ import annotations

from django import template
from django.contrib.auth.models import AbstractUser
from django.urls import reverse

from ads import permissions

register = template.Library()


@register.simple_tag
def placements_desk(user: AbstractUser) -> list[tuple[str, str]]:
    """(address, words) of those that `user` may open."""
    pages = []
    if permissions.may_book(user):
        pages += [("admin:ads_week", "أسبوع المساحات"), ("admin:ads_simulator", "لماذا ظهر هذا؟")]
    if permissions.may_see_reports(user):
        pages.append(("admin:ads_counter_changelist", "تقارير المساحات"))
    return [(reverse(name), words) for name, words in pages]
