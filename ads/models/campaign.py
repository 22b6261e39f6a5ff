"""A campaign: what was agreed with an advertiser, in which state it is, and the history of every decision about it."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from ads.models.placement import Placement
from ads.sizes import fits
from mohit.typed_text import TypedText, stored

NOTE = 300  # letters of a note in the history


class CampaignQuerySet(models.QuerySet):
    def live(self, at: datetime | None = None) -> CampaignQuerySet:
        """Those that may be shown at this moment; their bookings and goals are another matter."""
        at = at or timezone.now()
        rows = self.filter(state=Campaign.State.ACTIVE, starts_at__lte=at)
        return rows.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at))


class Campaign(TypedText):
    """Four kinds, in their order of priority.

    A sponsorship has its bookings all to itself. A standard campaign spreads its goal of viewable impressions evenly
    over its period. Price priority fills what is left, the dearest first; the house's own campaigns fill the rest.
    Sections are the slugs in the pages' addresses: this app knows no section.
    """

    class Kind(models.TextChoices):
        SPONSORSHIP = "sponsorship", "رعاية"
        STANDARD = "standard", "حملة بهدف"
        PRICE = "price", "أولوية السعر"
        HOUSE = "house", "حملة الدار"

    class State(models.TextChoices):
        DRAFT = "draft", "مسودة"
        ACTIVE = "active", "مفعلة"
        PAUSED = "paused", "موقوفة مؤقتا"
        ENDED = "ended", "منتهية"

    advertiser = models.ForeignKey(
        "ads.Advertiser",
        on_delete=models.PROTECT,
        related_name="campaigns",
        null=True,
        blank=True,
        verbose_name="المعلن",
        help_text="يترك فارغا لحملات الدار وحدها.",
    )
    name = models.CharField("الاسم", max_length=120)
    kind = models.CharField("النوع", max_length=11, choices=Kind.choices)
    state = models.CharField("الحالة", max_length=6, choices=State.choices, default=State.DRAFT, editable=False)
    starts_at = models.DateTimeField("تبدأ في")
    ends_at = models.DateTimeField("تنتهي في", null=True, blank=True)
    goal = models.PositiveIntegerField(
        "الهدف", null=True, blank=True, help_text="عدد المشاهدات: نصف المساحة على الشاشة ثانية كاملة."
    )
    daily_cap = models.PositiveIntegerField("سقف اليوم", null=True, blank=True, help_text="بالمشاهدات.")
    price = models.DecimalField(
        "سعر الألف", max_digits=10, decimal_places=2, null=True, blank=True, help_text="سعر ألف مشاهدة."
    )
    weight = models.PositiveSmallIntegerField(
        "الوزن", default=1, help_text="حملة وزنها 3 تظهر ثلاثة أضعاف حملة من نوعها وزنها 1."
    )
    frequency_cap = models.PositiveSmallIntegerField(
        "سقف التكرار", null=True, blank=True, help_text="أقصى ما يراها القارئ الواحد في اليوم؛ يعد في جهازه هو."
    )
    placements = models.ManyToManyField(
        "ads.Placement",
        related_name="+",
        blank=True,
        verbose_name="المساحات",
        help_text="فارغ: كل المساحات. للرعاية مساحاتها المحجوزة وحدها.",
    )
    sections = ArrayField(
        models.SlugField(max_length=120, allow_unicode=True),
        verbose_name="الأقسام",
        default=list,
        blank=True,
        help_text="فارغ: كل الأقسام.",
    )
    excluded_sections = ArrayField(
        models.SlugField(max_length=120, allow_unicode=True), verbose_name="أقسام مستبعدة", default=list, blank=True
    )
    is_sensitive_allowed = models.BooleanField(
        "تظهر مع المواضيع الحساسة", default=False, help_text="الكوارث والوفيات وما يشبهها."
    )
    created_at = models.DateTimeField("أنشئت في", auto_now_add=True)
    saved_at = models.DateTimeField("آخر حفظ", auto_now=True)

    LINES = ("name",)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = "حملة"
        verbose_name_plural = "الحملات"
        permissions = [("launch_campaign", "تفعيل الحملات وإيقافها")]
        ordering = ["-starts_at", "-pk"]
        indexes = [
            # What every decision reads.
            models.Index(F("starts_at"), name="campaign_active", condition=Q(state="active")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["sponsorship", "standard", "price", "house"]), name="campaign_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "active", "paused", "ended"]), name="campaign_state_is_known"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="campaign_has_a_name"),
            models.CheckConstraint(
                condition=Q(advertiser__isnull=False) | Q(kind="house"),
                name="campaign_has_an_advertiser",
                violation_error_message="اختر المعلن: حملات الدار وحدها بلا معلن.",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="campaign_ends_after_it_starts",
                violation_error_message="نهاية الحملة قبل بدايتها.",
            ),
            models.CheckConstraint(
                condition=~Q(kind="sponsorship") | Q(ends_at__isnull=False),
                name="campaign_sponsorship_has_an_end",
                violation_error_message="للرعاية موعد تنتهي فيه.",
            ),
            models.CheckConstraint(
                condition=~Q(kind="standard") | Q(goal__isnull=False, ends_at__isnull=False),
                name="campaign_standard_has_a_goal_and_an_end",
                violation_error_message="للحملة بهدف عدد من المشاهدات وموعد تنتهي فيه.",
            ),
            models.CheckConstraint(
                condition=~Q(kind="price") | Q(price__isnull=False),
                name="campaign_price_priority_has_a_price",
                violation_error_message="أولوية السعر تحتاج إلى سعر.",
            ),
            models.CheckConstraint(condition=Q(goal__isnull=True) | Q(goal__gte=1), name="campaign_goal_is_positive"),
            models.CheckConstraint(
                condition=Q(daily_cap__isnull=True) | Q(daily_cap__gte=1), name="campaign_daily_cap_is_positive"
            ),
            models.CheckConstraint(condition=Q(price__isnull=True) | Q(price__gt=0), name="campaign_price_is_positive"),
            models.CheckConstraint(condition=Q(weight__gte=1), name="campaign_weight_is_positive"),
            models.CheckConstraint(
                condition=Q(frequency_cap__isnull=True) | Q(frequency_cap__gte=1),
                name="campaign_frequency_cap_is_positive",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def missing(self) -> list[str]:
        """What it lacks before it can be launched, in the editor's words; empty when nothing."""
        lacks = []
        if not self.creatives.filter(is_active=True).exists():
            lacks.append("ليس لها مادة إعلانية مفعلة.")
        if self.kind == self.Kind.SPONSORSHIP and not self.bookings.filter(released_at__isnull=True).exists():
            lacks.append("ليس لها حجز.")
        return lacks + self._missing_images()

    def _missing_images(self) -> list[str]:
        """A line for each active creative that cannot stand in a placement it is meant for."""
        wanted = self.wanted_placements()
        lacks = []
        for creative in self.creatives.filter(is_active=True).prefetch_related("images"):
            fitting = fits(creative.sizes, {box.pk: box.rooms for box in wanted or Placement.objects.all()})
            unfit = [f"«{box}»" for box in wanted if box.pk not in fitting]
            if unfit:
                lacks.append(f"ليس في «{creative}» صورة فاتحة تسعها على الهاتف والشاشة الواسعة: {'، '.join(unfit)}.")
            elif not fitting:
                lacks.append(f"ليس في «{creative}» صورة فاتحة تسعها أي مساحة.")
        return lacks

    def wanted_placements(self) -> list[Placement]:
        """Those it names: booked by a sponsorship, chosen for another. None named means wherever it fits."""
        if self.kind == self.Kind.SPONSORSHIP:
            return list(Placement.objects.filter(bookings__campaign=self, bookings__released_at=None).distinct())
        return list(self.placements.all())

    # --- Verbs: each claims the row by its old state, so that of two people at once one acts and one is told. -----

    def launch(self, by: models.Model | None = None) -> bool:
        """Show it from its start on. Refused, as False, while something is missing."""
        return not self.missing() and self._decide(CampaignEvent.Verb.LAUNCH, by, [self.State.DRAFT], self.State.ACTIVE)

    def pause(self, by: models.Model | None = None, note: str = "") -> bool:
        """Show it nowhere until it is resumed; its bookings stay its own."""
        return self._decide(CampaignEvent.Verb.PAUSE, by, [self.State.ACTIVE], self.State.PAUSED, note)

    def resume(self, by: models.Model | None = None) -> bool:
        return self._decide(CampaignEvent.Verb.RESUME, by, [self.State.PAUSED], self.State.ACTIVE)

    def end(self, by: models.Model | None = None, note: str = "") -> bool:
        """For good. What it had booked is free for others."""
        before = [self.State.DRAFT, self.State.ACTIVE, self.State.PAUSED]
        with transaction.atomic():
            done = self._decide(CampaignEvent.Verb.END, by, before, self.State.ENDED, note)
            if done:
                self.bookings.filter(released_at__isnull=True).update(released_at=timezone.now())
        return done

    def record_change(self, by: models.Model, note: str) -> None:
        """What was changed of a campaign that was launched, in the editor's words."""
        note = stored(note, multiline=False)[:NOTE]
        CampaignEvent.objects.create(
            campaign=self, verb=CampaignEvent.Verb.CHANGE, by=by, before=self.state, after=self.state, note=note
        )

    def _decide(
        self, verb: CampaignEvent.Verb, by: models.Model | None, before: list[State], after: State, note: str = ""
    ) -> bool:
        note = stored(note, multiline=False)[:NOTE]
        with transaction.atomic():
            rows = Campaign.objects.filter(pk=self.pk, state__in=before)
            old = rows.select_for_update().values_list("state", flat=True).first()
            if old is None:
                return False
            rows.update(state=after, saved_at=timezone.now())
            CampaignEvent.objects.create(campaign_id=self.pk, verb=verb, by=by, before=old, after=after, note=note)
        self.state = after
        return True


class CampaignEvent(models.Model):
    """One line of a campaign's history. The database neither changes nor deletes it (migration 0005)."""

    class Verb(models.TextChoices):
        LAUNCH = "launch", "فعلت"
        PAUSE = "pause", "أوقفت مؤقتا"
        RESUME = "resume", "استؤنفت"
        END = "end", "أنهيت"
        CHANGE = "change", "عدلت شروطها"

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="events", verbose_name="الحملة")
    verb = models.CharField("القرار", max_length=6, choices=Verb.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="صاحب القرار",
    )
    before = models.CharField("قبل", max_length=6, choices=Campaign.State.choices)
    after = models.CharField("بعد", max_length=6, choices=Campaign.State.choices)
    note = models.CharField("السبب", max_length=NOTE, blank=True)
    at = models.DateTimeField("في", auto_now_add=True)

    class Meta:
        verbose_name = "قرار في حملة"
        verbose_name_plural = "سجل الحملات"
        default_permissions = ("view",)
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verb__in=["launch", "pause", "resume", "end", "change"]), name="campaignevent_verb_is_known"
            )
        ]

    def __str__(self) -> str:
        return self.get_verb_display()
