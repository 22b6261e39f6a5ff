"""What a manager does for a member: invite, help after a lost device, end sessions. Each is in the history."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from mohit.mail import mail_is_configured
from newsroom.models import AuthenticatorApp, Invitation, MemberSession, User
from newsroom.permissions import may_reset_sign_in, must_prove_twice
from newsroom.signin.account import EVENTS, confirmed
from newsroom.signin.events import Kind, record
from newsroom.signin.invitations import invite
from newsroom.signin.pages import page


def member_or_refuse(request: HttpRequest, pk: int) -> User:
    member = get_object_or_404(User, pk=pk)
    if not may_reset_sign_in(request.user, member):
        raise PermissionDenied
    return member


@require_safe
def member_sign_in(request: HttpRequest, pk: int) -> HttpResponse:
    if pk == request.user.pk:
        return HttpResponseRedirect(reverse("admin:account"))
    member = member_or_refuse(request, pk)
    facts = {
        "member": member,
        "app": AuthenticatorApp.objects.filter(user=member).first(),
        "keys": member.passkeys.order_by("pk"),
        "codes": member.recovery_codes.filter(used_at=None).count(),
        "sessions": MemberSession.objects.of(member).defer("session_data"),
        "events": member.security_events.select_related("by")[:EVENTS],
        "invitation": Invitation.objects.filter(user=member).first(),
        "must": must_prove_twice(member),
        "mail_stays_here": not mail_is_configured(),
    }
    return page(request, "admin/newsroom/user/sign_in.html", f"دخول {member}", facts)


def reset_factors(user: User, by: User | None) -> bool:
    """Take away app, passkeys and codes of somebody who has lost them, and end the sessions; whether there were any."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        gone = [
            AuthenticatorApp.objects.filter(user=user).delete()[0],
            user.passkeys.all().delete()[0],
            user.recovery_codes.all().delete()[0],
        ]
        MemberSession.objects.of(user).end()
        if any(gone):
            record(Kind.FACTOR_RESET, user, by=by)
    return any(gone)


def forget_factors(request: HttpRequest, member: User) -> str:
    reset_factors(member, request.user)
    return "أزيلت الخطوة الثانية: يدخل العضو بكلمة المرور، ثم يضيف جهازه الجديد."


def end_sessions(request: HttpRequest, member: User) -> str:
    if MemberSession.objects.of(member).end():
        record(Kind.SESSION_END, member, by=request.user, detail="كل الأجهزة")
    return "انتهت كل جلسات العضو."


def send_invitation(request: HttpRequest, member: User) -> str:
    if not member.email:
        raise Http404
    invite(member, request.user)
    return "الدعوة في طريقها إلى بريد العضو. تصلح أسبوعا، وما قبلها لم يعد يصلح."


VERBS: dict[str, Callable[[HttpRequest, User], str]] = {
    "forget-factors": forget_factors,
    "end-sessions": end_sessions,
    "invite": send_invitation,
}


@confirmed
@require_POST
def change_sign_in(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    member = member_or_refuse(request, pk)
    if verb not in VERBS:
        raise Http404
    messages.success(request, VERBS[verb](request, member))
    return HttpResponseRedirect(reverse("admin:member_sign_in", args=[pk]))
