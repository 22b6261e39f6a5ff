"""The files of creatives' images: put in their place with the row, removed after the last row that names them unless
a mail may."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.db import connection, transaction

from ads.models import Booking, Creative, CreativeImage
from ads.uploads import Encoded
from mohit.stored_files import write


def put(creative: Creative, scheme: str, encoded: Encoded) -> CreativeImage:
    """In the place of the image of this size and scheme, if there is one."""
    with transaction.atomic():
        Creative.objects.select_for_update(no_key=True).get(pk=creative.pk)  # of two at once the later one stays
        _lock(encoded.name)
        CreativeImage.objects.filter(
            creative=creative, scheme=scheme, width=encoded.width, height=encoded.height
        ).delete()
        image = CreativeImage.objects.create(
            creative=creative,
            scheme=scheme,
            width=encoded.width,
            height=encoded.height,
            density=encoded.density,
            file=encoded.name,
            bytes=len(encoded.content),
        )
        write(encoded.name, encoded.content)
    return image


def may_be_in_mails(creative: int) -> bool:
    """Whether mails may show its images: what was sent names the file for as long as somebody keeps the mail."""
    return Booking.objects.filter(campaign__creatives=creative, placement__is_baked=True).exists()


def remove_file(name: str) -> None:
    """Unless a row names it: the same image may be another creative's, or have been put back meanwhile."""
    with transaction.atomic():
        _lock(name)
        if not CreativeImage.objects.filter(file=name).exists():
            default_storage.delete(name)


def _lock(name: str) -> None:
    """Until the transaction ends nobody else puts or removes the file. Names are `panels/abc/<32 digits>.webp`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
