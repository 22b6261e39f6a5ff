"""Every rule that the database holds for the stories and what they are filed under, each provoked by its name."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.models import (
    Article,
    Author,
    Byline,
    FrontDecision,
    InternalNote,
    Redirect,
    RedirectList,
    SearchRevision,
    Section,
    StopWord,
    Synonyms,
    Tagging,
    Topic,
    WholeWord,
)
from articles.models.taxonomy import RESERVED
from tests.articles.provoking import (
    adapt,
    change,
    choose_itself,
    choose_twice,
    choose_two_spellings,
    contain,
    correct,
    cover,
    decide,
    edition,
    file_twice,
    liken,
    live_event,
    merge_nothing,
    name,
    never_read,
    no_read_in_an_hour,
    open_twice,
    plan_event,
    planned,
    planned_twice,
    proclaim,
    redirect,
    redirect_twice,
    revise,
    rule,
    set_twice,
    show_twice,
    sign_twice,
    spell,
    tell_live,
    typed,
    typed_twice,
)
from tests.factories import ArticleFactory, AuthorFactory, SectionFactory, TopicFactory, UserFactory

pytestmark = pytest.mark.django_db


PROVOCATIONS = {
    "frontedition_number_once": lambda: [edition(state="cancelled") for _ in range(2)],
    "frontedition_one_draft": lambda: [edition(number=number) for number in (1, 2)],
    "frontedition_state_is_known": lambda: edition(state="lost"),
    "frontedition_published_has_a_time": change(edition, state="published"),
    "frontcontainer_kind_is_known": contain(kind="carousel"),
    "frontcontainer_rule_is_known": contain(rule="random"),
    "frontcontainer_section_with_its_rule": contain(rule="section"),
    "frontcontainer_length_is_modest": contain(length=13),
    "frontslot_story_once_per_edition": set_twice,
    "frontdecision_verb_is_known": lambda: FrontDecision.objects.create(edition=edition(), verb="burn"),
    "article_has_a_headline": change(ArticleFactory, headline=""),
    "article_status_is_known": change(ArticleFactory, status="lost"),
    "article_kind_is_known": change(ArticleFactory, kind="rumour"),
    "article_published_has_a_time": change(ArticleFactory, status="published"),
    "article_waits_for_its_embargo": change(
        lambda: ArticleFactory(published=True), embargoed_until=timezone.now() + timedelta(hours=1)
    ),
    "article_embargo_is_of_our_age": change(ArticleFactory, embargoed_until=datetime(206, 11, 22, tzinfo=UTC)),
    "article_erased_says_nothing": change(ArticleFactory, erased_at=timezone.now()),
    "article_time_is_of_our_age": change(ArticleFactory, published_at=datetime(206, 11, 22, tzinfo=UTC)),
    "article_update_has_a_note": change(
        lambda: ArticleFactory(published=True), updated_at=timezone.now() + timedelta(hours=1)
    ),
    "byline_once_per_article": sign_twice,
    "tagging_once_per_article": file_twice,
    "illustration_once_per_article": show_twice,
    "correction_kind_is_known": correct(kind="lie"),
    "correction_says_something": correct(text=""),
    "correction_separates_two_revisions": correct(before=3, after=2),
    "correction_withdrawn_says_who_and_why": correct(withdrawn_at=timezone.now()),
    "correction_told_once": correct(times=2),
    "decision_verb_is_known": decide("burn"),
    "decision_names_who_has_the_story": decide("take"),
    "decision_about_a_time_names_it": decide("schedule"),
    "decision_of_weight_has_a_reason": decide("erase"),
    "internalnote_says_something": lambda: InternalNote.objects.bulk_create(
        [InternalNote(article=ArticleFactory(), by=UserFactory(), text="")]
    ),
    "breaking_says_something": proclaim(text=""),
    "breaking_lasts_a_day_at_most": proclaim(expires_at=timezone.now() + timedelta(hours=25)),
    "breaking_ends_in_its_time": proclaim(ended_at=timezone.now() + timedelta(hours=2)),
    "breaking_ended_by_names_when": lambda: proclaim(ended_by=UserFactory())(),
    "breaking_one_at_a_time": proclaim(times=2),
    "coverage_closes_with_a_summary": cover(closed_at=timezone.now() + timedelta(hours=1)),
    "liveentry_says_something": tell_live(headline=""),
    "liveentry_key_has_a_headline": tell_live(headline="", body="<p>نص</p>", is_key=True),
    "liveentry_pinned_is_shown": tell_live(is_pinned=True, withdrawn_at=timezone.now()),
    "liveentry_once_per_form": tell_live(times=2, key="a"),
    "liveentry_one_on_top": tell_live(times=2, is_pinned=True),
    "liveevent_is_about_an_entry_or_all": live_event("post"),
    "redirect_once_per_address": redirect_twice,
    "redirect_has_a_key": redirect(key=""),
    "redirect_leads_to_one_place": redirect(path=""),
    "redirect_stays_on_the_site": redirect(path="//evil.example/"),
    "redirect_origin_is_known": redirect(origin="rumour"),
    "redirect_list_is_dropped_when_imported": lambda: RedirectList.objects.create(
        name="قديم.csv", text="/a,/b", imported_at=timezone.now()
    ),
    "section_has_a_name": change(SectionFactory, name=""),
    "section_has_a_slug": change(SectionFactory, slug=""),
    "section_slug_is_free": change(SectionFactory, slug="admin"),
    "topic_has_a_name": change(TopicFactory, name=""),
    "topic_has_a_slug": change(TopicFactory, slug=""),
    "readership_was_read": never_read,
    "hourofreads_was_read": no_read_in_an_hour,
    "relatedchoice_once_per_article": choose_twice,
    "relatedchoice_is_another_article": choose_itself,
    "likeness_weighs_each_term": change(liken, weights=[1, 2]),
    "likeness_scores_each_neighbour": change(liken, nearest=[1]),
    "topicmerge_names_a_topic": merge_nothing,
    "author_has_a_name": change(AuthorFactory, name=""),
    "author_has_a_slug": change(AuthorFactory, slug=""),
    "synonyms_has_terms": change(lambda: Synonyms.objects.create(terms="غوغل\nجوجل"), terms=""),
    "whole_word_has_a_word": change(lambda: WholeWord.objects.create(word="لبنان"), word=""),
    "stop_word_has_a_word": change(lambda: StopWord.objects.create(word="عاجل"), word=""),
    "style_rule_finds_something": rule(find=""),
    "style_rule_changes_something": rule(prefer="حوالي"),
    "style_rule_matching_is_known": rule(matching="guess"),
    "name_has_a_spelling": change(name, chosen=""),
    "name_kind_is_known": change(name, kind="star"),
    "name_spelling_once": spell({}, {}),
    "name_spelling_has_letters": spell({"key": ""}),
    "name_spelling_chosen_once": choose_two_spellings,
    "revision_number_once_per_article": revise(1, 1),
    "revision_restores_an_older_one": revise(1, restored=1),
    "kepttext_once_per_open_form": typed_twice,
    "kepttext_has_a_key": typed(key=""),
    "presence_once_per_open_form": open_twice,
    "plannedstory_has_a_title": planned(title=""),
    "plannedstory_state_is_known": planned(state="lost"),
    "plannedstory_kind_is_known": planned(kind="rumour"),
    "plannedstory_state_says_who_writes": planned(state="assigned"),
    "plannedstory_day_is_of_our_age": planned(day=date(206, 11, 22)),
    "plannedstory_once_per_article": planned_twice,
    "planevent_verb_is_known": plan_event("burn"),
    "planevent_assigns_somebody": plan_event("assign"),
    "source_kind_is_known": adapt(kind="theft"),
    "source_names_its_outlet": adapt(outlet=""),
    "source_link_is_of_the_web": adapt(url="javascript:alert(1)"),
    "source_language_is_known": adapt(language="xx"),
    "source_translated_is_not_arabic": adapt(language="ar", kind="translation"),
    "source_day_is_of_print": adapt(published_on=date(206, 11, 22)),
    "search_revision_is_one_row": lambda: SearchRevision.objects.create(pk=2),
}


@pytest.mark.parametrize("name", PROVOCATIONS)
def test_it_is_refused_by_the_database(name: str) -> None:
    with pytest.raises(IntegrityError, match=f'"{name}"'), transaction.atomic():
        PROVOCATIONS[name]()


def test_it_provokes_every_constraint_there_is() -> None:
    named = {c.name for model in apps.get_app_config("articles").get_models() for c in model._meta.constraints}
    assert named == set(PROVOCATIONS)


@pytest.mark.parametrize(
    "path", ["//evil.example/", "/\\evil.example/", "latest/", "https://evil.example/", "/a\nb", "/a\\b", "\n/a"]
)
def test_it_leads_to_no_other_site(path: str) -> None:
    with pytest.raises(IntegrityError, match="redirect_stays_on_the_site"), transaction.atomic():
        redirect(path=path)()


@pytest.mark.parametrize("path", ["/", "/latest/", "/search/?q=مياه", "/pages/من-نحن/"])
def test_it_leads_to_the_paths_of_this_site(path: str) -> None:
    redirect(path=path)()

    assert Redirect.objects.get().path == path


def test_it_leads_to_two_places_at_once_never() -> None:
    with pytest.raises(IntegrityError, match="redirect_leads_to_one_place"), transaction.atomic():
        redirect(topic=TopicFactory())()
    with pytest.raises(IntegrityError, match="redirect_leads_to_one_place"), transaction.atomic():
        redirect(path="", topic=TopicFactory(), section=SectionFactory())()


@pytest.mark.parametrize("slug", RESERVED)
def test_it_keeps_the_sites_own_words_free_of_sections(slug: str) -> None:
    with pytest.raises(IntegrityError, match="section_slug_is_free"), transaction.atomic():
        change(SectionFactory, slug=slug)()


@pytest.mark.parametrize("slug", ["2026", "7"])
def test_it_keeps_the_short_links_free_of_sections(slug: str) -> None:
    with pytest.raises(IntegrityError, match="section_slug_is_free"), transaction.atomic():
        change(SectionFactory, slug=slug)()


def test_it_dates_no_update_before_the_publication() -> None:
    article = ArticleFactory(published=True)
    early = article.published_at - timedelta(minutes=1)
    with pytest.raises(IntegrityError, match="article_update_has_a_note"), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(updated_at=early, update_note="صحح الرقم")


@pytest.mark.parametrize("model", [Section, Topic])
def test_it_holds_one_name_in_all_its_spellings(model: type) -> None:
    model.objects.create(name="الجزائر", slug="one")
    with pytest.raises(IntegrityError, match="name_key"), transaction.atomic():
        model.objects.create(name="الجـزائر\u200f", slug="two")


@pytest.mark.parametrize("factory", [SectionFactory, TopicFactory, AuthorFactory])
def test_it_keeps_what_stories_are_filed_under(factory: type) -> None:
    row = factory()
    article = ArticleFactory(**({"section": row} if isinstance(row, Section) else {}))
    if isinstance(row, Topic):
        Tagging.objects.create(article=article, topic=row)
    if isinstance(row, Author):
        Byline.objects.create(article=article, author=row)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.delete()
