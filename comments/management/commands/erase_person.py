"""`manage.py erase_person name@example.com --keep-text`: forget who wrote under an address."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from comments.management.commands.export_person import one_address
from comments.person import erase


class Command(BaseCommand):
    help = "يمحو بيانات صاحب عنوان بريد من التعليقات، ويبقى كل تعليق في مكانه باسم «قارئ»."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        text = parser.add_mutually_exclusive_group(required=True)
        text.add_argument("--keep-text", action="store_true", help="The words stay, without the name.")
        text.add_argument("--remove-text", action="store_true", help="The words go too.")

    def handle(self, *, email: str, keep_text: bool, **options: Any) -> None:
        self.stdout.write(f"{erase(one_address(email), keep_text=keep_text):,}")
