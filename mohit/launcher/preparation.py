"""Make the site ready: tables, static files, demo content, the first login. Quick when nothing changed."""

from __future__ import annotations

import hashlib
import os
import secrets
import sys
from pathlib import Path

import django

# Without letters and digits that look alike.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
# In this order: each stands on the one before.
DEMOS = ("load_demo", "load_demo_comments", "load_newsletter_demo", "load_demo_placements")
# Whoever is first runs every desk, and takes in the others.
FIRST, MANAGERS = "muharrir", "مدير"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mohit.settings")
    django.setup()
    from django.core.management import CommandError

    try:
        prepare()
    except CommandError as error:
        sys.exit(str(error))


def prepare() -> None:
    from django.core.management import call_command

    call_command("check", databases=["default"])
    if has_unapplied_migrations():
        print("Preparing the database…", flush=True)
        call_command("migrate", interactive=False, verbosity=0)
    collect_static()
    if os.environ.get("DEMO") != "no" and is_empty():
        print("Loading the demo content…", flush=True)
        for command in DEMOS:
            call_command(command)
    if not has_staff():
        make_login()


def has_unapplied_migrations() -> bool:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def collect_static() -> None:
    """Collect, name by content and compress, but only when a source file changed since the last time."""
    from django.conf import settings
    from django.core.management import call_command

    if not getattr(settings, "STATIC_MANIFEST", True):
        return
    note = Path(settings.STATIC_ROOT).parent / "static.fingerprint"
    now = static_fingerprint()
    if note.exists() and note.read_text() == now and Path(settings.STATIC_ROOT).is_dir():
        return
    print("Collecting static files…", flush=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    note.write_text(now)


def static_fingerprint() -> str:
    """A digest of the name, size and time of every source file."""
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda found: found[0]):
            status = os.stat(storage.path(name))
            digest.update(f"{name}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def is_empty() -> bool:
    """Nobody has worked here yet: no article and no member of staff."""
    from django.apps import apps

    return not apps.get_model("articles", "Article").objects.exists() and not has_staff()


def has_staff() -> bool:
    from django.contrib.auth import get_user_model

    return get_user_model().objects.filter(is_staff=True, is_active=True).exists()


def make_login() -> None:
    """A manager's account with a fresh password, which is printed here and nowhere else."""
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group
    from django.db import transaction

    password = "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))
    with transaction.atomic():
        user = get_user_model().objects.create_user(FIRST, password=password, is_staff=True)
        user.groups.add(Group.objects.get(name=MANAGERS))
        print(f"\n  The manager's login, shown this once:\n    user name  {FIRST}\n    password   {password}\n")
        sys.stdout.flush()  # before the commit: whoever is cut off here gets another one next time


if __name__ == "__main__":
    main()
