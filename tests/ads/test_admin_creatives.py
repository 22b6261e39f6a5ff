"""The desk of the creatives: images go up through the form, and what was typed survives one that is refused."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from ads.models import Campaign, Creative
from newsroom import roles
from tests.ads.factories import CampaignFactory, CreativeFactory, CreativeImageFactory
from tests.conftest import member

pytestmark = pytest.mark.django_db

ADD = "/admin/ads/creative/add/"
SIZES = [(300, 250), (320, 50), (728, 90), (970, 250), (300, 600)]


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(member("mubi", roles.PLACEMENT_MANAGER))
    return client


def png(width: int, height: int) -> bytes:
    out = BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(out, "PNG")
    return out.getvalue()


def animated() -> bytes:
    out = BytesIO()
    frames = [Image.new("RGB", (300, 250), colour) for colour in ("red", "navy")]
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])
    return out.getvalue()


def sent(campaign: Campaign, *images: tuple[str, str, bytes]) -> dict[str, object]:
    """The form with `images`, each a scheme, a file's name and its content."""
    filled: dict[str, object] = {
        "campaign": str(campaign.pk),
        "name": "عرض الشتاء",
        "target": "https://example.com/winter",
        "alt": "معطف على مشجب",
        "weight": "1",
        "is_active": "on",
        "images-TOTAL_FORMS": str(len(images)),
        "images-INITIAL_FORMS": "0",
    }
    for index, (scheme, name, content) in enumerate(images):
        filled |= {f"images-{index}-scheme": scheme, f"images-{index}-upload": SimpleUploadedFile(name, content)}
    return filled


def test_it_takes_each_size_and_shows_what_is_there(desk: Client) -> None:
    campaign = CampaignFactory(creative=None, state="draft")

    response = desk.post(ADD, sent(campaign, *(("light", "a.png", png(*size)) for size in SIZES)))

    creative = Creative.objects.get()
    assert response.status_code == 302
    assert {(image.width, image.height) for image in creative.images.all()} == set(SIZES)
    page = desk.get(f"/admin/ads/creative/{creative.pk}/change/").content.decode()
    assert all(image.file.url in page for image in creative.images.all())
    assert campaign.missing() == []


REFUSED = {
    "svg": ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg" width="300" height="250"></svg>'),
    "wrong extension": ("a.jpg", png(300, 250)),
    "polyglot": ("a.png", png(300, 250) + b"<script>alert(1)</script>"),
    "animated": ("a.webp", animated()),
    "other size": ("a.png", png(301, 250)),
    "two megapixels": ("a.png", png(1_500, 1_400)),
    "no image": ("a.png", b"GIF89a"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_it_says_why_and_keeps_what_was_typed(desk: Client, case: str) -> None:
    response = desk.post(ADD, sent(CampaignFactory(creative=None), ("light", *REFUSED[case])))

    page = response.content.decode()
    assert response.status_code == 200
    assert response.context["errors"]
    assert "عرض الشتاء" in page
    assert "معطف على مشجب" in page
    assert "https://example.com/winter" in page
    assert not Creative.objects.exists()


def test_it_deletes_an_image_and_changes_no_other(desk: Client) -> None:
    creative = CreativeFactory()
    square, strip = creative.images.order_by("height").reverse()
    filled = sent(creative.campaign) | {
        "images-TOTAL_FORMS": "2",
        "images-INITIAL_FORMS": "2",
        "images-0-id": str(square.pk),
        "images-0-DELETE": "on",
        "images-1-id": str(strip.pk),
    }

    response = desk.post(f"/admin/ads/creative/{creative.pk}/change/", filled)

    assert response.status_code == 302
    assert list(creative.images.all()) == [strip]


def test_a_new_image_takes_the_place_of_the_old(desk: Client) -> None:
    creative = CreativeFactory()
    square, strip = creative.images.order_by("height").reverse()
    filled = sent(creative.campaign, ("light", "a.png", png(1, 1)), ("light", "a.png", png(1, 1))) | {
        "images-TOTAL_FORMS": "3",
        "images-INITIAL_FORMS": "2",
        "images-0-id": str(square.pk),
        "images-1-id": str(strip.pk),
        "images-2-scheme": "light",
        "images-2-upload": SimpleUploadedFile("a.png", png(600, 500)),
    }

    response = desk.post(f"/admin/ads/creative/{creative.pk}/change/", filled)

    assert response.status_code == 302, response.context["errors"]
    new = creative.images.get(width=300)
    assert (new.height, new.density) == (250, 2)
    assert new.pk != square.pk
    assert creative.images.get(width=320) == strip


def test_images_of_an_ended_campaign_stay(desk: Client) -> None:
    creative = CreativeFactory(campaign__state="ended")
    filled = sent(creative.campaign, ("light", "a.png", png(728, 90)))

    response = desk.post(f"/admin/ads/creative/{creative.pk}/change/", filled)

    assert response.status_code == 403
    assert creative.images.count() == 2
    page = desk.get(f"/admin/ads/creative/{creative.pk}/change/").content.decode()
    assert "عرض نهاية السنة" in page
    assert 'type="file"' not in page
    assert creative.images.all()[0].file.url in page


def test_it_opens_with_the_same_queries_however_many_images(desk: Client, django_assert_num_queries: object) -> None:
    creative = CreativeFactory()
    address = f"/admin/ads/creative/{creative.pk}/change/"
    desk.get(address)
    with django_assert_num_queries(6):
        desk.get(address)

    for width, height in [(728, 90), (970, 250), (300, 600)]:
        CreativeImageFactory(creative=creative, width=width, height=height)

    with django_assert_num_queries(6):
        desk.get(address)
