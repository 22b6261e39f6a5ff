"""The pages in front of the newsroom: password, second step, passkey."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib.admin import site
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from newsroom.models import User
from newsroom.signin import attempts, passkeys
from newsroom.signin.events import Kind, record, record_lock, record_wrong_password
from newsroom.signin.forms import CodeForm, PasswordForm
from newsroom.signin.pages import after, page, refuse
from newsroom.signin.steps import accept_code, enter, has_second_step, safe_address, wait_for_second_step, who_waits

NO_PASSKEY = "لم يقبل مفتاح المرور. حاول من جديد، أو ادخل بكلمة المرور."


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password. Every refusal reads and costs the same, whether the name exists or not."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    if request.method != "POST":
        if site.has_permission(request):
            return HttpResponseRedirect(safe_address(request, wanted))
        return sign_in_page(request, PasswordForm(request), wanted)
    username = typed_name(request)
    form = PasswordForm(request, request.POST)
    if username and (seconds := attempts.wait_for_password(request, username)):
        record_lock(request, username)
        blank = PasswordForm(request, {"username": username, "password": ""})
        refuse(blank, seconds)
        return after(sign_in_page(request, blank, wanted), seconds)
    if not form.is_valid():
        record_wrong_password(request, username)
        return sign_in_page(request, form, wanted)
    user = form.get_user()
    if has_second_step(user):
        wait_for_second_step(request, user)
        return HttpResponseRedirect(with_next(reverse("admin:sign_in_second"), wanted))
    return enter(request, user, by="كلمة المرور", twice=False, to=wanted)


def typed_name(request: HttpRequest) -> str:
    """As the form will read it, and as the database can be asked for it."""
    typed = request.POST.get("username", "").replace("\0", "")
    return PasswordForm.base_fields["username"].to_python(typed)[:150]


def sign_in_page(request: HttpRequest, form: PasswordForm, wanted: str, status: int = 200) -> HttpResponse:
    return page(request, "admin/login.html", "الدخول", {"form": form, "next": wanted}, status)


def with_next(address: str, wanted: str) -> str:
    return f"{address}?{urlencode({'next': wanted})}" if wanted else address


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """A code after the password; the passkey on the same page goes to `with_passkey`."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    user = who_waits(request)
    if user is None:
        return HttpResponseRedirect(with_next(reverse("admin:login"), wanted))
    form = CodeForm(request.POST or None)
    if request.method == "POST" and (seconds := attempts.wait_for_code(request, user)):
        refuse(form, seconds)
        record_lock(request, user.get_username())
        return after(second_step_page(request, user, form, wanted), seconds)
    if form.is_valid():
        if by := accept_code(user, form.cleaned_data["code"]):
            return enter(request, user, by=by, twice=True, to=wanted)
        record(Kind.WRONG_CODE, user, request=request)
        form.add_error(None, "الرمز غير صحيح، أو انتهى وقته، أو استعمل من قبل.")
    return second_step_page(request, user, form, wanted)


def second_step_page(request: HttpRequest, user: User, form: CodeForm, wanted: str) -> HttpResponse:
    has_app = hasattr(user, "authenticator_app")
    facts = {"form": form, "next": wanted, "has_app": has_app, "has_passkey": user.passkeys.exists()}
    return page(request, "admin/sign_in_second.html", "الخطوة الثانية", facts)


@never_cache
@require_POST
def passkey_question(request: HttpRequest) -> HttpResponse:
    """What the browser's device has to sign: for whoever is at the second step, for the member, or for anybody."""
    if attempts.wait_for_passkey(request):
        return JsonResponse({}, status=429)
    return JsonResponse(passkeys.question(request, asked(request)))


def asked(request: HttpRequest) -> User | None:
    return request.user if request.user.is_authenticated else who_waits(request)


@never_cache
@require_POST
def with_passkey(request: HttpRequest) -> HttpResponse:
    """Alone, or after the password. Alone the device has made sure of the person: that is two factors at once."""
    wanted = request.POST.get("next", "")
    waiting = who_waits(request)
    if waiting and (seconds := attempts.wait_for_code(request, waiting)):
        form = CodeForm({"code": "-"})
        refuse(form, seconds)
        return after(second_step_page(request, waiting, form, wanted), seconds)
    try:
        key = passkeys.check(request, request.POST.get("answer", ""), waiting)
        if not (key.user.is_active and key.user.is_staff):
            raise passkeys.WrongPasskey
    except passkeys.WrongPasskey:
        if waiting:
            form = CodeForm({"code": "-"})
            form.errors.clear()
            form.add_error(None, NO_PASSKEY)
            record(Kind.WRONG_CODE, waiting, request=request)
            return second_step_page(request, waiting, form, wanted)
        form = PasswordForm(request, {})
        form.errors.clear()
        form.add_error(None, NO_PASSKEY)
        return sign_in_page(request, form, wanted)
    by = f"كلمة المرور ومفتاح المرور «{key.name}»" if waiting else f"مفتاح المرور «{key.name}»"
    return enter(request, key.user, by=by, twice=True, to=wanted)
