"""Lists of addresses brought at the desk and by the command, and a worker that is killed over one."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from newsletter.models import (
    DeskEvent,
    MailingList,
    Subscriber,
    SubscriberImport,
    Subscription,
)
from newsletter.subscriber_lists.importing import run
from newsroom import roles
from tests.conftest import member
from tests.newsletter.lists.files import (
    CONSENT,
    IMPORT,
    KEEPERS,
    NADIA,
    TABLE,
    checked,
    counts,
    daily,
    people,
)

pytestmark = pytest.mark.django_db

__all__ = ["daily"]


class TestDesk:
    def values(self, daily: MailingList, content: str = TABLE, **more: object) -> dict[str, object]:
        file = SimpleUploadedFile("قائمة.csv", content.encode())
        return {"file": file, "lists": [daily.pk], "consent": CONSENT, "how": "confirmed", **more}

    @pytest.mark.parametrize("role", roles.ROLES)
    def test_it_is_open_to_who_may_import(self, client: Client, daily: MailingList, role: str) -> None:
        client.force_login(member("udw", role))
        row = checked(TABLE, daily)
        goes_on, opens = (302, 200) if role in KEEPERS else (403, 403)

        assert client.get(IMPORT).status_code == opens
        assert client.post(IMPORT, self.values(daily)).status_code == goes_on
        assert client.get(f"{IMPORT}{row.pk}/").status_code == opens
        assert client.get(f"{IMPORT}{row.pk}/problems/").status_code == opens
        assert client.post(f"{IMPORT}{row.pk}/", {"_agree": "1"}).status_code == goes_on
        row.refresh_from_db()
        assert row.state == ("importing" if role in KEEPERS else "checked")

    @pytest.fixture
    def desk(self, client: Client) -> Client:
        client.force_login(member("nashra", roles.NEWSLETTER_MANAGER))
        return client

    def test_it_brings_checks_and_imports(self, desk: Client, daily: MailingList) -> None:
        address = desk.post(IMPORT, self.values(daily, TABLE + "bad\n")).headers["Location"]
        moving = desk.get(address)
        assert moving.headers["Refresh"] == "2"
        pk = SubscriberImport.objects.get().pk
        list(run(pk))

        page = desk.get(address)
        assert "استيراد السليم: 2" in page.content.decode()
        assert "Refresh" not in page.headers
        assert not Subscriber.objects.exists()
        desk.post(address, {"_agree": "1"})
        list(run(pk))

        assert people() == NADIA
        assert "انتهى الاستيراد" in desk.get(address).content.decode()
        refused = b"".join(desk.get(f"{address}problems/").streaming_content).decode()
        assert refused.splitlines()[1].startswith("4,")
        assert DeskEvent.objects.get().by.username == "nashra"

    @pytest.mark.parametrize("name", ["consent", "lists", "file"])
    def test_it_asks_for_everything(self, desk: Client, daily: MailingList, name: str) -> None:
        assert desk.post(IMPORT, self.values(daily, **{name: ""})).context["form"].errors[name]
        assert not SubscriberImport.objects.exists()

    def test_it_says_what_is_wrong_with_a_file(self, desk: Client, daily: MailingList) -> None:
        page = desk.post(IMPORT, self.values(daily, "PK\x03\x04"))

        assert "ملف Excel" in page.content.decode()

    def test_it_drops_a_file(self, desk: Client, daily: MailingList) -> None:
        row = checked(TABLE, daily)
        path = Path(row.file.path)

        desk.post(f"{IMPORT}{row.pk}/", {"_drop": "1"})

        row.refresh_from_db()
        assert (row.state, path.exists()) == ("dropped", False)


class TestCommand:
    @pytest.fixture
    def file(self, tmp_path: Path) -> Path:
        path = tmp_path / "readers.csv"
        path.write_text(TABLE + "bad\n")
        return path

    def run(self, file: Path, *options: str) -> tuple[str, str]:
        out, err = io.StringIO(), io.StringIO()
        call_command(
            "import_subscribers", str(file), "--list=daily", f"--consent={CONSENT}", *options, stdout=out, stderr=err
        )
        return out.getvalue(), err.getvalue()

    def test_it_imports_and_names_bad_lines(self, file: Path) -> None:
        out, err = self.run(file, "--confirmed")

        assert out.startswith(
            "2 added, 0 joined to more lists, 0 known already, 0 left before, 0 suppressed, 1 refused"
        )
        assert "readers.csv:4: هذا ليس عنوان" in err
        assert "@" not in out + err.replace("\u2066name@example.com\u2069", "")
        assert people() == NADIA

    def test_it_only_says_so(self, file: Path) -> None:
        out, _ = self.run(file, "--dry-run")

        assert out.startswith("2 would be added")
        assert not Subscriber.objects.exists()

    def test_it_knows_its_lists(self, file: Path) -> None:
        with pytest.raises(CommandError, match="nothing"):
            self.run(file, "--list=nothing")
        with pytest.raises(CommandError):
            self.run(file.parent / "none.csv")
        with pytest.raises(CommandError):
            call_command("import_subscribers", str(file), "--list=daily", "--consent= ")


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_it_survives_being_killed(tmp_path: Path) -> None:
    """The worker dies by SIGKILL again and again; at last everybody is there once and every line is accounted for."""
    daily = MailingList.objects.get(slug="daily")
    row = checked("".join(f"reader{number}@example.com\n" for number in range(20_000)) + "bad\n", daily)
    row.agree()
    name = connection.settings_dict["NAME"]
    program = (
        "import sys, django; django.setup()\n"
        "from django.db import connection\n"
        f"connection.settings_dict['NAME'] = {name!r}\n"
        "from newsletter.models import SubscriberImport\n"
        f"place = {str(Path(row.file.path).parents[2])!r}\n"
        "SubscriberImport._meta.get_field('file').storage.__dict__.update(base_location=place, location=place)\n"
        "from newsletter.subscriber_lists.importing import run\n"
        f"for _ in run({row.pk}): print('.', flush=True)\n"
    )
    kills = 0
    while SubscriberImport.objects.get().state == "importing" and kills < 30:
        SubscriberImport.objects.update(lease_until=None)
        child = subprocess.Popen(
            [sys.executable, "-c", program],
            stdout=subprocess.PIPE,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        )
        child.stdout.readline()
        if kills < 3:
            child.stdout.readline()
            child.send_signal(signal.SIGKILL)
        child.communicate()
        kills += 1

    row.refresh_from_db()
    assert kills >= 3
    assert (row.state, counts(row)) == ("done", {"added": 20_000, "refused": 1})
    assert Subscriber.objects.count() == Subscription.objects.active().count() == 20_000
