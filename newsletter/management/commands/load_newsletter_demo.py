"""`manage.py load_newsletter_demo`: issues for the demo newspaper."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.models import Article
from newsletter.demo import loader
from newsletter.models import Issue


class Command(BaseCommand):
    help = "يعد عددين تجريبيين من النشرة من مقالات الصحيفة التجريبية: واحدا أرسل وآخر مسودة."

    def handle(self, *args: Any, **options: Any) -> None:
        if Issue.objects.exists():
            raise CommandError("في قاعدة البيانات أعداد من قبل.")
        if not Article.objects.published().exists():
            raise CommandError("لا مقالات منشورة بعد: حمل الصحيفة التجريبية أولا.")
        loader.load()
        self.stdout.write("• النشرة")
