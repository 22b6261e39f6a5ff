"""An issue's mail as everybody gets it: rendered once, with marks where each reader's own values go."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string

from mohit.mail import dress, plain_text
from newsletter.links import archive_address, choices_address, leave_address
from newsletter.mail_merge import NAME, TOKEN
from newsletter.models import Issue


@dataclass(frozen=True)
class Rendered:
    html: str
    text: str


def render(issue: Issue) -> Rendered:
    """The HTML and the text of `issue` as it stands now; both hold `TOKEN` in the reader's links, perhaps `NAME`."""
    placings = issue.placings.select_related("article__section", "article__picture")
    html = render_to_string(
        "newsletter/mail/issue.html",
        {
            "issue": issue,
            "placings": placings,
            "reader_name": NAME,
            "leave_address": leave_address(issue.mailing_list, TOKEN),
            "choices_address": choices_address(TOKEN),
            "archive_address": archive_address(issue.mailing_list),
            "subject": issue.subject,
            "site_name": settings.MAIL_FROM_NAME,
            "site_url": settings.SITE_URL,
        },
    )
    return Rendered(dress(html), plain_text(html))
