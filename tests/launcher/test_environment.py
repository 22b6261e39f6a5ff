"""What the launcher tells the settings, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from mohit.launcher.environment import Launch, LaunchError

NAMES = (
    "PORT",
    "BIND",
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "SITE_URL",
    "HTTPS",
    "SERVE_MEDIA",
    "EMBEDDED_DATABASE",
    "DEBUG",
)


@pytest.fixture(autouse=True)
def _empty_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in NAMES:
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("DATABASE_URL", "")
    monkeypatch.setenv("MOHIT_VAR", str(tmp_path))


def test_it_serves_plain_http_on_this_machine_only() -> None:
    launch = Launch.read()
    settings = launch.settings()
    assert (launch.address, launch.port) == ("127.0.0.1", 8000)
    assert settings["SITE_URL"] == "http://localhost:8000"
    assert settings["HTTPS"] == "no"
    assert settings["EMBEDDED_DATABASE"] == "yes"
    assert "DEBUG" not in settings


def test_it_prefers_what_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://mohit@db.example/mohit")
    monkeypatch.setenv("SITE_URL", "https://news.example")
    monkeypatch.setenv("HTTPS", "yes")
    launch = Launch.read()
    settings = launch.settings()
    assert not launch.own_database
    assert "EMBEDDED_DATABASE" not in settings
    assert (settings["SITE_URL"], settings["HTTPS"]) == ("https://news.example", "yes")


def test_it_makes_one_secret_key_for_a_folder(tmp_path: Path) -> None:
    first = Launch.read().settings()["SECRET_KEY"]
    assert len(first) >= 50
    assert Launch.read().settings()["SECRET_KEY"] == first
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1", "٨٠٠٠"])
def test_it_refuses_what_is_no_port(monkeypatch: pytest.MonkeyPatch, port: str) -> None:
    monkeypatch.setenv("PORT", port)
    with pytest.raises(LaunchError, match="is not a port number"):
        Launch.read()


def test_it_names_the_address_it_can_be_reached_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BIND", "0.0.0.0")
    monkeypatch.setenv("PORT", "80")
    assert Launch.read().url == "http://localhost"


def test_it_says_when_the_folder_cannot_be_made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("MOHIT_VAR", str(tmp_path / "file" / "var"))
    with pytest.raises(LaunchError, match="cannot be made"):
        Launch.read().make_folder()
