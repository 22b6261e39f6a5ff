from __future__ import annotations

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from newsroom.models import User
from newsroom.signin.reset import reset_factors


class Command(BaseCommand):
    help = "Take a member's authenticator app, passkeys and recovery codes away and end the sessions: a device is lost."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")

    def handle(self, username: str, **options: object) -> None:
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"لا حساب باسم «{username}».")
        had = reset_factors(user, by=None)
        self.stdout.write("The second step is gone; the password is as before." if had else "There was no second step.")
