"""The web archive: what went out, for everybody, and nothing of anybody."""

from __future__ import annotations

from datetime import timedelta

import feedparser
import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles.models import Article
from newsletter import views
from newsletter.models import Issue, MailingList
from tests.articles.markup import Markup
from tests.factories import ArticleFactory
from tests.newsletter.factories import IssueFactory, IssueStoryFactory, MailingListFactory

pytestmark = pytest.mark.django_db

CANARY = "canary@example.org"


def daily() -> MailingList:
    return MailingList.objects.get(slug="daily")


@pytest.fixture
def issue() -> Issue:
    """Sent, with three stories; its mail holds a place for each subscriber's own links."""
    issue = IssueFactory(
        mailing_list=daily(),
        sending=True,
        subject="أخبار الأحد من OpenAI",
        preheader="ثلاث قصص",
        intro="<p>صباح الخير.</p>",
        html=f'<p style="color:red">{CANARY} %%LEAVE%% /newsletter/leave/1.1.token/</p>',
        text=f"{CANARY} %%LEAVE%%",
    )
    for position, headline in enumerate(["أولا", "ثانيا", "ثالثا"]):
        article = ArticleFactory(published=True, headline=headline, standfirst=f"مقدمة {headline}")
        IssueStoryFactory(issue=issue, article=article, position=position)
    return issue


def headlines(client: Client, issue: Issue) -> list[str]:
    page = Markup(client.get(issue.get_absolute_url()).content.decode())
    return [e.words for e in page.all("h2", "card-headline")]


def test_it_shows_an_issue_in_the_sites_own_clothes(
    client: Client, issue: Issue, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(issue.get_absolute_url())

    # The frame; the issue; its stories' places; the stories.
    with django_assert_num_queries(4):
        answer = client.get(issue.get_absolute_url())

    assert answer.status_code == 200
    assert answer["Cache-Control"].startswith("public")
    page = Markup(answer.content.decode())
    assert page.one("h1").words == "أخبار الأحد من OpenAI"
    assert "صباح الخير." in page.one("main").words
    assert headlines(client, issue) == ["أولا", "ثانيا", "ثالثا"]
    assert page.meta("robots") == "noindex, follow"
    (canonical,) = [e["href"] for e in page.all("link") if e["rel"] == "canonical"]
    assert canonical == f"http://testserver{issue.get_absolute_url()}"


def test_it_shows_nothing_of_the_mail_itself(client: Client, issue: Issue) -> None:
    for address in (issue.get_absolute_url(), "/newsletter/daily/", "/newsletter/archive/feed/", "/newsletter/"):
        answer = client.get(address)
        whole = answer.content.decode() + str(answer.headers)
        assert CANARY not in whole
        assert "%%" not in whole
        assert "/leave/" not in whole
        assert "style=" not in whole
        assert not answer.cookies


def test_it_uses_the_editors_words_for_a_story(client: Client, issue: Issue) -> None:
    issue.placings.filter(position=1).update(headline="عنوان للنشرة", standfirst="مقدمة للنشرة")

    assert headlines(client, issue) == ["أولا", "عنوان للنشرة", "ثالثا"]
    assert "مقدمة للنشرة" in client.get(issue.get_absolute_url()).content.decode()


def test_it_drops_a_story_that_was_withdrawn(client: Client, issue: Issue) -> None:
    Article.objects.filter(headline="ثانيا").update(status=Article.Status.WITHDRAWN)

    assert headlines(client, issue) == ["أولا", "ثالثا"]
    assert "ثانيا" not in client.get("/newsletter/archive/feed/").content.decode()


@pytest.mark.parametrize("state", ["draft", "scheduled", "held", "cancelled"])
def test_an_issue_that_did_not_go_out_is_no_page_at_all(client: Client, state: str) -> None:
    issue = IssueFactory(mailing_list=daily(), subject="سر", state=state, scheduled_at=timezone.now())

    hidden, missing = client.get(issue.get_absolute_url()), client.get("/newsletter/daily/999999/")

    assert hidden.status_code == missing.status_code == 404
    assert hidden.content == missing.content
    assert dict(hidden.headers) == dict(missing.headers)
    for address in ("/newsletter/", "/newsletter/archive/", "/newsletter/daily/", "/newsletter/archive/feed/"):
        assert ">سر<" not in client.get(address).content.decode()


def test_a_hidden_list_has_no_archive(client: Client) -> None:
    hidden = MailingListFactory(slug="staff", name="لأهل الدار", is_public=False)
    issue = IssueFactory(mailing_list=hidden, sending=True, subject="للتحرير فقط")

    for address in (issue.get_absolute_url(), "/newsletter/staff/", "/newsletter/staff/feed/"):
        assert client.get(address).status_code == 404
    for address in ("/newsletter/archive/", "/newsletter/archive/feed/", "/newsletter/"):
        html = client.get(address).content.decode()
        assert "للتحرير فقط" not in html
        assert "لأهل الدار" not in html


def test_a_list_that_was_stopped_keeps_its_archive(client: Client, issue: Issue) -> None:
    MailingList.objects.update(is_active=False)

    assert client.get(issue.get_absolute_url()).status_code == 200
    assert issue.subject in Markup(client.get("/newsletter/daily/").content.decode()).one("main").words


def test_an_issue_has_one_address(client: Client, issue: Issue) -> None:
    assert client.get(f"/newsletter/weekly/{issue.pk}/").status_code == 404
    assert client.get(f"/newsletter/daily/{10**30}/").status_code == 404


def many(count: int) -> None:
    now = timezone.now()
    Issue.objects.bulk_create(
        Issue(
            mailing_list=daily(),
            subject=f"عدد {n}",
            state="sending",
            html="x",
            text="x",
            started_at=now - timedelta(days=n),
        )
        for n in range(count)
    )


@pytest.mark.parametrize("path", ["/newsletter/archive/", "/newsletter/daily/"])
def test_its_lists_are_cut_by_place_and_cost_the_same(
    client: Client, path: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    many(views.SIZE * 2 + 5)
    seen, address = [], path
    client.get(path)
    while address:
        # The frame; the lists, or the list; the issues.
        with django_assert_num_queries(3):
            page = Markup(client.get(address).content.decode())
        seen += [e.words for e in page.all("h2", "card-headline")]
        following = [e["href"] for e in page.all("a") if e.get("rel") == "next"]
        address = f"{path}{following[0]}" if following else ""

    assert seen == [f"عدد {n}" for n in range(views.SIZE * 2 + 5)]
    assert client.get(f"{path}?before=x").status_code == 404
    assert client.get(f"{path}?before=1-1").status_code == 404


def test_its_feed_names_what_went_out(
    client: Client, issue: Issue, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/newsletter/daily/feed/")

    # The list; the identity; the issues; their stories' places; the stories.
    with django_assert_num_queries(5):
        answer = client.get("/newsletter/daily/feed/")

    feed = feedparser.parse(answer.content)
    assert not feed.bozo
    assert feed.feed.link == "http://testserver/newsletter/daily/"
    (entry,) = feed.entries
    assert "أخبار الأحد من" in entry.title
    assert entry.link == f"http://testserver{issue.get_absolute_url()}"
    content = entry.content[0].value
    assert content.index("صباح الخير") < content.index("أولا") < content.index("ثالثا")
    again = client.get("/newsletter/daily/feed/", headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304


def test_its_pages_are_the_same_for_everybody(issue: Issue) -> None:
    for address in ("/newsletter/", "/newsletter/archive/", "/newsletter/daily/", issue.get_absolute_url()):
        one = Client(headers={"accept-language": "ar", "user-agent": "A"}).get(address)
        other = Client(headers={"accept-language": "fr", "cookie": "sessionid=x", "user-agent": "B"}).get(address)
        assert one.content == other.content
        assert one["ETag"] == other["ETag"]
        assert "Cookie" not in one.get("Vary", "")


@pytest.mark.parametrize("slug", ["archive", "confirm", "p", "leave", "subscribe", "feed"])
def test_a_list_cannot_take_the_sites_own_addresses(slug: str) -> None:
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError, match="محجوز"):
        MailingList(name="نشرة", slug=slug).full_clean()
