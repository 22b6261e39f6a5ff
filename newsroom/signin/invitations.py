"""Invitations: a letter with a link to a page where its reader chooses a password."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from mohit.mail import Letter
from mohit.signed_links import Purpose, WrongLink, link_page
from newsroom.models import Invitation, MemberSession, User
from newsroom.signin.events import Kind, record
from newsroom.signin.forms import ChosenPasswordForm
from newsroom.signin.pages import page

LIFETIME = timedelta(days=7)
INVITATION = Purpose("newsroom.invitation", LIFETIME)


def invite(user: User, by: User) -> Invitation:
    """A new link for `user`, sent by the worker; links given out before are dead, the password stays until then."""
    from newsroom.tasks import send_invitation

    with transaction.atomic():
        invitation = Invitation.renew(user)
        record(Kind.INVITE, user, by=by)
        send_invitation.defer(invitation_pk=invitation.pk, version=invitation.version)
    return invitation


def send(invitation_pk: int, version: int) -> bool:
    """Hand the letter over, unless another one has followed or the link is used; whether it went."""
    invitation = Invitation.objects.select_related("user").filter(pk=invitation_pk, version=version).first()
    if not invitation or not invitation.is_open or not invitation.user.email:
        return False
    letter(invitation).send()
    Invitation.objects.filter(pk=invitation.pk, version=version).update(sent_at=timezone.now())
    return True


def letter(invitation: Invitation) -> Letter:
    user = invitation.user
    return Letter(
        to=user.email,
        subject="دعوتك إلى غرفة الأخبار",
        template="newsroom/mail/invitation.html",
        context={
            "member": user,
            "link": INVITATION.address("admin:invitation", invitation.pk, invitation.version),
            "has_password": user.has_usable_password(),
        },
        key=f"newsroom.invitation.{invitation.pk}.{invitation.version}",
    )


@sensitive_post_parameters()
def accept_invitation(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    invitation = Invitation.objects.select_related("user").filter(pk=pk, version=version, accepted_at=None).first()
    if invitation is None or not invitation.user.is_active:
        raise WrongLink
    form = ChosenPasswordForm(invitation.user, request.POST if request.method == "POST" else None)
    if form.is_valid():
        return accepted(request, invitation, form)
    facts = {"form": form, "member": invitation.user}
    return page(request, "admin/invitation.html", "اختر كلمة مرور", facts, 422 if form.errors else 200)


def accepted(request: HttpRequest, invitation: Invitation, form: ChosenPasswordForm) -> HttpResponse:
    with transaction.atomic():
        if not invitation.accept():
            raise WrongLink
        form.save()
        MemberSession.objects.of(invitation.user).end()
        record(Kind.ACCEPT, invitation.user, by=invitation.user, request=request)
    messages.success(request, "حفظت كلمة المرور. ادخل الآن بها وباسم المستخدم.")
    return HttpResponseRedirect(reverse("admin:login"), status=303)


invitation_page = link_page(INVITATION)(accept_invitation)
