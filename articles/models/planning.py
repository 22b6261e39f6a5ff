"""What the newsroom means to publish, day by day: plans, before there is a word of the story."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q

from articles.models.article import Article
from mohit.typed_text import TypedText, stored

FIRST, LAST = date(2000, 1, 1), date(2100, 1, 1)  # of a mistyped year: no calendar would ever show it


class PlannedStory(TypedText):
    """A story that somebody has in mind for a day. It is never deleted, only cancelled: its history stays."""

    class State(models.TextChoices):
        IDEA = "idea", "فكرة"
        ASSIGNED = "assigned", "مكلّف"
        WRITING = "writing", "قيد الكتابة"
        DONE = "done", "منجز"
        CANCELLED = "cancelled", "ملغى"

    day = models.DateField("اليوم")
    time = models.TimeField("الساعة", null=True, blank=True, help_text="إن كان لها موعد في اليوم.")
    title = models.CharField("عنوان العمل", max_length=160, help_text="للزملاء وحدهم، ويصير عنوان المسودة.")
    note = models.TextField("ملاحظة", max_length=1000, blank=True)
    kind = models.CharField("النوع", max_length=20, choices=Article.Kind.choices, default=Article.Kind.NEWS)
    section = models.ForeignKey("articles.Section", on_delete=models.PROTECT, related_name="+", verbose_name="القسم")
    state = models.CharField("الحالة", max_length=9, choices=State.choices, default=State.IDEA, editable=False)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name="المكلف",
    )
    # A draft that is thrown away leaves its plan, which may be started again.
    article = models.ForeignKey(
        Article, on_delete=models.SET_NULL, related_name="+", null=True, editable=False, verbose_name="المقال"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
        verbose_name="أضافها",
    )
    created_at = models.DateTimeField("أضيفت في", auto_now_add=True)

    LINES = ("title",)
    PARAGRAPHS = ("note",)
    OPEN = (State.IDEA, State.ASSIGNED, State.WRITING)

    class Meta:
        verbose_name = "قصة مخططة"
        verbose_name_plural = "تخطيط الأسبوع"
        default_permissions = ()  # whoever writes plans: articles/permissions.py
        ordering = ["day", F("time").asc(nulls_last=True), "pk"]
        indexes = [
            # The calendar of a week, and what is planned today.
            models.Index(F("day"), name="plannedstory_day"),
            # «ينتظرك»: what somebody is to write.
            models.Index(
                F("assignee"), F("day"), name="plannedstory_to_write", condition=Q(state__in=["assigned", "writing"])
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="plannedstory_has_a_title"),
            models.CheckConstraint(
                condition=Q(state__in=["idea", "assigned", "writing", "done", "cancelled"]),
                name="plannedstory_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=["news", "report", "analysis", "opinion", "investigation", "interview", "picture_story"]
                ),
                name="plannedstory_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state="idea", assignee__isnull=True)
                | Q(state__in=["assigned", "writing"], assignee__isnull=False)
                | Q(state__in=["done", "cancelled"]),
                name="plannedstory_state_says_who_writes",
            ),
            models.CheckConstraint(
                condition=Q(day__gte=FIRST, day__lt=LAST),
                name="plannedstory_day_is_of_our_age",
                violation_error_message="اكتب يوما بين سنتي 2000 و2099.",
            ),
            models.UniqueConstraint(fields=["article"], name="plannedstory_once_per_article"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    # --- Verbs: each claims the row by its old state, so that of two people at once one acts and one is told. -----

    def add(self, by: models.Model | None, to: models.Model | None = None) -> None:
        """Store a new plan, for `to` to write or for nobody yet."""
        self.created_by, self.assignee = by, to
        self.state = self.State.ASSIGNED if to else self.State.IDEA
        with transaction.atomic():
            self.save(force_insert=True)
            PlanEvent.objects.create(plan=self, verb=PlanEvent.Verb.ADD, by=by, to=to, day=self.day, after=self.state)

    def assign(self, by: models.Model, to: models.Model | None) -> bool:
        """Have `to` write it, or nobody any more; not once there is a story, whose bylines say who writes it."""
        if to is None:
            given = (self.State.ASSIGNED, self.State.WRITING)
            return self._decide(PlanEvent.Verb.RELEASE, by, given, self.State.IDEA, Q(article=None), assignee=None)
        after = None if self.state == self.State.WRITING else self.State.ASSIGNED
        other = (~Q(assignee=to) | Q(assignee=None)) & Q(article=None, state=self.state)
        return self._decide(PlanEvent.Verb.ASSIGN, by, self.OPEN, after, other, assignee=to)

    def move(self, by: models.Model, day: date, at: time | None = None) -> bool:
        """Mean it for another day, or for another hour."""
        elsewhere = ~Q(day=day) | (Q(time__isnull=False) if at is None else ~Q(time=at) | Q(time=None))
        return self._decide(PlanEvent.Verb.MOVE, by, self.OPEN, None, elsewhere, day=day, time=at)

    def begin(self, by: models.Model, article: Article) -> bool:
        """It has become this story; its writer is who wrote the draft."""
        writer = self.assignee or by
        return self._decide(
            PlanEvent.Verb.START,
            by,
            self.OPEN,
            self.State.WRITING,
            Q(article=None),
            article=article,
            assignee=writer,
        )

    def finish(self, by: models.Model) -> bool:
        return self._decide(PlanEvent.Verb.FINISH, by, self.OPEN, self.State.DONE)

    def cancel(self, by: models.Model, note: str = "") -> bool:
        return self._decide(PlanEvent.Verb.CANCEL, by, self.OPEN, self.State.CANCELLED, note=note)

    def reopen(self, by: models.Model) -> bool:
        """Take up again what was done or cancelled."""
        state = self.State.WRITING if self.article_id else self.State.ASSIGNED
        after = state if self.assignee_id else self.State.IDEA
        seen = Q(assignee=self.assignee_id) if self.assignee_id else Q(assignee=None)
        return self._decide(PlanEvent.Verb.REOPEN, by, (self.State.DONE, self.State.CANCELLED), after, seen)

    def reword(self, by: models.Model, changed: list[str]) -> None:
        """Save the fields that a form has `changed`; when and who are verbs of their own."""
        with transaction.atomic():
            self.save(update_fields=changed)
            PlanEvent.objects.create(
                plan=self, verb=PlanEvent.Verb.CHANGE, by=by, day=self.day, before=self.state, after=self.state
            )

    def _decide(
        self,
        verb: PlanEvent.Verb,
        by: models.Model,
        before: tuple[str, ...],
        after: str | None,
        claimed: Q | None = None,
        note: str = "",
        **changes: Any,
    ) -> bool:
        """Make `changes` and go to the state `after` (None: no other), if the row is still as `claimed` says."""
        with transaction.atomic():
            rows = PlannedStory.objects.filter(claimed or Q(), pk=self.pk, state__in=before)
            old = rows.select_for_update(of=("self",)).order_by().values_list("state", "day").first()
            if old is None:
                return False
            state, day = after or old[0], changes.get("day", old[1])
            PlannedStory.objects.filter(pk=self.pk).update(state=state, **changes)
            PlanEvent.objects.create(
                plan=self,
                verb=verb,
                by=by,
                to=changes.get("assignee"),
                day=day,
                before=old[0],
                after=state,
                note=stored(note, multiline=False)[:300],
            )
        self.state = state
        for name, value in changes.items():
            setattr(self, name, value)
        return True


class PlanEvent(models.Model):
    """One line of a plan's history. Never changed, never deleted (migration 0038)."""

    class Verb(models.TextChoices):
        ADD = "add", "أضيفت"
        ASSIGN = "assign", "كلف بها"
        RELEASE = "release", "رفع عنها التكليف"
        MOVE = "move", "نقلت"
        CHANGE = "change", "عدلت"
        START = "start", "بدأت كتابتها"
        FINISH = "finish", "أنجزت"
        CANCEL = "cancel", "ألغيت"
        REOPEN = "reopen", "أعيدت"

    plan = models.ForeignKey(PlannedStory, on_delete=models.PROTECT, related_name="events", verbose_name="القصة")
    verb = models.CharField("القرار", max_length=7, choices=Verb.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        verbose_name="صاحب القرار",
        help_text="فارغ: برنامج.",
    )
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, verbose_name="إلى"
    )
    day = models.DateField("ليوم")  # for which it was meant from then on
    before = models.CharField("قبل", max_length=9, choices=PlannedStory.State.choices, blank=True)
    after = models.CharField("بعد", max_length=9, choices=PlannedStory.State.choices)
    note = models.CharField("السبب", max_length=300, blank=True)
    at = models.DateTimeField("في", auto_now_add=True)

    class Meta:
        verbose_name = "قرار في قصة مخططة"
        verbose_name_plural = "سجل التخطيط"
        default_permissions = ()
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    verb__in=["add", "assign", "release", "move", "change", "start", "finish", "cancel", "reopen"]
                ),
                name="planevent_verb_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(verb="assign") | Q(to__isnull=False), name="planevent_assigns_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()}: {self.by or 'آليا'}"
