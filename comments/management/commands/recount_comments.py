"""`manage.py recount_comments`: put right the counts of published comments."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from comments.counting import discussed, recount


class Command(BaseCommand):
    help = "يعد التعليقات المنشورة تحت كل مقال من جديد ويصحح ما اختلف. لا يضر والموقع يعمل."

    def handle(self, *args: Any, **options: Any) -> None:
        articles = discussed()
        mended = 0
        for article in articles:
            if wrong := recount(article):
                mended += wrong
                self.stdout.write(f"• المقال {article}: صححت أعداد ({wrong})")
        self.stdout.write(self.style.SUCCESS(f"عدت تعليقات {len(articles)} من المقالات، وصحح من الأعداد {mended}."))
