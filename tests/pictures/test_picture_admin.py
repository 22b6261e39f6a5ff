"""The library's desk: who may do what, adding, searching, picking, deleting."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from newsroom import roles
from newsroom.models import User
from pictures.models import Picture
from tests.conftest import member
from tests.factories import ArticleFactory, PictureFactory, jpeg
from tests.pictures.files import encoded, photograph, upload

pytestmark = pytest.mark.django_db

LIST = reverse("admin:pictures_picture_changelist")
ADD = reverse("admin:pictures_picture_add")
WORDS = {
    "alt": "قوارب صيد",
    "caption": "ميناء الجزائر",
    "credit": "سليم قادري",
    "licence": "",
    "focal_x": "0.2",
    "focal_y": "0.7",
}


def change(picture: Picture) -> str:
    return reverse("admin:pictures_picture_change", args=[picture.pk])


def delete(picture: Picture) -> str:
    return reverse("admin:pictures_picture_delete", args=[picture.pk])


def post_file(client: Client, content: bytes, **fields: str) -> object:
    return client.post(ADD, {**WORDS, **fields, "file": upload(content)})


@pytest.fixture
def desk(client: Client, journalist: User) -> Client:
    client.force_login(journalist)
    return client


# --- Who may ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (roles.JOURNALIST, {"list", "look", "add", "change"}),
        (roles.EDITOR, {"list", "look", "add", "change", "delete"}),
        (roles.MANAGER, {"list", "look", "add", "change", "delete"}),
        (roles.NEWSLETTER_MANAGER, {"list", "look"}),
        (roles.COMMENT_MODERATOR, set()),
        (None, set()),
    ],
)
def test_it_lets_each_role_do_its_part(client: Client, role: str | None, may: set[str]) -> None:
    picture = PictureFactory()
    user = member("someone", role) if role else User.objects.create(username="someone", is_staff=True)
    client.force_login(user)

    done = {
        "list": client.get(LIST).status_code == 200,
        "look": client.get(change(picture)).status_code == 200,
        "add": post_file(client, jpeg(300, 300)).status_code == 302,
        "change": client.post(change(picture), WORDS).status_code == 302,
        "delete": client.post(delete(picture), {"post": "yes"}).status_code == 302,
    }

    assert {verb for verb, worked in done.items() if worked} == may


def test_it_sends_a_stranger_to_the_login(client: Client) -> None:
    for url in (LIST, ADD):
        assert client.get(url).url.startswith(reverse("admin:login"))


# --- Adding -------------------------------------------------------------------------------------------------------


def test_it_adds_a_picture(desk: Client, journalist: User) -> None:
    response = post_file(desk, jpeg(900, 500))

    picture = Picture.objects.get()
    assert response.status_code == 302
    assert (picture.alt, picture.caption, picture.credit) == ("قوارب صيد", "ميناء الجزائر", "سليم قادري")
    assert (picture.width, picture.height, picture.focal_x, picture.focal_y) == (900, 500, 0.2, 0.7)
    assert picture.created_by == journalist


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "الملف فارغ."),
        (b"<html>", "هذا ملف HTML."),
        (encoded(photograph(), "PNG")[:5000], "الصورة تالفة أو غير مكتملة."),
    ],
)
def test_it_says_in_the_form_why_a_file_is_refused(
    desk: Client, new_files: Callable[[], set[str]], content: bytes, message: str
) -> None:
    response = post_file(desk, content)

    assert response.status_code == 200
    assert response.context["adminform"].errors["file"][0].startswith(message)
    assert not new_files()
    assert not Picture.objects.exists()


def test_it_links_to_the_picture_that_is_there_already(desk: Client) -> None:
    post_file(desk, jpeg(900, 500))

    response = post_file(desk, jpeg(900, 500), alt="آخر")

    picture = Picture.objects.get()
    (message,) = response.context["adminform"].errors["file"]
    assert message.startswith("هذه الصورة موجودة في المكتبة: <a ")
    assert f'href="{change(picture)}"' in message
    assert ">ميناء الجزائر</a>." in message


def test_it_requires_the_alternative_text(desk: Client, new_files: Callable[[], set[str]]) -> None:
    response = post_file(desk, jpeg(900, 500), alt="  ")

    assert list(response.context["adminform"].errors) == ["alt"]
    assert not new_files()


def test_it_removes_the_files_when_saving_fails_later(desk: Client, new_files: Callable[[], set[str]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE django_admin_log ADD CONSTRAINT closed CHECK (false) NOT VALID")

    with pytest.raises(Exception, match="closed"):
        post_file(desk, jpeg(900, 500))

    assert not new_files()
    assert not Picture.objects.exists()


def test_it_does_not_replace_a_file(desk: Client) -> None:
    post_file(desk, jpeg(900, 500))
    picture = Picture.objects.get()

    response = desk.post(change(picture), {**WORDS, "alt": "زوارق", "file": upload(jpeg(300, 300))})

    changed = Picture.objects.get()
    assert response.status_code == 302
    assert changed.alt == "زوارق"
    assert (changed.file.name, changed.digest, changed.width) == (picture.file.name, picture.digest, 900)
    assert 'type="file"' not in desk.get(change(picture)).content.decode()


def test_it_shows_a_picture_whose_original_is_lost(desk: Client) -> None:
    picture = PictureFactory()
    picture.file.storage.delete(picture.file.name)

    assert "الملف الأصلي مفقود" in desk.get(change(picture)).content.decode()


# --- The list -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [3, 30])
def test_it_lists_with_few_queries(desk: Client, rows: int, django_assert_num_queries: Callable[..., object]) -> None:
    PictureFactory.create_batch(rows)

    # Session, member, the site's name, count, pictures.
    with django_assert_num_queries(5):
        response = desk.get(LIST)

    assert response.content.decode().count("picture-card") == rows


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("مدرسة", ["school"]),
        ("المَدرسه", ["school"]),
        ("وهران قادري", ["school"]),
        ("قادري", ["port", "school"]),
        ("رافعات", ["port"]),
        ("وهران رافعات", []),
        ("REUTERS", ["sea"]),
        ("", ["port", "school", "sea"]),
    ],
)
def test_it_finds_pictures_by_any_spelling_of_every_word(desk: Client, query: str, found: list[str]) -> None:
    pictures = {
        "school": PictureFactory(caption="تلاميذ المدرسة الجديدة في وهران", alt="صف من الأطفال", credit="سليم قادري"),
        "port": PictureFactory(caption="ميناء الجزائر", alt="رافعات زرقاء", credit="سليم قادري"),
        "sea": PictureFactory(caption="البحر", alt="موج", credit="Reuters"),
    }

    response = desk.get(LIST, {"q": query})

    shown = {picture.pk for picture in response.context["cl"].result_list}
    assert sorted(name for name, picture in pictures.items() if picture.pk in shown) == found


def test_it_answers_the_box_that_searches_pictures(desk: Client) -> None:
    picture = PictureFactory(caption="تلاميذ المدرسة", credit="سليم قادري")
    PictureFactory(caption="ميناء")
    parameters = {"app_label": "articles", "model_name": "article", "field_name": "picture", "term": "مدرسه"}

    (result,) = desk.get(reverse("admin:autocomplete"), parameters).json()["results"]

    assert result == {
        "id": str(picture.pk),
        "text": "تلاميذ المدرسة",
        "thumbnail": picture.rendition_url(400),
        "credit": "سليم قادري",
    }


def test_it_filters_by_date(desk: Client) -> None:
    old, new = PictureFactory(), PictureFactory()
    Picture.objects.filter(pk=old.pk).update(created_at="2020-01-01T00:00Z")

    response = desk.get(LIST, {"created_at__gte": "2021-01-01 00:00:00+00:00"})

    assert list(response.context["cl"].result_list) == [new]


# --- The window of the editor -------------------------------------------------------------------------------------


def test_it_opens_as_the_editor_s_picker(desk: Client) -> None:
    picture = PictureFactory(alt='قوارب "الصيد"')

    response = desk.get(LIST, {"_popup": "1", "CKEditorFuncNum": "-1"})

    page = response.content.decode()
    assert response.status_code == 200
    assert list(response.context["cl"].result_list) == [picture]
    assert f'data-picture="{picture.pk}" data-url="{picture.rendition_url(800)}"' in page
    assert 'data-alt="قوارب &quot;الصيد&quot;" data-caption="ميناء الصيد في الجزائر"' in page


def test_it_hands_a_new_picture_to_the_editor(desk: Client) -> None:
    response = post_file(desk, jpeg(900, 500), _picker="1", _popup="1")

    picture = Picture.objects.get()
    page = response.content.decode()
    assert response.status_code == 200
    assert f'<p id="picked" data-picture="{picture.pk}" data-url="{picture.rendition_url(800)}"' in page
    assert "pictures/picker.js" in page


def test_it_hands_a_new_picture_to_the_article_s_form(desk: Client) -> None:
    response = post_file(desk, jpeg(900, 500), _popup="1", _to_field="id")

    assert response.template_name == [
        "admin/pictures/picture/popup_response.html",
        "admin/pictures/popup_response.html",
        "admin/popup_response.html",
    ]


# --- Deleting -----------------------------------------------------------------------------------------------------


def test_it_does_not_delete_a_picture_in_use(client: Client, editor: User) -> None:
    picture = PictureFactory(caption="ميناء الصيد")
    ArticleFactory(picture=picture)
    client.force_login(editor)

    for send in (client.get, client.post):
        page = send(delete(picture), {"post": "yes"}, follow=True).content.decode()
        assert "لا يمكن حذف «<bdi>ميناء الصيد</bdi>» لأنه مستعمل" in page

    assert Picture.objects.exists()


def test_it_deletes_a_picture_with_its_files(
    client: Client,
    editor: User,
    new_files: Callable[[], set[str]],
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    client.force_login(editor)
    post_file(client, jpeg(900, 500))

    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(delete(Picture.objects.get()), {"post": "yes"})

    assert response.status_code == 302
    assert not Picture.objects.exists()
    assert not new_files()
