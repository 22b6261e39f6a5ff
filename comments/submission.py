"""What a reader sent, as one value: rules judge it, and the posting stores it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from comments.models import Comment


@dataclass(frozen=True, slots=True)
class Submission:
    """A comment on its way in: cleaned and valid, not judged yet."""

    article_pk: int
    parent: Comment | None
    author_name: str
    email: str
    email_key: str
    text: str
    source: str  # IPv4 address or IPv6 /64, see mohit.visitors.source_of
    agent: str
    received_at: datetime
    trap: str = ""  # what stands in the field that people do not see
    elapsed: float | None = None  # seconds from the first key to sending, as a script measured them
    wants_replies: bool = False
    typed: str = ""  # the text before it was cleaned: how its letters were ordered on the screen stands there alone
