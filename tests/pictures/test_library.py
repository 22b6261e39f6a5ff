"""Files and rows keep together: whatever fails, neither is left without the other."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import DatabaseError, IntegrityError, connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import ConnectorException

from newsroom.models import User
from pictures import renditions
from pictures.models import Picture
from pictures.uploads import DuplicatePicture, add_picture
from tests.factories import jpeg
from tests.pictures.files import upload


@pytest.mark.django_db
def test_it_stores_the_words_and_who_uploaded_it(journalist: User) -> None:
    picture = add_picture(
        upload(jpeg(400, 300)),
        created_by=journalist,
        alt="قوارب صيد",
        caption="ميناء الجزائر",
        credit="سليم قادري",
        licence="CC BY 4.0",
        focal_x=0.2,
        focal_y=0.7,
    )

    picture.refresh_from_db()
    assert (picture.alt, picture.caption, picture.credit) == ("قوارب صيد", "ميناء الجزائر", "سليم قادري")
    assert (picture.focal_x, picture.focal_y, picture.created_by) == (0.2, 0.7, journalist)
    assert not picture.has_avif


@pytest.mark.django_db
def test_it_asks_the_worker_for_avif_in_the_same_transaction() -> None:
    picture = add_picture(upload(jpeg(400, 300)), alt="ميناء")

    jobs = ProcrastinateJob.objects.filter(task_name="pictures.make_avif")
    assert [job.args for job in jobs] == [{"picture_id": picture.pk}]


@pytest.mark.django_db
def test_it_names_the_picture_that_is_there_already(new_files: Callable[[], set[str]]) -> None:
    first = add_picture(upload(jpeg(400, 300)), alt="ميناء", caption="ميناء الجزائر 100%")
    stored = new_files()

    with pytest.raises(DuplicatePicture, match=r"هذه الصورة موجودة في المكتبة: «ميناء الجزائر 100%»\.") as caught:
        add_picture(upload(jpeg(400, 300), name="other.jpg"), alt="آخر")

    assert caught.value.existing == first
    assert Picture.objects.count() == 1
    assert new_files() == stored


@pytest.mark.django_db
def test_it_removes_the_files_when_the_row_is_refused(new_files: Callable[[], set[str]]) -> None:
    with pytest.raises(IntegrityError, match="picture_has_alt"):
        add_picture(upload(jpeg(400, 300)), alt="")

    assert not new_files()
    assert not ProcrastinateJob.objects.exists()


@pytest.mark.django_db
def test_it_removes_the_files_when_the_job_cannot_be_written(new_files: Callable[[], set[str]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE procrastinate_jobs ADD CONSTRAINT closed CHECK (false) NOT VALID")

    with pytest.raises(ConnectorException):
        add_picture(upload(jpeg(400, 300)), alt="ميناء")

    assert not new_files()
    assert not Picture.objects.exists()


@pytest.mark.django_db
def test_it_takes_the_place_of_a_file_left_by_a_killed_process() -> None:
    picture = add_picture(upload(jpeg(400, 300)), alt="ميناء")
    name = picture.file.name
    Picture.objects.filter(pk=picture.pk)._raw_delete("default")

    again = add_picture(upload(jpeg(400, 300)), alt="ميناء")

    assert again.file.name == name


@pytest.mark.django_db
@pytest.mark.parametrize("by_queryset", [True, False])
def test_it_removes_the_files_of_a_deleted_picture(
    by_queryset: bool,
    new_files: Callable[[], set[str]],
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    picture = add_picture(upload(jpeg(400, 300)), alt="ميناء")
    picture.make_renditions()
    assert len(new_files()) == 4

    with django_capture_on_commit_callbacks(execute=True):
        if by_queryset:
            Picture.objects.all().delete()
        else:
            picture.delete()
        assert len(new_files()) == 4  # until it is certain

    assert not new_files()


@pytest.mark.django_db
def test_it_leaves_no_rendition_of_a_picture_deleted_while_they_are_made(new_files: Callable[[], set[str]]) -> None:
    picture = add_picture(upload(jpeg(400, 300)), alt="ميناء")
    Picture.objects.filter(pk=picture.pk)._raw_delete("default")

    picture.make_renditions()

    assert {Path(path).name for path in new_files()} == {f"{picture.digest}.jpg"}


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_it_keeps_one_of_two_uploads_at_the_same_moment() -> None:
    results: list[object] = []
    start = threading.Barrier(2)

    def work() -> None:
        start.wait()
        try:
            results.append(add_picture(upload(jpeg(1600, 900)), alt="ميناء"))
        except DuplicatePicture as error:
            results.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {type(result) for result in results} == {Picture, DuplicatePicture}
    picture = Picture.objects.get()
    assert Path(picture.file.path).exists()
    assert not renditions.missing(picture.digest, picture.width, renditions.FAST)
    picture.delete()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"alt": ""}, "picture_has_alt"),
        ({"width": 0}, "picture_has_size"),
        ({"focal_x": 1.1}, "picture_focal_point_inside"),
        ({"focal_y": -0.1}, "picture_focal_point_inside"),
    ],
)
def test_it_is_refused_by_the_database(change: dict[str, object], constraint: str) -> None:
    picture = add_picture(upload(jpeg(400, 300)), alt="ميناء")

    with pytest.raises(DatabaseError, match=constraint), transaction.atomic():
        Picture.objects.filter(pk=picture.pk).update(**change)


@pytest.mark.django_db
def test_it_keeps_originals_out_of_the_public_folder() -> None:
    picture = add_picture(upload(jpeg(400, 300)), alt="ميناء")

    assert not default_storage.exists(picture.file.name)
