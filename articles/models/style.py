"""How the house writes: rules of style, and the register of names with their chosen spelling."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q

from mohit.arabic import bare, direction, spelling_key, words
from mohit.typed_text import TypedText

MOST_SPELLINGS, MOST_LETTERS = 40, 2000  # rejected, of one name
LONGEST = 100  # letters of a spelling


def key_of(spelling: str) -> str:
    """Two spellings of a name that have one key are one: marks, tatweel and keyboards tell none apart."""
    return spelling_key(bare(spelling))[:LONGEST]


class StyleRule(TypedText):
    """A word or phrase and what the house writes instead. It is found and proposed, never changed by itself."""

    class Matching(models.TextChoices):
        TYPED = "typed", "كما كتبت"
        ANY = "any", "بأي رسم للهمزة والتاء والياء"

    find = models.CharField("العبارة", max_length=80, help_text="كلمة أو بضع كلمات. لا تلزم الحركات.")
    key = models.CharField(max_length=100, unique=True, editable=False)
    prefer = models.CharField("نكتب بدلها", max_length=80, blank=True, help_text="إن ترك فارغا ظهر التنبيه بلا اقتراح.")
    reason = models.CharField("السبب", max_length=200, blank=True, help_text="يقرؤه من يرى التنبيه.")
    matching = models.CharField("تطابق", max_length=5, choices=Matching.choices, default=Matching.TYPED)
    takes_particles = models.BooleanField("تطابق أيضا ما سبقته و ف ب ك ل أو ال", default=True)

    LINES = ("find", "prefer", "reason")

    class Meta:
        verbose_name = "قاعدة أسلوب"
        verbose_name_plural = "قواعد الأسلوب"
        ordering = ["find"]
        constraints = [
            models.CheckConstraint(condition=~Q(find=""), name="style_rule_finds_something"),
            models.CheckConstraint(condition=~Q(find=F("prefer")), name="style_rule_changes_something"),
            models.CheckConstraint(condition=Q(matching__in=["typed", "any"]), name="style_rule_matching_is_known"),
        ]

    def __str__(self) -> str:
        return self.find

    def tidy(self) -> None:
        super().tidy()
        self.key = spelling_key(self.find)[:100]

    def judge(self) -> None:
        """Refuse what is wrong with it by itself."""
        if not words(self.find):
            raise ValidationError({"find": "اكتب كلمة أو عبارة."})
        if self.prefer and spelling_key(self.prefer) == self.key:
            raise ValidationError({"prefer": "هذه هي العبارة نفسها."})

    def clean(self) -> None:
        self.judge()
        if StyleRule.objects.filter(key=self.key).exclude(pk=self.pk).exists():
            raise ValidationError({"find": "لهذه العبارة قاعدة من قبل."})


class RegisteredName(TypedText):
    """A person or organisation: the spelling that was chosen, those that were rejected, the original.

    Every spelling also stands in `NameSpelling`, once in the whole register.
    """

    class Kind(models.TextChoices):
        PERSON = "person", "شخص"
        ORGANISATION = "organisation", "هيئة"

    chosen = models.CharField("نكتبه", max_length=100, help_text="الرسم المعتمد، بلا «ال» إن لم تكن من الاسم.")
    kind = models.CharField("النوع", max_length=12, choices=Kind.choices, default=Kind.PERSON)
    rejected = models.TextField(
        "لا نكتبه",
        blank=True,
        max_length=MOST_LETTERS,
        help_text="رسم مرفوض في كل سطر. ينبه عليه من يكتبه، ولو سبقته و ف ب ك ل أو ال، ويجد القارئ به المقالات.",
    )
    latin = models.CharField("الأصل اللاتيني", max_length=120, blank=True, help_text="يجد القارئ به المقالات.")
    note = models.CharField("ملاحظة", max_length=300, blank=True, help_text="الصفة مثلا، أو سبب الاختيار.")

    LINES = ("chosen", "latin", "note")
    PARAGRAPHS = ("rejected",)

    class Meta:
        verbose_name = "اسم"
        verbose_name_plural = "سجل الأسماء"
        ordering = ["chosen"]
        constraints = [
            models.CheckConstraint(condition=~Q(chosen=""), name="name_has_a_spelling"),
            models.CheckConstraint(condition=Q(kind__in=["person", "organisation"]), name="name_kind_is_known"),
        ]

    def __str__(self) -> str:
        return self.chosen

    def lines(self) -> list[str]:
        """The rejected spellings, each once."""
        found: dict[str, str] = {}
        for line in self.rejected.splitlines():
            if line := " ".join(line.split()):
                found.setdefault(key_of(line), line)
        return list(found.values())

    def terms(self) -> list[str]:
        """What a reader may call it: the search takes these for one another."""
        return [self.chosen, *self.lines(), *([self.latin] if self.latin else [])]

    def own_spellings(self) -> list[NameSpelling]:
        """The rows of all that it says; not stored."""
        texts = [(self.chosen, True), *((line, False) for line in self.lines())]
        return [NameSpelling(name=self, text=text, key=key_of(text), is_chosen=chosen) for text, chosen in texts]

    def tidy(self) -> None:
        super().tidy()
        self.rejected = "\n".join(self.lines())

    def judge(self) -> None:
        """Refuse what is wrong with it by itself."""
        if not key_of(self.chosen):
            raise ValidationError({"chosen": "اكتب الاسم."})
        if wrong := self.wrong_with(self.lines()):
            raise ValidationError({"rejected": wrong})
        if self.latin and direction(self.latin) != "ltr":
            raise ValidationError({"latin": "اكتب الأصل بحروف لاتينية."})

    def wrong_with(self, rejected: list[str]) -> str:
        keys = {key_of(line): line for line in rejected}
        if len(rejected) > MOST_SPELLINGS:
            return f"اكتب {MOST_SPELLINGS} رسما على الأكثر."
        if len("\n".join(rejected)) > MOST_LETTERS:
            return f"لا تزيد الرسوم كلها على {MOST_LETTERS} حرف."
        if any(len(line) > LONGEST for line in rejected):
            return f"لا يزيد الرسم على {LONGEST} حرف."
        if "" in keys:
            return f"«{keys['']}» رسم بلا حروف. احذفه."
        if key_of(self.chosen) in keys:
            return f"«{self.chosen}» هو الرسم المعتمد، فلا يكون مرفوضا."
        return ""

    def clean(self) -> None:
        self.judge()
        self.refuse_spellings_of_others({"chosen": [self.chosen], "rejected": self.lines()})

    def refuse_spellings_of_others(self, fields: dict[str, list[str]]) -> None:
        taken = NameSpelling.objects.exclude(name=self.pk).select_related("name")
        for field, spellings in fields.items():
            if other := taken.filter(key__in=map(key_of, spellings)).first():
                state = "معتمد" if other.is_chosen else "مرفوض"
                raise ValidationError({field: f"«{other.text}» في السجل من قبل: رسم {state} لـ«{other.name}»."})

    def save(self, **kwargs: object) -> None:
        with transaction.atomic():
            super().save(**kwargs)
            keep_spellings(self)


class NameSpelling(models.Model):
    """A spelling of the register: it belongs to one name, and is chosen or rejected, never both."""

    name = models.ForeignKey(RegisteredName, on_delete=models.CASCADE, related_name="spellings", verbose_name="الاسم")
    text = models.CharField("الرسم", max_length=LONGEST)
    key = models.CharField(max_length=LONGEST, editable=False)
    is_chosen = models.BooleanField("معتمد")

    class Meta:
        verbose_name = "رسم اسم"
        verbose_name_plural = "رسوم الأسماء"
        constraints = [
            models.UniqueConstraint(fields=["key"], name="name_spelling_once"),
            models.UniqueConstraint(fields=["name"], condition=Q(is_chosen=True), name="name_spelling_chosen_once"),
            models.CheckConstraint(condition=~Q(key=""), name="name_spelling_has_letters"),
        ]

    def __str__(self) -> str:
        return self.text


def keep_spellings(name: RegisteredName) -> None:
    """Make the spellings of `name` those that it says."""
    name.spellings.all().delete()
    NameSpelling.objects.bulk_create(name.own_spellings())
