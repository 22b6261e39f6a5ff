"""`manage.py load_demo_comments`: what the readers of the demo newspaper say."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from comments.demo import loader
from comments.models import Comment


class Command(BaseCommand):
    help = "يضيف إلى الصحيفة التجريبية تعليقات قرائها، منها ما ينتظر مشرفا."

    def handle(self, *args: Any, **options: Any) -> None:
        if Comment.objects.exists():
            raise CommandError("في قاعدة البيانات تعليقات من قبل؛ لا تحمل التجريبية إلا في قاعدة بلا تعليقات.")
        loader.load()
        self.stdout.write(self.style.SUCCESS(f"حملت {Comment.objects.count()} تعليقا."))
