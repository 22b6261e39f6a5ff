"""What happens to a comment that a reader sends."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from articles.models import Article
from comments import posting
from comments.forms import CommentForm
from comments.models import Comment, Contact, Decision, Notice, Policy
from comments.models.comment import LONGEST_TEXT
from newsroom.models import Identity
from tests.articles.markup import Element, Markup
from tests.factories import ArticleFactory, CommentFactory, UserFactory

pytestmark = pytest.mark.django_db

WORDS = {"author_name": "نادية بن يوسف", "email": "Nadia@Example.org", "text": "مقال مفيد، شكرا لكم."}
OURS = {"sec-fetch-site": "same-origin", "user-agent": "Mozilla/5.0 (Test)"}


@pytest.fixture
def article() -> Article:
    return ArticleFactory(published=True)


def send(client: Client, article: Article, **typed: object) -> HttpResponse:
    return client.post(f"/comments/on/{article.pk}/", {**WORDS, **typed}, headers=OURS)


def page(response: HttpResponse) -> Markup:
    assert response.headers["Cache-Control"] == "private, no-store"
    assert not response.cookies
    return Markup(response.content.decode())


def kept(response: HttpResponse) -> dict[str, str]:
    """What stands in the form of an answer."""
    return {e["name"]: e.words.removeprefix("\n") if e.tag == "textarea" else e.get("value") for e in fields(response)}


def fields(response: HttpResponse) -> list[Element]:
    """The fields of the form for comments, which is not the only one of the page."""
    found = page(response)
    every = [e for e in found.all("input") + found.all("textarea") if e.get("name")]
    return [e for e in every if any(parent.get("id") == "comment" for parent in e.parents)]


def complaints(response: HttpResponse) -> str:
    found = page(response)
    summary = found.one("div", "form-errors")
    assert summary["id"] == "comment-errors"
    assert summary["role"] == "alert"
    assert "autofocus" in summary.attributes
    return summary.words


def test_it_keeps_the_comment_and_apart_from_it_who_wrote_it(client: Client, article: Article) -> None:
    response = send(client, article)

    assert response.status_code == 303
    assert response.headers["Location"] == f"{article.get_absolute_url()}#comment-received"
    assert response.headers["Cache-Control"] == "private, no-store"
    comment, contact = Comment.objects.get(), Contact.objects.get()
    assert (comment.article, comment.author_name, comment.text) == (article, WORDS["author_name"], WORDS["text"])
    assert (comment.status, comment.parent, comment.path) == ("pending", None, [comment.pk])
    assert (contact.comment, contact.email, contact.email_key) == (comment, "Nadia@example.org", "nadia@example.org")
    assert (contact.source, contact.agent) == ("127.0.0.1", "Mozilla/5.0 (Test)")
    assert contact.submission


def test_it_keeps_an_answer_under_what_it_answers(client: Client, article: Article) -> None:
    root = CommentFactory(article=article, approved=True)

    response = send(client, article, parent=root.pk)

    assert response.headers["Location"] == f"{article.get_absolute_url()}#comment-received"
    answer = Comment.objects.get(parent=root)
    assert answer.path == [root.pk, answer.pk]


@pytest.mark.parametrize("missing", ["author_name", "email", "text"])
@pytest.mark.parametrize("empty", ["", "   ", "\u200f\u200b"])
def test_it_asks_for_what_is_missing(client: Client, article: Article, missing: str, empty: str) -> None:
    response = send(client, article, **{missing: empty})

    assert response.status_code == 422
    assert not Comment.objects.exists()
    assert "هذا الحقل إلزامي." in complaints(response) or missing == "email"
    found = page(response)
    (field,) = [e for e in fields(response) if e["name"] == missing]
    assert field["aria-invalid"] == "true"
    assert field["aria-describedby"].split()[-1] in [e.get("id") for e in found.elements]
    assert {name: value for name, value in kept(response).items() if name in WORDS and name != missing} == {
        name: value for name, value in WORDS.items() if name != missing
    }
    assert article.get_absolute_url() in [e.get("href") for e in found.all("a")]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("الإدارة", "محجوز"),
        ("الادارَة", "محجوز"),
        ("ا ل إ د ا ر ة", "محجوز"),
        ("المحيط الإخباري", "محجوز"),
        ("Admin", "محجوز"),
        ("أمينة بن علي", "محجوز"),
        ("mushrifa", "محجوز"),
        ("😀😀", "بالحروف"),
        ("<b>علي</b>", "بالحروف"),
        ("...", "بالحروف"),
        ("аdmin", "أبجديتين"),
        ("ا" * 61, "طويل"),
    ],
)
def test_it_refuses_a_name_that_is_none_or_not_ones_own(
    client: Client, article: Article, name: str, words: str
) -> None:
    UserFactory(username="muharrir", name="أمينة بن علي")
    UserFactory(username="mushrifa", name="")

    response = send(client, article, author_name=name)

    assert response.status_code == 422
    assert words in complaints(response)
    assert kept(response)["author_name"] == name
    assert not Comment.objects.exists()


def test_the_sites_own_name_is_its_own(client: Client, article: Article) -> None:
    Identity.objects.update(name="صوت الهضاب")

    assert send(client, article, author_name="صَوت الهضاب").status_code == 422


@pytest.mark.parametrize("name", ["M'hamed", "Jean-Luc", "عبد الرحمن", "مديرة المدرسة", "أبو بكر 2"])
def test_it_takes_other_names(client: Client, article: Article, name: str) -> None:
    assert send(client, article, author_name=name).status_code == 303
    assert Comment.objects.get().author_name == name


def test_a_name_is_stored_without_what_turns_a_line(client: Client, article: Article) -> None:
    send(client, article, author_name="\u202eعلي\u2066 بن\u200f" + "\u064e" * 500 + " عمر")

    assert Comment.objects.get().author_name == "علي بن\u064e\u064e عمر"


def test_a_text_is_stored_without_towers(client: Client, article: Article) -> None:
    send(client, article, text="سلا\u202eم" + "\u0301" * 500)

    assert Comment.objects.get().text == "سلام" + "\u0301" * 3


@pytest.mark.parametrize("text", ["ا" * (LONGEST_TEXT + 1), "كلمة " * 6_400])
def test_it_refuses_too_long_a_text_and_keeps_it(client: Client, article: Article, text: str) -> None:
    response = send(client, article, text=text)

    assert response.status_code == 422
    assert "طويل" in complaints(response)
    assert kept(response)["text"] == text


@pytest.mark.parametrize("body", [b"text=a%00b", b"text=%ED%A0%80", b"text=%ff"])
def test_it_says_what_it_cannot_read(client: Client, article: Article, body: bytes) -> None:
    response = client.post(
        f"/comments/on/{article.pk}/", body, content_type="application/x-www-form-urlencoded", headers=OURS
    )

    assert response.status_code == 400
    assert "تالف" in page(response).one("body").words
    assert not Comment.objects.exists()


def test_the_same_form_again_is_the_same_comment(client: Client, article: Article) -> None:
    first, second = send(client, article), send(client, article)

    assert (first.status_code, first.headers["Location"]) == (second.status_code, second.headers["Location"])
    assert Comment.objects.count() == Contact.objects.count() == 1
    assert send(client, article, text="كلام آخر").status_code == 303
    assert Comment.objects.count() == 2


def test_a_form_with_its_number_is_one_from_whatever_network(client: Client, article: Article) -> None:
    typed = {**WORDS, "instance": "00000000-0000-4000-8000-000000000001"}
    for source in ("192.0.2.1", "198.51.100.1"):
        client.post(f"/comments/on/{article.pk}/", typed, headers=OURS, REMOTE_ADDR=source)

    assert Comment.objects.count() == 1


def test_two_forms_of_a_script_are_two_comments(client: Client, article: Article) -> None:
    for n in (1, 2):
        assert send(client, article, instance=f"00000000-0000-4000-8000-00000000000{n}").status_code == 303

    assert Comment.objects.count() == 2


def test_a_form_sent_again_is_no_more_for_the_limit(client: Client, article: Article) -> None:
    for n in range(5):
        assert send(client, article, text=f"تعليق {n}").status_code == 303
        assert send(client, article, text=f"تعليق {n}").status_code == 303


def test_it_takes_five_of_a_source_on_a_story(client: Client, article: Article) -> None:
    for n in range(5):
        assert send(client, article, text=f"تعليق {n}").status_code == 303

    response = send(client, article, text="تعليق سادس")

    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) > 0
    assert "أرسله من جديد" in complaints(response)
    assert kept(response)["text"] == "تعليق سادس"
    assert Comment.objects.count() == 5
    assert send(client, ArticleFactory(published=True)).status_code == 303
    elsewhere = client.post(f"/comments/on/{article.pk}/", WORDS, headers=OURS, REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 303


def test_mistakes_do_not_count_for_the_limit(client: Client, article: Article) -> None:
    for _ in range(8):
        assert send(client, article, text="").status_code == 422

    assert send(client, article).status_code == 303


@pytest.mark.parametrize("way", ["by hand", "by age"])
def test_a_closed_story_takes_none_and_loses_no_word(client: Client, article: Article, way: str) -> None:
    if way == "by hand":
        Article.objects.filter(pk=article.pk).update(allows_comments=False)
    else:
        Article.objects.filter(pk=article.pk).update(published_at=timezone.now() - timedelta(days=31))

    response = send(client, article)

    assert response.status_code == 403
    assert WORDS["text"] in page(response).one("main").words
    assert article.headline in page(response).one("main").words
    assert not Comment.objects.exists()


@pytest.mark.parametrize("status", ["draft", "withdrawn", None])
def test_a_story_that_nobody_may_read_takes_none(client: Client, article: Article, status: str | None) -> None:
    Article.objects.filter(pk=article.pk).update(status=status or "published")
    if status is None:
        Article.objects.filter(pk=article.pk).update(published_at=timezone.now() + timedelta(hours=1))

    response = send(client, article)
    nowhere = client.post("/comments/on/9999999/", WORDS, headers=OURS)

    assert response.status_code == nowhere.status_code == 404
    assert response.content == nowhere.content
    assert WORDS["text"] in page(response).one("main").words
    assert not Comment.objects.exists()


@pytest.mark.parametrize("status", ["pending", "rejected", "spam", "elsewhere", "nowhere"])
def test_it_answers_public_comments_of_the_same_story_only(client: Client, article: Article, status: str) -> None:
    if status == "elsewhere":
        parent = CommentFactory(approved=True).pk
    elif status == "nowhere":
        parent = 9_999_999
    else:
        parent = CommentFactory(article=article, status=status).pk
    before = Comment.objects.count()

    response = send(client, article, parent=parent)

    assert response.status_code == 422
    assert "لم يعد منشورا" in complaints(response)
    assert kept(response)["text"] == WORDS["text"]
    assert kept(response)["parent"] == ""
    assert Comment.objects.count() == before


@pytest.mark.parametrize("parent", ["x", "-1", "1" * 30, "٣", "0"])
def test_a_parent_that_is_no_number_is_none(client: Client, article: Article, parent: str) -> None:
    assert send(client, article, parent=parent).status_code == 303
    assert Comment.objects.get().parent is None


def test_an_error_shows_what_is_answered(client: Client, article: Article) -> None:
    root = CommentFactory(article=article, approved=True, text="ما رأيكم؟")

    response = send(client, article, parent=root.pk, text="")

    assert "ما رأيكم؟" in page(response).one("div", "comment").words
    assert kept(response)["parent"] == str(root.pk)


def test_where_the_policy_says_so_it_is_shown_at_once(client: Client, article: Article) -> None:
    waiting = send(client, article)
    Policy.objects.update(moderation="when_held")

    shown = send(client, article, text="تعليق آخر")

    assert (shown.status_code, shown.headers["Location"]) == (waiting.status_code, waiting.headers["Location"])
    comment = Comment.objects.get(text="تعليق آخر")
    assert comment.status == "approved"
    (decision,) = Decision.objects.all()
    assert (decision.comment, decision.verb, decision.by) == (comment, "approve", None)


def test_the_rules_judge_it_and_what_they_found_is_kept(client: Client, article: Article) -> None:
    Policy.objects.update(moderation="when_held")

    response = send(
        client, article, text="اشتروا من http://a.example و http://b.example و http://c.example", details="x"
    )

    assert response.status_code == 303
    comment = Comment.objects.get()
    assert comment.status == "pending"
    findings = comment.findings.all()
    assert {finding.rule for finding in findings} >= {"trap"}
    assert comment.points == sum(finding.points for finding in findings) > 0
    assert comment.text_key


def test_who_asks_for_replies_is_owed_a_letter(client: Client, article: Article) -> None:
    send(client, article)
    assert not Notice.objects.exists()

    send(client, article, text="تعليق آخر", wants_replies="on")

    comment = Comment.objects.get(text="تعليق آخر")
    assert Contact.objects.get(comment=comment).wants_replies
    assert [(notice.kind, notice.comment) for notice in Notice.objects.all()] == [("confirm", comment)]


def test_the_scripts_measure_reaches_the_rules(client: Client, article: Article) -> None:
    for elapsed, seconds in (("12500", 12.5), ("", None), ("x", None), ("0", None)):
        form = CommentForm({**WORDS, "elapsed": elapsed})
        assert form.is_valid()
        request = RequestFactory().post("/", REMOTE_ADDR="192.0.2.1")
        assert posting.submission_of(request, form, article.pk, None).elapsed == seconds


def test_nothing_is_half_stored(client: Client, article: Article) -> None:
    """What fails after the claim takes the claim with it: the reader can send it again."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE comments_comment ADD CONSTRAINT refuse_all CHECK (author_name = '') NOT VALID")
    with pytest.raises(IntegrityError), transaction.atomic():
        send(client, article)
    assert not Contact.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE comments_comment DROP CONSTRAINT refuse_all")
    assert send(client, article).status_code == 303


def test_a_page_of_another_site_may_not_send_it(client: Client, article: Article) -> None:
    response = client.post(f"/comments/on/{article.pk}/", WORDS, headers={"sec-fetch-site": "cross-site"})

    assert response.status_code == 403
    assert not Comment.objects.exists()


def test_who_says_not_where_it_comes_from_confirms(client: Client, article: Article) -> None:
    response = client.post(f"/comments/on/{article.pk}/", WORDS)

    assert response.status_code == 409
    assert WORDS["text"] in page(response).one("main").words
    fields = {e["name"]: e.get("value") for e in page(response).all("input") if e.get("name")}
    assert client.post(f"/comments/on/{article.pk}/", fields).status_code == 303
    assert Comment.objects.count() == 1


def test_no_address_is_in_any_answer(client: Client, article: Article) -> None:
    canary = "kanari-7f3@example.org"
    answers = [send(client, article, email=canary), send(client, article, email=canary)]
    Comment.objects.get().approve(None)
    answers += [client.get(address) for address in (article.get_absolute_url(), "/comments/feed/")]
    answers += [client.get(f"/comments/{Comment.objects.get().pk}/{tail}") for tail in ("", "reply/")]

    for answer in answers:
        assert b"kanari" not in answer.content
        assert "kanari" not in str(answer.headers)
