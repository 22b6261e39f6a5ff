"""`make run`: one parent that starts everything, keeps it alive and stops it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from pathlib import Path

from tests.launcher.site import PATIENCE, Site, free_port, until


def test_it_prints_the_address_and_a_managers_login(site: Site) -> None:
    assert f"http://localhost:{site.port}/" in site.words()
    assert re.search(r"muharrir\s+password\s+\w{4}-\w{4}-\w{4}-\w{4}\n", site.words())
    statement = """
        SELECT newsroom_user.username, newsroom_user.is_superuser, auth_group.name
        FROM newsroom_user
        JOIN newsroom_user_groups ON user_id = newsroom_user.id
        JOIN auth_group ON group_id = auth_group.id
    """
    assert site.query(statement) == [("muharrir", False, "مدير")]


def test_it_keeps_its_secrets_to_itself(site: Site) -> None:
    assert (site.var / "secret_key").stat().st_mode & 0o777 == 0o600
    assert site.postgres().socket_folder.stat().st_mode & 0o777 == 0o700
    assert site.query("SHOW listen_addresses") == [("",)]


def test_it_refuses_a_second_start_on_the_same_folder(site: Site) -> None:
    second = Site(site.var).launch("run")
    words = second.communicate(timeout=PATIENCE)[0].decode()
    assert second.returncode == 1
    assert f"it runs already on the folder {site.var} (process {site.launcher.pid})" in words


def test_it_refuses_a_port_in_use(site: Site) -> None:
    second = Site(site.var.with_name("other"), port=site.port).launch("run")
    words = second.communicate(timeout=PATIENCE)[0].decode()
    assert second.returncode == 1
    assert f"port {site.port} is in use" in words
    assert f"المنفذ {site.port} مشغول" in words


def test_it_lets_django_commands_reach_the_same_database(site: Site) -> None:
    command = site.launch(
        "manage", "shell", "-v", "0", "-c", "from newsroom.models import User; print(User.objects.get())"
    )
    words = command.communicate(timeout=PATIENCE)[0].decode()
    assert words.splitlines()[-1] == "muharrir"


def test_it_starts_the_worker_again_when_it_leaves(site: Site) -> None:
    until(lambda: site.children("procrastinate"), "the worker runs")
    (before,) = site.children("procrastinate")
    os.kill(before, signal.SIGTERM)  # it leaves with 0
    until(lambda: site.children("procrastinate") - {before}, "another worker runs")


def test_it_starts_the_web_server_again_when_all_of_it_dies(site: Site) -> None:
    before = site.children("mohit.launcher.web")
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    until(site.answers, "the site answers again")
    assert not site.children("mohit.launcher.web") & before


def test_it_starts_postgresql_again_when_it_dies(site: Site) -> None:
    before = site.postgres()
    os.kill(before.pid, signal.SIGKILL)
    until(lambda: (now := site.postgres()) and now.pid != before.pid and now.is_ready(), "PostgreSQL runs")
    until(site.answers, "the site answers again")


def test_its_children_end_with_a_killed_parent(site: Site) -> None:
    os.kill(site.launcher.pid, signal.SIGKILL)
    site.launcher.wait()
    until(lambda: not site.children() and not site.postgres(), "everything is gone")
    site.start()


def test_it_recovers_after_everything_is_killed(site: Site) -> None:
    site.query("CREATE TABLE IF NOT EXISTS kept (word text)")
    site.query("INSERT INTO kept VALUES ('بقي')")
    site.kill_everything()

    site.start()

    assert site.query("SELECT word FROM kept") == [("بقي",)]
    assert "password" not in site.words()  # the login is shown once


def test_it_stops_on_ctrl_c_and_leaves_no_process_behind(site: Site) -> None:
    children, postgres = site.children(), site.postgres()
    assert children
    assert site.interrupt() == 0
    assert not site.children()
    assert not site.postgres()
    assert not any(Path(f"/proc/{pid}").exists() for pid in {*children, postgres.pid})
    site.start()


def test_it_runs_two_copies_side_by_side(site: Site) -> None:
    copy = Site(site.var.with_name("copy"), port=free_port())
    site.interrupt()
    subprocess.run(["cp", "-a", site.var, copy.var], check=True)
    shutil.rmtree(copy.var / "postgres" / "socket")
    try:
        site.start()
        copy.start()
        copy.query("DELETE FROM newsroom_user_groups")
        assert site.query("SELECT count(*) FROM newsroom_user_groups") == [(1,)]
    finally:
        copy.kill_everything()
