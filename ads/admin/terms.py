"""The form of what was agreed: which terms a kind has, and what may still change of a campaign that runs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from ads.admin.sections import SectionsField, section_choices
from ads.models import Campaign
from mohit.dates import moment, number

Kind = Campaign.Kind

# What a kind does not have is hidden by the form's style sheet, and emptied when the campaign is saved.
NOT_OF = {
    Kind.SPONSORSHIP: ("goal", "daily_cap", "price", "weight", "placements", "sections"),
    Kind.STANDARD: ("price",),
    Kind.PRICE: (),
    Kind.HOUSE: ("advertiser", "goal", "price"),
}
EMPTY = {"weight": 1, "sections": [], "placements": []}
FIXED = ("kind", "advertiser")  # from the launch on: reports are of one advertiser and one kind
EXPLAINED = (
    (Kind.SPONSORSHIP, "رعاية: مساحات محجوزة لها وحدها، في مواعيدها."),
    (Kind.STANDARD, "حملة بهدف: عدد من المشاهدات يوزع بالتساوي على مدتها."),
    (Kind.PRICE, "أولوية السعر: تملأ ما بقي، الأغلى أولا."),
    (Kind.HOUSE, "حملة الدار: للجريدة نفسها، حين لا يبقى غيرها."),
)


class CampaignForm(forms.ModelForm):
    sections = SectionsField(label="الأقسام", required=False, help_text="بلا اختيار: كل الأقسام.")
    excluded_sections = SectionsField(label="أقسام مستبعدة", required=False)

    class Meta:
        model = Campaign
        fields = "__all__"  # noqa: DJ007  (the admin says which)
        widgets = {"kind": forms.RadioSelect, "placements": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "kind" in self.fields:
            self.fields["kind"].choices = EXPLAINED
            self.fields["kind"].initial = Kind.STANDARD
        names = [name for name in ("sections", "excluded_sections") if name in self.fields]
        if names:
            choices = section_choices([*(self.instance.sections or []), *(self.instance.excluded_sections or [])])
            for name in names:
                self.fields[name].choices = choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        kind = cleaned.get("kind") or self.instance.kind
        for name in NOT_OF.get(kind, ()):
            if name in self.fields:
                cleaned[name] = EMPTY.get(name)
                self.errors.pop(name, None)  # what the kind does not have cannot be wrong
        if twice := set(cleaned.get("sections") or []) & set(cleaned.get("excluded_sections") or []):
            names = dict(self.fields["sections"].choices)
            self.add_error("excluded_sections", f"اختير واستبعد معا: {'، '.join(names[slug] for slug in twice)}.")
        if self.instance.pk and self.instance.state != Campaign.State.DRAFT:
            self._clean_running(cleaned)
        return cleaned

    def _clean_running(self, cleaned: dict[str, Any]) -> None:
        """What readers saw and what was paid for stays true."""
        now, before = timezone.now(), self.initial
        if "starts_at" in self.changed_data and before["starts_at"] <= now:
            self.add_error("starts_at", f"بدأت الحملة في {moment(before['starts_at'])}، فلا تتغير بدايتها.")
        ends_at = cleaned.get("ends_at")
        if "ends_at" in self.changed_data and ends_at and ends_at <= now:
            self.add_error("ends_at", "هذا الموعد فات. لإيقافها الآن اضغط «إنهاء».")
        goal, delivered = cleaned.get("goal"), self.instance.delivered or 0
        if "goal" in self.changed_data and goal and goal < delivered:
            self.add_error("goal", f"سلم منها {number(delivered)}، فلا ينزل الهدف عنه.")

    def changes(self) -> list[str]:
        """«الهدف: من 1.000 إلى 2.000», for the history."""
        return [
            f"{self.fields[name].label}: من {_words(self.initial.get(name))} إلى {_words(self.cleaned_data.get(name))}"
            for name in self.changed_data
            if name in self.fields
        ]


def _words(value: Any) -> str:
    if value is None or value in ("", []):
        return "لا شيء"
    if isinstance(value, bool):
        return "نعم" if value else "لا"
    if hasattr(value, "tzinfo"):
        return moment(value)
    if isinstance(value, (list, tuple)) or hasattr(value, "all"):
        return "، ".join(str(one) for one in value) or "لا شيء"
    return number(value) if isinstance(value, int) else str(value)
