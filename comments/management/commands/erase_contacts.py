"""`manage.py erase_contacts`: forget addresses that the policy keeps no longer; the worker does it every night."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from comments.retention import erase_contacts


class Command(BaseCommand):
    help = "يمحو ما انتهت مدة حفظه: عناوين الشبكة كلها، وبريد أصحاب التعليقات المرفوضة والمزعجة."

    def handle(self, **options: Any) -> None:
        for name, number in erase_contacts().items():
            self.stdout.write(f"{name}: {number:,}")
