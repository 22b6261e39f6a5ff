"""The desk of the plans: one plan, its form and its history, and the calendar as their list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Field, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles import permissions
from articles.admin import week
from articles.models import PlannedStory
from articles.planning import Week
from mohit.desk import DeskAdmin
from mohit.templatetags.arabic import bdi
from newsroom.models import User

WHEN = ("day", "time")
WORDS = ("title", "section", "kind", "note")


class PlanForm(forms.ModelForm):
    """The words of a plan, its day and its writer. The page says what they were when it was opened: what a colleague
    has changed meanwhile is not changed back."""

    to = forms.ModelChoiceField(User.objects.none(), label="المكلف", required=False, empty_label="لا أحد بعد")

    class Meta:
        model = PlannedStory
        fields = ("title", "day", "time", "section", "kind", "note")
        widgets = {"day": week.DayInput(), "time": week.ClockInput(), "note": forms.Textarea({"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = permissions.who_may_write()
        self.fields["to"].initial = self.instance.assignee_id
        for field in self.fields.values():
            field.show_hidden_initial = self.instance.pk is not None


class PlannedStoryAdmin(DeskAdmin):
    """Nothing is deleted: what will not be written is called off."""

    title_list, title_add, title_change, title_view = "تخطيط الأسبوع", "قصة مخططة جديدة", "قصة مخططة", "قصة مخططة"
    form = PlanForm
    change_form_template = "admin/articles/plannedstory/change_form.html"

    @property
    def media(self) -> forms.Media:
        return super().media + forms.Media(css={"screen": ["admin-desk/planning.css"]})

    def get_urls(self) -> list[URLPattern]:
        desk = self.admin_site.admin_view
        return [
            path("quick/", desk(week.quick), name="articles_plannedstory_quick"),
            path("<int:pk>/move/", desk(week.move), name="articles_plannedstory_move"),
            path("<int:pk>/decide/<str:word>/", desk(week.decide), name="articles_plannedstory_decide"),
            *super().get_urls(),
        ]

    # --- Who may: asked of articles/permissions.py ----------------------------------------------------------------

    def has_module_permission(self, request: HttpRequest) -> bool:
        return permissions.may_see_plans(request.user)

    def has_view_permission(self, request: HttpRequest, obj: PlannedStory | None = None) -> bool:
        return permissions.may_see_plans(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return permissions.may_plan(request.user)

    def has_change_permission(self, request: HttpRequest, obj: PlannedStory | None = None) -> bool:
        return permissions.may_change_plan(request.user, obj) if obj else permissions.may_plan(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: PlannedStory | None = None) -> bool:
        return False

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name == "section":
            field.widget.can_add_related = False  # a section is made with thought
        return field

    # --- The pages ------------------------------------------------------------------------------------------------

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):  # an action of a list that this is not
            return HttpResponseRedirect(request.path)
        return week.page(request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[PlannedStory]:
        return super().get_queryset(request).select_related("section", "assignee", "article")

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> PlannedStory | None:
        """One that is about to be saved is locked: who decides a moment later decides about what was saved."""
        rows = self.get_queryset(request)
        if request.method == "POST":
            rows = rows.select_for_update(of=("self",))
        try:
            return rows.get(pk=object_id)
        except (PlannedStory.DoesNotExist, ValueError):
            return None

    def get_fields(self, request: HttpRequest, obj: PlannedStory | None = None) -> tuple[Any, ...]:
        changes = obj is None or permissions.may_change_plan(request.user, obj)
        who = "to" if changes and permissions.may_assign_plan(request.user, obj) else "shown_assignee"
        return ("title", ("day", "time"), ("section", "kind"), who, "note")

    def get_readonly_fields(self, request: HttpRequest, obj: PlannedStory | None = None) -> tuple[str, ...]:
        return ("shown_assignee",)

    @admin.display(description="المكلف")
    def shown_assignee(self, plan: PlannedStory) -> SafeString | str:
        if plan.pk is None:
            return "أنت"
        who = bdi(plan.assignee) if plan.assignee else "لا أحد بعد"
        return format_html("{}. بدأت كتابتها: كتابها من يوقعون مقالها.", who) if plan.article_id else who

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"day": timezone.localdate(), **super().get_changeform_initial_data(request)}

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        plan = kwargs.get("obj")
        if plan:
            context["badge"] = week.badge(plan)
            context["verbs"] = week.allowed(request.user, plan)
            context["events"] = plan.events.select_related("by", "to")
            context["week"] = Week.of(plan.day)
            context["may_read"] = plan.article and permissions.may_read(request.user, plan.article)
        return super().render_change_form(request, context, **kwargs)

    def save_model(self, request: HttpRequest, obj: PlannedStory, form: PlanForm, change: bool) -> None:
        """A verb for each thing that the form changes, so that the history names it."""
        changed = set(form.changed_data)
        to = form.cleaned_data.get("to") if permissions.may_assign_plan(request.user) else request.user
        if not change:
            return obj.add(request.user, to)
        # What the page was opened with stands in `obj` now, over what a colleague has stored since.
        obj.day, obj.time = PlannedStory.objects.values_list(*WHEN).get(pk=obj.pk)
        if words := [name for name in WORDS if name in changed]:
            obj.reword(request.user, words)
        if changed.intersection(WHEN):
            day, clock = (form.cleaned_data[name] if name in changed else getattr(obj, name) for name in WHEN)
            is_there = (obj.day, obj.time) == (day, clock)
            self.told(request, is_there or obj.move(request.user, day, clock), "لم تنقل: تغيرت حالتها.")
        if "to" in changed:
            may = permissions.may_assign_plan(request.user, obj)
            done = obj.assignee == to or (may and obj.assign(request.user, to))
            self.told(request, done, "لم يتغير المكلف: بدأت كتابتها، أو غيره زميل قبلك. كتاب المقال من يوقعونه.")
        return None

    def told(self, request: HttpRequest, done: bool, words: str) -> None:
        """Say what was not `done`, before the page says that the rest was saved."""
        if not done:
            self.message_user(request, words, messages.WARNING)

    def response_add(self, request: HttpRequest, obj: PlannedStory, post_url_continue: str | None = None) -> Any:
        return self.answer(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: PlannedStory) -> HttpResponse:
        return self.answer(request, obj) or super().response_change(request, obj)

    def answer(self, request: HttpRequest, plan: PlannedStory) -> HttpResponse | None:
        """Back to the week in which the plan stands now; None when another button was pressed."""
        if {"_continue", "_addanother", "_popup"} & set(request.POST):
            return None
        self.message_user(request, format_html("حفظت «<bdi>{}</bdi>».", plan))
        return HttpResponseRedirect(week.address(Week.of(plan.day), plan=plan))

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:articles_plannedstory_change", args=[object_id]) + "#history")
