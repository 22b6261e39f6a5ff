"""A comment on its way in: judged, and stored with everything that belongs to it or not at all.

The same form is one comment, however often and in parallel it is sent: a keyed hash of what it says is unique in the
database, and who sends it again gets the answer that was given first.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import CharField, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from comments.forms import CommentForm
from comments.letters.owing import owe_letters
from comments.models import Comment, Contact, Decision, Finding, Policy
from comments.scoring import Verdict, judge
from comments.submission import Submission
from mohit.email_addresses import equality_key
from mohit.prepared import Prepared, PreparedInsert, columns, take
from mohit.public_forms import Limit
from mohit.visitors import source_of
from newsroom.models import Identity, User

# Behind one address live a family or an office, and with some networks hundreds of telephones: what passes is held for
# a moderator anyhow, and a burst of one reader's is not.
OF_ONE_STORY = Limit("comments on a story", most=5, seconds=300)
OF_A_DAY = Limit("comments", most=60, seconds=86_400)
LONGEST_AGENT = 200  # letters


@dataclass(frozen=True, slots=True)
class House:
    """What the posting must know besides the story: which names are taken, and the policy."""

    names: tuple[str, ...] = ()
    policy: Policy | None = None


POLICY = columns(Policy)


def one_house() -> QuerySet:
    staff = User.objects.filter(is_staff=True, is_active=True).order_by("pk")
    # As User.__str__: what somebody logs in with is reserved only where readers would see it.
    shown = staff.values(shown=Coalesce(NullIf("name", Value("")), "username", output_field=CharField()))
    site = Identity.objects.values("name")[:1]
    return Policy.objects.filter(pk=1).values_list(Subquery(site), ArraySubquery(shown), *POLICY)


house = Prepared(one_house)


def the_house() -> House:
    """One query."""
    rows = house()
    if not rows:
        return House()
    site, names, *policy = rows[0]
    return House((site or "", *names), take(Policy, POLICY, iter(policy)))


def submission_of(request: HttpRequest, form: CommentForm, article: int, parent: Comment | None) -> Submission:
    values = form.cleaned_data
    elapsed = values["elapsed"]
    return Submission(
        article_pk=article,
        parent=parent,
        author_name=values["author_name"],
        email=values["email"],
        email_key=equality_key(values["email"]),
        text=values["text"],
        source=source_of(request),
        agent=request.headers.get("User-Agent", "")[:LONGEST_AGENT],
        received_at=timezone.now(),
        trap=values["details"],
        elapsed=elapsed / 1000 if elapsed else None,
        wants_replies=values["wants_replies"],
        typed=form.data.get("text", ""),
    )


def key_of(submission: Submission, instance: object) -> str:
    """In which the same form sent twice is one: what it says, and where there is a script the form's own number.

    A form from a shared cache is the same for every reader. Without a script two readers of one network who say the
    same words under the same name and address are one. Of other networks they are not: whoever copied a comment and
    guessed its address would learn from the answer (no 429) that the guess was right.
    """
    said = [
        submission.article_pk,
        submission.parent.pk if submission.parent else 0,
        submission.author_name,
        submission.email_key,
        submission.text,
        str(instance or submission.source),
    ]
    return salted_hmac("comments.submission", json.dumps(said), algorithm="sha256").hexdigest()


# Whoever sends the same form at the same moment waits here for the first to end: the unique index makes him. The
# comment itself comes after, which the deferred foreign key allows.
claim = PreparedInsert(
    Contact, "ON CONFLICT (submission) DO NOTHING RETURNING comment_id", comment_id="nextval('comments_comment_id_seq')"
)
insert_comment = PreparedInsert(Comment)


def receive(submission: Submission, key: str, policy: Policy) -> int:
    """Store it; 0 when it is there, from now or from before, else the seconds to wait, and nothing is stored."""
    with transaction.atomic():
        claimed = claim(contact_of(submission, key))
        if not claimed:
            return 0
        wait = OF_ONE_STORY.take(f"{submission.source} {submission.article_pk}") or OF_A_DAY.take(submission.source)
        if wait:
            transaction.set_rollback(True)
            return wait
        ((pk,),) = claimed
        store(submission, pk, judge(submission), policy)
    return 0


def contact_of(submission: Submission, key: str) -> Contact:
    return Contact(
        email=submission.email,
        email_key=submission.email_key,
        source=submission.source,
        agent=submission.agent,
        submission=key,
        wants_replies=submission.wants_replies,
    )


def store(submission: Submission, pk: int, verdict: Verdict, policy: Policy) -> None:
    status = status_for(verdict, policy)
    comment = Comment(
        pk=pk,
        article_id=submission.article_pk,
        parent=submission.parent,
        author_name=submission.author_name,
        text=submission.text,
        text_key=verdict.text_key,
        status=status,
        points=min(verdict.points, 32_767),
        created_at=submission.received_at,
        decided_at=None if status == Comment.Status.PENDING else submission.received_at,
    )
    comment.make_ready()
    insert_comment(comment)
    if verdict.found:
        Finding.objects.bulk_create(Finding(comment=comment, **found._asdict()) for found in verdict.found)
    if status != Comment.Status.PENDING:
        note_decision(comment)
    owe_letters(comment, policy, wants_replies=submission.wants_replies)


def status_for(verdict: Verdict, policy: Policy) -> Comment.Status:
    if verdict.is_blocked:
        return Comment.Status.SPAM
    if policy.moderation == Policy.Moderation.WHEN_HELD and verdict.points < policy.hold_points:
        return Comment.Status.APPROVED
    return Comment.Status.PENDING


def note_decision(comment: Comment) -> None:
    """That no moderator but a rule decided."""
    verb = Decision.Verb.APPROVE if comment.status == Comment.Status.APPROVED else Decision.Verb.MARK_SPAM
    Decision.objects.create(comment=comment, verb=verb, before=Comment.Status.PENDING, after=comment.status)
