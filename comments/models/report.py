"""What readers find wrong with a comment that is shown."""

from __future__ import annotations

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from comments.models.comment import Comment, Conversation
from comments.models.policy import the_policy
from mohit.dates import count
from mohit.typed_text import TypedText

LONGEST_WORDS = 500  # letters


class ReportQuerySet(models.QuerySet):
    def since(self, comment: Comment) -> ReportQuerySet:
        """Those that count: a moderator who decides has read the ones before."""
        rows = self.filter(comment=comment)
        return rows.filter(created_at__gt=comment.decided_at) if comment.decided_at else rows

    def unread(self) -> ReportQuerySet:
        """The same of all comments: what no decision came after."""
        return self.filter(Q(comment__decided_at=None) | Q(created_at__gt=F("comment__decided_at")))


class Report(TypedText):
    """One reader's report; a second from the same source is the same report.

    The source is kept as a keyed hash, to tell sources apart and for nothing else; `erase_contacts` empties it.
    """

    class Reason(models.TextChoices):
        INSULT = "insult", "سب أو تجريح"
        HATE = "hate", "تحريض أو كراهية"
        FALSE = "false", "معلومة كاذبة"
        PRIVATE = "private", "معلومات شخصية عن أحد"
        PUBLICITY = "publicity", "دعاية أو إزعاج"
        OTHER = "other", "سبب آخر"

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="reports", verbose_name="التعليق")
    reason = models.CharField("السبب", max_length=12, choices=Reason.choices)
    words = models.CharField("التفصيل", max_length=LONGEST_WORDS, blank=True)
    source_key = models.CharField(max_length=32, null=True, editable=False)  # noqa: DJ001  (NULL: erased)
    created_at = models.DateTimeField("في", default=timezone.now, editable=False)

    PARAGRAPHS = ("words",)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = "بلاغ"
        verbose_name_plural = "البلاغات"
        default_permissions = ()
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(F("created_at"), name="report_age", condition=Q(source_key__isnull=False))]
        constraints = [
            models.UniqueConstraint(fields=["comment", "source_key"], name="report_once_from_a_source"),
            models.CheckConstraint(
                condition=Q(reason__in=["insult", "hate", "false", "private", "publicity", "other"]),
                name="report_reason_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.get_reason_display()


def report(comment: Comment, source: str, reason: str, words: str = "") -> bool:
    """Note one reader's report; at the policy's threshold the comment goes back to the queue. False: told before.

    The conversation is locked as for any decision: two reports at once would each count without the other.
    """
    key = source_key(source)
    with transaction.atomic():
        Conversation.objects.select_for_update().get(article=comment.article_id)
        comment.refresh_from_db(fields=["status", "decided_at"])
        if Report.objects.filter(comment=comment, source_key=key).exists():
            return False
        Report(comment=comment, reason=reason, words=words, source_key=key).save()
        told = Report.objects.since(comment).count()
        if told >= the_policy().report_threshold:
            comment.bring_back(None, note=count(told, "report"))
    return True


def source_key(source: str) -> str:
    return salted_hmac("comments.report", source, algorithm="sha256").hexdigest()[:32]
