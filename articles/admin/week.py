"""The calendar of a week, and what is done in it: a plan added, moved, started, finished, called off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST, require_safe

from articles import permissions
from articles.models import PlannedStory, Section
from articles.planning import DAY, Week, calendar, start_writing
from mohit import dates
from mohit.responses import PRIVATE
from newsroom.models import User

State = PlannedStory.State
COLOURS = {
    State.IDEA: "draft",
    State.ASSIGNED: "scheduled",
    State.WRITING: "in_review",
    State.DONE: "published",
    State.CANCELLED: "withdrawn",
}


def badge(plan: PlannedStory) -> SafeString:
    """The state as a coloured word; a plan whose story readers see is done, whoever forgot to say so."""
    state = State.DONE if plan.article and plan.article.is_public() else State(plan.state)
    return format_html('<span class="badge badge-{}">{}</span>', COLOURS[state], state.label)


# --- The page ---------------------------------------------------------------------------------------------------------


class DayInput(forms.DateInput):
    """The browser's own calendar, which needs no script."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class ClockInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%H:%M", **kwargs)


class QuickForm(forms.ModelForm):
    """A plan in one line under a day. Everything else is said on its own page."""

    to = forms.ModelChoiceField(User.objects.none(), required=False)

    class Meta:
        model = PlannedStory
        fields = ("title", "day", "time", "section")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = permissions.who_may_write()


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the address of the calendar says; what is wrong in it is passed over. Two queries."""

    week: Week
    people: list[User]
    sections: list[Section]
    person: User | None
    section: Section | None

    @classmethod
    def of(cls, request: HttpRequest) -> Chosen:
        people, sections = list(permissions.who_may_write()), list(Section.objects.all())
        asked = request.GET.get
        return cls(
            Week.named(asked("week", "")) or Week.of(timezone.localdate()),
            people,
            sections,
            next((row for row in people if str(row.pk) == asked("person")), None),
            next((row for row in sections if str(row.pk) == asked("section")), None),
        )


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    return calendar_page(request)


def calendar_page(request: HttpRequest, wrong: QuickForm | None = None) -> HttpResponse:
    """The seven days; `wrong` is a form under one of them that was not understood."""
    if not permissions.may_see_plans(request.user):
        raise PermissionDenied
    chosen = Chosen.of(request)
    days = calendar(request.user, chosen.week, chosen.person, chosen.section)
    for plan in (plan for day in days for plan in day.plans):
        plan.badge = badge(plan)
        plan.may_move = permissions.may_change_plan(request.user, plan)
        plan.may_start = permissions.may_start_plan(request.user, plan)
        plan.is_mine = plan.assignee_id == request.user.pk
        plan.before, plan.after = plan.day - DAY, plan.day + DAY
    context = {
        **admin.site.each_context(request),
        "title": "تخطيط الأسبوع",
        "opts": PlannedStory._meta,
        "chosen": chosen,
        "days": days,
        "today": timezone.localdate(),
        "before": address(chosen.week.before, chosen),
        "after": address(chosen.week.after, chosen),
        "now": address(Week.of(timezone.localdate()), chosen),
        "here": urlencode(kept(chosen.week, chosen)),
        "may_plan": permissions.may_plan(request.user),
        "may_assign": permissions.may_assign_plan(request.user),
        "wrong": wrong,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    response = render(request, "admin/articles/plannedstory/week.html", context, status=status)
    response.headers["Cache-Control"] = PRIVATE
    return response


def kept(week: Week, chosen: Chosen | None) -> dict[str, Any]:
    person, section = (chosen.person, chosen.section) if chosen else (None, None)
    return {"week": week.name, "person": person.pk if person else "", "section": section.pk if section else ""}


def address(week: Week, chosen: Chosen | None = None, plan: PlannedStory | None = None) -> str:
    """Of a week, with what was chosen in another one, at `plan`."""
    place = f"#plan-{plan.pk}" if plan else ""
    return f"{reverse('admin:articles_plannedstory_changelist')}?{urlencode(kept(week, chosen))}{place}"


# --- What is done in it -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Verb:
    """A decision that a button asks for. `name` is the name of the method of `PlannedStory`."""

    name: str
    label: str
    done: str
    may: Callable[[AbstractUser, PlannedStory], bool]
    asks_reason: bool = False


VERBS = {
    verb.name: verb
    for verb in (
        Verb("start", "ابدأ الكتابة", "هذه مسودتها.", permissions.may_start_plan),
        Verb("finish", "أنجزت", "أنجزت", permissions.may_change_plan),
        Verb("reopen", "إعادتها إلى الخطة", "أعيدت إلى الخطة", permissions.may_reopen_plan),
        Verb("cancel", "إلغاء", "ألغيت", permissions.may_change_plan, asks_reason=True),
    )
}


def allowed(user: AbstractUser, plan: PlannedStory) -> list[Verb]:
    return [verb for verb in VERBS.values() if verb.may(user, plan)]


@require_POST
def quick(request: HttpRequest) -> HttpResponse:
    """Add a plan to a day: an editor's for whom they say, a writer's for themselves."""
    if not permissions.may_plan(request.user):
        raise PermissionDenied
    form = QuickForm(request.POST)
    if not form.is_valid():
        return calendar_page(request, form)
    plan = form.save(commit=False)
    plan.add(request.user, form.cleaned_data["to"] if permissions.may_assign_plan(request.user) else request.user)
    messages.success(request, format_html("أضيفت «<bdi>{}</bdi>» إلى {}.", plan, dates.day(plan.day)))
    return back(request, plan)


@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Mean a plan for another day; its hour stays."""
    plan = get_object_or_404(PlannedStory, pk=pk)
    if not permissions.may_change_plan(request.user, plan):
        return refused(request, plan)
    form = forms.modelform_factory(PlannedStory, fields=["day"])(request.POST)
    if form.is_valid() and plan.move(request.user, form.cleaned_data["day"], plan.time):
        messages.success(request, format_html("نقلت «<bdi>{}</bdi>» إلى {}.", plan, dates.day(plan.day)))
    elif not form.is_valid():
        messages.error(request, "لم تنقل: اليوم غير مفهوم.")
    return back(request, plan)


@require_POST
def decide(request: HttpRequest, pk: int, word: str) -> HttpResponse:
    """Do what the pressed button says, or say what is so already."""
    verb = VERBS.get(word)
    if verb is None:
        raise Http404("no such decision")
    plan = get_object_or_404(PlannedStory.objects.select_related("assignee", "article"), pk=pk)
    if word == "start":
        return start(request, plan)
    if not verb.may(request.user, plan):
        return refused(request, plan)
    method = getattr(plan, verb.name)
    if method(request.user, request.POST.get("reason", "")) if verb.asks_reason else method(request.user):
        messages.success(request, format_html("{}: «<bdi>{}</bdi>».", verb.done, plan))
    return HttpResponseRedirect(reverse("admin:articles_plannedstory_change", args=[pk]))


def start(request: HttpRequest, plan: PlannedStory) -> HttpResponse:
    """Make the draft and open it; who presses twice, or second, comes to the same one."""
    if not permissions.may_start_plan(request.user, plan):
        if not (plan.article and permissions.may_read(request.user, plan.article)):
            return refused(request, plan)
        article = plan.article
    else:
        article = start_writing(plan, request.user)
    if article is None:
        return refused(request, plan)
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))


def refused(request: HttpRequest, plan: PlannedStory) -> HttpResponse:
    """To whom its state alone forbids it the page says what that is. Raises PermissionDenied for others."""
    if not (permissions.is_editor(request.user) or permissions.is_planned_for(request.user, plan)):
        raise PermissionDenied
    plan.refresh_from_db(fields=["state"])
    messages.warning(request, f"لم ينفذ الطلب: حالة القصة الآن «{plan.get_state_display()}».")
    return back(request, plan)


def back(request: HttpRequest, plan: PlannedStory) -> HttpResponse:
    return HttpResponseRedirect(address(Week.of(plan.day), Chosen.of(request), plan))
