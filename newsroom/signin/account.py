"""A member's own page: what protects the account, where it is signed in, what happened to it."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from functools import wraps

import segno
from django.conf import settings
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from newsroom.models import AuthenticatorApp, MemberSession, Passkey, RecoveryCode, User
from newsroom.models.factors import new_secret
from newsroom.permissions import must_prove_twice
from newsroom.signin import attempts, passkeys, totp
from newsroom.signin.events import Kind, record
from newsroom.signin.forms import AppForm, ConfirmForm, PasskeyForm
from newsroom.signin.pages import after, page, refuse
from newsroom.signin.sealing import Broken, open_seal, seal
from newsroom.signin.steps import (
    PROVEN_TWICE,
    confirm,
    has_second_step,
    is_confirmed,
    safe_address,
)

EVENTS = 20
SETTING_UP = 60 * 60  # seconds in which the first code of an app may be typed
View = Callable[..., HttpResponse]


def confirmed(view: View) -> View:
    """Only for who has shown within the last quarter of an hour that it is still the member who sits there."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if is_confirmed(request):
            return view(request, *args, **kwargs)
        wanted = request.path if request.method == "GET" else reverse("admin:account")
        return HttpResponseRedirect(f"{reverse('admin:account_confirm')}?next={wanted}")

    return wrapped


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    user = request.user
    facts = {
        "app": AuthenticatorApp.objects.filter(user=user).first(),
        "keys": user.passkeys.order_by("pk"),
        "codes": user.recovery_codes.filter(used_at=None).count(),
        "sessions": MemberSession.objects.of(user).defer("session_data"),
        "session_key": request.session.session_key,
        "events": user.security_events.select_related("by")[:EVENTS],
        "must": must_prove_twice(user),
        "held": must_prove_twice(user) and not request.session.get(PROVEN_TWICE),
    }
    return page(request, "admin/account/account.html", "الدخول والأمان", facts)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def account_confirm(request: HttpRequest) -> HttpResponse:
    """The password once more, or a passkey, before what protects the account is changed."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    form = ConfirmForm(request.user, request.POST if "password" in request.POST else None)
    seconds = attempts.wait_for_confirmation(request.user) if request.method == "POST" else 0
    if seconds:
        blank = ConfirmForm(request.user, {})
        refuse(blank, seconds)
        return after(confirm_page(request, blank, wanted), seconds)
    if "answer" in request.POST:
        try:
            passkeys.check(request, request.POST["answer"], request.user)
        except passkeys.WrongPasskey:
            form = ConfirmForm(request.user, {})
            form.errors.clear()
            form.add_error(None, "لم يقبل مفتاح المرور. حاول من جديد، أو اكتب كلمة المرور.")
            return confirm_page(request, form, wanted)
    elif not form.is_valid():
        if request.method == "POST":
            record(Kind.WRONG_PASSWORD, request.user, request=request)
        return confirm_page(request, form, wanted)
    confirm(request)
    return HttpResponseRedirect(safe_address(request, wanted or reverse("admin:account")))


def confirm_page(request: HttpRequest, form: ConfirmForm, wanted: str) -> HttpResponse:
    facts = {"form": form, "next": wanted, "has_passkey": request.user.passkeys.exists()}
    return page(request, "admin/account/confirm.html", "أكد أنك أنت", facts)


@confirmed
@require_http_methods(["GET", "HEAD", "POST"])
def app_add(request: HttpRequest) -> HttpResponse:
    """The picture for the app, and its first code. The secret travels sealed in the form until the code is right."""
    if AuthenticatorApp.objects.filter(user=request.user).exists():
        return HttpResponseRedirect(reverse("admin:account"))
    form = AppForm(request.POST or None)
    secret = opened(request, request.POST.get("sealed", "")) if request.method == "POST" else new_secret()
    if secret is None:
        messages.error(request, "مضى وقت طويل على هذه الصفحة. ابدأ من جديد.")
        return HttpResponseRedirect(request.path)
    if form.is_valid():
        if seconds := attempts.wait_for_code(request, request.user):
            refuse(form, seconds)
            return after(app_page(request, form, secret), seconds)
        try:
            with transaction.atomic():
                app = AuthenticatorApp.with_secret(request.user, secret)
                app.save()
                right = app.accept("".join(str(int(c)) for c in form.cleaned_data["code"] if c.isdecimal()))
                transaction.set_rollback(not right)
        except IntegrityError:  # two windows at once
            return HttpResponseRedirect(reverse("admin:account"))
        if right:
            return first_codes(request, "تطبيق المصادقة")
        form.add_error(None, "الرمز غير صحيح. تأكد من أن ساعة هاتفك مضبوطة آليا، واكتب الرمز الظاهر الآن.")
    return app_page(request, form, secret)


def app_page(request: HttpRequest, form: AppForm, secret: bytes) -> HttpResponse:
    sealed = urlsafe_b64encode(request.user.pk.to_bytes(8, "big") + secret)
    facts = {
        "form": form,
        "picture": picture(totp.address(secret, request.user.username, settings.MAIL_FROM_NAME)),
        "letters": totp.key_in_letters(secret),
        "sealed": request.POST.get("sealed") or seal(sealed).decode(),
    }
    return page(request, "admin/account/app.html", "تطبيق المصادقة", facts)


def opened(request: HttpRequest, sealed: str) -> bytes | None:
    """The secret that this member's page was made with, within an hour."""
    try:
        plain = urlsafe_b64decode(open_seal(sealed.encode(), seconds=SETTING_UP))
    except Broken:
        return None
    return plain[8:] if plain[:8] == request.user.pk.to_bytes(8, "big") else None


def picture(address: str) -> SafeString:
    """The QR code (ISO/IEC 18004), dark on light in any theme: not every camera reads it the other way round."""
    code = segno.make(address, error="m", micro=False)
    return mark_safe(code.svg_inline(scale=5, dark="#0d171c", light="#ffffff"))  # noqa: S308  (drawn, not typed)


def first_codes(request: HttpRequest, what: str) -> HttpResponse:
    """A factor was added: note it, end what was open without it, and hand out codes on paper if there are none."""
    record(Kind.FACTOR_ADD, request.user, by=request.user, detail=what, request=request)
    request.session[PROVEN_TWICE] = True
    MemberSession.objects.of(request.user).end(but=request.session.session_key)
    if request.user.recovery_codes.filter(used_at=None).exists():
        messages.success(request, f"أضيف {what}.")
        return HttpResponseRedirect(reverse("admin:account"))
    return new_codes(request)


def new_codes(request: HttpRequest) -> HttpResponse:
    """The answer itself shows them: they stand nowhere, so no other page can show them again."""
    with transaction.atomic():
        codes = RecoveryCode.issue(request.user)
        record(Kind.CODES, request.user, by=request.user, request=request)
    return page(request, "admin/account/codes.html", "رموز الاسترجاع", {"codes": codes})


@confirmed
@require_POST
def codes_make(request: HttpRequest) -> HttpResponse:
    if not has_second_step(request.user):
        return HttpResponseRedirect(reverse("admin:account"))
    return new_codes(request)


@confirmed
@require_POST
def app_remove(request: HttpRequest) -> HttpResponse:
    app = get_object_or_404(AuthenticatorApp, user=request.user)
    return remove(request, app, "تطبيق المصادقة")


@confirmed
@require_POST
def passkey_remove(request: HttpRequest, pk: int) -> HttpResponse:
    key = get_object_or_404(Passkey, user=request.user, pk=pk)
    return remove(request, key, f"مفتاح المرور «{key.name}»")


def remove(request: HttpRequest, factor: AuthenticatorApp | Passkey, what: str) -> HttpResponse:
    """Take one away; the last one stays where a role needs it, and takes the codes with it where none does."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=request.user.pk)
        factor.delete()
        is_last = not has_second_step(request.user)
        if is_last and must_prove_twice(request.user):
            transaction.set_rollback(True)
            messages.error(request, "دورك يلزمه خطوة ثانية: أضف غيرها قبل أن تزيل هذه.")
            return HttpResponseRedirect(reverse("admin:account"))
        if is_last:
            request.user.recovery_codes.all().delete()
        record(Kind.FACTOR_REMOVE, request.user, by=request.user, detail=what, request=request)
    messages.success(request, f"أزيل {what}.")
    return HttpResponseRedirect(reverse("admin:account"))


@confirmed
@require_http_methods(["GET", "HEAD", "POST"])
def passkey_add(request: HttpRequest) -> HttpResponse:
    form = PasskeyForm(request.POST or None)
    if form.is_valid():
        try:
            key = passkeys.add(request, request.user, form.cleaned_data["name"], request.POST.get("answer", ""))
            return first_codes(request, f"مفتاح المرور «{key.name}»")
        except passkeys.WrongPasskey:
            form.add_error(None, "لم يحفظ المفتاح. حاول من جديد.")
    return page(request, "admin/account/passkey.html", "مفتاح مرور جديد", {"form": form})


@require_POST
def passkey_new_question(request: HttpRequest) -> HttpResponse:
    return JsonResponse(passkeys.question_of_new(request, request.user))


@require_POST
def session_end(request: HttpRequest, mark: str) -> HttpResponse:
    """End one of one's own, found by its mark: the key itself, with which anybody could come in, stands on no page."""
    for session in MemberSession.objects.of(request.user).defer("session_data"):
        if session.mark == mark:
            MemberSession.objects.filter(pk=session.pk).end()
            record(Kind.SESSION_END, request.user, by=request.user, detail=session.device, request=request)
            messages.success(request, "انتهت الجلسة: على ذلك الجهاز صفحة الدخول الآن.")
            return HttpResponseRedirect(reverse("admin:account"))
    raise Http404


@require_POST
def sessions_end_others(request: HttpRequest) -> HttpResponse:
    if MemberSession.objects.of(request.user).end(but=request.session.session_key):
        record(Kind.SESSION_END, request.user, by=request.user, detail="كل الأجهزة الأخرى", request=request)
    messages.success(request, "لم يبق دخول إلى حسابك إلا من هذا الجهاز.")
    return HttpResponseRedirect(reverse("admin:account"))
