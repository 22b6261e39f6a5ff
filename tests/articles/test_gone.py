"""The address of a story that left the readers says so; of what they never saw it says nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article, LiveCoverage, Redirect
from newsroom.models import User
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db

Status = Article.Status


def addresses(story: Article) -> list[str]:
    whole = story.get_absolute_url()
    start = f"/{whole.split('/')[1]}/{story.pk}/"
    others = (f"/other/{story.pk}/x/", f"/{story.pk}/", f"/{story.pk}", f"/share/{story.pk}.jpg", f"/{story.pk}/live/")
    return [whole, start, f"{start}old-words", *others]


def answers(client: Client, story: Article) -> set[int]:
    return {client.get(address).status_code for address in addresses(story)}


def test_a_withdrawn_story_is_gone(client: Client, editor: User) -> None:
    story = ArticleFactory(published=True)
    story.withdraw(editor, "خطأ")
    assert answers(client, story) == {410}
    answer = client.get(story.get_absolute_url())
    assert "أزيل هذا المقال" in answer.content.decode()
    assert story.headline not in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"
    assert client.head(story.get_absolute_url()).status_code == 410


def test_it_is_gone_while_it_is_written_anew_and_back_when_published(client: Client, editor: User) -> None:
    story = ArticleFactory(published=True)
    story.withdraw(editor, "خطأ")
    story.send_back(editor, "أصلحه")
    assert client.get(story.get_absolute_url()).status_code == 410
    story.publish(editor)
    assert client.get(story.get_absolute_url()).status_code == 200


def test_an_erased_story_is_gone_for_ever(client: Client, editor: User) -> None:
    story = ArticleFactory(published=True)
    LiveCoverage.open(story, editor)
    before = addresses(story)
    story.withdraw(editor, "خطأ")
    story.erase(editor, "حكم")
    assert {client.get(address).status_code for address in before} == {410}
    assert not story.publish(editor)


def test_what_nobody_saw_is_unknown(client: Client, editor: User) -> None:
    """Byte for byte as what there never was."""
    unknown = client.get("/world/999999/").content
    scheduled = ArticleFactory(status=Status.PUBLISHED, published_at=timezone.now() + timedelta(hours=1))
    draft, withdrawn_before = (
        ArticleFactory(),
        ArticleFactory(status=Status.PUBLISHED, published_at=timezone.now() + timedelta(hours=1)),
    )
    withdrawn_before.withdraw(editor, "لم يظهر قط")
    for story in (draft, scheduled, withdrawn_before):
        assert answers(client, story) == {404}
        assert client.get(story.get_absolute_url()).content == unknown


def test_a_redirect_that_somebody_entered_goes_first(client: Client, editor: User) -> None:
    story = ArticleFactory(published=True)
    Redirect.objects.create(address=story.get_absolute_url(), path="/latest/")
    story.withdraw(editor, "خطأ")
    assert client.get(story.get_absolute_url()).status_code == 301
