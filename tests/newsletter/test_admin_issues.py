"""The list of issues and the form in which one is composed."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from newsletter.models import Digest, Issue, IssueStory, MailingList
from newsroom import roles
from newsroom.models import User
from tests.conftest import member
from tests.factories import ArticleFactory, PictureFactory
from tests.form_filler import controls, send
from tests.newsletter.factories import IssueFactory, IssueStoryFactory, MailingListFactory
from tests.newsletter.test_issue_states import issue_in

pytestmark = pytest.mark.django_db

LIST = "/admin/newsletter/issue/"
ADD = f"{LIST}add/"
PREVIEW = f"{LIST}preview/"


def change(issue: Issue) -> str:
    return f"{LIST}{issue.pk}/change/"


def queries_of(client: Client, address: str) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in captured]


# --- The list -----------------------------------------------------------------------------------------------------


def test_it_makes_the_same_queries_for_three_and_for_thirty(client: Client, keeper: User) -> None:
    for _ in range(3):
        IssueStoryFactory()
    queries_of(client, LIST)
    few = queries_of(client, LIST)
    for _ in range(27):
        IssueStoryFactory()
    many = queries_of(client, LIST)

    assert len(many) == len(few), many
    # session, user, rights of user and of groups, identity, two counts, the rows, lists of the filter, held, too few
    assert len(many) <= 11, many
    assert not [query for query in many if '"newsletter_issue"."html"' in query]


def test_it_says_over_the_list_what_waits(client: Client, keeper: User) -> None:
    mailing_list = MailingListFactory(name="نشرة المساء")
    IssueFactory(state="held")
    for period, days in (("2026-11-25", 1), ("2026-11-01", 9)):
        moment = timezone.now() - timedelta(days=days)
        Digest.objects.create(
            mailing_list=mailing_list, period=period, due_at=moment, at=moment, outcome="too_few", found=1
        )

    html = client.get(LIST).content.decode()

    assert "أعداد تنتظر قرارك: 1" in html
    assert html.count("لم يعد عدد «") == 1
    assert "لم يضبط خادم بريد بعد" in html


def test_it_says_nothing_of_the_mail_server_when_there_is_one(
    client: Client, keeper: User, mail_server: object
) -> None:
    assert "لم يضبط خادم بريد" not in client.get(LIST).content.decode()


# --- The form -----------------------------------------------------------------------------------------------------


def test_it_makes_a_draft_with_its_stories_in_order(client: Client, keeper: User) -> None:
    mailing_list = MailingListFactory()
    first, second = ArticleFactory(published=True), ArticleFactory(published=True)

    send(
        client,
        ADD,
        "issue_form",
        mailing_list=mailing_list.pk,
        subject="  أخبار\tالصباح ",
        preheader="وفي العدد",
        intro='<p>صباح <b>الخير</b>.</p><table><tr><td>خلية</td></tr></table><img src="/x.webp" alt="أ" data-file="1">',
        **{
            "placings-TOTAL_FORMS": "2",
            "placings-0-article": second.pk,
            "placings-0-position": "1",
            "placings-0-headline": "عنوان آخر",
            "placings-1-article": first.pk,
            "placings-1-position": "0",
        },
    )

    issue = Issue.objects.get()
    assert (issue.subject, issue.state, issue.created_by) == ("أخبار الصباح", "draft", keeper)
    assert issue.intro == "<p>صباح <strong>الخير</strong>.</p><p>خلية</p>"
    assert [(row.article, row.headline) for row in issue.placings.all()] == [(first, ""), (second, "عنوان آخر")]


def test_it_takes_a_story_once(client: Client, keeper: User) -> None:
    article = ArticleFactory(published=True)
    fields = {
        f"placings-{n}-{name}": value for n in (0, 1) for name, value in (("article", article.pk), ("position", n))
    }

    answer = send(client, ADD, "issue_form", subject="خبر", **{"placings-TOTAL_FORMS": "2"}, **fields)

    assert answer.status_code == 200
    assert not Issue.objects.exists()


def test_it_offers_published_stories_only(client: Client, keeper: User) -> None:
    shown = ArticleFactory(published=True, headline="ميناء وهران")
    ArticleFactory(headline="ميناء مسودة")

    found = client.get(
        "/admin/autocomplete/",
        {"term": "ميناء", "app_label": "newsletter", "model_name": "issuestory", "field_name": "article"},
    )

    assert [row["id"] for row in found.json()["results"]] == [str(shown.pk)]


def test_it_fills_by_the_rule_after_what_was_chosen(client: Client, keeper: User) -> None:
    mailing_list = MailingListFactory(most_stories=3)
    chosen, *rest = [ArticleFactory(published=True) for _ in range(4)]
    issue = IssueFactory(mailing_list=mailing_list)
    IssueStory.objects.create(issue=issue, article=chosen)

    answer = send(client, change(issue), "issue_form", press="_fill", subject="عنوان جديد")

    assert answer.url == change(issue)
    issue.refresh_from_db()
    assert issue.subject == "عنوان جديد"
    assert [row.article for row in issue.placings.all()] == [chosen, rest[2], rest[1]]
    assert "أضافت القاعدة: مقالان" in client.get(answer.url).content.decode()
    again = send(client, change(issue), "issue_form", press="_fill")
    assert "لم تضف القاعدة شيئا" in client.get(again.url).content.decode()


def test_it_goes_on_to_the_sending(client: Client, keeper: User) -> None:
    issue = IssueFactory()

    assert send(client, change(issue), "issue_form", press="_send").url == f"{LIST}{issue.pk}/send/"


def test_it_makes_the_same_queries_for_two_stories_and_for_ten(client: Client, keeper: User) -> None:
    few, many = IssueFactory(), IssueFactory()
    for issue, count in ((few, 2), (many, 10)):
        for position in range(count):
            IssueStoryFactory(issue=issue, position=position)
    queries_of(client, change(few))

    assert len(queries_of(client, change(many))) == len(queries_of(client, change(few)))


def test_it_leaves_a_digest_to_its_list(client: Client, keeper: User) -> None:
    issue = IssueFactory(period="2026-11-25", state="held")
    other = MailingListFactory()

    send(client, change(issue), "issue_form", mailing_list=other.pk, subject="معدل")

    issue.refresh_from_db()
    assert (issue.subject, issue.mailing_list_id == other.pk) == ("معدل", False)


@pytest.mark.parametrize("state", Issue.State.values)
def test_it_is_changed_in_the_states_that_allow_it(client: Client, keeper: User, state: str) -> None:
    issue = issue_in(state)
    page = client.get(change(issue))
    typed = {"mailing_list": issue.mailing_list_id, "subject": "عنوان آخر", "placings-TOTAL_FORMS": "0"}
    answer = client.post(change(issue), {**typed, "placings-INITIAL_FORMS": "0", "_save": "1"})

    issue.refresh_from_db()
    if state in ("draft", "held"):
        assert (page.status_code, answer.status_code, issue.subject) == (200, 302, "عنوان آخر")
    else:
        assert (page.status_code, page.url) == (302, f"{LIST}{issue.pk}/send/")
        assert answer.status_code == 403
        assert issue.subject != "عنوان آخر"


@pytest.mark.parametrize("role", [roles.JOURNALIST, roles.EDITOR, roles.COMMENT_MODERATOR, roles.PLACEMENT_MANAGER])
def test_it_is_not_for_others(client: Client, role: str) -> None:
    client.force_login(member("colleague", role))
    issue = IssueFactory()

    for address in (LIST, ADD, change(issue), f"{LIST}{issue.pk}/delete/", "/admin/newsletter/mailinglist/"):
        assert client.get(address).status_code == 403, address
    assert client.post(PREVIEW, {"subject": "خبر"}).status_code == 403


def test_it_deletes_a_draft_and_nothing_else(client: Client, keeper: User) -> None:
    for state in Issue.State.values:
        issue = issue_in(state)
        answer = client.post(f"{LIST}{issue.pk}/delete/", {"post": "yes"})
        assert answer.status_code == (302 if state == "draft" else 403)
        assert Issue.objects.filter(pk=issue.pk).exists() is (state != "draft")


# --- The preview --------------------------------------------------------------------------------------------------


def test_it_shows_what_is_typed_and_saves_nothing(client: Client, keeper: User) -> None:
    mailing_list = MailingListFactory(name="نشرة المساء")
    article = ArticleFactory(published=True, headline="ميناء وهران", picture=PictureFactory())
    typed = {
        "mailing_list": mailing_list.pk,
        "subject": "عنوان <في> الطريق",
        "preheader": "وفي العدد",
        "intro": "<p>كلمة<script>alert(1)</script></p>",
        "placings-TOTAL_FORMS": "4",
        "placings-0-article": article.pk,
        "placings-0-position": "5",
        "placings-1-article": ArticleFactory(published=True, headline="الأولى").pk,
        "placings-1-position": "2",
        "placings-2-article": ArticleFactory(published=True, headline="محذوفة").pk,
        "placings-2-DELETE": "on",
        "placings-3-article": "",
    }

    html = client.post(PREVIEW, {**typed, "_as": "html"}).content.decode()
    text = client.post(PREVIEW, {**typed, "_as": "text"}).content.decode()

    for shown in (html, text):
        assert "عنوان &lt;في&gt; الطريق" in shown
        assert 0 < shown.find("الأولى") < shown.find("ميناء وهران")
        assert "محذوفة" not in shown
        assert "alert" not in shown
        assert "mohit0token" not in shown
    assert not Issue.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"mailing_list": "x", "placings-TOTAL_FORMS": "x"},
        {"mailing_list": "9" * 40, "placings-TOTAL_FORMS": "9" * 18, "placings-0-article": "-1"},
        {"subject": "\x00خبر\u202e", "intro": "<p>\x00", "placings-TOTAL_FORMS": "1", "placings-0-article": "٣"},
    ],
)
def test_it_shows_whatever_was_typed(client: Client, keeper: User, wrong: dict[str, str]) -> None:
    assert client.post(PREVIEW, wrong).status_code == 200


def test_it_shows_nothing_without_a_list(client: Client, keeper: User) -> None:
    MailingList.objects.all().delete()
    assert client.post(PREVIEW, {"subject": "خبر"}).status_code == 200


def test_it_is_a_frame_under_rules_of_its_own(client: Client, keeper: User) -> None:
    issue = IssueFactory()

    for answer in (client.get(f"{LIST}{issue.pk}/mail/"), client.post(PREVIEW, {"subject": "خبر"})):
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'self'" in policy
        assert "script" not in policy
        assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
        assert answer.headers["Cache-Control"] == "private, no-store"
    page = client.get(change(issue))
    assert "unsafe-inline" not in page.headers["Content-Security-Policy"]
    frames = re.findall(r"<iframe [^>]*>", page.content.decode())
    assert len(frames) == 3
    assert all('sandbox="allow-same-origin"' in frame for frame in frames)


def test_it_shows_what_was_sent_without_a_readers_links(client: Client, keeper: User) -> None:
    issue = IssueFactory(
        sending=True,
        html='<html dir="rtl"><head></head><body>كما أرسل <a href="http://testserver/newsletter/choices/0mohit0token0/">أ</a>',
        text="كما أرسل 0mohit0token0",
    )

    html = client.get(f"{LIST}{issue.pk}/mail/").content.decode()
    text = client.get(f"{LIST}{issue.pk}/mail/?as=text").content.decode()

    assert "كما أرسل" in html
    assert "كما أرسل" in text
    assert "mohit0token" not in html + text


def test_it_is_an_empty_frame_before_anything_is_typed(client: Client, keeper: User) -> None:
    answer = client.get(PREVIEW)

    assert (answer.status_code, "<body></body>" in answer.content.decode()) == (200, True)
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert client.put(PREVIEW).status_code == 405


def test_it_keeps_its_buttons_inside_the_form(client: Client, keeper: User) -> None:
    """Without script each button sends the form, typed as it is, into the frame of its name."""
    html = client.get(ADD).content.decode()
    form = html[html.index('id="issue_form"') : html.index("</form>", html.index('id="issue_form"'))]

    targets = re.findall(r'formaction="([^"]*)" formtarget="([^"]*)"', form)
    assert targets == [(PREVIEW, f"preview-{name}") for name in ("360", "640", "text")]
    assert {f'name="{target}"' in form for _, target in targets} == {True}
    assert "subject" in controls(html, "issue_form")


# --- Lists and turns ----------------------------------------------------------------------------------------------


def test_it_refuses_a_schedule_that_does_not_fit(client: Client, keeper: User) -> None:
    address = "/admin/newsletter/mailinglist/add/"

    answer = send(client, address, "mailinglist_form", name="نشرة", slug="nashra", kind="weekly", send_at="07:00")

    assert "لليومية ساعة بلا يوم" in answer.content.decode()
    done = send(
        client, address, "mailinglist_form", name="نشرة", slug="nashra", kind="weekly", send_at="07:00", weekday="5"
    )
    assert done.status_code == 302
    assert MailingList.objects.get(slug="nashra").weekday == 5


@pytest.mark.parametrize("table", ["mailinglist", "digest"])
def test_it_lists_lists_and_turns_with_constant_queries(client: Client, keeper: User, table: str) -> None:
    address = f"/admin/newsletter/{table}/"

    def more(count: int) -> None:
        for n in range(count):
            Digest.objects.create(
                mailing_list=MailingListFactory(), period=f"2026-11-{n + 1:02}", due_at=timezone.now(), outcome="made"
            )

    more(2)
    queries_of(client, address)
    few = queries_of(client, address)
    more(20)
    assert len(queries_of(client, address)) == len(few)


def test_it_names_the_zone_of_a_lists_hour(client: Client, keeper: User) -> None:
    html = client.get("/admin/newsletter/mailinglist/add/").content.decode()

    assert "بتوقيت الجزائر" in html
    assert "+1" in html
