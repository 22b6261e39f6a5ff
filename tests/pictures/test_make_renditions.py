"""Renditions made outside the request: the worker's task, its safety net, and the command."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from pictures import renditions, tasks
from pictures.models import Picture
from pictures.uploads import add_picture
from tests.factories import jpeg
from tests.pictures.files import upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture() -> Picture:
    return add_picture(upload(jpeg(500, 300)), alt="ميناء")


def age(picture: Picture, minutes: int) -> None:
    Picture.objects.filter(pk=picture.pk).update(created_at=timezone.now() - timedelta(minutes=minutes))


def missing(picture: Picture) -> set[str]:
    return renditions.missing(picture.digest, picture.width, renditions.ALL)


def test_it_makes_avif(picture: Picture) -> None:
    tasks.make_avif(picture_id=picture.pk)

    picture.refresh_from_db()
    assert picture.has_avif
    assert not missing(picture)


def test_it_may_run_twice(picture: Picture) -> None:
    tasks.make_avif(picture_id=picture.pk)
    Path(picture.file.path).unlink()

    tasks.make_avif(picture_id=picture.pk)


def test_it_forgets_a_picture_that_is_gone() -> None:
    tasks.make_avif(picture_id=1_000_000)


def test_it_finds_pictures_whose_job_was_lost(picture: Picture) -> None:
    fresh = add_picture(upload(jpeg(501, 300)), alt="ميناء")
    age(picture, 11)

    tasks.make_missing_avif(timestamp=0)

    assert list(Picture.objects.filter(has_avif=True)) == [picture]
    assert missing(fresh)


def test_it_does_not_stop_at_a_broken_original(picture: Picture, caplog: pytest.LogCaptureFixture) -> None:
    second = add_picture(upload(jpeg(501, 300)), alt="ميناء")
    Path(picture.file.path).unlink()
    age(picture, 11)
    age(second, 11)

    tasks.make_missing_avif(timestamp=0)

    assert list(Picture.objects.filter(has_avif=True)) == [second]
    assert f"picture {picture.pk}" in caplog.text


def test_it_makes_everything_that_is_missing_by_command(picture: Picture) -> None:
    renditions.remove(picture.digest, picture.width)
    out = StringIO()

    call_command("make_renditions", stdout=out)

    assert out.getvalue() == "5 files made.\n"
    assert not missing(picture)


def test_it_can_leave_avif_to_the_worker(picture: Picture) -> None:
    renditions.remove(picture.digest, picture.width)

    call_command("make_renditions", "--without-avif", stdout=StringIO())

    picture.refresh_from_db()
    assert not picture.has_avif
    assert len(missing(picture)) == 2


def test_it_says_which_original_is_broken(picture: Picture) -> None:
    second = add_picture(upload(jpeg(501, 300)), alt="ميناء")
    Path(picture.file.path).write_bytes(b"broken")
    errors = StringIO()

    with pytest.raises(CommandError, match="1 pictures could not be read"):
        call_command("make_renditions", stdout=StringIO(), stderr=errors)

    assert f"Picture {picture.pk}" in errors.getvalue()
    assert not missing(second)
