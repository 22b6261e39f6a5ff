"""The live page: entries, their order and permalinks, what open pages ask for, who tells, and that nothing is lost."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, LiveCoverage, LiveEntry, LiveEvent
from newsroom.models import User
from tests.articles.test_verbs import at_once
from tests.articles.test_workflow import at_the_end
from tests.factories import ArticleFactory, AuthorFactory, PictureFactory

pytestmark = pytest.mark.django_db

Status = Article.Status


@pytest.fixture
def story(db: None) -> Article:
    return ArticleFactory(published=True, headline="زلزال عند الفجر")


@pytest.fixture
def coverage(story: Article, editor: User) -> LiveCoverage:
    return LiveCoverage.open(story, editor)


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def told(html: str) -> list[int]:
    """Keys of the entries in their order, the one on top first."""
    return [int(key) for key in re.findall(r'<li class="live-entry" id="entry-(\d+)"', html)]


def part(client: Client, story: Article, tag: str = "") -> object:
    return client.get(f"/{story.pk}/live/", headers={"if-none-match": tag} if tag else {})


def queries(client: Client, address: str, **headers: str) -> int:
    client.get(address, headers=headers)
    with CaptureQueriesContext(connection) as made:
        client.get(address, headers=headers)
    return len(made)


# --- What the readers see ---------------------------------------------------------------------------------------------


def test_a_story_without_a_coverage_pays_nothing(client: Client, story: Article, editor: User) -> None:
    address = story.get_absolute_url()
    before, html = queries(client, address), page(client, address)
    assert 'class="live' not in html
    coverage = LiveCoverage.open(story, editor)
    for number in range(3):
        coverage.post(editor, headline=f"خبر {number}")
    few = queries(client, address)
    for number in range(50):
        coverage.post(editor, headline=f"خبر {number}", body="<p>نص</p>", is_key=True)
    assert (few, queries(client, address)) == (before + 1, before + 1)


def test_it_tells_the_newest_first_and_what_is_pinned_above(
    client: Client, coverage: LiveCoverage, editor: User
) -> None:
    keys = [coverage.post(editor, headline=f"خبر {number}").pk for number in range(4)]
    top = coverage.post(editor, headline="القمة", is_pinned=True)
    last = coverage.post(editor, headline="الأخير", is_pinned=True)
    html = page(client, coverage.article.get_absolute_url())
    assert told(html) == [last.pk, top.pk, *reversed(keys)]
    assert coverage.unpin(last, editor)
    assert coverage.pin(LiveEntry.objects.get(pk=keys[0]), editor)
    assert told(page(client, coverage.article.get_absolute_url())) == [keys[0], last.pk, top.pk, *reversed(keys[1:])]


def test_equal_times_are_told_each_once(client: Client, coverage: LiveCoverage, editor: User) -> None:
    now = timezone.now()
    rows = [LiveEntry(coverage=coverage, by=editor, headline=f"خبر {n}", at=now) for n in range(70)]
    keys = [row.pk for row in LiveEntry.objects.bulk_create(rows)]
    seen, address = [], coverage.article.get_absolute_url()
    where = address
    while where:
        html = page(client, where)
        seen += told(html)
        older = re.search(r'href="(\?from=\d+)#live"', html)
        where = address + older[1] if older else ""
    assert seen == keys[::-1]


def test_a_permalink_opens_the_page_of_its_entry(client: Client, coverage: LiveCoverage, editor: User) -> None:
    entries = [coverage.post(editor, headline=f"خبر {number}") for number in range(80)]
    address = coverage.article.get_absolute_url()
    html = page(client, f"{address}?from={entries[10].pk}")
    assert told(html) == [entry.pk for entry in entries[10::-1]]
    assert f'<link rel="canonical" href="http://testserver{address}">' in html
    assert "data-live" not in html  # the past does not grow
    coverage.withdraw(entries[10], editor, "خطأ")
    assert told(page(client, f"{address}?from={entries[10].pk}")) == [entry.pk for entry in entries[9::-1]]


@pytest.mark.parametrize("asked", ["0", "99999999", "x", "-1", "٣", "9" * 30])
def test_an_entry_that_is_not_there_is_not_found(client: Client, coverage: LiveCoverage, asked: str) -> None:
    page(client, f"{coverage.article.get_absolute_url()}?from={asked}", 404)


def test_the_entry_of_another_story_is_not_found(client: Client, coverage: LiveCoverage, editor: User) -> None:
    other = LiveCoverage.open(ArticleFactory(published=True), editor).post(editor, headline="غيره")
    page(client, f"{coverage.article.get_absolute_url()}?from={other.pk}", 404)


def test_it_cleans_and_renders_the_texts(client: Client, coverage: LiveCoverage, editor: User) -> None:
    picture = PictureFactory()
    figure = f'<figure><img src="/media/x.webp" alt="بديل" data-file="{picture.pk}"></figure>'
    body = f'<p onclick="x()">نص<script>x()</script></p>{figure}'
    coverage.post(editor, headline="<b>عريض</b>", body=body)
    coverage.post(editor, body="<p>ثان</p>")
    html = page(client, coverage.article.get_absolute_url())
    assert "&lt;b&gt;عريض" in html
    assert "onclick" not in html
    assert "x()" not in html.split('class="live"')[1]
    assert "data-file" not in html
    assert f'alt="{picture.alt}"' in html


def test_key_events_stand_above(client: Client, coverage: LiveCoverage, editor: User) -> None:
    coverage.post(editor, headline="عادي")
    key = coverage.post(editor, headline="الحدث", is_key=True)
    above = page(client, coverage.article.get_absolute_url()).split("أهم التطورات</h3>")[1].split("</nav>")[0]
    assert f'<a href="?from={key.pk}#entry-{key.pk}">الحدث</a>' in above
    assert "عادي" not in above


def test_it_closes_with_a_summary(client: Client, coverage: LiveCoverage, editor: User) -> None:
    coverage.post(editor, headline="خبر")
    address = coverage.article.get_absolute_url()
    assert client.get(address).headers["Cache-Control"].startswith("public, max-age=5,")
    assert coverage.close(editor, "انتهى كل شيء\nبخير")
    assert not coverage.close(editor, "ثانية")
    answer = client.get(address)
    html = answer.content.decode()
    assert "<p>انتهى كل شيء</p><p>بخير</p>" in html
    assert "data-live" not in html
    assert answer.headers["Cache-Control"].startswith("public, max-age=30,")
    assert coverage.post(editor, headline="متأخر") is None
    assert coverage.reopen(editor)
    assert coverage.post(editor, headline="بعد الفتح")


def test_machines_read_a_live_blog(client: Client, coverage: LiveCoverage, editor: User) -> None:
    AuthorFactory(name="أمينة", user=editor)
    entry = coverage.post(editor, headline="خبر", body="<p>نص <strong>بارز</strong></p>")
    coverage.close(editor, "خلاصة")
    coverage.refresh_from_db()
    html = page(client, coverage.article.get_absolute_url())
    node = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html)[1])
    address = f"http://testserver{coverage.article.get_absolute_url()}"
    assert node["@type"] == "LiveBlogPosting"
    assert node["coverageStartTime"] == timezone.localtime(coverage.opened_at).replace(microsecond=0).isoformat()
    assert node["coverageEndTime"] == timezone.localtime(coverage.closed_at).replace(microsecond=0).isoformat()
    assert node["dateModified"] == timezone.localtime(coverage.changed_at).replace(microsecond=0).isoformat()
    moment = timezone.localtime(entry.at).replace(microsecond=0).isoformat()
    assert node["liveBlogUpdate"] == [
        {
            "@type": "BlogPosting",
            "url": f"{address}?from={entry.pk}#entry-{entry.pk}",
            "headline": "خبر",
            "datePublished": moment,
            "dateModified": moment,
            "author": {"@type": "Person", "name": "أمينة"},
            "articleBody": "نص بارز",
        }
    ]


# --- What an open page asks for ---------------------------------------------------------------------------------------


def test_an_unchanged_part_is_one_query_and_no_byte(client: Client, coverage: LiveCoverage, editor: User) -> None:
    coverage.post(editor, headline="خبر")
    answer = part(client, coverage.article)
    tag = answer.headers["ETag"]
    assert "Set-Cookie" not in answer.headers
    same = part(client, coverage.article, tag)
    assert (same.status_code, same.content) == (304, b"")
    assert same.headers["Cache-Control"].startswith("public, max-age=5, s-maxage=5")
    assert queries(client, f"/{coverage.article_id}/live/", **{"if-none-match": tag}) == 1


@pytest.mark.parametrize("what", ["post", "correct", "withdraw", "pin", "close"])
def test_every_change_makes_another_part(client: Client, coverage: LiveCoverage, editor: User, what: str) -> None:
    entry = coverage.post(editor, headline="خبر")
    tag = part(client, coverage.article).headers["ETag"]
    act = {
        "post": lambda: coverage.post(editor, headline="آخر"),
        "correct": lambda: coverage.correct(entry, editor, headline="غيره", body="", is_key=False, edition=1),
        "withdraw": lambda: coverage.withdraw(entry, editor, "خطأ"),
        "pin": lambda: coverage.pin(entry, editor),
        "close": lambda: coverage.close(editor, "خلاصة"),
    }
    assert act[what]()
    answer = part(client, coverage.article, tag)
    assert (answer.status_code, answer.headers["ETag"] != tag) == (200, True)


def test_its_part_is_the_pages(client: Client, coverage: LiveCoverage, editor: User) -> None:
    coverage.post(editor, headline="خبر", body="<p>نص</p>", is_pinned=True)
    coverage.post(editor, headline="خبر", body="<p>نص</p>")
    assert part(client, coverage.article).content.decode() in page(client, coverage.article.get_absolute_url())


def test_there_is_no_part_of_what_is_not_live_or_not_public(
    client: Client, coverage: LiveCoverage, editor: User
) -> None:
    assert part(client, ArticleFactory(published=True)).status_code == 404
    coverage.article.withdraw(editor, "خطأ")
    assert part(client, coverage.article).status_code in (404, 410)
    draft = LiveCoverage.open(ArticleFactory(), editor)
    assert part(client, draft.article).status_code == 404


def test_the_sitemap_follows(coverage: LiveCoverage, editor: User) -> None:
    Article.objects.filter(pk=coverage.article_id).update(saved_at=timezone.now() - timedelta(days=1))
    coverage.post(editor, headline="خبر")
    coverage.article.refresh_from_db()
    assert timezone.now() - coverage.article.saved_at < timedelta(minutes=1)


# --- Nothing is lost, nothing is told twice ---------------------------------------------------------------------------


def test_the_same_form_makes_one_entry(coverage: LiveCoverage, editor: User) -> None:
    first = coverage.post(editor, headline="خبر", key="a")
    assert coverage.post(editor, headline="خبر", key="a") == first
    changed = coverage.post(editor, headline="خبر آخر", key="a")
    assert changed != first
    assert coverage.entries.count() == 2


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_it_is_told_once_however_often_it_is_pressed(editor: User) -> None:
    coverage = LiveCoverage.open(ArticleFactory(published=True), editor)
    made = at_once(*[lambda: coverage.post(editor, headline="خبر", key="a").pk for _ in range(8)])
    assert len(set(made)) == 1
    two = at_once(*[lambda n=n: coverage.post(editor, headline=f"خبر {n}", is_pinned=True).pk for n in range(8)])
    assert len(set(two)) == 8
    assert coverage.entries.filter(is_pinned=True).count() == 1
    assert LiveCoverage.objects.get().version == 1 + 1 + 1 + 8


def test_of_two_who_correct_the_second_is_told(coverage: LiveCoverage, editor: User) -> None:
    entry = coverage.post(editor, headline="خبر")
    seen = LiveEntry.objects.get(pk=entry.pk)
    assert coverage.correct(entry, editor, headline="أول", body="", is_key=False, edition=1)
    assert not coverage.correct(seen, editor, headline="ثان", body="", is_key=False, edition=1)
    entry.refresh_from_db()
    assert (entry.headline, entry.edition, entry.changed_at is not None) == ("أول", 2, True)
    assert [event.headline for event in entry.events.all()] == ["أول", "خبر"]


def test_history_stays(coverage: LiveCoverage, editor: User) -> None:
    entry = coverage.post(editor, headline="خبر")
    coverage.withdraw(entry, editor, "خطأ")

    for act in (
        lambda: LiveEvent.objects.update(note="غيره"),
        lambda: LiveEvent.objects.all().delete(),
        lambda: LiveEntry.objects.filter(pk=entry.pk).update(withdrawn_at=None),
        lambda: LiveEntry.objects.filter(pk=entry.pk)._raw_delete("default"),
        lambda: LiveCoverage.objects.filter(pk=coverage.pk)._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match=r"history|foreign key"), transaction.atomic():
            at_the_end(act)


def test_an_erased_story_takes_its_words_along(story: Article, coverage: LiveCoverage, editor: User) -> None:
    coverage.post(editor, headline="سر")
    story.withdraw(editor, "خطأ")
    assert story.erase(editor, "حكم")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert not LiveEntry.objects.exists()
    assert not LiveEvent.objects.exists()
