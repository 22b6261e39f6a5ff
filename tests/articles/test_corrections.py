"""«التصويبات»: told under the story, on a page, in feeds and to machines; tied to two revisions, never deleted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import feedparser
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Correction
from articles.revisions.recording import record, record_what_was_there
from newsroom import roles
from newsroom.models import User
from tests.articles.test_structured_data import story_node
from tests.articles.test_verbs import at_once
from tests.conftest import member
from tests.factories import ArticleFactory
from tests.form_filler import controls

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
TEXT = "ذكرنا أن الجسر بني سنة 1954، والصواب 1945."


@pytest.fixture
def story(editor: User) -> Article:
    """A published story that was saved once after its publication: revisions 0 and 1."""
    article = ArticleFactory(
        status=Article.Status.PUBLISHED, published_at=timezone.now() - HOUR, body="<p>بني الجسر سنة 1954.</p>"
    )
    record_what_was_there(article)
    article.body = "<p>بني الجسر سنة 1945.</p>"
    article.save()
    record(article, editor)
    return Article.objects.get(pk=article.pk)


def tell(story: Article, by: User, text: str = TEXT, **facts: object) -> Correction:
    row = Correction(article=story, by=by, text=text, **{"before": 0, "after": 1, **facts})
    assert row.tell()
    return row


def desk(story: Article) -> str:
    return f"/admin/articles/article/{story.pk}/corrections/"


def posted(**fields: object) -> dict[str, object]:
    return {"kind": "correction", "text": TEXT, "before": 0, "after": 1, **fields}


@contextmanager
def at_its_end() -> Iterator[None]:
    """What a transaction asks when it ends is asked before the test's own does."""
    yield
    connection.check_constraints()


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


# --- What readers see -------------------------------------------------------------------------------------------------


def test_it_stands_under_its_story_and_on_the_page_of_all(client: Client, editor: User, story: Article) -> None:
    assert 'id="corrections"' not in page(client, story.get_absolute_url())
    row = tell(story, editor, "كتبنا <b> خطأ")

    html = page(client, story.get_absolute_url())
    assert f'<p id="correction-{row.pk}"><strong>تصويب</strong> <time' in html
    assert "كتبنا &lt;b&gt; خطأ" in html
    assert '<a href="#corrections">تصويب</a>: <time' in html
    tell(story, editor, "أضفنا رد الشركة.", kind="update")
    assert '<a href="#corrections">تحديث</a>: <time' in page(client, story.get_absolute_url())
    listed = page(client, "/corrections/")
    assert f'href="{story.get_absolute_url()}#correction-{row.pk}"' in listed
    assert "كتبنا &lt;b&gt; خطأ" in listed


def test_it_costs_a_story_no_query(client: Client, editor: User, story: Article) -> None:
    def queries(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as made:
            client.get(address)
        return len(made)

    before = [queries(address) for address in (story.get_absolute_url(), "/corrections/")]
    for number in range(40):
        tell(story, editor, f"تصويب {number}")
    assert [queries(address) for address in (story.get_absolute_url(), "/corrections/")] == before
    assert before[1] == 2  # the page's frame, the corrections


def test_the_page_is_cut_and_its_addresses_are_checked(client: Client, editor: User, story: Article) -> None:
    rows = [tell(story, editor, f"تصويب رقم {number:02}.") for number in range(31)]
    first = page(client, "/corrections/")
    assert "رقم 30." in first
    assert "رقم 00." not in first
    older = first.partition('<a class="button pages-older" href="')[2].partition('"')[0]
    second = page(client, f"/corrections/{older}")
    assert "رقم 00." in second
    assert "رقم 01." not in second
    assert len(rows) == 31
    assert client.get("/corrections/?before=x").status_code == 404
    assert client.post("/corrections/").status_code == 405


def test_it_is_the_same_for_everybody_without_a_cookie(client: Client, editor: User, story: Article) -> None:
    tell(story, editor)
    for address in ("/corrections/", "/corrections/feed/", "/corrections/feed/atom/"):
        plain = client.get(address)
        signed = Client()
        signed.force_login(editor)
        assert signed.get(address).content == plain.content
        assert not plain.cookies
        assert plain.headers["Cache-Control"].startswith("public")


@pytest.mark.parametrize("way", ["withdrawn story", "withdrawn notice", "scheduled story"])
def test_it_goes_with_its_story_or_when_taken_back(client: Client, editor: User, story: Article, way: str) -> None:
    row = tell(story, editor)
    if way == "withdrawn story":
        story.withdraw(editor, "خطأ")
    elif way == "withdrawn notice":
        assert row.withdraw(editor, "لم يكن خطأ")
        assert TEXT not in page(client, story.get_absolute_url())
    else:
        Article.objects.filter(pk=story.pk).update(published_at=timezone.now() + HOUR)
    for address in ("/corrections/", "/corrections/feed/", "/corrections/feed/atom/"):
        assert TEXT not in page(client, address)


@pytest.mark.parametrize("form", ["", "atom/"])
def test_its_feed_is_whole_and_answers_304(client: Client, editor: User, story: Article, form: str) -> None:
    row = tell(story, editor)
    address = f"/corrections/feed/{form}"
    answer = client.get(address)
    feed = feedparser.parse(answer.content)
    assert not feed.bozo
    (entry,) = feed.entries
    assert entry.link == f"http://testserver{story.get_absolute_url()}#correction-{row.pk}"
    assert entry.title.startswith("تصويب: ")
    assert TEXT in entry.summary + str(entry.get("content"))
    with CaptureQueriesContext(connection) as made:
        again = client.get(address, headers={"if-none-match": answer.headers["ETag"]})
    assert (again.status_code, again.content, len(made)) == (304, b"", 2)
    tell(story, editor, "وتصويب آخر.")
    assert client.get(address, headers={"if-none-match": answer.headers["ETag"]}).status_code == 200


def test_machines_read_it_and_the_story_is_dated_by_it(client: Client, editor: User, story: Article) -> None:
    published = story_node(client, story)
    assert "correction" not in published
    assert published["dateModified"] == published["datePublished"]

    row = tell(story, editor)
    node = story_node(client, story)
    (told,) = node["correction"]
    assert told == {
        "@type": "CorrectionComment",
        "url": f"http://testserver{story.get_absolute_url()}#correction-{row.pk}",
        "name": "تصويب",
        "text": TEXT,
        "datePublished": node["dateModified"],
    }
    assert node["dateModified"] > node["datePublished"]
    assert f"<updated>{node['dateModified'][:19]}" in page(client, "/feed/atom/")
    assert TEXT in page(client, "/feed/")
    month = story.published_at.strftime("%Y-%m")
    assert f"<lastmod>{Correction.objects.get().at.isoformat(timespec='seconds')}<" in page(
        client, f"/sitemaps/{month}.xml"
    )
    row.withdraw(editor, "لم يكن خطأ")
    assert story_node(client, story)["dateModified"] == node["datePublished"]


# --- The rules of its rows --------------------------------------------------------------------------------------------


def test_it_is_never_changed_and_never_deleted(editor: User, story: Article) -> None:
    row = tell(story, editor)
    rows = Correction.objects.filter(pk=row.pk)
    for change in ({"text": "غيره"}, {"kind": "update"}, {"at": timezone.now()}, {"after": 5}):
        with pytest.raises(DatabaseError, match="history"), transaction.atomic():
            rows.update(**change)
    with pytest.raises(DatabaseError, match="history"), transaction.atomic(), at_its_end():
        rows.delete()
    assert row.withdraw(editor, "لم يكن خطأ")
    assert not row.withdraw(editor, "مرة ثانية")
    with pytest.raises(DatabaseError, match="history"), transaction.atomic():
        rows.update(withdrawn_at=None, withdrawn_by=None, withdrawn_why="")


def test_it_names_revisions_of_its_own_story(editor: User, story: Article) -> None:
    other = Correction(article=story, by=editor, text=TEXT, before=0, after=9)
    with pytest.raises(IntegrityError, match="is_a_revision"), transaction.atomic(), at_its_end():
        other.save()


def test_its_words_go_with_an_erased_story(editor: User, story: Article) -> None:
    tell(story, editor)
    story.withdraw(editor, "خطأ")
    assert story.erase(editor, "بأمر القضاء")
    connection.check_constraints()
    assert not Correction.objects.exists()


def test_only_a_story_that_readers_see_is_corrected(editor: User, story: Article) -> None:
    story.withdraw(editor, "خطأ")
    assert not Correction(article=story, by=editor, text=TEXT, before=0, after=1).tell()
    assert not Correction.objects.exists()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_at_once_readers_are_told_one(editor: User, story: Article) -> None:
    twins = [Correction(article=story, by=editor, text=TEXT, before=0, after=1) for _ in range(2)]
    done = at_once(*(twin.tell for twin in twins))
    assert sorted(done) == [False, True]
    assert Correction.objects.count() == 1


# --- The desk ---------------------------------------------------------------------------------------------------------


def test_an_editor_tells_and_takes_back(client: Client, editor: User, story: Article) -> None:
    client.force_login(editor)
    html = page(client, desk(story))
    assert '<option value="0" selected>' in html
    assert '<option value="1" selected>' in html
    assert desk(story) in page(client, f"/admin/articles/article/{story.pk}/change/")

    for _ in range(2):  # the button, pressed twice
        client.post(desk(story), posted())
    row = Correction.objects.get()
    assert (row.by, row.before, row.after) == (editor, 0, 1)
    assert "/compare/?old=0&amp;new=1" in page(client, desk(story))
    client.post(f"{desk(story)}{row.pk}/withdraw/", {"why": " "})
    assert Correction.objects.standing().exists()
    client.post(f"{desk(story)}{row.pk}/withdraw/", {"why": "لم يكن خطأ"})
    assert not Correction.objects.standing().exists()
    assert "لم يكن خطأ" in page(client, desk(story))


@pytest.mark.parametrize(
    "fields",
    [
        {"before": "", "after": ""},  # a correction changes the text
        {"before": 1, "after": 0},
        {"before": 1, "after": 1},
        {"before": "", "kind": "update"},
        {"after": 9},
        {"text": " \u200f "},
        {"kind": "lie"},
    ],
)
def test_a_mistake_keeps_what_was_typed(
    client: Client, editor: User, story: Article, fields: dict[str, object]
) -> None:
    client.force_login(editor)
    answer = client.post(desk(story), posted(**fields))
    assert answer.status_code == 422
    assert str(fields.get("text", TEXT)).strip() in answer.content.decode()
    assert not Correction.objects.exists()


def test_what_was_typed_stays_when_the_story_left_the_readers(client: Client, editor: User, story: Article) -> None:
    client.force_login(editor)
    row = tell(story, editor, "أضفنا رد الشركة.", kind="update")
    rival = member("zamila", roles.EDITOR)
    story.withdraw(rival, "خطأ")
    for fields in ({}, {"before": "", "after": ""}):
        answer = client.post(desk(story), posted(**fields))
        html = answer.content.decode()
        assert answer.status_code == 409
        assert controls(html, "correction_form")["text"] == TEXT
        assert f"سبقك {rival} إلى هذا المقال: سحب" in html
        assert "لم يعد القراء يرونه" in html
        assert f"{row.pk}/withdraw/" not in html  # nor is there anything to take back from them
    assert Correction.objects.count() == 1


@pytest.mark.parametrize(("rival", "words"), [("withdraws", "لم يعد القراء يرونه"), ("tells", "قاله غيرك")])
def test_what_was_typed_stays_when_a_colleague_was_faster(
    client: Client, editor: User, story: Article, monkeypatch: pytest.MonkeyPatch, rival: str, words: str
) -> None:
    client.force_login(editor)
    publish = Correction.tell

    def overtaken(row: Correction) -> bool:
        if rival == "withdraws":
            story.withdraw(editor, "خطأ")
        else:
            publish(Correction(article=story, by=editor, text=TEXT, before=0, after=1))
        return publish(row)

    monkeypatch.setattr(Correction, "tell", overtaken)
    answer = client.post(desk(story), posted())
    assert answer.status_code == 409
    assert controls(answer.content.decode(), "correction_form")["text"] == TEXT
    assert words in answer.content.decode()
    assert Correction.objects.count() == (rival == "tells")


def test_an_update_needs_no_change_of_the_text(client: Client, editor: User, story: Article) -> None:
    client.force_login(editor)
    client.post(desk(story), posted(kind="update", before="", after=""))
    assert Correction.objects.get().after is None


@pytest.mark.parametrize(
    ("who", "state", "seen", "done"),
    [
        ("editor", "published", 200, 302),
        ("manager", "published", 200, 302),
        ("editor", "draft", 200, 409),
        ("editor", "withdrawn", 200, 409),
        ("editor", "scheduled", 200, 409),
        ("journalist", "published", 200, 403),
        ("other_journalist", "published", 403, 403),
        ("", "published", 302, 302),
    ],
)
def test_who_may(
    client: Client,
    request: pytest.FixtureRequest,
    journalist: User,
    story: Article,
    who: str,
    state: str,
    seen: int,
    done: int,
) -> None:
    moment = timezone.now() + (HOUR if state == "scheduled" else -HOUR)
    status = "published" if state == "scheduled" else state
    Article.objects.filter(pk=story.pk).update(created_by=journalist, status=status, published_at=moment)
    if who:
        client.force_login(request.getfixturevalue(who))
    assert client.get(desk(story)).status_code == seen
    assert client.post(desk(story), posted()).status_code == done
    assert Correction.objects.exists() is (bool(who) and done == 302)
    assert client.get(f"{desk(story)}1/withdraw/").status_code in (302, 405)


def test_the_desk_makes_as_many_queries_for_many(client: Client, editor: User, story: Article) -> None:
    client.force_login(editor)

    def queries() -> int:
        client.get(desk(story))
        with CaptureQueriesContext(connection) as made:
            client.get(desk(story))
        return len(made)

    tell(story, editor)
    one = queries()
    for number in range(20):
        tell(story, editor, f"تصويب {number}")
    assert queries() == one
