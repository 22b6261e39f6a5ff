"""The pages to which the links in the newsletter's mails lead. GET and HEAD change nothing: scanners follow links."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone

from mohit.public_forms import Limit, done
from mohit.signed_links import WrongLink, link_page
from newsletter import personal_data, sign_ups
from newsletter.links import CONFIRM, READER, choices_path, leave_all_path, token_of
from newsletter.models import Departure, MailingList, Subscriber, Subscription, Suppression

REGRET = timedelta(days=1)  # in which leaving can be taken back by the link that did it
ONE_REASON = Limit("newsletter leaving reasons", most=1, seconds=86_400)

CHOICES_FORM, UNDO_FORM = "preferences-1", "undo-1"


def of_link(pk: int, version: int) -> Subscriber:
    """Whose link it is; who was erased, or whose links were voided, has none."""
    row = Subscriber.objects.filter(pk=pk, token_version=version).exclude(state=Subscriber.State.ERASED).first()
    if row is None:
        raise WrongLink
    return row


def page(template: str, **context: object) -> HttpResponse:
    return HttpResponse(render_to_string(f"newsletter/{template}.html", context))


# --- Confirming ------------------------------------------------------------------------------------------------------


@link_page(CONFIRM)
def newsletter_confirm(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    subscriber = of_link(pk, version)
    waiting = list(MailingList.objects.filter(subscriptions__in=subscriber.subscriptions.pending()))
    if waiting and Suppression.objects.of([subscriber.address_key]):
        raise WrongLink
    if waiting and not subscriber.may_confirm():
        return too_late(request, subscriber, waiting)
    if request.method == "POST" and waiting:
        subscriber.confirm(source=sign_ups.source_fingerprint(request))
    elif waiting:
        return page("newsletter_confirm", lists=waiting)
    return confirmed(subscriber)


def confirmed(subscriber: Subscriber) -> HttpResponse:
    subscriber.refresh_from_db()  # another press may have been first
    if subscriber.state != Subscriber.State.CONFIRMED:
        raise WrongLink
    lists = MailingList.objects.filter(subscriptions__in=subscriber.subscriptions.active())
    return page("confirmed", lists=lists, choices=choices_path(token_of(subscriber)))


def too_late(request: HttpRequest, subscriber: Subscriber, waiting: list[MailingList]) -> HttpResponse:
    """The mail is a week old: a press asks for another one."""
    if request.method == "POST":
        sign_ups.ask_again(request, subscriber, [row.pk for row in waiting])
    return page("too_late", is_asked=request.method == "POST")


# --- Choosing --------------------------------------------------------------------------------------------------------


@link_page(READER)
def newsletter_choices(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    """Lists on and off, leaving, one's own data, erasure: by the name of the button that was pressed."""
    subscriber = of_link(pk, version)
    wanted = request.POST.get("do", "") if request.method == "POST" else ""
    if wanted == "save":
        return save(request, subscriber)
    if wanted == "leave":
        subscriber.leave()
        return done(request.path, "newsletter-saved")
    if wanted == "data":
        return data(subscriber)
    if wanted == "erase":
        return page("erase", back=request.path)
    if wanted == "erase for good":
        subscriber.erase()
        return page("erased")
    return choices(subscriber)


def choices(subscriber: Subscriber) -> HttpResponse:
    active = set(subscriber.subscriptions.active().values_list("mailing_list", flat=True))
    lists = [(row, row.pk in active) for row in choosable(active)]
    is_suppressed = bool(Suppression.objects.of([subscriber.address_key]))
    return page("newsletter_choices", lists=lists, is_suppressed=is_suppressed, has_any=bool(active))


def choosable(active: set[int]) -> list[MailingList]:
    """Those on offer, and any other that the reader is on."""
    return [row for row in MailingList.objects.all() if row.pk in active or (row.is_active and row.is_public)]


def save(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    active = set(subscriber.subscriptions.active().values_list("mailing_list", flat=True))
    wanted = {row.pk for row in choosable(active) if str(row.pk) in request.POST.getlist("lists")}
    subscriber.choose(wanted, CHOICES_FORM, sign_ups.source_fingerprint(request))
    return done(request.path, "newsletter-saved")


def data(subscriber: Subscriber) -> HttpResponse:
    response = JsonResponse(personal_data.of(subscriber), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response.headers["Content-Disposition"] = 'attachment; filename="newsletter-data.json"'
    return response


# --- Leaving ---------------------------------------------------------------------------------------------------------


@link_page(READER, any_body=True)
def newsletter_leave(request: HttpRequest, pk: int, version: int, mailing_list: int | None = None) -> HttpResponse:
    """One button, and the receiver of one-click unsubscribing (RFC 8058): every POST ends it but the two below.

    200 as well for who left before, was erased, or never was: the link was ours, and nothing is sent to them.
    """
    wanted = MailingList.objects.filter(pk=mailing_list).first()
    if mailing_list is not None and wanted is None:
        raise WrongLink
    subscriber = Subscriber.objects.filter(pk=pk, token_version=version).first()
    if request.method != "POST":
        return page("newsletter_leave", mailing_list=wanted)
    if "undo" in request.POST and subscriber:
        return undo(request, subscriber, wanted)
    if request.POST.get("reason") in Departure.Reason.values:
        return thank(request, pk, wanted)
    if subscriber:
        leave(subscriber, wanted)
    return left(subscriber, wanted)


newsletter_leave_list = newsletter_leave


def leave(subscriber: Subscriber, mailing_list: MailingList | None) -> None:
    if mailing_list is None:
        subscriber.leave()
        return
    for subscription in subscriber.subscriptions.filter(mailing_list=mailing_list):
        subscription.leave()


def left(subscriber: Subscriber | None, mailing_list: MailingList | None) -> HttpResponse:
    rest = subscriber.subscriptions.active().select_related("mailing_list") if subscriber else []
    return page(
        "left",
        mailing_list=mailing_list,
        others=[row.mailing_list for row in rest],
        may_undo=bool(subscriber and back(subscriber, mailing_list)),
        leave_all=leave_all_path(token_of(subscriber)) if subscriber else "",
        reasons=Departure.Reason.choices,
    )


def back(subscriber: Subscriber, mailing_list: MailingList | None) -> set[int]:
    """The lists that were left just now: this one, or all that were left in the same moment."""
    rows = subscriber.subscriptions.filter(state=Subscription.State.LEFT, left_at__gte=timezone.now() - REGRET)
    rows = rows.filter(mailing_list=mailing_list) if mailing_list else rows.filter(left_at=subscriber.ended_at)
    return set(rows.exclude(confirmed_at=None).values_list("mailing_list", flat=True))


def undo(request: HttpRequest, subscriber: Subscriber, mailing_list: MailingList | None) -> HttpResponse:
    again = back(subscriber, mailing_list)
    active = set(subscriber.subscriptions.active().values_list("mailing_list", flat=True))
    source = sign_ups.source_fingerprint(request)
    if not again or not subscriber.choose(active | again, UNDO_FORM, source):  # too late, or suppressed meanwhile
        return left(subscriber, mailing_list)
    return page("came_back", choices=choices_path(token_of(subscriber)))


def thank(request: HttpRequest, pk: int, mailing_list: MailingList | None) -> HttpResponse:
    if not ONE_REASON.take(str(pk)):
        Departure.objects.create(mailing_list=mailing_list, reason=request.POST["reason"])
    return page("thanks")
