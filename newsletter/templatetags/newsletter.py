"""The sign-up form that stands in other apps' pages."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from mohit.stencils import remembered
from newsletter.forms import ACTION, FOOTER, STORY

register = template.Library()

FORMS = {"story": STORY, "footer": FOOTER}


@register.simple_tag
def newsletter_form(place: str = "story") -> SafeString:
    """`{% newsletter_form "footer" %}`: no query, the same bytes on every page; its ids begin with its place."""
    return remembered("newsletter/_form.html", place=place, name=FORMS[place], action=ACTION)
