"""The page on which an issue is checked, scheduled, stopped, and watched; its buttons are POST alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from babel.dates import get_timezone_location
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminSplitDateTime
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from mohit import dates
from mohit.desk import name_the_halves
from mohit.responses import PRIVATE
from newsletter import permissions
from newsletter.admin.progress import figures_of
from newsletter.admin.states import badge
from newsletter.admin.trials import TrialForm, try_it
from newsletter.models import Issue
from newsletter.preflight import Finding, examine

State = Issue.State


@dataclass(frozen=True, slots=True)
class Verb:
    """A decision that a button asks for. `name` is the name of the method of `Issue` and of its rule."""

    name: str
    label: str
    done: str
    why: str  # what the button means, beside it
    asks_reason: bool = False

    @property
    def may(self) -> Callable[[AbstractUser, Issue], bool]:
        return getattr(permissions, f"may_{self.name}")

    def act(self, issue: Issue, by: AbstractUser, reason: str = "") -> bool:
        """Whether this call did it; False when somebody was faster."""
        method = getattr(issue, self.name)
        return method(by, reason) if self.asks_reason else method(by)


VERBS = {
    verb.name: verb
    for verb in (
        Verb("unschedule", "سحب من الجدولة", "عاد العدد مسودة.", "يعود مسودة يمكن تعديلها."),
        Verb("pause", "إيقاف مؤقت", "أوقف الإرسال.", "لا تخرج رسالة أخرى حتى تستأنف.", asks_reason=True),
        Verb("resume", "استئناف", "استؤنف الإرسال.", "يتابع من حيث توقف، ولا تعاد رسالة خرجت."),
        Verb("cancel", "إلغاء العدد", "ألغي العدد.", "لا يصل بعد هذا إلى أحد، ولا رجوع عنه.", asks_reason=True),
    )
}


def zone_words(at: datetime | None = None) -> str:
    """«بتوقيت الجزائر (غرينتش +1)»: by which clock times are typed and shown."""
    zone = timezone.get_default_timezone()
    offset = timezone.localtime(at or timezone.now(), zone).utcoffset()
    hours, minutes = divmod(abs(int(offset.total_seconds())) // 60, 60)
    sign = "-" if offset.total_seconds() < 0 else "+"
    shown = f"{sign}{hours}" + (f":{minutes:02}" if minutes else "")
    return f"بتوقيت {get_timezone_location(zone, locale='ar', return_city=True)} (غرينتش \u2066{shown}\u2069)"


class ScheduleForm(forms.Form):
    """Now, or at a moment to come. Warnings must have been seen."""

    when = forms.ChoiceField(
        label="متى", choices=[("now", "الآن"), ("later", "في موعد")], widget=forms.RadioSelect, initial="now"
    )
    at = forms.SplitDateTimeField(label="الموعد", required=False, widget=AdminSplitDateTime())
    accepted = forms.BooleanField(label="قرأت التنبيهات وأريد الإرسال", required=False)

    def __init__(self, findings: list[Finding], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_warnings = any(not finding.blocks for finding in findings)
        self.has_errors = any(finding.blocks for finding in findings)
        if not self.has_warnings:
            del self.fields["accepted"]
        name_the_halves(self.fields["at"])
        self.fields["at"].help_text = zone_words()

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        now = timezone.now()
        if cleaned.get("when") == "later" and not self.errors:
            if not cleaned.get("at"):
                self.add_error("at", "اكتب اليوم والساعة.")
            elif cleaned["at"] <= now:
                self.add_error("at", "هذا الموعد فات. اختر موعدا قادما، أو «الآن».")
        if self.has_warnings and not cleaned.get("accepted"):
            self.add_error("accepted", "اقرأ التنبيهات أعلاه، ثم ضع العلامة إن أردت الإرسال مع ذلك.")
        return cleaned

    def moment(self) -> datetime:
        return self.cleaned_data["at"] if self.cleaned_data["when"] == "later" else timezone.now()


def issue_for(request: HttpRequest, pk: int) -> Issue:
    """The issue, for whoever works on issues."""
    if not permissions.may_compose(request.user):
        raise PermissionDenied
    return get_object_or_404(Issue.objects.select_related("mailing_list"), pk=pk)


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    return shown(request, issue_for(request, pk))


@require_POST
def schedule(request: HttpRequest, pk: int) -> HttpResponse:
    """Schedule it if nothing is wrong at that moment: what is checked is the issue as it will be sent."""
    issue = issue_for(request, pk)
    if not permissions.may_send(request.user):
        raise PermissionDenied
    if not permissions.may_schedule(request.user, issue):
        return too_late(request, issue)
    form = ScheduleForm(examine(issue), request.POST)
    if not form.is_valid():
        return shown(request, issue, schedule_form=form, status=422)
    at = form.moment()
    findings = examine(issue, at)
    if any(finding.blocks for finding in findings):
        messages.error(request, "لم يجدول: صحح الأخطاء أولا.")
        return shown(request, issue, schedule_form=form, findings=findings, status=422)
    if not issue.schedule(at, request.user):
        return too_late(request, issue)
    words = "يبدأ الإرسال خلال لحظات." if form.cleaned_data["when"] == "now" else f"يرسل في {dates.moment(at)}."
    messages.success(request, words)
    return back(issue)


@require_POST
def decide(request: HttpRequest, pk: int, word: str) -> HttpResponse:
    """Do what the pressed button says, or say who was first."""
    verb = VERBS.get(word)
    if verb is None:
        raise Http404("no such decision")
    issue = issue_for(request, pk)
    if not permissions.may_send(request.user):
        raise PermissionDenied
    if not verb.may(request.user, issue) or not verb.act(issue, request.user, request.POST.get("reason", "")[:300]):
        return too_late(request, issue)
    messages.success(request, verb.done)
    return back(issue)


@require_POST
def trial(request: HttpRequest, pk: int) -> HttpResponse:
    """Send it to colleagues."""
    issue = issue_for(request, pk)
    if not permissions.may_test(request.user, issue):
        raise PermissionDenied
    form = TrialForm(request.user, request.POST)
    if not form.is_valid():
        return shown(request, issue, trial_form=form, status=422)
    try_it(request, issue, form.cleaned_data["to"])
    return back(issue)


def too_late(request: HttpRequest, issue: Issue) -> HttpResponse:
    """The issue's state forbids it: mostly because a colleague, or the sender itself, was first."""
    issue.refresh_from_db(fields=["state"])
    last = issue.events.select_related("by").first()
    words = f"لم ينفذ الطلب: حالة العدد الآن «{issue.get_state_display()}»"
    if last:
        words += f"، وآخر ما جرى: {last.get_verb_display()} ({last.by or 'آليا'}، {dates.relative(last.at)})"
    messages.warning(request, f"{words}.")
    return back(issue)


def back(issue: Issue) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:newsletter_issue_send", args=[issue.pk]))


def shown(request: HttpRequest, issue: Issue, *, status: int = 200, **given: Any) -> HttpResponse:
    """The page of an issue in its state."""
    may_schedule = permissions.may_schedule(request.user, issue)
    is_open = issue.state in (State.DRAFT, State.HELD, State.SCHEDULED)
    findings = given.get("findings") or (examine(issue) if is_open else [])
    trial = given.get("trial_form") or TrialForm(request.user)
    form = given.get("schedule_form") or ScheduleForm(findings)
    context = {
        **admin.site.each_context(request),
        "title": "إرسال عدد",
        "opts": Issue._meta,
        "issue": issue,
        "badge": badge(issue),
        "findings": findings,
        "errors": [finding for finding in findings if finding.blocks],
        "warnings": [finding for finding in findings if not finding.blocks],
        "schedule_form": form if may_schedule else None,
        "trial_form": trial if permissions.may_test(request.user, issue) else None,
        "verbs": [verb for verb in VERBS.values() if verb.may(request.user, issue)],
        "may_edit": permissions.may_edit(request.user, issue),
        "zone": zone_words(),
        "events": issue.events.select_related("by"),
        "media": forms.Media(js=["admin/js/core.js"]) + form.media + trial.media,
        **figures_of(issue, request.user),
    }
    response = render(request, "admin/newsletter/issue/send.html", context, status=status)
    response.headers["Cache-Control"] = PRIVATE
    return response
