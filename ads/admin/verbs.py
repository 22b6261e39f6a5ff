"""The buttons over a campaign's form: which there are, who sees them in which state, what they say afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from ads import permissions
from ads.models import Campaign
from mohit import dates


@dataclass(frozen=True, slots=True)
class Verb:
    """A decision that a button asks for. `name` is the name of the method of `Campaign` and of its rule."""

    name: str
    label: str
    done: str
    why: str  # what the button means, beside it
    asks_reason: bool = False

    @property
    def may(self) -> Callable[[AbstractUser, Campaign], bool]:
        return getattr(permissions, f"may_{self.name}")

    def act(self, campaign: Campaign, by: AbstractUser, note: str = "") -> bool:
        """Whether this call did it; False when somebody was faster."""
        method = getattr(campaign, self.name)
        return method(by, note) if self.asks_reason else method(by)


VERBS = {
    verb.name: verb
    for verb in (
        Verb("launch", "تفعيل", "فعلت الحملة.", "تظهر من موعد بدايتها."),
        Verb("resume", "استئناف", "استؤنفت الحملة.", "تعود إلى الصفحات."),
        Verb("pause", "إيقاف مؤقت", "أوقفت الحملة مؤقتا.", "لا تظهر حتى تستأنف، وحجوزها تبقى لها.", asks_reason=True),
        Verb("end", "إنهاء", "أنهيت الحملة.", "لا رجوع عنه: تخلى حجوزها لغيرها.", asks_reason=True),
    )
}


def allowed(user: AbstractUser, campaign: Campaign, missing: list[str]) -> list[Verb]:
    verbs = [verb for verb in VERBS.values() if verb.may(user, campaign)]
    return [verb for verb in verbs if verb.name != "launch"] if missing else verbs


@require_POST
def decide(request: HttpRequest, pk: int, word: str) -> HttpResponse:
    """Do what the pressed button says, or say who was first."""
    verb = VERBS.get(word)
    if verb is None:
        raise Http404("no such decision")
    if not permissions.may_decide(request.user):
        raise PermissionDenied
    campaign = get_object_or_404(Campaign, pk=pk)
    missing = campaign.missing() if word == "launch" else []
    if verb.may(request.user, campaign) and missing:
        messages.error(request, f"لم تفعل: {' '.join(missing)}")
    elif verb.may(request.user, campaign) and verb.act(campaign, request.user, request.POST.get("reason", "")):
        messages.success(request, verb.done)
    else:
        messages.warning(request, who_was_first(campaign))
    return HttpResponseRedirect(reverse("admin:ads_campaign_change", args=[pk]))


def who_was_first(campaign: Campaign) -> str:
    campaign.refresh_from_db(fields=["state"])
    last = campaign.events.select_related("by").first()
    words = f"لم ينفذ الطلب: حالة الحملة الآن «{campaign.get_state_display()}»"
    if last:
        words += f"، وآخر ما جرى: {last.get_verb_display()} ({last.by or 'آليا'}، {dates.relative(last.at)})"
    return f"{words}."
