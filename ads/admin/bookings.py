"""The bookings of a sponsorship on its form. The database is the judge; here its judgement gets a name and a date."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminSplitDateTime
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from ads import permissions
from ads.admin.sections import SectionOrList
from ads.models import Booking, Campaign, Placement
from mohit.dates import moment
from mohit.desk import DeskFields

TAKEN = "booking_is_nobody_elses"


def taken(rival: Booking) -> str:
    """Who has it, where and how long."""
    if rival.placement.is_baked:
        part = f" في نشرة «{rival.section}»" if rival.section else " في كل النشرات"
    else:
        part = f" في قسم «{rival.section}»" if rival.section else " في كل الأقسام"
    where = f"«{rival.placement}»{part}"
    return (
        f"محجوزة: {where} لحملة «{rival.campaign}» (الحجز رقم {rival.pk})، "
        f"من {moment(rival.starts_at)} إلى {moment(rival.ends_at)}."
    )


class BookingForm(forms.ModelForm):
    section = forms.ChoiceField(label="القسم أو النشرة", required=False)
    parts: SectionOrList

    class Meta:
        model = Booking
        fields = ("placement", "section", "starts_at", "ends_at")
        field_classes = {"starts_at": forms.SplitDateTimeField, "ends_at": forms.SplitDateTimeField}
        widgets = {"starts_at": AdminSplitDateTime, "ends_at": AdminSplitDateTime}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        starts_at, ends_at = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends_at", "نهاية الحجز قبل بدايته.")
        placement, section = cleaned.get("placement"), cleaned.get("section")
        if placement and section and (said := self.parts.refusal(placement, section, self.instance.section)):
            self.add_error("section", said)
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """Keeps the table's own words out: the period was judged in `clean`, and they do not know who has the place."""
        return super()._get_validation_exclusions() | {"placement", "starts_at", "ends_at"}

    def _post_clean(self) -> None:
        """Who has the place.

        The other rows of this campaign are on the same form, where they may go or move in this very save: the formset
        judges them.
        """
        super()._post_clean()
        if not {"placement", "section", "starts_at", "ends_at"} <= self.cleaned_data.keys():
            return
        rivals = Booking.objects.rivals_of(self.instance)
        if self.instance.campaign_id:
            rivals = rivals.exclude(campaign=self.instance.campaign_id)
        if rival := rivals.first():
            self.add_error(None, taken(rival))


class BookingFormSet(forms.BaseInlineFormSet):
    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        if not hasattr(self, "_parts"):
            self._parts = SectionOrList.known()  # two queries for all rows
        form.parts = self._parts
        form.fields["section"].choices = self._parts.choices(form.instance.section)

    def clean(self) -> None:
        super().clean()
        rows = [form.instance for form in self._kept() if not form.errors]
        if rows and self.instance.kind != Campaign.Kind.SPONSORSHIP:
            raise forms.ValidationError("الحجوز للرعاية وحدها: اختر «رعاية» نوعا، أو احذف الحجوز.")
        for row in rows:
            if self.instance.starts_at and self.instance.ends_at and not self._is_within(row):
                raise forms.ValidationError(f"حجز «{row.placement}» خارج مدة الحملة، فلن يظهر فيه شيء.")
        for one, other in combinations(rows, 2):
            if _meet(one, other):
                raise forms.ValidationError(f"حجزان في هذه الحملة يتقاطعان في «{one.placement}».")

    def _kept(self) -> list[forms.ModelForm]:
        forms_ = [form for form in self.forms if form not in self.deleted_forms]
        return [form for form in forms_ if form.instance.pk or form.has_changed()]

    def _is_within(self, row: Booking) -> bool:
        return self.instance.starts_at <= row.starts_at and row.ends_at <= self.instance.ends_at

    def save(self, commit: bool = True) -> list[Booking]:
        # In one order: two campaigns that book the same boxes never wait for each other in a circle.
        keys = {form.instance.placement_id for form in self._kept()}
        list(Placement.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))
        self._set_aside()
        return super().save(commit)

    def _set_aside(self) -> None:
        """Rows that go or move give up their places first, so that each finds free what another of them leaves.

        One that stays takes its place again when it is saved: its instance knows nothing of this.
        """
        moved = {form.instance.pk for form in self.initial_forms if form in self.deleted_forms or form.has_changed()}
        Booking.objects.held().filter(pk__in=moved, campaign=self.instance).update(released_at=timezone.now())


def _meet(one: Booking, other: Booking) -> bool:
    same = one.placement_id == other.placement_id and (
        one.section == other.section or "" in (one.section, other.section)
    )
    return same and one.starts_at < other.ends_at and other.starts_at < one.ends_at


class BookingInline(DeskFields, admin.TabularInline):
    model = Booking
    form, formset = BookingForm, BookingFormSet
    fields = ("placement", "section", "starts_at", "ends_at")
    extra = 0
    verbose_name_plural = "الحجوز: للرعاية وحدها"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Booking]:
        return super().get_queryset(request).select_related("placement", "campaign")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> forms.Field:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "placement":
            field.choices = [("", "---------"), *Placement.objects.values_list("pk", "title")]
            field.widget.choices = field.choices
        return field

    def get_extra(self, request: HttpRequest, obj: Campaign | None = None, **kwargs: Any) -> int:
        return 1 if "gap" in request.GET and obj is None else 0

    def has_view_permission(self, request: HttpRequest, obj: Campaign | None = None) -> bool:
        return permissions.may_book(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Campaign | None = None) -> bool:
        return permissions.may_edit(request.user, obj) if obj and obj.pk else permissions.may_book(request.user)

    has_change_permission = has_delete_permission = has_add_permission
