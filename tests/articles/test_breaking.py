"""«عاجل»: one at a time, for a while, on every page, first on the home page, marked in the feeds."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.admin import breaking as desk
from articles.models import Article, Breaking
from newsroom import roles
from newsroom.models import User
from tests.articles.test_verbs import at_once
from tests.conftest import member
from tests.factories import ArticleFactory, SectionFactory

pytestmark = pytest.mark.django_db

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
BAR = '<aside class="breaking"'
LIST, ADD = "/admin/articles/breaking/", "/admin/articles/breaking/add/"


def published(**facts: object) -> Article:
    moment = facts.pop("published_at", timezone.now() - HOUR)
    return ArticleFactory(status=Article.Status.PUBLISHED, published_at=moment, **facts)


def tell(
    by: User, text: str = "زلزال يضرب الساحل", article: Article | None = None, lasting: timedelta = HOUR
) -> Breaking:
    told = Breaking.tell(text, by, lasting, article, Breaking.objects.open().values_list("pk", flat=True).first())
    assert told is not None
    return told


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


# --- What the readers see ---------------------------------------------------------------------------------------------


def test_it_stands_on_every_page_with_its_story(client: Client, editor: User) -> None:
    story = published(section=SectionFactory(slug="world"))
    for address in ("/", "/world/", story.get_absolute_url(), "/latest/", "/search/"):
        assert BAR not in page(client, address)
    tell(editor, "زلزال <b>", story)
    for address in ("/", "/world/", story.get_absolute_url(), "/latest/", "/search/"):
        html = page(client, address)
        assert html.count(BAR) == 1, address
        assert f'<a href="{story.get_absolute_url()}">زلزال &lt;b&gt;</a>' in html


def test_it_leads_nowhere_without_a_story(client: Client, editor: User) -> None:
    published()
    tell(editor, "انتخاب رئيس")
    assert "<span>انتخاب رئيس</span>" in page(client, "/")


@pytest.mark.parametrize(
    ("after", "shown"), [(HOUR - timedelta(microseconds=1), True), (HOUR, False), (2 * HOUR, False)]
)
def test_it_is_over_at_its_second(editor: User, after: timedelta, shown: bool) -> None:
    told = tell(editor)
    assert Breaking.objects.live(told.set_at + after).exists() is shown


def test_it_vanishes_by_itself_and_the_tag_of_the_page_changes(
    client: Client, editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    published()
    empty = client.get("/").headers["ETag"]
    tell(editor)
    answer = client.get("/")
    assert answer.headers["ETag"] != empty
    now = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: now() + HOUR)
    later = client.get("/", headers={"if-none-match": answer.headers["ETag"]})
    assert later.status_code == 200
    assert BAR not in later.content.decode()


def test_it_goes_with_its_story(client: Client, editor: User) -> None:
    story = published()
    published()
    tell(editor, article=story)
    story.withdraw(editor, "خطأ")
    assert BAR not in page(client, "/")


def test_it_costs_no_query(client: Client, editor: User) -> None:
    story = published()
    addresses = ("/", story.get_absolute_url(), f"/{story.section.slug}/")

    def queries(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as made:
            client.get(address)
        return len(made)

    before = [queries(address) for address in addresses]
    tell(editor, article=story)
    assert [queries(address) for address in addresses] == before


def test_its_story_opens_the_home_page_once(client: Client, editor: User) -> None:
    section = SectionFactory()
    old = published(headline="الزلزال", published_at=timezone.now() - 100 * HOUR, section=section)
    for number in range(30):
        published(headline=f"قصة {number}", section=section)
    assert "الزلزال" not in page(client, "/")
    tell(editor, article=old)
    html = page(client, "/")
    first = html.index('class="card card-lead"')
    assert html.index(f'<a href="{old.get_absolute_url()}">الزلزال</a>') > first
    assert html.index("</article>", first) > html.index(">الزلزال</a>", first)
    assert html.count(">الزلزال</a>") == 1


@pytest.mark.parametrize("form", ["", "atom/"])
def test_feeds_mark_it(client: Client, editor: User, form: str) -> None:
    story, other = published(headline="الزلزال"), published(headline="غيره")
    addresses = [f"/feed/{form}", f"/{story.section.slug}/feed/{form}"]
    tags = [client.get(address).headers["ETag"] for address in addresses]
    tell(editor, article=story)
    for address, tag in zip(addresses, tags, strict=True):
        answer = client.get(address)
        assert answer.headers["ETag"] != tag
        assert answer.content.decode().count("عاجل") == 1
    untouched = f"/{other.section.slug}/feed/{form}"
    assert "عاجل" not in page(client, untouched)


# --- One at a time ----------------------------------------------------------------------------------------------------


def test_another_takes_its_place(editor: User) -> None:
    first = tell(editor, "الأول")
    second = tell(editor, "الثاني")
    first.refresh_from_db()
    assert (first.ended_by, first.ended_at) == (editor, second.set_at)
    assert Breaking.objects.live().get() == second


def test_one_whose_time_is_over_was_ended_by_nobody(editor: User) -> None:
    past = timezone.now() - 2 * HOUR
    old = Breaking.objects.create(text="قديم", owner=editor, set_at=past, expires_at=past + HOUR)
    assert Breaking.tell("جديد", editor, HOUR, instead_of=old.pk) is None
    assert Breaking.tell("جديد", editor, HOUR)
    old.refresh_from_db()
    assert (old.ended_by, old.ended_at) == (None, old.expires_at)


def test_nobody_replaces_what_he_has_not_seen(editor: User) -> None:
    tell(editor, "لزميل")
    assert Breaking.tell("لي", editor, HOUR) is None
    assert Breaking.objects.live().get().text == "لزميل"


def test_it_ends_once(editor: User) -> None:
    told = tell(editor)
    assert told.end(editor)
    assert not told.end(editor)
    assert not Breaking.objects.live().exists()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize("runs", [False, True])
def test_of_two_editors_at_once_one_is_told(runs: bool) -> None:
    people = [member("first", roles.EDITOR), member("second", roles.EDITOR)]
    seen = tell(people[0], "سابق").pk if runs else None
    for _ in range(5):
        acts = [
            lambda by=by: Breaking.tell(by.username, by, HOUR, instead_of=seen) is not None  # noqa: B023
            for by in people
        ]
        assert sorted(at_once(*acts)) == [False, True]
        seen = Breaking.objects.open().get().pk


@pytest.mark.parametrize(
    "change", [{"text": "غيره"}, {"expires_at": timezone.now() + 2 * HOUR}, {"set_at": timezone.now()}, {"owner_id": 0}]
)
def test_what_was_told_is_not_changed(editor: User, change: dict) -> None:
    told = tell(editor)
    with pytest.raises(DatabaseError, match="are history"), transaction.atomic():
        Breaking.objects.filter(pk=told.pk).update(**change)


def test_what_ended_does_not_come_back(editor: User) -> None:
    told = tell(editor)
    told.end(editor)
    with pytest.raises(DatabaseError, match="are history"), transaction.atomic():
        Breaking.objects.filter(pk=told.pk).update(ended_at=None)
    with pytest.raises(DatabaseError, match="are history"), transaction.atomic():
        Breaking.objects.filter(pk=told.pk).delete()


# --- The desk ---------------------------------------------------------------------------------------------------------


def send(client: Client, **values: object) -> object:
    return client.post(ADD, {"text": "زلزال", "article": "", "lasting": "60", "instead_of": "", **values}, follow=True)


def test_an_editor_tells_and_ends(client: Client, editor: User) -> None:
    story = published(headline="عنوان طويل", short_headline="قصير")
    client.force_login(editor)
    assert f"{ADD}?article={story.pk}" in page(client, f"/admin/articles/article/{story.pk}/change/")
    form = client.get(f"{ADD}?article={story.pk}").context["adminform"].form
    assert (form.initial["text"], form.initial["article"]) == ("قصير", story.pk)

    answer = send(client, text="زلزال", article=story.pk)
    told = Breaking.objects.live().get()
    assert (told.text, told.article, told.owner) == ("زلزال", story, editor)
    assert told.expires_at - told.set_at == HOUR
    assert "على الموقع الآن" in answer.content.decode()

    client.post(f"{LIST}{told.pk}/end/")
    told.refresh_from_db()
    assert told.ended_by == editor
    assert "لا خبر عاجل" in page(client, LIST)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"text": " "}, "هذا الحقل مطلوب"),
        ({"text": "ك" * 121}, "120"),
        ({"lasting": "99999"}, "99999"),
        ({"lasting": "-5"}, "-5"),
        ({"article": "hidden"}, "لا يراه القراء بعد"),
    ],
)
def test_it_says_what_is_wrong_and_keeps_the_text(client: Client, editor: User, values: dict, words: str) -> None:
    client.force_login(editor)
    if values.get("article") == "hidden":
        values = {"article": ArticleFactory().pk}
    html = send(client, **values).content.decode()
    assert words in html
    assert str(values.get("text", "زلزال")).strip() in html
    assert not Breaking.objects.exists()


def test_it_names_who_was_faster_and_the_next_press_replaces(client: Client, editor: User) -> None:
    colleague = member("zamila", roles.EDITOR)
    client.force_login(editor)
    client.get(ADD)
    first = tell(colleague, "نص الزميلة")
    html = send(client, text="نصي أنا").content.decode()
    assert "سبقك" in html
    assert "نص الزميلة" in html
    assert "نصي أنا" in html
    assert f'name="instead_of" value="{first.pk}"' in html
    send(client, text="نصي أنا", instead_of=first.pk)
    assert Breaking.objects.live().get().text == "نصي أنا"


def test_it_names_who_was_faster_in_the_last_moment(
    client: Client, editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the form's look and the lock."""
    client.force_login(editor)
    tell(editor, "في اللحظة نفسها")
    looks = iter([None])
    monkeypatch.setattr(desk, "running", lambda: next(looks, Breaking.objects.get()))
    html = send(client, text="نصي أنا").content.decode()
    assert "سبقك" in html
    assert "نصي أنا" in html


@pytest.mark.parametrize("role", [roles.JOURNALIST, None])
def test_nobody_else_tells_or_ends(client: Client, editor: User, role: str | None) -> None:
    told = tell(editor)
    if role:
        client.force_login(member("other", role))
    for address in (ADD, f"{LIST}{told.pk}/end/", f"{LIST}{told.pk}/change/"):
        answer = client.post(address, {"text": "كذب", "lasting": "60", "instead_of": told.pk})
        assert answer.status_code in ((403,) if role else (302,)), address
    assert Breaking.objects.live().get() == told


def test_a_journalist_sees_who_told_what(client: Client, editor: User, journalist: User) -> None:
    tell(editor)
    client.force_login(journalist)
    html = page(client, LIST)
    assert "زلزال يضرب الساحل" in html
    assert "end_form" not in html
    assert ADD not in html


def test_its_end_is_only_posted(client: Client, editor: User) -> None:
    told = tell(editor)
    client.force_login(editor)
    assert client.get(f"{LIST}{told.pk}/end/").status_code == 405
    assert Breaking.objects.live(datetime.now(tz=told.set_at.tzinfo)).exists()
