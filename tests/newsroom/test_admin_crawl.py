"""The whole admin as a manager may reach it, by every link and every button: not an English word (AR-24, AR-25)."""

from __future__ import annotations

import json
import re
from datetime import time, timedelta
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils import timezone

from ads.models import CampaignEvent
from articles.fronts.keeping import publish, save_draft, seen_now
from articles.fronts.layout import Chosen, Part
from articles.models import (
    Article,
    Breaking,
    PlannedStory,
    Redirect,
    RedirectList,
    RegisteredName,
    StopWord,
    StyleRule,
    Synonyms,
    TopicMerge,
    WholeWord,
)
from comments.models import Contact, Finding, ListedWord, SectionModerator
from mohit.locale.compile import CATALOGUES
from newsletter.models import Departure, Digest, Issue, IssueEvent, IssueStory, MailingList, Report, SubscriberImport
from newsletter.suppressing import suppress
from newsroom import roles
from newsroom.admin import permission_in_arabic
from newsroom.models import Page, SecurityEvent, User
from tests.ads.factories import BookingFactory, CampaignFactory
from tests.ads.reports.ledger import counted, labelled
from tests.arabic.test_catalogue import english, first, messages, prose_editor_sentences, read
from tests.conftest import member
from tests.factories import ArticleFactory, CommentFactory, SectionFactory
from tests.form_filler import controls
from tests.newsletter.factories import DeliveryFactory, SubscriptionFactory
from tests.newsroom.test_admin_language import ENGLISH, english_of, newspaper  # noqa: F401  (a fixture)

pytestmark = pytest.mark.django_db

MOST_PAGES = 1_500  # of some 1,150 kinds: tables, and the filters of each by twos and threes
LEAVES = ("logout", "jsi18n", "autocomplete", "articles_front_preview")  # the last is a page of readers
RTL = re.compile("[\u0600-\u06ff]")


class Links(HTMLParser):
    """Where the links of a page lead."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found += [value for name, value in attrs if name == "href" and value]


def links(page: str, html: str) -> list[str]:
    parser = Links()
    parser.feed(html)
    joined = (urlsplit(urljoin(f"http://testserver{page}", link)) for link in parser.found)
    return [
        f"{parts.path}?{parts.query}".rstrip("?")
        for parts in joined
        if parts.netloc == "testserver" and parts.path.startswith("/admin/")
    ]


def kind_of(address: str) -> tuple[str, tuple[str, ...]]:
    """The view and the parameters of an address: two rows of one table open the same page.

    The value of a lone parameter counts (a filter's), but not that of an order, a page or a week; of several only
    their names.
    """
    path, _, query = address.partition("?")
    pairs = [pair for pair in query.split("&") if pair and not pair.startswith("_changelist_filters")]
    if len(pairs) > 1 or query.startswith(("o=", "p=", "week=")):
        pairs = sorted({pair.partition("=")[0] for pair in pairs})
    try:
        return str(resolve(path).url_name), tuple(pairs)
    except Resolver404:
        return path, ()


@pytest.fixture
def everything(client: Client, manager: User, newspaper: Article) -> Article:  # noqa: F811
    """One row at least in every table of the admin."""
    Redirect.objects.create(address="/قديم", article=newspaper, created_by=manager)
    Redirect.objects.create(address="/أقدم", path="/latest/", origin="import")
    RedirectList.objects.create(name="قائمة", text="/خبر,/لا-شيء/\n/خبر-آخر,/latest/", created_by=manager)
    ArticleFactory(headline="مسودة", section=newspaper.section, created_by=manager)
    SectionFactory(name="فارغ", slug="فارغ")
    Breaking.tell("زلزال يضرب الساحل", manager, timedelta(hours=1), newspaper)
    TopicMerge.objects.create(
        former_name="ذكاء صناعي", former_slug="ذكاء-صناعي", into=newspaper.topics.first(), by=manager, moved=3
    )
    Synonyms.objects.all().delete()  # brands in Latin letters among them
    Synonyms.objects.create(terms="إشهار، إعلان")
    WholeWord.objects.create(word="لبنان")
    StopWord.objects.create(word="لقد")
    StyleRule.objects.create(find="شئون", prefer="شؤون", reason="رسم الهمزة")
    fronts(newspaper, manager)
    RegisteredName.objects.create(chosen="غوغل", rejected="جوجل\nقوقل", kind="organisation", note="قصة الاسم")
    for hour in (time(9), None):
        plan = PlannedStory(title="قصة الغد", day=timezone.localdate(), time=hour, section=newspaper.section)
        plan.add(manager, manager if hour else None)
    newsletter(newspaper, manager)
    comment = CommentFactory(article=newspaper, text="تعليق فيه قصة")
    Contact.objects.create(comment=comment, email="qari@mohit.test", email_key="qari@mohit.test", source="203.0.113.7")
    Finding.objects.create(comment=comment, rule="words", points=5, start=0, end=5, detail="كلمة من القائمة")
    comment.approve(manager)
    CommentFactory(article=newspaper, parent=comment)
    SectionModerator.objects.create(user=manager, section=newspaper.section)
    ListedWord.objects.filter(text__regex="[A-Za-z]").delete()
    delivery = DeliveryFactory(subscriber__name="نادية", issue__subject="أخبار الصباح")
    SubscriptionFactory(subscriber=delivery.subscriber, mailing_list=delivery.issue.mailing_list)
    Report.objects.create(subscriber=delivery.subscriber, delivery=delivery, kind="soft", source="mail")
    suppress("reader@example.com", "hand", manager, "طلب صاحبه")
    placements()
    SubscriberImport.objects.create(name="قائمة", consent="نموذج الموقع القديم", state="checked", added=3)
    SecurityEvent.objects.create(user=manager, by=manager, kind="role_add", detail="مدير", device="كروم على لينكس")
    booking = BookingFactory()
    CampaignEvent.objects.create(
        campaign=booking.campaign, verb="launch", by=manager, before="draft", after="active", note="بطلب المعلن"
    )
    client.force_login(manager)
    return newspaper


def fronts(article: Article, manager: User) -> None:
    """An edition of home that readers see, one that waits for its time, and a draft."""
    parts = [Part("lead", "newest", 3, "في الصدارة", slots=(Chosen(article.pk, "عنوان آخر"),))]
    for at in (None, timezone.now() + timedelta(days=2)):
        publish(save_draft(None, seen_now(None), parts, manager, "ملاحظة"), manager, at)
    save_draft(None, seen_now(None), parts, manager)


def placements() -> None:
    """A campaign that was shown a moment ago, with events of both columns."""
    campaign = CampaignFactory(kind="standard", ends_at=timezone.now() + timedelta(days=9))
    creative = campaign.creatives.get()
    counted(creative, timezone.now(), 70, clicked=2)
    labelled(creative, timezone.now(), "robot", 3)


def newsletter(article: Article, manager: User) -> None:
    """An issue that waits for its editor, made by the schedule of the newest list."""
    mailing_list = MailingList.objects.create(name="نشرة المساء", slug="evening", kind="daily", send_at="07:00")
    issue = Issue.objects.create(mailing_list=mailing_list, subject="أخبار المساء", period="2026-11-25", state="held")
    IssueStory.objects.create(issue=issue, article=article)
    IssueEvent.objects.create(issue=issue, verb="hold", by=manager, note="فات موعده")
    Digest.objects.create(mailing_list=mailing_list, period="2026-11-25", due_at=issue.created_at, outcome="missed")
    Departure.objects.create(mailing_list=mailing_list, reason="too_many")


def rows() -> list[tuple[str, Model]]:
    """(the address of the list, the newest row) of every table."""
    return [
        (f"/admin/{model._meta.app_label}/{model._meta.model_name}/", model._default_manager.order_by("-pk").first())
        for model in admin.site._registry
    ]


@pytest.mark.parametrize("superuser", [False, True])
def test_it_says_nothing_in_english_wherever_a_link_leads(
    client: Client, manager: User, everything: Article, superuser: bool
) -> None:
    User.objects.filter(pk=manager.pk).update(is_superuser=superuser)
    waiting = ["/admin/"]
    for base, row in rows():
        assert row is not None, base
        waiting += [base, f"{base}?q=قصة", f"{base}?_popup=1", f"{base}add/", f"{base}add/?_popup=1"]
        waiting += [f"{base}{row.pk}/{page}/" for page in ("change", "history", "delete")]
        waiting += [f"{base}{row.pk}/change/?_popup=1", f"{base}?o=1", f"{base}?e=1", f"{base}?p=9999"]
    seen: set[tuple[str, tuple[str, ...]]] = set()
    english_pages, opened = {}, 0

    while waiting:
        address = waiting.pop(0)
        kind = kind_of(address)
        if kind in seen or kind[0] in LEAVES:
            continue
        seen.add(kind)
        answer = client.get(address, follow=True, **ENGLISH)
        assert answer.status_code in (200, 403, 404), address
        if answer.headers["Content-Type"].startswith("text/html"):  # files are sent in pieces
            html = answer.content.decode()
            opened += 1
            if said := english_of(html):
                english_pages[address] = said
            if answer.status_code == 200:
                waiting += links(answer.request["PATH_INFO"], html)
        assert opened < MOST_PAGES, "the crawl does not end"

    assert english_pages == {}
    assert opened > 100


def test_it_answers_every_button_in_arabic(client: Client, manager: User, everything: Article) -> None:
    """Each form is sent as it stands and empty; in a popup too; the words of the answer and of what follows count."""
    User.objects.filter(pk=manager.pk).update(is_superuser=True)
    said = {}

    def press(address: str, values: dict[str, object]) -> HttpResponse:
        answer = client.post(address, values, follow=True, **ENGLISH)
        assert answer.status_code in (200, 403, 404), address
        if words := english_of(answer.content.decode()):
            said[address, tuple(values)[:4]] = words
        return answer

    for base, row in rows():
        form = f"{row._meta.model_name}_form"
        for address in (f"{base}{row.pk}/change/", f"{base}add/"):
            page = client.get(address)
            if page.status_code != 200 or f'id="{form}"' not in page.content.decode():
                continue
            for button in ("_save", "_continue", "_addanother"):
                press(address, {**controls(page.content.decode(), form), button: "1"})
            filled = controls(page.content.decode(), form)
            press(address, {"_save": "1", **{name: filled[name] for name in filled if name.endswith("_FORMS")}})
        press(base, {"action": "", "index": "0"})
        press(base, {"action": "none", "index": "0", "_selected_action": [str(row.pk)]})

    assert said == {}


def test_it_answers_actions_in_arabic(client: Client, manager: User, everything: Article) -> None:
    base = "/admin/articles/article/"
    actions = re.findall(r'<option value="(\w+)"', client.get(base).content.decode())
    assert {"publish_chosen", "withdraw_chosen", "submit_chosen"} <= set(actions)

    for action in actions:
        for chosen in ([], [str(everything.pk)], [str(pk) for pk in Article.objects.values_list("pk", flat=True)]):
            answer = client.post(base, {"action": action, "_selected_action": chosen}, follow=True, **ENGLISH)
            assert english_of(answer.content.decode()) == [], action


def test_it_deletes_in_arabic(client: Client, manager: User, everything: Article) -> None:
    for base, row in rows():
        answer = client.post(f"{base}{row.pk}/delete/", {"post": "yes"}, follow=True, **ENGLISH)
        assert answer.status_code in (200, 403), base
        assert english_of(answer.content.decode()) == [], base


def test_it_changes_a_password_in_arabic(client: Client, manager: User) -> None:
    manager.set_password("كلمة-طويلة-جدا-1")
    manager.save()
    client.force_login(manager)
    right = {
        "old_password": "كلمة-طويلة-جدا-1",
        "new_password1": "عبارة-أطول-منها-2",
        "new_password2": "عبارة-أطول-منها-2",
    }
    done = client.post("/admin/password_change/", right, follow=True, **ENGLISH)

    assert done.redirect_chain
    assert english_of(done.content.decode()) == []
    for short in ("a", "12345678", "password"):
        wrong = {**right, "old_password": right["new_password1"], "new_password1": short, "new_password2": short}
        answer = client.post("/admin/password_change/", wrong, **ENGLISH)
        assert answer.context["form"].errors
        assert english_of(answer.content.decode()) == [], short


@pytest.mark.parametrize("role", roles.ROLES)
def test_it_shuts_every_door_in_arabic(client: Client, everything: Article, role: str) -> None:
    client.force_login(member("colleague", role))
    addresses = [
        f"{base}{tail}" for base, row in rows() for tail in ("", "add/", f"{row.pk}/change/", "0/change/", "x/")
    ]

    for address in [*addresses, "/admin/nothing/", "/admin/articles/nothing/"]:
        answer = client.get(address, follow=True, **ENGLISH)
        assert answer.status_code in (200, 403, 404), address
        assert english_of(answer.content.decode()) == [], address


def test_it_shows_a_popups_answer_without_a_word(client: Client, everything: Article) -> None:
    answer = client.post("/admin/articles/topic/add/?_popup=1", {"name": "جديد", "slug": "", "_popup": "1"}, **ENGLISH)

    assert answer.status_code == 200
    assert "admin/popup_response" in answer.templates[0].name
    title = re.search("<title>(.*?)</title>", answer.content.decode())[1]
    assert RTL.search(title)
    assert not re.search("[A-Za-z]{2,}", title)


def test_it_gives_the_scripts_all_their_words(client: Client, manager: User) -> None:
    """The date and time pickers, the two-box selector, the editor: what a script may say, it can say in Arabic."""
    client.force_login(manager)
    script = client.get("/admin/jsi18n/", **ENGLISH).content.decode()
    catalogue = json.loads(re.search(r"const newcatalog = (\{.*?\});", script, re.DOTALL)[1])
    wanted = {f"{context}\x04{text}" if context else text for context, text in english("djangojs")}
    wanted |= prose_editor_sentences()

    assert len(wanted) > 100
    assert {text for text in wanted if text not in catalogue} == set()
    latin = {
        text: said
        for text, said in catalogue.items()
        if re.search(
            "[A-Za-z]{2,}", re.sub(r"%\(\w+\)s|\$?\{\w+\}|HTML", "", said if isinstance(said, str) else " ".join(said))
        )
    }
    assert latin == {}


def test_it_names_every_permission_in_arabic() -> None:
    names = {permission_in_arabic(row) for row in Permission.objects.select_related("content_type")}
    shown = {
        permission_in_arabic(row)
        for row in Permission.objects.filter(group__isnull=False).select_related("content_type")
    }

    assert len(names) > 50
    assert [name for name in shown if re.search("[A-Za-z]{2,}", name)] == []


def test_it_names_every_table_and_field_that_it_shows_in_arabic() -> None:
    unnamed = []
    for model in admin.site._registry:
        names = [model._meta.verbose_name, model._meta.verbose_name_plural, model._meta.app_config.verbose_name]
        names += [
            text
            for field in model._meta.get_fields()
            if getattr(field, "editable", False) and not field.auto_created
            for text in (field.verbose_name, field.help_text, *(word for _, word in field.flatchoices))
            if text
        ]
        unnamed += [f"{model._meta.label}: {name}" for name in names if not RTL.search(str(name))]

    assert unnamed == []


def test_it_has_no_entry_without_six_forms() -> None:
    for path in CATALOGUES:
        plural = [message for message in messages(read(path)) if isinstance(message.id, tuple)]
        assert plural
        assert [first(message) for message in plural if len(message.string) != 6 or not all(message.string)] == []


def test_it_counts_its_own_pages() -> None:
    """Every table of the newsroom is in the crawl; what is hidden is named."""
    from django.apps import apps

    hidden = {model._meta.label for model in apps.get_models()} - {model._meta.label for model in admin.site._registry}
    keys = {"newsroom.AuthenticatorApp", "newsroom.Passkey", "newsroom.RecoveryCode", "newsroom.MemberSession"}
    keys |= {"newsroom.Invitation"}  # secrets, shown as far as they may be on the members' own pages
    assert {label for label in hidden if label.split(".")[0] in {"newsroom", "pictures"}} == keys
    assert Page in admin.site._registry
