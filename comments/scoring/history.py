"""What the database knows about a submission: in one query, bounded however much there is."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import QuerySet

from comments.models import Comment, Contact, WordListVersion
from comments.submission import Submission
from mohit.prepared import MOMENT, NUMBERS, Prepared

MOST: Final = 20  # of the latest comments from one place, or with one text, that are looked at
LATELY: Final = timedelta(days=2)  # the same text within this time is no accident


class History(NamedTuple):
    words_version: UUID
    same_texts: list[str]  # states of the comments with the same text lately
    source_states: list[str]  # states of the latest comments from the same network address, newest first
    source_times: list[datetime]  # when they came
    address_states: list[str]  # states of the latest comments under the same e-mail address


def _build(text_key: list[int], since: datetime, source: str, email_key: str) -> QuerySet:
    same = Comment.objects.filter(text_key__among=text_key, created_at__gte=since).order_by("-created_at")
    of_source = Contact.objects.filter(source=source).exclude(source="").order_by("-comment_id")
    of_address = Contact.objects.filter(email_key=email_key).exclude(email_key="").order_by("-comment_id")
    return WordListVersion.objects.filter(pk=1).values_list(
        "version",
        ArraySubquery(same.values("status")[:MOST]),
        ArraySubquery(of_source.values("comment__status")[:MOST]),
        ArraySubquery(of_source.values("comment__created_at")[:MOST]),
        ArraySubquery(of_address.values("comment__status")[:MOST]),
    )


_history = Prepared(_build, text_key=NUMBERS, since=MOMENT, source="\uf8ff-source", email_key="\uf8ff-address")


def history_of(submission: Submission, text_key: int) -> History:
    asked = {
        "text_key": [text_key],
        "since": submission.received_at - LATELY,
        "source": submission.source,
        "email_key": submission.email_key,
    }
    rows = _history(**asked)
    if not rows:  # somebody emptied the table: no comment is lost for that
        WordListVersion.objects.get_or_create(pk=1)
        rows = _history(**asked)
    return History(*rows[0])
