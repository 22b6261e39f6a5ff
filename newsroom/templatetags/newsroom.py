"""The site's identity for the templates."""

from __future__ import annotations

from django import template
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models.functions import JSONObject

from newsroom.models import Identity, Page

register = template.Library()


@register.simple_tag
def identity() -> Identity:
    """The site's name, words and links, with `pages` = [{"title", "slug"}, …] for the footer: one query."""
    pages = Page.objects.published().values(json=JSONObject(title="title", slug="slug"))
    return Identity.objects.annotate(pages=ArraySubquery(pages)).get()
