"""`make_renditions`: (re)makes what is missing of the files that readers get."""

from __future__ import annotations

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from pictures import renditions
from pictures.models import Picture


class Command(BaseCommand):
    help = "Makes the renditions that are missing, of all pictures. May be run at any time, any number of times."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--without-avif", action="store_true", help="WebP and JPEG only: a quarter of the work.")

    def handle(self, *, without_avif: bool, **options: object) -> None:
        extensions = renditions.FAST if without_avif else renditions.ALL
        made = failed = 0
        for picture in Picture.objects.order_by("pk").iterator(chunk_size=500):
            try:
                made += picture.make_renditions(extensions)
            except Exception as error:
                failed += 1
                self.stderr.write(f"Picture {picture.pk} ({picture.file.name}): {type(error).__name__}: {error}")
        self.stdout.write(f"{made} files made.")
        if failed:
            raise CommandError(f"{failed} pictures could not be read.")
