"""`manage.py export_person name@example.com`: all that the comments hold about an address, as JSON."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from comments.person import export
from mohit.email_addresses import normalised


class Command(BaseCommand):
    help = "يكتب كل ما في التعليقات عن عنوان بريد، بصيغة JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")

    def handle(self, *, email: str, **options: Any) -> None:
        self.stdout.write(json.dumps(export(one_address(email)), ensure_ascii=False, indent=2))


def one_address(typed: str) -> str:
    try:
        return normalised(typed)
    except ValidationError as error:
        raise CommandError(error.messages[0]) from None
