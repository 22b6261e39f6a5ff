"""What is said about a story while it is written: head, pictures, links, the house's words."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.admin.forms import AIMS
from articles.checking import LONG_HEADLINE, Draft, asked_about, draft_of, examine
from articles.models import Article, NameSpelling, RegisteredName, StyleRule
from pictures.models import Picture
from tests.factories import ArticleFactory, PictureFactory

pytestmark = pytest.mark.django_db


def codes(body: str = "", **lines: str) -> list[str]:
    return [finding.code for finding in examine(Draft({"headline": "خبر", "standfirst": "مقدمة", **lines}, body))]


def test_it_says_nothing_about_a_good_story() -> None:
    assert codes("<p>وصلت السفينة «الأمل» فجرا.</p>") == []


def test_it_looks_at_the_head() -> None:
    assert codes(headline="ا" * 91) == ["long_headline"]
    assert codes(headline="اَ" * 90) == []
    assert codes(standfirst=" ") == ["no_standfirst"]
    assert AIMS["headline"] == LONG_HEADLINE


def test_it_reads_every_field_in_the_order_of_the_form() -> None:
    draft = Draft({"headline": "قال, ثم", "standfirst": "قال  ثم", "picture_caption": "قال ، ثم"}, "<p>قال و ثم</p>")
    assert [(f.field, f.code) for f in examine(draft)] == [
        ("headline", "mixed_commas"),
        ("standfirst", "spaces"),
        ("body", "detached_waw"),
        ("picture_caption", "space_before"),
    ]


@pytest.mark.parametrize("alt", ["IMG_2041", "photo-12.jpg", "…", "1234"])
def test_it_finds_a_picture_whose_text_says_nothing(alt: str) -> None:
    picture = PictureFactory(alt=alt)
    body = f'<figure><img src="/media/a.webp" alt="{alt}" data-file="{picture.pk}"></figure>'

    assert codes(body) == ["no_alt"]
    draft = Draft({"headline": "خبر", "standfirst": "م"}, picture=str(picture.pk))
    assert [(f.code, f.field, f.card) for f in examine(draft)] == [("no_alt", "picture", f"picture:{picture.pk}")]


def test_it_finds_a_picture_that_left_the_library() -> None:
    picture = PictureFactory()
    body = f'<figure><img src="/media/a.webp" alt="" data-file="{picture.pk}"></figure>'
    assert codes(body) == []
    Picture.objects.all().delete()
    assert codes(body) == ["lost_picture"]


def test_it_finds_links_that_readers_cannot_open() -> None:
    public, draft, withdrawn = ArticleFactory(published=True), ArticleFactory(headline="مسودة"), ArticleFactory()
    Article.objects.filter(pk=withdrawn.pk).update(status="withdrawn")
    later = ArticleFactory(published=True)
    Article.objects.filter(pk=later.pk).update(published_at=timezone.now() + timedelta(hours=2))

    def said(body: str) -> list[tuple[str, str]]:
        return [(f.code, f.card or f.text) for f in examine(Draft({"headline": "خ", "standfirst": "م"}, body))]

    assert (
        said(f'<p><a href="{public.get_absolute_url()}">خبر</a> <a href="https://example.com/9/">خارجي</a></p>') == []
    )
    assert said(f'<p>انظر <a href="/{draft.pk}/">هذا</a></p>') == [("hidden_story", "هذا")]
    assert said(f'<p>انظر <a href="{later.get_absolute_url()}">غدا</a></p>') == [("hidden_story", "غدا")]
    assert said(f'<aside data-article="{withdrawn.pk}"><a href="/x/">قديم</a></aside>') == [
        ("hidden_story", f"story:{withdrawn.pk}")
    ]
    assert said('<p><a href="/999999/">لا شيء</a></p>') == [("lost_story", "لا شيء")]
    assert said('<p><a href="/topics/">مواضيع</a> <a href="/about/">من نحن</a></p>') == []


def test_it_lets_a_story_lead_to_itself() -> None:
    article = ArticleFactory(standfirst="م")
    article.body = f'<p><a href="/{article.pk}/">هنا</a></p>'
    assert examine(draft_of(article)) == []


def test_it_reads_the_rules_and_the_names_of_the_house() -> None:
    StyleRule.objects.create(find="شئون", prefer="شؤون", reason="رسم الهمزة")
    RegisteredName.objects.create(chosen="غوغل", rejected="جوجل\nقوقل", latin="Google", kind="organisation")

    found = examine(Draft({"headline": "شئون لغوغل ولجوجل", "standfirst": "م"}))
    assert [(f.code, f.text, f.suggestion) for f in found] == [
        ("wording", "شئون", "شؤون"),
        ("name", "ولجوجل", "ولغوغل"),
    ]


def test_it_asks_about_what_readers_would_miss_only() -> None:
    findings = examine(Draft({"headline": "قال, ثم"}, '<p><a href="/999999/">لا شيء</a></p>'))
    assert {f.code for f in findings} == {"latin_comma", "no_standfirst", "lost_story"}
    assert {f.code for f in asked_about(findings)} == {"lost_story"}


def test_it_makes_three_queries_however_much_there_is() -> None:
    stories, pictures = [ArticleFactory() for _ in range(5)], [PictureFactory() for _ in range(5)]
    for number in range(20):
        RegisteredName.objects.create(chosen=f"معتمد{number}", rejected=f"مرفوض{number}")
    body = "".join(f'<p><a href="/{story.pk}/">رابط</a></p>' for story in stories)
    body += "".join(f'<figure><img src="/media/a" alt="" data-file="{p.pk}"></figure>' for p in pictures)

    with CaptureQueriesContext(connection) as queries:
        examine(Draft({"headline": "خ"}, body, str(pictures[0].pk)))
    assert len(queries) == 3  # rules and spellings, pictures, stories

    with CaptureQueriesContext(connection) as queries:
        examine(Draft({"headline": "خ"}, "<p>نص</p>"))
    assert len(queries) == 1


# --- The register ---------------------------------------------------------------------------------------------------


def test_it_keeps_each_spelling_once_in_the_register() -> None:
    google = RegisteredName.objects.create(chosen="غوغل", rejected="جوجل\nجُوجل\n قوقل ")
    assert google.rejected == "جوجل\nقوقل"
    assert set(NameSpelling.objects.values_list("text", "is_chosen")) == {
        ("غوغل", True),
        ("جوجل", False),
        ("قوقل", False),
    }

    for twice in ({"chosen": "آخر", "rejected": "جوجل"}, {"chosen": "جوجل"}, {"chosen": "غوغل"}):
        with pytest.raises(IntegrityError, match="name_spelling_once"), transaction.atomic():
            RegisteredName.objects.create(**twice)
    with pytest.raises(IntegrityError, match="name_spelling_once"), transaction.atomic():
        RegisteredName.objects.create(chosen="ميتا", rejected="ميتا")


def test_it_frees_the_spellings_of_a_name_that_changed_or_went() -> None:
    name = RegisteredName.objects.create(chosen="غوغل", rejected="جوجل")
    name.rejected = "قوقل"
    name.save()
    other = RegisteredName.objects.create(chosen="جوجل")
    other.delete()
    assert set(NameSpelling.objects.values_list("text", flat=True)) == {"غوغل", "قوقل"}


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("name_has_a_spelling", {"chosen": "\u200f"}),
        ("name_kind_is_known", {"chosen": "اسم", "kind": "place"}),
    ],
)
def test_it_refuses_what_is_no_name(constraint: str, values: dict[str, str]) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        RegisteredName.objects.create(**values)


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("name_spelling_chosen_once", {"text": "آخر", "key": "اخر", "is_chosen": True}),
        ("name_spelling_has_letters", {"text": "آخر", "key": "", "is_chosen": False}),
    ],
)
def test_it_refuses_a_wrong_spelling(constraint: str, values: dict[str, object]) -> None:
    name = RegisteredName.objects.create(chosen="غوغل")
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        NameSpelling.objects.create(name=name, **values)


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("style_rule_finds_something", {"find": " ", "prefer": "بدل"}),
        ("style_rule_changes_something", {"find": "شؤون", "prefer": "شؤون"}),
        ("style_rule_matching_is_known", {"find": "شئون", "matching": "some"}),
        ("key", {"find": "تكررت"}),
    ],
)
def test_it_refuses_a_wrong_rule(constraint: str, values: dict[str, str]) -> None:
    StyleRule.objects.create(find="تَكررت")
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        StyleRule.objects.create(**values)
