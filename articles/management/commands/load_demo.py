"""`manage.py load_demo`: a whole newspaper to look at."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.demo import loader
from articles.models import Article


class Command(BaseCommand):
    help = "يملأ قاعدة بيانات فارغة بصحيفة تجريبية كاملة: الهوية والصفحات والصور والمقالات."

    def handle(self, *args: Any, **options: Any) -> None:
        if Article.objects.exists():
            raise CommandError("في قاعدة البيانات مقالات من قبل؛ لا تحمل الصحيفة التجريبية إلا في قاعدة فارغة.")
        for step in loader.load():
            self.stdout.write(f"• {step}")
        self.stdout.write(self.style.SUCCESS(f"حملت {Article.objects.count()} مقالا."))
