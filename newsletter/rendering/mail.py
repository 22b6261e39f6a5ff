"""`render`: the whole mail. The same rows give the same bytes, however often and wherever it is called."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from mohit.addresses import absolute
from mohit.mail import dress, plain_text
from mohit.mailings import occasion
from newsletter.links import archive_address, choices_address, leave_address
from newsletter.mail_merge import TOKEN
from newsletter.mailings import KIND
from newsletter.models import Issue, IssueStory
from newsletter.rendering.stories import stories_of
from newsroom.identity import the_identity

OWN_LINK = re.compile('href="/(?!/)')  # as rich text stores a link to a page of this site
LONGEST_PREHEADER = 150  # letters; no program shows more


class Rendered(NamedTuple):
    html: str
    text: str


def render(issue: Issue) -> Rendered:
    """The mail of `issue` as it is stored: five queries and the list's. The reader's links hold `mail_merge.TOKEN`."""
    return written(issue, is_sent=True)


def written(issue: Issue, placings: Iterable[IssueStory] | None = None, *, is_sent: bool = False) -> Rendered:
    """The mail of an issue that need not be stored; `placings` in their order, their articles
    `rendering.stories.with_all_that_shows`. Unless it `is_sent` it is a trial, in which no press counts."""
    facts = {**facts_of(issue, placings), "is_trial": not is_sent}
    html = render_to_string("newsletter/mail/issue.html", facts)
    # The text is read off the same template without its pictures and buttons, which only repeat a headline's link.
    text = render_to_string("newsletter/mail/issue.html", {**facts, "as_text": True})
    return Rendered(dress(html), plain_text(text))


def facts_of(issue: Issue, placings: Iterable[IssueStory] | None) -> dict[str, object]:
    stories = stories_of(issue, placings)
    identity = the_identity()
    lead_line = issue.preheader or " · ".join(story.headline for story in stories[1:4])
    return {
        "issue": issue,
        "mailing_list": issue.mailing_list,
        "subject": issue.subject,
        "preheader": lead_line[:LONGEST_PREHEADER],
        "day": day_of(issue),
        "intro": intro(issue.intro),
        "stories": stories,
        "site_name": identity.name,
        "site_url": settings.SITE_URL,
        "tagline": identity.tagline,
        "imprint": issue.mailing_list.imprint,
        "leave_address": leave_address(issue.mailing_list, TOKEN),
        "choices_address": choices_address(TOKEN),
        "issue_address": absolute(issue.get_absolute_url()) if issue.pk else "",
        "occasion": occasion(KIND, issue.pk),
        "memory": {},  # of what tags have looked up for the one part, for the other
        "archive_address": archive_address(issue.mailing_list) if issue.mailing_list.pk else "",
    }


def day_of(issue: Issue) -> date | None:
    """The day under the site's name: that of its schedule, else the one on which it was written."""
    moment = issue.scheduled_at or issue.created_at
    return timezone.localdate(moment, timezone.get_default_timezone()) if moment else None


def intro(html: str) -> SafeString:
    return mark_safe(OWN_LINK.sub(f'href="{settings.SITE_URL}/', html))  # noqa: S308  (cleaned by clean_intro)
