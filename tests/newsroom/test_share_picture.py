"""The share picture of pages that have no picture: the editors' choice, else the site's name, drawn."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.test import Client
from PIL import Image

from newsroom.models import Identity
from tests.articles.markup import Markup
from tests.factories import PictureFactory, SectionFactory

pytestmark = pytest.mark.django_db


def named_by(client: Client, address: str) -> str:
    page = Markup(client.get(address).content.decode())
    return page.meta("og:image").removeprefix("http://testserver")


def test_pages_without_a_picture_name_it(client: Client) -> None:
    SectionFactory(slug="economy")

    addresses = {named_by(client, address) for address in ("/", "/latest/", "/economy/")}

    assert len(addresses) == 1
    assert addresses.pop().startswith("/share/site-")


def test_the_editors_choice_comes_first(client: Client) -> None:
    picture = PictureFactory()
    Identity.objects.update(share_picture=picture)

    assert named_by(client, "/") == picture.share_url


def test_it_is_a_jpeg_that_any_cache_may_keep_for_ever(client: Client) -> None:
    response = client.get(named_by(client, "/"))

    assert Image.open(BytesIO(response.content)).size == (1200, 630)
    assert response.headers["Content-Type"] == "image/jpeg"
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert not response.cookies


@pytest.mark.parametrize("change", [{"name": "صحيفة أخرى"}, {"tagline": "عبارة أخرى"}])
def test_its_old_address_leads_to_the_present_one(client: Client, change: dict[str, str]) -> None:
    old = named_by(client, "/")
    before = client.get(old).content

    Identity.objects.update(**change)

    response = client.get(old)
    assert response.status_code == 302
    assert response.headers["Location"] == named_by(client, "/")
    assert "immutable" not in response.headers["Cache-Control"]
    assert client.get(old, follow=True).content != before


def test_it_refuses_other_methods(client: Client) -> None:
    assert client.post(named_by(client, "/")).status_code == 405
