"""Pre-flight: every rule is provoked once, and a good issue passes without a word."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from articles.checking import story_key
from articles.models import Article
from newsletter import notices
from newsletter.models import Issue, IssueStory
from newsletter.preflight import errors_of, examine, is_balanced
from newsletter.sending.starting import start_due
from newsroom import roles
from pictures.models import Picture
from tests.conftest import member
from tests.factories import ArticleFactory, PictureFactory
from tests.mail_server import Script
from tests.newsletter.factories import IssueFactory, SubscriptionFactory

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def issue(mail_server: Script) -> Issue:
    """An issue with which nothing is wrong."""
    issue = IssueFactory(subject="أخبار الصباح", preheader="وفي العدد قصص", intro="<p>صباح الخير.</p>")
    SubscriptionFactory(mailing_list=issue.mailing_list)
    add(issue, ArticleFactory(headline="ميناء وهران", published=True, picture=PictureFactory()))
    return issue


def add(issue: Issue, article: Article, **facts: object) -> IssueStory:
    return IssueStory.objects.create(issue=issue, article=article, position=issue.placings.count(), **facts)


def codes(issue: Issue) -> list[tuple[str, bool]]:
    return [(finding.code, finding.blocks) for finding in examine(Issue.objects.get(pk=issue.pk))]


def only(issue: Issue, code: str, *, blocks: bool, words: str = "") -> None:
    found = examine(Issue.objects.get(pk=issue.pk))
    assert [(finding.code, finding.blocks) for finding in found] == [(code, blocks)]
    assert words in found[0].words


def test_it_has_nothing_to_say_of_a_good_issue(issue: Issue) -> None:
    assert codes(issue) == []


def test_it_needs_a_subject(issue: Issue) -> None:
    Issue.objects.update(subject="")
    only(issue, "no_subject", blocks=True)


def test_it_warns_of_a_long_subject(issue: Issue) -> None:
    Issue.objects.update(subject="خبر " * 18)
    only(issue, "long_subject", blocks=False, words="71 حرفا")


def test_it_needs_something_to_say(issue: Issue) -> None:
    issue.placings.all().delete()
    only(issue, "no_stories", blocks=False)
    Issue.objects.update(intro="")
    only(issue, "empty", blocks=True)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"status": "draft"}, "لم تنشر"),
        ({"status": "in_review"}, "لم تنشر"),
        ({"status": "withdrawn"}, "مسحوبة"),
        ({"published_at": timezone.now() + 5 * HOUR}, "بعد إرسال العدد"),
    ],
)
def test_it_refuses_a_story_that_readers_do_not_see(issue: Issue, facts: dict, words: str) -> None:
    Article.objects.update(**facts)
    only(issue, "hidden_story", blocks=True, words=words)


def test_it_counts_what_readers_see_when_it_is_sent(issue: Issue) -> None:
    Article.objects.update(published_at=timezone.now() + HOUR)

    assert errors_of(issue, timezone.now() + 2 * HOUR) == []
    assert len(errors_of(issue, timezone.now() + HOUR / 2)) == 1


@pytest.mark.parametrize("form", ["{path}", "/{pk}/", "http://testserver{path}?a=1#b", "http://testserver/{pk}/"])
def test_it_follows_the_links_of_the_intro(issue: Issue, form: str) -> None:
    draft = ArticleFactory(headline="لم يحن وقتها")
    link = form.format(path=draft.get_absolute_url(), pk=draft.pk)
    issue.intro = (
        f'<p><a href="{link}">اقرأ</a> <a href="/latest/">الكل</a> <a href="https://example.org/9/">غيرنا</a></p>'
    )
    issue.save()
    only(issue, "hidden_link", blocks=True, words="لم يحن وقتها")

    Article.objects.filter(pk=draft.pk).update(status="published", published_at=timezone.now() - HOUR)
    assert codes(issue) == []

    Article.objects.filter(pk=draft.pk).delete()
    only(issue, "dead_link", blocks=True)


def test_it_knows_the_address_of_a_story() -> None:
    assert story_key("/tech/49/كواليس/") == 49
    assert story_key("/49/") == 49
    assert [
        story_key(address)
        for address in ("/latest/", "/tech/", "https://example.org/49/", "mailto:a@b.c", "http://[", "")
    ] == [None] * 6


@pytest.mark.parametrize(
    "left",
    [
        "{{ name }}",
        "{name}",
        "%NAME%",
        "%(name)s",
        "*|FNAME|*",
        "[[name]]",
        "{% if x %}",
        "TODO",
        "}}",
        "0mohit0token0",
    ],
)
@pytest.mark.parametrize("field", ["subject", "preheader", "intro", "headline", "standfirst"])
def test_it_finds_what_was_not_filled_in(issue: Issue, left: str, field: str) -> None:
    rows = IssueStory.objects if field in ("headline", "standfirst") else Issue.objects
    rows.update(**{field: f"<p>مرحبا {left}</p>" if field == "intro" else f"مرحبا {left}"})

    only(issue, "placeholder", blocks=True, words=left)


@pytest.mark.parametrize("text", ["نسبة 45% من 100% و5%", "في {العدد} قصص [مصورة]", "100%اليوم", "٪50%"])
def test_it_takes_no_news_for_a_placeholder(issue: Issue, text: str) -> None:
    Issue.objects.update(preheader=text)
    assert codes(issue) == []


@pytest.mark.parametrize("sign", ["\u202e", "\u202b", "\u2067", "\u2069", "\u202c"])
def test_it_refuses_directions_that_are_not_closed(issue: Issue, sign: str) -> None:
    Article.objects.update(headline=f"عنوان {sign}مقلوب")
    only(issue, "bidi", blocks=True)


def test_it_lets_closed_directions_be() -> None:
    assert is_balanced("قال \u2068OpenAI\u2069 و\u2067\u2066أ\u2069\u2069")
    assert not is_balanced("\u2068أ\u202c")


def test_it_refuses_a_mail_that_programs_cut(issue: Issue) -> None:
    Issue.objects.update(intro="<p>" + "خبر طويل " * 7_000 + "</p>")
    only(issue, "size", blocks=True)


def test_it_refuses_a_picture_without_words(issue: Issue) -> None:
    Picture.objects.update(alt=" ")
    only(issue, "alt", blocks=True)


def test_it_refuses_a_list_that_is_stopped(issue: Issue) -> None:
    issue.mailing_list.is_active = False
    issue.mailing_list.save()
    only(issue, "idle_list", blocks=True)


def test_it_warns_of_a_list_without_readers(issue: Issue) -> None:
    issue.mailing_list.subscriptions.update(state="left", left_at=timezone.now())
    only(issue, "nobody", blocks=False)


def test_it_warns_of_a_story_that_this_list_had(issue: Issue) -> None:
    article = issue.stories.get()
    IssueStory.objects.create(issue=IssueFactory(sending=True), article=article)  # another list
    IssueStory.objects.create(issue=IssueFactory(mailing_list=issue.mailing_list), article=article)  # not sent
    assert codes(issue) == []

    IssueStory.objects.create(issue=IssueFactory(mailing_list=issue.mailing_list, sending=True), article=article)
    only(issue, "sent_before", blocks=False, words="ميناء وهران")


def test_it_warns_when_mail_stays_at_home(issue: Issue, settings: object) -> None:
    settings.EMAIL_BACKEND = "mohit.mail.files.EmailBackend"
    only(issue, "no_server", blocks=False, words="ملفات")


def test_it_names_errors_first(issue: Issue) -> None:
    Issue.objects.update(subject="")
    issue.mailing_list.subscriptions.all().delete()

    assert codes(issue) == [("no_subject", True), ("nobody", False)]


def test_it_makes_the_same_queries_for_one_story_and_for_ten(issue: Issue, django_assert_num_queries: object) -> None:
    for _ in range(9):
        add(issue, ArticleFactory(published=True))

    # placings, their stories, stories of links, identity, booking, readers of the list, stories sent before
    with django_assert_num_queries(6):
        examine(issue)


def test_it_stops_a_scheduled_issue_whose_story_was_withdrawn(issue: Issue) -> None:
    issue.schedule(timezone.now())
    Article.objects.update(status="withdrawn")

    assert start_due() == 0

    issue.refresh_from_db()
    assert issue.state == "held"
    assert "مسحوبة" in issue.events.first().note
    job = ProcrastinateJob.objects.get(task_name="newsletter.tell_of_held_issue")
    assert job.args == {"issue_pk": issue.pk}


def test_it_tells_the_editors_of_what_it_stopped(issue: Issue, mail_server: Script) -> None:
    editor = member("keeper", roles.NEWSLETTER_MANAGER)
    issue.hold("سحبت قصة منه")

    notices.tell_of_held(issue.pk, editor.pk)
    issue.schedule(timezone.now(), editor)
    notices.tell_of_held(issue.pk, editor.pk)

    (mail,) = mail_server.taken
    assert mail.recipients == [editor.email]
    assert "سحبت قصة منه" in mail.text
    assert f"/admin/newsletter/issue/{issue.pk}/send/" in mail.text
