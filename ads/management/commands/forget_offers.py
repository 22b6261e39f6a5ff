"""`manage.py forget_offers`: delete the offers that are over a month old; their counts stay."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from ads.retention import forget_offers


class Command(BaseCommand):
    help = "يحذف عروض المساحات التي مضى عليها شهر. تبقى عداداتها."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(self.style.SUCCESS(f"حذف من العروض {forget_offers()}."))
