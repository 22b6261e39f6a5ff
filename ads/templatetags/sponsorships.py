"""Sponsorships in what is made once and read by many: mails, and pages that ask nobody."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.template import Context

from ads.sponsorship import Sponsorship, sponsorship

register = template.Library()


@register.simple_tag(takes_context=True, name="sponsorship")
def sponsorship_of(
    context: Context, placement: str, section: str, occasion: str, at: datetime | None = None
) -> Sponsorship | None:
    """`{% sponsorship "newsletter" mailing_list.slug occasion issue.scheduled_at as shown %}`: what is booked, or None.

    In a trial (`is_trial` in the context) the link is no mailing's. The two parts of a mail must say the same: a dict
    `memory` in the context, if it is there, keeps what was found.
    """
    memory = context.get("memory", {})
    key = (placement, section, occasion, at)
    if key not in memory:
        memory[key] = sponsorship(placement, section, occasion, at, is_trial=context.get("is_trial", False))
    return memory[key]
