"""`manage.py load_demo_placements`: what the advertisers of the demo newspaper have booked."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ads.demo import loader
from ads.models import Campaign, Offer


class Command(BaseCommand):
    help = "يضيف إلى الصحيفة التجريبية معلنين وحملات من الأنواع الأربعة، وموادها وعدادات أيامها الماضية."

    def handle(self, *args: Any, **options: Any) -> None:
        if Campaign.objects.exists() or Offer.objects.exists():
            raise CommandError("في قاعدة البيانات حملات أو عروض من قبل.")
        loader.load()
        self.stdout.write("• المساحات الإعلانية")
