"""Coming in with a real browser: passkeys of a virtual device, an app's codes, codes on paper, sessions."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from newsroom.models import AuthenticatorApp, Passkey, SecurityEvent, User
from newsroom.signin import invitations
from tests.newsroom.signin.people import PASSWORD, code_of, with_app, with_codes, with_password

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def member(editor: User) -> User:
    return with_password(editor)


@pytest.fixture
def page(context: BrowserContext, live_server: Any, member: User) -> Iterator[Page]:
    """In front of the door; a complaint of the browser, the content policy's too, fails the test."""
    complaints: list[str] = []
    context.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    page = context.new_page()
    page.goto(f"{live_server.url}/admin/")
    yield page
    assert [said for said in complaints if "429" not in said and "422" not in said] == []


def with_device(page: Page, **changes: Any) -> tuple[Any, str]:
    """A virtual authenticator in the browser (WebAuthn, section 11): (its connection, its name)."""
    connection = page.context.new_cdp_session(page)
    connection.send("WebAuthn.enable")
    added = connection.send("WebAuthn.addVirtualAuthenticator", {"options": {**DEVICE, **changes}})
    return connection, added["authenticatorId"]


def sign_in(page: Page, password: str = PASSWORD, name: str = "muharrir") -> None:
    page.get_by_label("اسم المستخدم").fill(name)
    page.get_by_label("كلمة المرور", exact=True).fill(password)
    press(page, "دخول")


def press(page: Page, button: str) -> None:
    """And wait for the next page: what is typed or opened before it is there would be lost with this one."""
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).click()


def sign_out(page: Page) -> None:
    press(page, "خروج")
    page.goto(re.sub(r"/admin/.*", "/admin/login/", page.url))


def add_passkey(page: Page, live_server: Any, name: str = "حاسوب المكتب") -> None:
    page.goto(f"{live_server.url}/admin/account/passkey/")
    page.get_by_label("اسم المفتاح").fill(name)
    page.get_by_role("button", name="إنشاء المفتاح").click()
    expect(page.locator(".codes code")).to_have_count(10)


def complaint(page: Page) -> Locator:
    return page.locator("[role=alert]:visible")


def is_inside(page: Page) -> None:
    expect(page.get_by_role("heading", name="غرفة الأخبار", level=1)).to_be_visible()


def test_it_makes_a_passkey_and_comes_in_with_it_alone(page: Page, live_server: Any, member: User) -> None:
    with_device(page)
    sign_in(page)
    is_inside(page)
    add_passkey(page, live_server)
    assert Passkey.objects.get().name == "حاسوب المكتب"

    page.goto(f"{live_server.url}/admin/")
    sign_out(page)
    page.get_by_role("button", name="استعمل مفتاح المرور").click()
    is_inside(page)
    event = SecurityEvent.objects.filter(kind="sign_in").first()
    assert event.detail == "مفتاح المرور «حاسوب المكتب»"
    assert Passkey.objects.get().sign_count > 0


def test_it_asks_for_the_passkey_after_the_password(page: Page, live_server: Any) -> None:
    with_device(page)
    sign_in(page)
    add_passkey(page, live_server)
    page.goto(f"{live_server.url}/admin/")
    sign_out(page)
    sign_in(page)
    expect(page.get_by_role("heading", name="الخطوة الثانية")).to_be_visible()
    page.get_by_role("button", name="استعمل مفتاح المرور").click()
    is_inside(page)
    assert SecurityEvent.objects.filter(kind="sign_in").first().detail.startswith("كلمة المرور ومفتاح المرور")


def test_it_refuses_a_copied_passkey_and_one_of_nobody(page: Page, live_server: Any) -> None:
    with_device(page)
    sign_in(page)
    add_passkey(page, live_server)
    page.goto(f"{live_server.url}/admin/")
    sign_out(page)
    Passkey.objects.update(sign_count=10_000)  # the other copy has been used that often
    page.get_by_role("button", name="استعمل مفتاح المرور").click()
    expect(complaint(page)).to_contain_text("لم يقبل مفتاح المرور")
    Passkey.objects.all().delete()
    page.get_by_role("button", name="استعمل مفتاح المرور").click()
    expect(complaint(page)).to_contain_text("لم يقبل مفتاح المرور")


def test_it_refuses_a_device_that_does_not_know_the_person(page: Page, live_server: Any) -> None:
    connection, device = with_device(page)
    sign_in(page)
    add_passkey(page, live_server)
    page.goto(f"{live_server.url}/admin/")
    sign_out(page)
    connection.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    page.get_by_role("button", name="استعمل مفتاح المرور").click()
    expect(complaint(page)).to_contain_text("لم يكتمل ذلك")


def test_it_sets_up_an_app_and_comes_in_with_its_code(page: Page, live_server: Any, member: User) -> None:
    sign_in(page)
    page.get_by_role("link", name="الدخول والأمان").click()
    page.get_by_role("link", name="إضافة").first.click()
    expect(page.locator(".qr svg")).to_be_visible()
    page.get_by_text("لا أستطيع تصويره").click()
    secret = base64.b32decode(page.locator(".key").inner_text().replace(" ", ""))
    page.get_by_label("اكتب الرمز الذي يظهر في التطبيق الآن").fill("000000")
    page.get_by_role("button", name="إضافة التطبيق").click()
    expect(complaint(page)).to_be_visible()
    page.get_by_label("اكتب الرمز الذي يظهر في التطبيق الآن").fill(code_of(secret))
    press(page, "إضافة التطبيق")
    codes = page.locator(".codes code").all_inner_texts()
    assert len(codes) == 10
    with page.expect_download() as download:
        page.get_by_role("link", name="تنزيل في ملف").click()
    assert download.value.path().read_text().split() == codes
    assert download.value.suggested_filename == "recovery-codes.txt"
    page.get_by_role("link", name="حفظتها").click()
    expect(page.get_by_text("بقي منها 10")).to_be_visible()

    sign_out(page)
    sign_in(page)
    AuthenticatorApp.objects.update(last_step=0)  # the code that set it up was this half minute's
    page.get_by_label("الرمز الظاهر في تطبيق المصادقة").fill(code_of(secret))
    page.get_by_role("button", name="دخول", exact=True).click()
    is_inside(page)
    sign_out(page)
    sign_in(page)
    page.get_by_label("الرمز الظاهر في تطبيق المصادقة").fill(codes[0])
    page.get_by_role("button", name="دخول", exact=True).click()
    is_inside(page)


def test_it_works_without_script(browser: Browser, live_server: Any, member: User) -> None:
    secret = with_app(member)
    codes = with_codes(member)
    context = browser.new_context(java_script_enabled=False, locale="ar")
    page = context.new_page()
    page.goto(f"{live_server.url}/admin/account/")
    expect(page.get_by_role("button", name="استعمل مفتاح المرور")).to_be_hidden()
    sign_in(page)
    page.get_by_label("الرمز الظاهر في تطبيق المصادقة").fill(code_of(secret))
    page.get_by_role("button", name="دخول", exact=True).click()
    expect(page.get_by_role("heading", name="الدخول والأمان", level=1)).to_be_visible()
    page.goto(f"{live_server.url}/admin/account/passkey/")
    expect(page.get_by_text("هذا المتصفح لا يعرف مفاتيح المرور")).to_be_visible()
    page.goto(f"{live_server.url}/admin/account/")
    page.get_by_text("رموز جديدة").click()
    press(page, "اصنع رموزا جديدة")
    assert codes[0] not in page.content()
    with page.expect_download():
        page.get_by_role("link", name="تنزيل في ملف").click()
    page.get_by_role("link", name="حفظتها").click()
    page.locator("li", has_text="تطبيق المصادقة").get_by_text("إزالة").click()
    page.get_by_role("button", name="نعم، أزل التطبيق").click()
    expect(page.get_by_text("أزيل تطبيق المصادقة")).to_be_visible()
    context.close()


def test_it_says_how_long_to_wait(page: Page) -> None:
    for _ in range(5):
        sign_in(page, "خطأ")
        expect(complaint(page)).to_contain_text("اسم المستخدم أو كلمة المرور غير صحيح")
    sign_in(page)
    expect(complaint(page)).to_contain_text(re.compile("محاولات كثيرة. انتظر .* ثم حاول من جديد"))
    expect(page.get_by_label("اسم المستخدم")).to_have_value("muharrir")


def test_it_ends_the_session_of_another_device(page: Page, browser: Browser, live_server: Any) -> None:
    other = browser.new_context(locale="ar", user_agent="Mozilla/5.0 (iPhone) Version/18.0 Mobile Safari/604.1")
    telephone = other.new_page()
    telephone.goto(f"{live_server.url}/admin/")
    sign_in(telephone)
    is_inside(telephone)
    sign_in(page)
    page.goto(f"{live_server.url}/admin/account/")
    page.get_by_role("button", name="إنهاء: سفاري على آيفون").click()
    expect(page.get_by_text("انتهت الجلسة")).to_be_visible()
    telephone.reload()
    expect(telephone.get_by_label("اسم المستخدم")).to_be_visible()
    other.close()


def test_it_confirms_with_a_passkey(page: Page, live_server: Any, member: User) -> None:
    with_device(page)
    sign_in(page)
    add_passkey(page, live_server)
    session = member.sessions.get()
    store = session.get_session_store_class()(session.session_key)
    store["confirmed_at"] = 0
    store.save()
    page.goto(f"{live_server.url}/admin/account/app/")
    page.get_by_role("button", name="استعمل مفتاح المرور").click()
    expect(page.locator(".qr svg")).to_be_visible()


def test_it_welcomes_who_was_invited(page: Page, browser: Browser, live_server: Any, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.SITE_URL = live_server.url
    salma = User.objects.create_user("salma", "salma@mohit.test", None, is_staff=True, name="سلمى حداد")
    invitation = invitations.invite(salma, User.objects.get(username="muharrir"))
    assert invitations.send(invitation.pk, invitation.version)
    address = re.search(rf"{live_server.url}/admin/invitation/\S+", mail.outbox[-1].body)[0]
    page.goto(address)
    expect(page.get_by_text("أهلا سلمى حداد")).to_be_visible()
    page.get_by_label("كلمة المرور", exact=True).fill("bahr-qamar-52")
    page.get_by_label("كلمة المرور مرة أخرى").fill("bahr-qamar-5")
    page.get_by_role("button", name="حفظ كلمة المرور").click()
    expect(complaint(page)).to_be_visible()
    page.get_by_label("كلمة المرور", exact=True).fill("bahr-qamar-52")
    page.get_by_label("كلمة المرور مرة أخرى").fill("bahr-qamar-52")
    page.get_by_role("button", name="حفظ كلمة المرور").click()
    expect(page.get_by_text("حفظت كلمة المرور")).to_be_visible()
    sign_in(page, "bahr-qamar-52", "salma")
    is_inside(page)


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_it_never_scrolls_sideways(page: Page, live_server: Any, member: User, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    Passkey.objects.create(user=member, name="مفتاح باسم طويل جدا " * 3, credential_id=b"1", credential=b"1" * 80)
    wider = "document.documentElement.scrollWidth - innerWidth"
    assert page.evaluate(wider) <= 0
    sign_in(page)
    expect(page.get_by_role("heading", name="الخطوة الثانية")).to_be_visible()
    assert page.evaluate(wider) <= 0
    codes = with_codes(member)
    page.get_by_label("رمز استرجاع").fill(codes[0])
    page.get_by_role("button", name="دخول", exact=True).click()
    is_inside(page)
    for address in ("", "confirm/", "app/", "passkey/"):
        page.goto(f"{live_server.url}/admin/account/{address}")
        assert page.evaluate(wider) <= 0, address
    page.goto(f"{live_server.url}/admin/account/")
    page.get_by_text("رموز جديدة").click()
    page.get_by_role("button", name="اصنع رموزا جديدة").click()
    expect(page.locator(".codes code")).to_have_count(10)
    assert page.evaluate(wider) <= 0
