"""Every page of the door and of the account, in every state, says all it says in Arabic and scrolls nowhere."""

from __future__ import annotations

import re

import pytest
from django.http import HttpResponse
from django.test import Client

from newsroom import roles
from newsroom.models import Passkey, User
from newsroom.signin.invitations import INVITATION, invite, letter
from tests.conftest import member
from tests.newsroom.signin.people import browser, code_of, sign_in, with_app, with_codes, with_password
from tests.newsroom.test_admin_language import ENGLISH, english_of

pytestmark = pytest.mark.django_db


def arabic(answer: HttpResponse, *, holds: str) -> None:
    html = answer.content.decode()
    assert holds in html
    assert english_of(html) == []


@pytest.fixture
def chief() -> User:
    return with_password(member("mudir", roles.MANAGER))


@pytest.fixture
def boss(chief: User) -> Client:
    client = browser()
    sign_in(client, "mudir")
    return client


def test_it_speaks_arabic_at_the_door(chief: User) -> None:
    secret = with_app(chief)
    Passkey.objects.create(user=chief, name="مفتاح", credential_id=b"1", credential=b"1")
    client = browser()
    arabic(client.get("/admin/login/", **ENGLISH), holds="استعمل مفتاح المرور")
    arabic(sign_in(client, "", ""), holds="هذا الحقل مطلوب")
    for _ in range(5):
        arabic(sign_in(client, "sahafi", "x"), holds="غير صحيح")
    arabic(sign_in(client, "sahafi"), holds="محاولات كثيرة")
    arabic(client.post("/admin/login/passkey/", {"answer": "x"}), holds="لم يقبل مفتاح المرور")
    sign_in(client, "mudir")
    arabic(client.get("/admin/login/second/", **ENGLISH), holds="الرمز الظاهر في تطبيق المصادقة")
    arabic(client.post("/admin/login/second/", {"code": ""}), holds="اكتب الرمز")
    arabic(client.post("/admin/login/second/", {"code": "x" * 41}), holds="صحح ما يلي")
    arabic(client.post("/admin/login/second/", {"code": "x"}), holds="الرمز غير صحيح")
    arabic(client.post("/admin/login/passkey/", {"answer": "x"}), holds="لم يقبل مفتاح المرور")
    client.post("/admin/login/second/", {"code": code_of(secret)})
    arabic(client.post("/admin/logout/", follow=True), holds="تم الخروج")


def test_it_speaks_arabic_around_the_account(boss: Client, chief: User) -> None:
    arabic(boss.get("/admin/account/", **ENGLISH), holds="كلمة المرور وحدها تسرق")
    arabic(boss.get("/admin/account/confirm/", **ENGLISH), holds="أكد أنك أنت")
    arabic(boss.post("/admin/account/confirm/", {"password": ""}), holds="اكتب كلمة المرور")
    arabic(boss.post("/admin/account/confirm/", {"password": "x"}), holds="كلمة المرور غير صحيحة")
    arabic(boss.post("/admin/account/confirm/", {"answer": "x"}), holds="لم يقبل مفتاح المرور")
    page = boss.get("/admin/account/app/", **ENGLISH)
    arabic(page, holds="صور هذا المربع")
    sealed = re.search(r'name="sealed" value="([^"]+)"', page.content.decode())[1]
    arabic(boss.post("/admin/account/app/", {"sealed": sealed, "code": "1"}), holds="الرمز غير صحيح")
    arabic(boss.get("/admin/account/passkey/", **ENGLISH), holds="اسم المفتاح")
    arabic(boss.post("/admin/account/passkey/", {"name": ""}), holds="اكتب اسما للمفتاح")
    arabic(boss.post("/admin/account/passkey/", {"name": "x" * 61}), holds="صحح ما يلي")
    arabic(boss.post("/admin/account/passkey/", {"name": "هاتف", "answer": "x"}), holds="لم يحفظ المفتاح")
    with_app(chief)
    Passkey.objects.create(user=chief, name="مفتاح", credential_id=b"1", credential=b"1")
    sign_in(browser("Mozilla/5.0 (unknown)"), "mudir")
    arabic(boss.post("/admin/account/codes/"), holds="لن تظهر مرة أخرى")
    arabic(boss.get("/admin/account/", **ENGLISH), holds="بقي منها 10")
    arabic(boss.post("/admin/account/app/remove/", follow=True), holds="أزيل تطبيق المصادقة")
    arabic(boss.post("/admin/account/sessions/end/", follow=True), holds="لم يبق دخول إلى حسابك")


def test_it_speaks_arabic_to_managers_and_guests(boss: Client, chief: User, journalist: User) -> None:
    page = f"/admin/newsroom/user/{journalist.pk}/sign-in/"
    User.objects.filter(pk=journalist.pk).update(email="")
    arabic(boss.get(page, **ENGLISH), holds="لا بريد للعضو")
    User.objects.filter(pk=journalist.pk).update(email="a@mohit.test")
    with_app(journalist), with_codes(journalist)
    for verb, holds in (
        ("invite", "الدعوة في طريقها"),
        ("end-sessions", "انتهت كل جلسات العضو"),
        ("forget-factors", "أزيلت الخطوة الثانية"),
    ):
        arabic(boss.post(f"{page}{verb}/", follow=True), holds=holds)
    arabic(boss.get(page, **ENGLISH), holds="الدعوة تنتظر خادم البريد")
    arabic(boss.get(f"/admin/newsroom/user/{journalist.pk}/change/", **ENGLISH), holds="الدعوة والدخول")
    invitation = invite(User.objects.get(pk=journalist.pk), chief)
    address = INVITATION.address("admin:invitation", invitation.pk, invitation.version)
    guest = browser()
    arabic(guest.get(address, **ENGLISH), holds="اختر كلمة مرور")
    for wrong in ({}, {"new_password1": "1", "new_password2": "1"}, {"new_password1": "1", "new_password2": "2"}):
        arabic(guest.post(address, wrong), holds="صحح ما يلي")
    said = letter(invitation).message().body
    assert re.findall(r"\b[a-z]{3,}\b", re.sub(r"http\S+", "", said)) == ["sahafi"]
    invitation.accept()
    arabic(guest.get(address, **ENGLISH), holds="الرابط")
