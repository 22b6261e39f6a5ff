from __future__ import annotations

from argparse import ArgumentParser

from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError

from newsroom import roles
from newsroom.members import make_member
from newsroom.models import User


class Command(BaseCommand):
    help = "Create a member of the newsroom and print the password, once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--role", default=roles.EDITOR, choices=roles.ROLES, metavar="ROLE")
        parser.add_argument("--superuser", action="store_true", help="may do everything, roles aside")

    def handle(self, username: str, role: str, superuser: bool, **options: object) -> None:
        if User.objects.filter(username=username).exists():
            raise CommandError(f"«{username}» موجود من قبل.")
        try:
            password = make_member(username, role, superuser)
        except Group.DoesNotExist:
            raise CommandError(f"لا دور باسم «{role}»: نفذ migrate أولا.") from None
        self.stdout.write(f"user name  {username}\npassword   {password}")
