"""Texts that were typed and not saved: kept, offered again, merged; and who has a story open."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Byline, KeptText, Presence
from newsroom import roles
from newsroom.models import User
from tests.conftest import member
from tests.factories import ArticleFactory, AuthorFactory, SectionFactory, TopicFactory
from tests.form_filler import Values, controls, send

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/article/add/"
Status = Article.Status


def address(name: str, article: Article) -> str:
    return reverse(f"admin:articles_article_{name}", args=[article.pk])


def opened(client: Client, url: str) -> Values:
    return controls(client.get(url).content.decode(), "article_form")


def save(client: Client, article: Article, values: Values, **typed: object) -> HttpResponse:
    return client.post(address("change", article), {**values, **typed, "_save": "1"})


def kept_url(kept: KeptText) -> str:
    return reverse("admin:articles_article_kept", args=[kept.pk])


# --- A save over a newer revision -------------------------------------------------------------------------------------


@pytest.mark.parametrize("same_person", [False, True])
def test_it_refuses_a_save_over_a_newer_one_and_shows_both(client: Client, editor: User, same_person: bool) -> None:
    article = ArticleFactory(headline="عنوان أصلي", body="<p>أولى</p><p>ثانية</p><p>ثالثة</p>")
    client.force_login(editor)
    mine = opened(client, address("change", article))
    other = Client()
    other.force_login(editor if same_person else member("zamila", roles.EDITOR))
    save(other, article, opened(other, address("change", article)), body="<p>أولى</p><p>ثانية له</p><p>ثالثة</p>")

    answer = save(client, article, mine, headline="عنواني", body="<p>أولى</p><p>ثانية لي</p><p>ثالثة لي</p>")

    assert answer.status_code == 409
    page = answer.content.decode()
    for words in ("عنواني", "له", "لي", "ثالثة"):
        assert words in page
    article.refresh_from_db()
    assert (article.headline, article.body) == ("عنوان أصلي", "<p>أولى</p><p>ثانية له</p><p>ثالثة</p>")
    assert KeptText.objects.get().typed["fields"]["headline"] == ["عنواني"]


@pytest.mark.parametrize(
    ("choice", "body"),
    [
        ("mine", "<p>أولى</p><p>ثانية لي</p><p>ثالثة له</p>"),
        ("theirs", "<p>أولى</p><p>ثانية له</p><p>ثالثة له</p>"),
        ("all", "<p>أولى</p><p>ثانية له</p><p>ثانية لي</p><p>ثالثة له</p>"),
    ],
)
def test_it_merges_by_choice(client: Client, editor: User, choice: str, body: str) -> None:
    article = ArticleFactory(headline="أصل", body="<p>أولى</p><p>ثانية</p><p>ثالثة</p>")
    topic, author = TopicFactory(), AuthorFactory()
    client.force_login(editor)
    mine = opened(client, address("change", article))
    other = Client()
    other.force_login(member("zamila", roles.EDITOR))
    theirs = {"body": "<p>أولى</p><p>ثانية له</p><p>ثالثة له</p>", "chosen_topics": [topic.pk]}
    save(other, article, opened(other, address("change", article)), **theirs)
    rows = {"bylines-TOTAL_FORMS": "1", "bylines-0-author": author.pk, "bylines-0-position": "0"}
    answer = save(client, article, mine, headline="لي", body="<p>أولى</p><p>ثانية لي</p><p>ثالثة له</p>", **rows)
    assert answer.status_code == 409

    chosen = merge_choices(answer, both=choice)
    form = client.post(kept_url(KeptText.objects.get()), {**chosen, "_merge": "1"})
    assert form.status_code == 200
    assert "النص المدموج" in form.content.decode()
    assert 'class="errornote"' not in form.content.decode()
    values = controls(form.content.decode(), "article_form")
    assert client.post(address("change", article), {**values, "_save": "1"}).status_code == 302

    article.refresh_from_db()
    assert (article.headline, article.body) == ("لي", body)
    assert list(article.taggings.values_list("topic", flat=True)) == [topic.pk]
    assert list(article.bylines.values_list("author", flat=True)) == [author.pk]
    assert not KeptText.objects.exists()


def merge_choices(answer: HttpResponse, both: str) -> dict[str, str]:
    chosen = {"_newest": str(answer.context["article"].revision)}
    for choice in answer.context["choices"]:
        chosen[f"choice-{choice['name']}"] = both if choice["by"] == "both" else choice["by"]
    return chosen


def test_it_asks_again_when_a_choice_is_missing(client: Client, editor: User) -> None:
    article = ArticleFactory(headline="أصل")
    client.force_login(editor)
    mine = opened(client, address("change", article))
    save(client, article, opened(client, address("change", article)), headline="له")
    save(client, article, mine, headline="لي")
    kept = KeptText.objects.get()
    answer = client.post(kept_url(kept), {"_merge": "1", "_newest": "1"})
    assert answer.status_code == 409
    assert "اختر في كل موضع" in answer.content.decode()
    assert KeptText.objects.get() == kept


def test_it_takes_a_second_press_of_the_same_button_for_one(client: Client, editor: User) -> None:
    article = ArticleFactory()
    client.force_login(editor)
    values = opened(client, address("change", article))
    assert [save(client, article, values, headline="مرتان").status_code for _ in range(2)] == [302, 302]
    assert article.revisions.count() == 2


def test_it_refuses_a_form_that_does_not_say_what_it_was_typed_on(client: Client, editor: User) -> None:
    article = ArticleFactory(headline="أصل")
    client.force_login(editor)
    values = opened(client, address("change", article))
    del values["_base"]
    assert save(client, article, values, headline="مجهول").status_code == 409


def test_it_refuses_to_save_into_a_state_that_was_not_seen(client: Client, editor: User) -> None:
    article = ArticleFactory(headline="مسودة")
    client.force_login(editor)
    values = opened(client, address("change", article))
    article.publish(by=member("zamila", roles.EDITOR))
    answer = save(client, article, values, headline="نصف مكتوب")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "لم يحفظ ما كتبته بعد" in page
    article.refresh_from_db()
    assert article.headline == "مسودة"
    again = controls(page, "article_form")
    assert again["headline"] == "نصف مكتوب"
    assert client.post(address("change", article), {**again, "_save": "1"}).status_code == 302


def test_it_keeps_what_a_writer_typed_after_the_story_was_handed_in(client: Client, journalist: User) -> None:
    article = ArticleFactory(created_by=journalist, headline="أصل")
    client.force_login(journalist)
    values = opened(client, address("change", article))
    article.submit(by=journalist)

    answer = save(client, article, values, headline="كتبته متأخرا")

    assert answer.status_code == 403
    assert "كتبته" in answer.content.decode()
    assert "ما كتبته محفوظ لك" in answer.content.decode()
    article.refresh_from_db()
    assert article.headline == "أصل"
    assert "عندك نص لم يحفظ" in client.get(address("change", article)).content.decode()


# --- Kept every few seconds -------------------------------------------------------------------------------------------


def test_it_keeps_one_row_for_an_open_form(client: Client, editor: User) -> None:
    article = ArticleFactory()
    client.force_login(editor)
    values = opened(client, address("change", article))
    for word in ("واحد", "اثنان", "ثلاثة"):
        assert client.post(address("keep", article), {**values, "headline": word}).status_code == 200
    other_tab = opened(client, address("change", article))
    client.post(address("keep", article), {**other_tab, "headline": "لسان آخر"})
    heads = sorted(row.typed["fields"]["headline"][0] for row in KeptText.objects.all())
    assert heads == ["ثلاثة", "لسان آخر"]
    assert not article.revisions.exists()


def test_it_offers_the_kept_text_and_puts_it_back(client: Client, editor: User) -> None:
    article = ArticleFactory(headline="محفوظ")
    author = AuthorFactory()
    Byline.objects.create(article=article, author=author)
    added = AuthorFactory()
    client.force_login(editor)
    values = opened(client, address("change", article))
    rows = {"bylines-TOTAL_FORMS": "2", "bylines-1-author": added.pk, "bylines-1-position": "1", "bylines-1-id": ""}
    client.post(address("keep", article), {**values, **rows, "headline": "", "standfirst": "لم يكتمل"})
    kept = KeptText.objects.get()

    assert kept_url(kept) in client.get(address("change", article)).content.decode()
    page = client.get(kept_url(kept)).content.decode()
    assert "لم يكتمل" in page
    form = client.post(kept_url(kept), {"_resume": "1"})
    assert form.status_code == 200
    back = controls(form.content.decode(), "article_form")
    assert (back["headline"], back["standfirst"], back["_key"]) == ("", "لم يكتمل", kept.key)
    article.refresh_from_db()
    assert article.headline == "محفوظ"
    answer = client.post(address("change", article), {**back, "headline": "اكتمل", "_save": "1"})
    assert answer.status_code == 302
    assert list(article.bylines.values_list("author", flat=True)) == [author.pk, added.pk]
    assert not KeptText.objects.exists()


def test_it_keeps_a_new_story_and_throws_it_away_when_told(client: Client, journalist: User) -> None:
    client.force_login(journalist)
    values = opened(client, ADD)
    client.post(reverse("admin:articles_article_keep_new"), {**values, "headline": "خبر لم يكتمل"})
    kept = KeptText.objects.get()
    assert kept_url(kept) in client.get(ADD).content.decode()
    form = client.post(kept_url(kept), {"_resume": "1"}).content.decode()
    assert controls(form, "article_form")["headline"] == "خبر لم يكتمل"
    assert f'action="{ADD}"' in form
    client.post(kept_url(kept), {"_discard": "1"})
    assert not KeptText.objects.exists()
    assert not Article.objects.exists()


def test_it_forgets_the_kept_text_of_a_form_that_was_saved(client: Client, journalist: User) -> None:
    client.force_login(journalist)
    values = {**opened(client, ADD), "headline": "خبر", "section": str(SectionFactory().pk)}
    client.post(reverse("admin:articles_article_keep_new"), values)
    client.post(ADD, {**values, "_save": "1"})
    assert not KeptText.objects.exists()
    # One that was still on its way comes too late to be offered.
    assert client.post(reverse("admin:articles_article_keep_new"), values).status_code == 204
    assert not KeptText.objects.exists()


def test_it_forgets_a_note_that_was_on_its_way_when_it_was_saved(client: Client, editor: User) -> None:
    """It leaves no revision, by which a form that was saved is known."""
    article = ArticleFactory()
    client.force_login(editor)
    values = {**opened(client, address("change", article)), "note": "راجع الرقم"}
    assert save(client, article, values).status_code == 302
    assert client.post(address("keep", article), values).status_code == 204
    assert not KeptText.objects.exists()
    for more in ({"note": "ملاحظة أخرى"}, {"headline": "عنوان آخر"}, {"embargo_0": "2099-01-01", "embargo_1": "08:00"}):
        assert client.post(address("keep", article), values | more).status_code == 200, more
        KeptText.objects.all().delete()


def test_it_merges_a_kept_text_that_is_older_than_the_story(client: Client, editor: User) -> None:
    article = ArticleFactory(headline="أصل")
    client.force_login(editor)
    client.post(address("keep", article), {**opened(client, address("change", article)), "headline": "لي"})
    send(client, address("change", article), "article_form", headline="له")
    answer = client.post(kept_url(KeptText.objects.get()), {"_resume": "1"})
    assert answer.status_code == 409


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("writer", 200),
        (roles.EDITOR, 200),
        (roles.MANAGER, 200),
        (roles.JOURNALIST, 403),
        (roles.COMMENT_MODERATOR, 403),
        (roles.NEWSLETTER_MANAGER, 403),
        (roles.PLACEMENT_MANAGER, 403),
    ],
)
def test_it_keeps_by_role(client: Client, journalist: User, who: str, status: int) -> None:
    article = ArticleFactory(created_by=journalist, published=True)
    client.force_login(journalist if who == "writer" else member("somebody", who))
    assert client.post(address("keep", article), {"_key": "k", "_base": "0"}).status_code == status
    assert client.post(address("presence", article), {"_key": "k", "_base": "0"}).status_code == status
    assert client.get(address("keep", article)).status_code == 405
    assert client.get(address("presence", article)).status_code == 405


def test_it_shows_a_kept_text_to_nobody_else(client: Client, editor: User) -> None:
    article = ArticleFactory()
    client.force_login(editor)
    client.post(address("keep", article), {**opened(client, address("change", article)), "headline": "سر"})
    kept = KeptText.objects.get()
    client.force_login(member("zamila", roles.EDITOR))
    assert client.get(kept_url(kept)).status_code == 404
    assert client.post(kept_url(kept), {"_discard": "1"}).status_code == 404
    assert "عندك نص لم يحفظ" not in client.get(address("change", article)).content.decode()


@pytest.mark.parametrize("body", ["\0", "\ud83d", "<p>" * 500])
def test_it_keeps_whatever_was_typed(client: Client, editor: User, body: str) -> None:
    article = ArticleFactory()
    client.force_login(editor)
    body = body.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    answer = client.post(address("keep", article), {"_key": "k", "_base": "0", "body": body, "section": "x"})
    assert answer.status_code == 200
    assert client.get(kept_url(KeptText.objects.get())).status_code == 200


# --- Presence ---------------------------------------------------------------------------------------------------------


def test_it_says_who_else_has_the_story_open(client: Client, editor: User) -> None:
    article = ArticleFactory()
    other = Client()
    colleague = member("zamila", roles.EDITOR)
    User.objects.filter(pk=colleague.pk).update(name="سلمى حداد")
    other.force_login(colleague)
    client.force_login(editor)
    url = address("presence", article)

    assert client.post(url, {"_key": "mine", "_base": "0"}).json()["others"] == []
    assert "سلمى" not in str(client.post(url, {"_key": "mine", "_base": "0"}).json())
    other.post(url, {"_key": "hers", "_base": "0"})
    [said] = client.post(url, {"_key": "mine", "_base": "0"}).json()["others"]
    assert said.startswith("سلمى حداد يعمل على هذا المقال منذ")
    assert "سلمى حداد" in client.get(address("change", article)).content.decode()
    assert "لسان آخر" in client.post(url, {"_key": "second", "_base": "0"}).json()["others"][0]

    Presence.objects.filter(key="hers").update(seen_at=timezone.now() - timedelta(seconds=46))
    assert all("سلمى" not in said for said in client.post(url, {"_key": "mine", "_base": "0"}).json()["others"])
    other.post(url, {"_key": "hers", "_base": "0"})
    other.post(url, {"_key": "hers", "leaving": "1"})
    assert not Presence.objects.filter(key="hers").exists()


def test_it_says_that_somebody_saved(client: Client, editor: User) -> None:
    article = ArticleFactory()
    client.force_login(editor)
    send(client, address("change", article), "article_form", headline="أحدث")
    told = client.post(address("presence", article), {"_key": "k", "_base": "0"}).json()
    assert "حفظ" in told["newer"]
    assert client.post(address("presence", article), {"_key": "k", "_base": "1"}).json()["newer"] == ""
