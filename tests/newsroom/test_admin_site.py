"""The dashboard, the site's identity, the static pages, and what every desk shares."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Tagging, Topic
from newsroom import roles
from newsroom.models import Identity, Page, User
from tests.conftest import member
from tests.factories import ArticleFactory, AuthorFactory, PictureFactory, TopicFactory, UserFactory
from tests.form_filler import send

pytestmark = pytest.mark.django_db

Status = Article.Status


def decided(by: User, **facts: object) -> Article:
    article = ArticleFactory(**facts)
    article.submit(by=by)
    return article


def test_it_says_plainly_when_mail_reaches_nobody(
    client: Client, manager: User, journalist: User, settings: object
) -> None:
    notice = "خادم البريد غير مضبوط"
    client.force_login(manager)
    assert notice in client.get("/admin/").content.decode()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert notice not in client.get("/admin/").content.decode()

    settings.EMAIL_BACKEND = "mohit.mail.files.EmailBackend"
    client.force_login(journalist)
    assert notice not in client.get("/admin/").content.decode()


def test_it_lists_the_desks_in_the_order_of_the_work(client: Client, manager: User) -> None:
    User.objects.filter(pk=manager.pk).update(is_superuser=True)
    client.force_login(manager)
    apps = client.get("/admin/").context["app_list"]
    assert [app["app_label"] for app in apps] == ["articles", "pictures", "comments", "newsletter", "ads", "newsroom"]
    assert [entry["name"] for entry in apps[0]["models"]] == [
        "المقالات",
        "الشريط العاجل",
        "تخطيط الأسبوع",
        "الواجهات",
        "المواضيع",
        "الكتاب",
        "الأقسام",
        "سجل القرارات",
        "سجل الأسماء",
        "قواعد الأسلوب",
        "العناوين القديمة",
        "سجل دمج المواضيع",
        "المترادفات",
        "كلمات لا تجرد",
        "كلمات يتجاوزها البحث",
    ]
    assert [entry["name"] for entry in apps[-1]["models"]] == [
        "هوية الموقع",
        "الصفحات الثابتة",
        "فريق التحرير",
        "الأدوار",
        "سجل الدخول والصلاحيات",
    ]


def test_it_wears_the_name_of_the_site(client: Client) -> None:
    Identity.objects.update(name="صحيفة الساحل")
    assert "<bdi>صحيفة الساحل</bdi>" in client.get("/admin/login/").content.decode()


def test_it_says_how_many_stories_use_a_topic(client: Client, manager: User) -> None:
    topic = TopicFactory(name="مياه")
    for _ in range(2):
        Tagging.objects.create(article=ArticleFactory(), topic=topic)
    client.force_login(manager)
    page = client.get(f"/admin/articles/topic/{topic.pk}/delete/", follow=True).content.decode()
    assert "لا يمكن حذف «<bdi>مياه</bdi>» لأنه مستعمل. المقالات: 2." in page
    assert client.post(f"/admin/articles/topic/{TopicFactory().pk}/delete/", {"post": "yes"}).status_code == 302
    assert Topic.objects.count() == 1


# --- Identity and pages -----------------------------------------------------------------------------------------------


def test_it_edits_the_one_identity(client: Client, manager: User) -> None:
    client.force_login(manager)
    answer = client.get("/admin/newsroom/identity/")
    assert (answer.status_code, answer["Location"]) == (302, "/admin/newsroom/identity/1/change/")
    send(client, answer["Location"], "identity_form", name="صحيفة الساحل", facebook="https://facebook.com/mohit")
    identity = Identity.objects.get()
    assert (identity.name, identity.facebook) == ("صحيفة الساحل", "https://facebook.com/mohit")
    assert client.get("/admin/newsroom/identity/add/").status_code == 403
    assert client.post("/admin/newsroom/identity/1/delete/", {"post": "yes"}).status_code == 403


def test_it_refuses_an_insecure_address(client: Client, manager: User) -> None:
    client.force_login(manager)
    answer = send(client, "/admin/newsroom/identity/1/change/", "identity_form", facebook="http://facebook.com/x")
    assert answer.status_code == 200
    assert "اكتب عنوانا كاملا يبدأ بـ https://" in answer.content.decode()


def test_it_writes_a_static_page(client: Client, manager: User) -> None:
    client.force_login(manager)
    send(client, "/admin/newsroom/page/add/", "page_form", title="شروط الاستخدام", body="<p>نص</p>", is_published="on")
    page = Page.objects.get(title="شروط الاستخدام")
    assert page.slug == "شروط-الاستخدام"
    assert client.get(page.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("role", [role for role in roles.ROLES if role != roles.MANAGER])
def test_it_keeps_identity_and_pages_for_managers(client: Client, role: str) -> None:
    client.force_login(member("colleague", role))
    for address in ("/admin/newsroom/identity/1/change/", "/admin/newsroom/page/", "/admin/newsroom/page/add/"):
        assert client.get(address).status_code == 403
        assert client.post(address, {"name": "x", "title": "x"}).status_code == 403


# --- What every desk shares -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", ["articles/topic", "articles/author", "articles/section", "articles/decision"])
def test_it_lists_forty_rows_with_the_queries_of_three(client: Client, editor: User, model: str) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/admin/{model}/").status_code == 200
        return len(captured)

    def rows(count: int) -> None:
        for _ in range(count):
            decided(editor)
            TopicFactory()
            AuthorFactory(user=UserFactory(), picture=PictureFactory())

    client.force_login(editor)
    rows(3)
    queries()
    few = queries()
    rows(37)
    assert queries() == few


@pytest.mark.parametrize(
    ("model", "words"), [("topic", "الجـزائر"), ("topic", "جزائِر"), ("author", "آمنه"), ("author", "بن يوسف")]
)
def test_it_finds_names_in_any_spelling(client: Client, editor: User, model: str, words: str) -> None:
    TopicFactory(name="الجزائر"), TopicFactory(name="تونس")
    AuthorFactory(name="امنة بن يوسف"), AuthorFactory(name="سلمى")
    client.force_login(editor)
    assert len(client.get(f"/admin/articles/{model}/", {"q": words}).context["cl"].result_list) == 1
    box = {"app_label": "articles", "model_name": "byline", "field_name": "author", "term": words}
    if model == "author":
        results = client.get("/admin/autocomplete/", box).json()["results"]
        assert [row["text"] for row in results] == ["امنة بن يوسف"]


def test_it_gives_a_picture_box_the_address_of_the_picture(client: Client, editor: User) -> None:
    picture = PictureFactory(caption="ميناء")
    client.force_login(editor)
    box = {"app_label": "articles", "model_name": "article", "field_name": "picture", "term": "مينا"}
    result = client.get("/admin/autocomplete/", box).json()["results"][0]
    assert (result["id"], result["thumbnail"]) == (str(picture.pk), picture.rendition_url(400))


def test_it_has_an_arabic_name_for_every_desk() -> None:
    for model, desk in admin.site._registry.items():
        assert any("\u0600" <= letter <= "\u06ff" for letter in str(model._meta.verbose_name)), model
        assert any("\u0600" <= letter <= "\u06ff" for letter in str(desk.opts.app_config.verbose_name)), model


@pytest.mark.parametrize("role", [roles.JOURNALIST, roles.COMMENT_MODERATOR])
def test_it_tells_no_member_the_address_of_a_draft(client: Client, role: str) -> None:
    article = ArticleFactory(headline="سر المسودة")
    client.force_login(member("fudul", role))
    kind = ContentType.objects.get_for_model(Article).pk
    answer = client.get(f"/admin/r/{kind}/{article.pk}/")
    assert (answer.status_code, answer.headers.get("Location")) == (404, None)


def test_it_leads_from_a_form_straight_to_the_page(client: Client, manager: User) -> None:
    topic = TopicFactory()
    client.force_login(manager)
    form = client.get(f"/admin/articles/topic/{topic.pk}/change/")
    assert form.context["absolute_url"] == topic.get_absolute_url()
    assert topic.get_absolute_url() in form.content.decode()


def test_it_filters_members_by_known_roles_only(client: Client, manager: User) -> None:
    client.force_login(manager)
    assert client.get("/admin/newsroom/user/", {"role": "\x00"}).status_code == 200
