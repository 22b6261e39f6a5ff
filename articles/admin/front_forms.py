"""The form of a front: containers, and in each the stories chosen by hand. Their order is typed numbers.

static/admin-desk/front.js hides the numbers and moves the rows themselves.
"""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib import admin
from django.http import QueryDict

from articles.fronts.layout import Chosen, Part
from articles.models import Article, FrontContainer, FrontSlot, Section
from articles.models.front import LONGEST, MOST_CONTAINERS, MOST_STORIES
from mohit.desk import SearchedChoice
from mohit.typed_text import stored
from pictures.models import Picture

ADDRESS = re.compile(r"(?:^|/)([0-9]{1,18})(?:/|$)")  # the story's number, alone or in its address
LAST = 10_000  # a row without a number stands at the end
Kind, Rule = FrontContainer.Kind, FrontContainer.Rule


class KnownChoice(SearchedChoice):
    """A box that searches and shows what was read already: no query for each row of the form."""

    def optgroups(self, name: str, value: list[str], attr: dict[str, Any] | None = None) -> list[Any]:
        options = [self.create_option(name, "", "", selected=False, index=0)]
        if self.known and [str(key) for key in value] == [str(self.known.pk)]:
            options.append(self.create_option(name, self.known.pk, str(self.known), selected=True, index=1))
        return [(None, options, 0)]


def choice_of(name: str) -> KnownChoice:
    return KnownChoice(FrontSlot._meta.get_field(name), admin.site, attrs={"data-width": "100%"})


def tidied(form: forms.Form, name: str) -> str:
    """The line as it is stored, and as long as it may be then: a letter that a PDF file joined becomes two."""
    text = stored(form.cleaned_data[name], multiline=False)
    form.fields[name].run_validators(text)
    return text


def key_of(value: Any) -> int | None:
    """The key that a box of the form holds, if it can be one; Python itself reads no number of thousands of digits."""
    text = str(value or "")
    return int(text) if text.isdecimal() and len(text) < 19 else None


class RowForm(forms.Form):
    """A row of the form, perhaps the one offered for something new."""

    @property
    def is_blank(self) -> bool:
        return self.empty_permitted and not (self.is_bound and self.has_changed())


class SlotForm(RowForm):
    """One story. `address` is for browsers without the script that searches."""

    article = forms.IntegerField(label="القصة", required=False, widget=forms.TextInput)
    address = forms.CharField(label="رقم القصة أو عنوانها على الموقع", required=False, max_length=500)
    headline = forms.CharField(label="عنوان آخر هنا", required=False, max_length=120)
    picture = forms.IntegerField(label="صورة أخرى هنا", required=False, widget=forms.TextInput)
    position = forms.IntegerField(
        label="الترتيب", required=False, min_value=0, max_value=LAST, widget=forms.NumberInput(attrs={"min": 0})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("article", "picture"):
            self.fields[name].widget = choice_of(name)
            self.fields[name].widget.is_required = False

    def clean_headline(self) -> str:
        return tidied(self, "headline")

    def clean(self) -> dict[str, Any]:
        found = ADDRESS.search(self.cleaned_data.get("address", "").strip())
        if self.cleaned_data.get("address") and not found:
            self.add_error("address", "لا يوجد رقم قصة في هذا العنوان.")
        elif found:
            self.cleaned_data["article"] = int(found[1])
        return self.cleaned_data

    @property
    def is_dressed(self) -> bool:
        """Whether another headline or picture is there to be seen."""
        return bool(self["headline"].value() or self["picture"].value())


# Rows that were emptied are sent too: of the stories in them `mistakes` says whether they are too many.
SlotFormSet = forms.formset_factory(SlotForm, extra=1, max_num=LONGEST + 1, absolute_max=LONGEST * 5)


class ContainerForm(RowForm):
    kind = forms.ChoiceField(label="الشكل", choices=Kind.choices, initial=Kind.GRID)
    title = forms.CharField(label="العنوان", required=False, max_length=60)
    rule = forms.ChoiceField(label="يكمل من", choices=Rule.choices, initial=Rule.NEWEST)
    section = forms.TypedChoiceField(label="القسم", required=False, coerce=int, empty_value=None)
    length = forms.IntegerField(label="عدد القصص", min_value=1, max_value=LONGEST, initial=4)
    position = SlotForm.base_fields["position"]

    slots: forms.BaseFormSet

    def __init__(self, *args: Any, sections: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].choices = [("", "-"), *sections]

    def clean_title(self) -> str:
        return tidied(self, "title")

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("rule") == Rule.SECTION and not data.get("section"):
            self.add_error("section", "اختر القسم الذي تأتي منه القصص.")
        if data.get("rule") != Rule.SECTION:
            data["section"] = None
        return data

    def part(self) -> Part:
        """What was typed, in the order of the numbers."""
        rows = ordered([row for row in self.slots.forms if row.cleaned_data.get("article")])
        data = self.cleaned_data
        chosen = tuple(
            Chosen(row.cleaned_data["article"], row.cleaned_data["headline"], row.cleaned_data["picture"])
            for row in rows
        )
        return Part(data["kind"], data["rule"], data["length"], data["title"], data["section"], chosen)


class BaseContainers(forms.BaseFormSet):
    """The whole form; `is_valid` judges the stories of all containers together, with one query for each table."""

    def __init__(self, *args: Any, parts: list[Part] = (), **kwargs: Any) -> None:
        self.parts = parts
        super().__init__(*args, initial=[initial(n, part) for n, part in enumerate(parts)], prefix="c", **kwargs)
        self.recall()

    def add_fields(self, form: ContainerForm, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = "حذف الحاوية"
        rows = self.parts[index].slots if index is not None and index < len(self.parts) else ()
        form.slots = SlotFormSet(
            self.data if self.is_bound and index is not None else None,
            prefix=f"{form.prefix}-s",
            initial=[{**chosen._asdict(), "position": n} for n, chosen in enumerate(rows)],
        )

    def recall(self) -> None:
        """Read what the boxes show, all at once."""
        for name, model in (("article", Article), ("picture", Picture)):
            boxes = [(row[name].value(), row.fields[name].widget) for form in self.forms for row in form.slots.forms]
            keys = {key for value, _ in boxes if (key := key_of(value))}
            found = model.objects.in_bulk(keys) if keys else {}
            for value, widget in boxes:
                widget.known = found.get(key_of(value))

    def is_valid(self) -> bool:
        for form in self.forms:
            if form.slots.has_changed():  # a story makes a container of the row that was offered empty
                form.empty_permitted = False
        # Without the short circuit: every mistake is shown at once.
        return all([super().is_valid(), *(form.slots.is_valid() for form in self.alive()), self.judge()])

    def alive(self) -> list[ContainerForm]:
        """The containers that were filled in and not struck out."""
        return [form for form in self.forms if self.is_used(form)]

    def is_used(self, form: ContainerForm) -> bool:
        if self.can_delete and self._should_delete_form(form):
            return False
        return form.has_changed() or form.slots.has_changed() or form in self.initial_forms

    def judge(self) -> bool:
        """The rules of the whole page, when each row is in order; their mistakes stand above the form."""
        alive = self.alive()
        if any(form.errors or not form.slots.is_valid() for form in alive):
            return False
        parts = [form.part() for form in ordered(alive)]
        said = [*mistakes(parts), *unknown(parts)]
        self._non_form_errors.extend(said)
        self.arranged = parts
        return not said


def ordered(forms: list[Any]) -> list[Any]:
    """`forms` by their typed numbers; the stored order decides between equal ones."""
    numbers = [form.cleaned_data.get("position") for form in forms]
    places = sorted(range(len(forms)), key=lambda n: (LAST if numbers[n] is None else numbers[n], n))
    return [forms[n] for n in places]


def initial(position: int, part: Part) -> dict[str, Any]:
    return {**part._asdict(), "position": position}


def mistakes(parts: list[Part]) -> list[str]:
    """What the page as a whole may not be."""
    said = []
    if not parts:
        said.append("لا حاوية في هذه الواجهة. أضف واحدة على الأقل.")
    if len(parts) > MOST_CONTAINERS:
        said.append(f"أكثر ما تتسع له الواجهة {MOST_CONTAINERS} حاوية.")
    if sum(part.length for part in parts) > MOST_STORIES:
        said.append(f"أكثر ما تتسع له الواجهة {MOST_STORIES} قصة. قلل عدد القصص في بعض الحاويات.")
    said += [
        f"اخترت لحاوية «{part.name}» قصصا أكثر مما تتسع له ({part.length})."
        for part in parts
        if len(part.slots) > part.length
    ]
    return said


def unknown(parts: list[Part]) -> list[str]:
    """Stories that stand twice or cannot be chosen, and pictures that are gone: two queries."""
    keys = [chosen.article for part in parts for chosen in part.slots]
    rows = {row.pk: row for row in Article.objects.filter(pk__in=keys).only("headline", "status")}
    said = [f"لا توجد قصة رقمها {key}." for key in dict.fromkeys(keys) if key not in rows]
    said += [
        f"«{row.headline}» ليست منشورة ولا مجدولة، فلا تختار."
        for row in rows.values()
        if row.status != Article.Status.PUBLISHED
    ]
    said += [f"«{rows[key].headline}» مختارة مرتين." for key in rows if keys.count(key) > 1]
    pictures = {chosen.picture for part in parts for chosen in part.slots if chosen.picture}
    if pictures and Picture.objects.filter(pk__in=pictures).count() < len(pictures):
        said.append("صورة مما اخترت لم تعد في المكتبة.")
    return said


def containers_form(data: QueryDict | None, parts: list[Part] = ()) -> BaseContainers:
    """The form filled with `parts`, or with what was typed into it."""
    factory = forms.formset_factory(
        ContainerForm,
        formset=BaseContainers,
        extra=1,
        can_delete=True,
        max_num=MOST_CONTAINERS + 1,
        absolute_max=MOST_CONTAINERS + 10,
    )
    sections = list(Section.objects.values_list("pk", "name"))
    return factory(data, parts=parts, form_kwargs={"sections": sections, "use_required_attribute": False})


class WhenForm(forms.Form):
    """From when on a scheduled edition is shown."""

    live_from = forms.DateTimeField(
        label="تظهر من",
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
    )
    note = forms.CharField(
        label="ملاحظة للسجل", required=False, max_length=200, help_text="يقرؤها من يفتح سجل الواجهة."
    )

    def clean_note(self) -> str:
        return tidied(self, "note")
