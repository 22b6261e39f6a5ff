"""The comment: who said what under which story, whether readers see it, and the verbs that decide so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.validators import MaxLengthValidator
from django.db import connection, models, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

from comments.models.decision import LONGEST_NOTE, Decision
from comments.models.querysets import CommentQuerySet
from mohit.arabic import clean_name, normalise, with_few_marks
from mohit.typed_text import TypedText, stored

LONGEST_NAME = 60  # letters
LONGEST_TEXT = 5_000  # letters
DEEPEST = 4  # levels that a thread shows; an answer to the last stands beside what it answers


class Comment(TypedText):
    """A reader's words under a story. The public sees it when `status` is approved; nothing else counts.

    Nothing here tells who wrote it but the name that the writer chose: addresses are in `Contact`, which no query on
    comments can reach.
    """

    class Status(models.TextChoices):
        PENDING = "pending", "ينتظر"
        APPROVED = "approved", "منشور"
        REJECTED = "rejected", "مرفوض"
        SPAM = "spam", "مزعج"

    article = models.ForeignKey("articles.Article", on_delete=models.PROTECT, related_name="+", verbose_name="المقال")
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="replies", null=True, blank=True, verbose_name="رد على"
    )
    # The first comment of the thread; NULL of the first itself.
    thread = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="+", null=True, blank=True, editable=False, db_index=False
    )
    # Primary keys from the thread's first comment to this one. Their order is the order in which a thread is read.
    path = ArrayField(models.BigIntegerField(), editable=False)
    author_name = models.CharField("الاسم", max_length=LONGEST_NAME)
    text = models.TextField("التعليق", validators=[MaxLengthValidator(LONGEST_TEXT)])
    # Of the skeleton of `text`: the same words however they are dressed up (comments/scoring).
    text_key = models.BigIntegerField(editable=False, default=0)
    # Name and text as the desk searches them (AR-11). Emptied by the database when they change without it (0021).
    search_key = models.TextField(editable=False, default="")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name="من فريق التحرير",
    )
    status = models.CharField("الحالة", max_length=8, choices=Status.choices, default=Status.PENDING, editable=False)
    points = models.PositiveSmallIntegerField("النقاط", default=0, editable=False)
    approved_below = models.PositiveIntegerField(default=0, editable=False)  # kept by the database (migration 0003)
    is_shown = models.GeneratedField(
        expression=Q(status="approved") | Q(approved_below__gt=0), output_field=models.BooleanField(), db_persist=True
    )
    created_at = models.DateTimeField("كتب في", default=timezone.now, editable=False)
    decided_at = models.DateTimeField("تقرر في", null=True, editable=False)

    LINES = ("author_name",)
    PARAGRAPHS = ("text",)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = "تعليق"
        verbose_name_plural = "التعليقات"
        permissions = [("moderate_comment", "الإشراف على التعليقات")]
        ordering = ["-created_at", "-pk"]
        indexes = [
            # Under a story: the threads, newest first.
            models.Index(
                F("article"),
                F("created_at").desc(),
                F("id").desc(),
                name="comment_threads",
                condition=Q(is_shown=True, thread__isnull=True),
            ),
            # A thread from its first answer to its last. The only index on the thread: with another, of threads alone,
            # PostgreSQL would sort all of a long one for a few.
            models.Index(F("thread"), F("path"), name="comment_answers"),
            # The feeds of a story's comments and of the site's.
            models.Index(
                F("article"),
                F("created_at").desc(),
                F("id").desc(),
                name="comment_article_latest",
                condition=Q(status="approved"),
            ),
            models.Index(F("created_at").desc(), F("id").desc(), name="comment_latest", condition=Q(status="approved")),
            # The moderators' queue, oldest first, and how many wait.
            models.Index(F("created_at"), F("id"), name="comment_queue", condition=Q(status="pending")),
            # The same queue, the most suspicious first.
            models.Index(F("points").desc(), F("id"), name="comment_queue_points", condition=Q(status="pending")),
            # The desk's search, for any part of a word.
            GinIndex(OpClass(F("search_key"), name="gin_trgm_ops"), name="comment_words"),
            # The desk's list of a state.
            models.Index(F("status"), F("created_at").desc(), F("id").desc(), name="comment_desk"),
            # The desk's list of all states, and what of a common word is the latest.
            models.Index(F("created_at").desc(), F("id").desc(), name="comment_all"),
            # The same text said lately (comments/scoring).
            models.Index(F("text_key"), F("created_at"), name="comment_same_text"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(author_name=""), name="comment_has_a_name"),
            models.CheckConstraint(condition=~Q(text=""), name="comment_has_a_text"),
            models.CheckConstraint(
                condition=Q(status__in=["pending", "approved", "rejected", "spam"]), name="comment_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True, thread__isnull=True) | Q(parent__isnull=False, thread__isnull=False),
                name="comment_answers_in_a_thread",
            ),
            models.CheckConstraint(
                condition=Q(path__len__gte=1, path__len__lte=DEEPEST), name="comment_is_within_depth"
            ),
            models.CheckConstraint(
                condition=~Q(parent=F("id")) & ~Q(thread=F("id")), name="comment_does_not_answer_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author_name}: {self.text[:60]}"

    def get_absolute_url(self) -> str:
        return f"/comments/{self.pk}/"

    @property
    def is_public(self) -> bool:
        return self.status == self.Status.APPROVED

    last_decision: Decision | None = None  # the one that this object made

    def save(self, **kwargs: object) -> None:
        if self._state.adding:
            self.make_ready()
            kwargs["force_insert"] = True  # with a primary key Django would look for the row first
        super().save(**kwargs)

    def make_ready(self) -> None:
        """All that a comment has when it is stored for the first time, by whatever way."""
        self.tidy()
        self.find_place()
        self.search_key = normalise(f"{self.author_name} {self.text}")

    def tidy(self) -> None:
        super().tidy()
        self.author_name = clean_name(self.author_name)
        self.text = with_few_marks(self.text)

    def find_place(self) -> None:
        """Take a primary key and the place in the thread that goes with it."""
        self.pk = self.pk or next_pk()
        above = self.parent.path[: DEEPEST - 1] if self.parent else []
        self.path = [*above, self.pk]
        self.thread_id = above[0] if above else None

    # --- Verbs: each claims the row by its old state, so that of two moderators one acts and one is told. ----------
    # `seen` is the state in which `by` saw it: what somebody changed meanwhile is not decided by who does not know.

    def approve(self, by: models.Model | None, note: str = "", seen: str = "") -> bool:
        """Show it to the readers; False when somebody decided before."""
        return self._decide(Decision.Verb.APPROVE, by, [self.Status.PENDING], self.Status.APPROVED, seen, note=note)

    def publish(self, note: str = "") -> bool:
        """Show it by its writer's own word, which counts once: False when anybody has ever decided about it."""
        with self._alone() as status:
            if status != self.Status.PENDING or self.decisions.exists():
                return False
            self._enter(Decision.Verb.APPROVE, None, status, self.Status.APPROVED, note=note)
        return True

    def reject(self, by: models.Model | None, reason: str = "", note: str = "", seen: str = "") -> bool:
        """Keep or take it from the readers, for one of `Decision.Reason`."""
        before = [self.Status.PENDING, self.Status.APPROVED]
        return self._decide(Decision.Verb.REJECT, by, before, self.Status.REJECTED, seen, reason=reason, note=note)

    def mark_spam(self, by: models.Model | None, note: str = "", seen: str = "") -> bool:
        before = [self.Status.PENDING, self.Status.APPROVED, self.Status.REJECTED]
        return self._decide(Decision.Verb.MARK_SPAM, by, before, self.Status.SPAM, seen, note=note)

    def restore(self, by: models.Model | None, note: str = "", seen: str = "") -> bool:
        """Put what was rejected or filed as spam back into the queue."""
        before = [self.Status.REJECTED, self.Status.SPAM]
        return self._decide(Decision.Verb.RESTORE, by, before, self.Status.PENDING, seen, note=note)

    def bring_back(self, by: models.Model | None = None, note: str = "", seen: str = "") -> bool:
        """Take what readers see back into the queue: readers reported it, or a moderator has second thoughts."""
        return self._decide(Decision.Verb.BRING_BACK, by, [self.Status.APPROVED], self.Status.PENDING, seen, note=note)

    def keep(self, by: models.Model, note: str = "", seen: str = "") -> bool:
        """Leave with the readers what some of them reported: their reports are read, the next ones count from one."""
        return self._decide(Decision.Verb.KEEP, by, [self.Status.APPROVED], self.Status.APPROVED, seen, note=note)

    def undo(self, by: models.Model, decision: int | None = None) -> bool:
        """Take the last decision back while nothing has been decided since.

        `decision` is the key of the one that is meant; another one that came after it stays. An undone decision is not
        done again, and nothing brings erased data back.
        """
        with self._alone() as status:
            last = self.decisions.order_by("-pk").first()
            if last is None or decision not in (None, last.pk) or last.after != status:
                return False
            if not last.is_undoable:
                return False
            self._enter(Decision.Verb.UNDO, by, last.after, last.before)
        return True

    def answer(self, by: models.Model, text: str) -> Comment | None:
        """The newsroom's own words below it, public at once; None when readers do not see it (any more)."""
        with self._alone() as status:
            if status != self.Status.APPROVED:
                return None
            name = stored(str(by), multiline=False)[:LONGEST_NAME]
            answer = Comment(article_id=self.article_id, parent=self, member=by, author_name=name, text=text)
            answer.save()
            answer.approve(by)
        return answer

    def _decide(
        self,
        verb: Decision.Verb,
        by: models.Model | None,
        before: list[Status],
        after: Status,
        seen: str,
        reason: str = "",
        note: str = "",
    ) -> bool:
        with self._alone() as status:
            if status not in before or (seen and status != seen):
                return False
            self._enter(verb, by, status, after, reason=reason, note=stored(note, multiline=False)[:LONGEST_NOTE])
        return True

    @contextmanager
    def _alone(self) -> Iterator[str | None]:
        """A transaction in which nobody else decides about it; gives its state.

        The conversation is locked first, as when the database counts: decisions under one story wait for each other.
        """
        with transaction.atomic():
            Conversation.objects.select_for_update().filter(article=self.article_id).first()
            yield Comment.objects.select_for_update().filter(pk=self.pk).values_list("status", flat=True).first()

    def _enter(self, verb: Decision.Verb, by: models.Model | None, before: str, after: str, **words: str) -> None:
        """Change the state and write who did it."""
        Comment.objects.filter(pk=self.pk).update(status=after, decided_at=Now())
        self.last_decision = Decision.objects.create(
            comment_id=self.pk, verb=verb, by=by, before=before, after=after, **words
        )
        self.status = after


class Conversation(models.Model):
    """All comments under one story: how many readers see. The database keeps it, with every change of a comment.

    Its row is there as soon as the first comment is (migration 0003).
    """

    article = models.OneToOneField(
        "articles.Article", on_delete=models.CASCADE, primary_key=True, related_name="+", verbose_name="المقال"
    )
    approved = models.PositiveIntegerField("التعليقات المنشورة", default=0)

    class Meta:
        verbose_name = "نقاش"
        verbose_name_plural = "النقاشات"

    def __str__(self) -> str:
        return f"{self.article_id}: {self.approved}"


def next_pk() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('comments_comment_id_seq')")
        return cursor.fetchone()[0]
