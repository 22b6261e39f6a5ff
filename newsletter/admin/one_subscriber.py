"""What stands under the form of one subscriber: verbs, mails, what came back, what was decided."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import admin, messages
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from mohit.responses import PRIVATE
from mohit.typed_text import stored
from newsletter import permissions, stewardship
from newsletter.models import DeskEvent, Subscriber, Suppression

State = Subscriber.State
SHOWN = 20  # rows under the form
PAGE = 100  # mails on a page of their own


class Verb(NamedTuple):
    """What may be done with one subscriber."""

    word: str
    label: str
    why: str
    done: str
    states: tuple[str, ...]
    may: Callable[[AbstractUser], bool]
    act: Callable[[Subscriber, AbstractUser, str], bool]


VERBS = (
    Verb(
        "ask",
        "إعادة رسالة التأكيد",
        "تصل إلى صاحب العنوان رسالة فيها زر التأكيد، ولا تصله أكثر من واحدة في بضع ساعات.",
        "طلبت رسالة التأكيد.",
        (State.PENDING, State.CONFIRMED, State.LEFT, State.BOUNCED),
        permissions.may_keep_subscribers,
        stewardship.ask_again,
    ),
    Verb(
        "leave",
        "إنهاء الاشتراك",
        "يغادر القوائم كلها، وله أن يعود بالنموذج متى شاء.",
        "انتهى الاشتراك.",
        (State.PENDING, State.CONFIRMED),
        permissions.may_keep_subscribers,
        stewardship.leave,
    ),
    Verb(
        "erase",
        "محو البيانات",
        "يمحى العنوان والاسم والاشتراكات بلا رجعة، ويبقى رقم في سجل التسليم. إن كان العنوان محظورا بقي محظورا.",
        "محيت البيانات.",
        (State.PENDING, State.CONFIRMED, State.LEFT, State.BOUNCED, State.COMPLAINED),
        permissions.may_erase,
        stewardship.erase,
    ),
)
BY_WORD = {verb.word: verb for verb in VERBS}


def allowed(subscriber: Subscriber, user: AbstractUser) -> list[Verb]:
    verbs = [verb for verb in VERBS if subscriber.state in verb.states and verb.may(user)]
    if subscriber.subscriptions.pending().exists():
        return verbs
    return [verb for verb in verbs if verb.word != "ask"]


def history_of(subscriber: Subscriber, user: AbstractUser) -> dict[str, Any]:
    """The context of the page under the form; queries that do not grow with the history."""
    mails = subscriber.deliveries.select_related("issue").only(
        "state", "reason", "reply_code", "enhanced_status", "final_at", "subscriber_id", "issue__subject"
    )
    key = subscriber.address_key
    return {
        "verbs": allowed(subscriber, user),
        "mails": mails.order_by("-pk")[:SHOWN],
        "reports": subscriber.reports.order_by("-pk")[:SHOWN],
        "events": DeskEvent.objects.filter(subscriber_number=subscriber.pk).select_related("by")[:SHOWN],
        "is_suppressed": bool(key and Suppression.objects.of([key])),
        "may_show": permissions.may_export(user) and subscriber.state != State.ERASED,
    }


@require_POST
def do(request: HttpRequest, pk: int, word: str) -> HttpResponse:
    """One verb, decided by a press; of two who press at once one does it and the other is told."""
    verb = BY_WORD.get(word)
    if verb is None:
        raise Http404("no such verb")
    if not verb.may(request.user):
        raise PermissionDenied
    subscriber = get_object_or_404(Subscriber, pk=pk)
    note = stored(request.POST.get("reason", "")[:1_000], multiline=False)[:300]
    if verb.act(subscriber, request.user, note):
        messages.success(request, verb.done)
    else:
        messages.warning(request, f"لم ينفذ «{verb.label}»: تغيرت حالة المشترك.")
    return HttpResponseRedirect(reverse("admin:newsletter_subscriber_change", args=[pk]))


@require_safe
def deliveries(request: HttpRequest, pk: int) -> HttpResponse:
    """Every mail of one subscriber, newest first; `?before=` the last row's key for the next page."""
    if not permissions.may_look_at_deliveries(request.user):
        raise PermissionDenied
    subscriber = get_object_or_404(Subscriber, pk=pk)
    before = request.GET.get("before", "")
    rows = subscriber.deliveries.select_related("issue").defer("issue__html", "issue__text", "issue__intro")
    if before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    rows = list(rows.order_by("-pk")[: PAGE + 1])
    context = {
        **admin.site.each_context(request),
        "title": "رسائل المشترك",
        "subscriber": subscriber,
        "rows": rows[:PAGE],
        "next": rows[PAGE - 1].pk if len(rows) > PAGE else None,
    }
    response = render(request, "admin/newsletter/subscriber/deliveries.html", context)
    response.headers["Cache-Control"] = PRIVATE
    return response
