"""Settings: one strict reader of the environment, and no start with what is wrong."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.core.checks import Error
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, connections
from psycopg import sql

from mohit.checks import check_database_locale
from mohit.environment import Environment

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / ".env.example"
READERS = {"flag", "words", "networks", "number", "choice", "text", "address", "rate"}

PRODUCTION = {
    "SECRET_KEY": "a-long-secret-of-fifty-letters-that-nobody-can-guess-1",
    "ALLOWED_HOSTS": "news.example",
    "SITE_URL": "https://news.example",
    "DATABASE_URL": "postgres://mohit@127.0.0.1:1/none",
}


def names_read() -> set[str]:
    """The variables that settings.py asks for."""
    tree = ast.parse((ROOT / "mohit" / "settings.py").read_text())
    return {
        node.args[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "env"
        and node.func.attr in READERS
    }


def example_lines() -> dict[str, tuple[str, bool]]:
    """Name → (value, whether it is commented out) of each line of .env.example."""
    found = re.findall(r"^(# )?([A-Z_]+)=(.*)$", EXAMPLE.read_text(), re.MULTILINE)
    return {name: (value, bool(comment)) for comment, name, value in found}


def start(code: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Import the settings in a process of their own, with this environment and no .env file."""
    program = (
        "import environ; environ.Env.read_env = classmethod(lambda *a, **k: None)\nfrom mohit import settings\n" + code
    )
    clean = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=clean | environment, capture_output=True, text=True, check=False
    )


def complaint(**environment: str) -> str:
    """The last line of what settings say when they refuse this environment."""
    result = start(**environment)
    assert result.returncode, "the settings accepted it"
    return result.stderr.strip().splitlines()[-1]


def test_the_example_names_what_settings_read() -> None:
    assert set(example_lines()) == names_read()


def test_the_example_shows_the_defaults_of_production() -> None:
    shown = {name: value for name, (value, commented) in example_lines().items() if commented}
    code = "print(repr({name: getattr(settings, name, None) for name in %r}))" % (sorted(shown),)  # noqa: UP031
    result = start(code, **PRODUCTION)
    assert result.returncode == 0, result.stderr
    actual = ast.literal_eval(re.sub(r"PosixPath\(('[^']*')\)", r"\1", result.stdout))

    for name, value in shown.items():
        if name in ("MOHIT_VAR", "EMAIL_URL"):
            continue  # a folder, and nothing
        if isinstance(actual[name], bool):
            assert value == ("yes" if actual[name] else "no"), name
        elif isinstance(actual[name], list):
            assert value == ",".join(actual[name]), name
        else:
            assert value == ("" if actual[name] is None else str(actual[name])), name


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "DATABASE_URL"])
def test_it_does_not_start_in_production_without(missing: str) -> None:
    environment = {name: value for name, value in PRODUCTION.items() if name != missing}

    assert f"Set {missing}" in complaint(**environment)
    assert f"Set {missing}" in complaint(**environment, **{missing: "  "})


def test_it_starts_in_production_with_all() -> None:
    code = "print(settings.DEBUG, settings.SESSION_COOKIE_SECURE, settings.SECURE_SSL_REDIRECT, settings.ALLOWED_HOSTS)"
    result = start(code, **PRODUCTION)

    assert result.stdout.strip() == "False True True ['news.example']", result.stderr


def test_it_starts_for_development_with_a_database_alone() -> None:
    result = start(
        "print(settings.DEBUG, settings.SECURE_SSL_REDIRECT)", DEBUG="yes", DATABASE_URL=PRODUCTION["DATABASE_URL"]
    )

    assert result.stdout.strip() == "True False", result.stderr


@pytest.mark.parametrize("name", ["DEBUG", "HTTPS", "EMBEDDED_DATABASE", "SERVE_MEDIA", "STATIC_MANIFEST"])
@pytest.mark.parametrize("slip", ["Ture", "y", "2", "yes please", "نعم"])
def test_it_refuses_a_mistyped_boolean(monkeypatch: pytest.MonkeyPatch, name: str, slip: str) -> None:
    monkeypatch.setenv(name, slip)

    with pytest.raises(ImproperlyConfigured, match=f"{name}=.*write yes or no"):
        Environment().flag(name, default=False)


def test_it_stops_at_a_mistyped_boolean() -> None:
    assert "DEBUG='ture': write yes or no." in complaint(**PRODUCTION, DEBUG="Ture")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *((text, True) for text in ("yes", "YES", " on ", "1", "true")),
        *((text, False) for text in ("no", "Off", "0", "false")),
    ],
)
def test_it_reads_booleans(monkeypatch: pytest.MonkeyPatch, text: str, value: bool) -> None:
    monkeypatch.setenv("HTTPS", text)

    assert Environment().flag("HTTPS", default=not value) is value


def test_it_takes_the_default_of_an_empty_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("X", "")
    environment = Environment()

    assert environment.flag("X", default=True) is True
    assert environment.number("X", default=7) == 7
    assert environment.words("X", default=["a"]) == ["a"]
    assert environment.choice("X", among=["a", "b"], default="b") == "b"
    assert environment.text("X", default="t") == "t"


def test_it_trims_lists_and_leaves_dollars_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOSTS", "a.example, b.example ,,")
    monkeypatch.setenv("KEY", "$HOSTS")

    assert Environment().words("HOSTS", default=[]) == ["a.example", "b.example"]
    assert Environment().text("KEY") == "$HOSTS"


def test_it_refuses_numbers_and_choices_that_are_none() -> None:
    assert "DATABASE_POOL='many': write a whole number." in complaint(**PRODUCTION, DATABASE_POOL="many")
    assert "write one of maghreb" in complaint(**PRODUCTION, MONTHS_STYLE="roman")
    assert "write one of latin" in complaint(**PRODUCTION, DIGITS="hindi")


def test_it_refuses_proxies_that_are_no_networks() -> None:
    assert "TRUSTED_PROXIES='10.0.0.1/8': 10.0.0.1/8 has host bits set." in complaint(
        **PRODUCTION, TRUSTED_PROXIES="10.0.0.1/8"
    )
    assert "TRUSTED_PROXIES='nginx'" in complaint(**PRODUCTION, TRUSTED_PROXIES="nginx")
    code = "print(settings.TRUSTED_PROXIES)"
    result = start(code, **PRODUCTION, TRUSTED_PROXIES="192.0.2.7, 2001:DB8::/32")
    assert result.stdout.strip() == "['192.0.2.7/32', '2001:db8::/32']", result.stderr


def test_it_refuses_the_embedded_database_in_production_unless_asked() -> None:
    environment = {name: value for name, value in PRODUCTION.items() if name != "DATABASE_URL"}

    assert "EMBEDDED_DATABASE=yes" in complaint(**environment)
    # Asked for, it is looked for, and is not running here.
    assert "is not running" in complaint(**environment, EMBEDDED_DATABASE="yes", MOHIT_VAR="/nonexistent/var")


def test_it_trusts_a_proxy_about_https_only_with_https() -> None:
    code = "print(getattr(settings, 'SECURE_PROXY_SSL_HEADER', None), settings.SECURE_HSTS_SECONDS)"

    assert start(code, **PRODUCTION, HTTPS="no").stdout.strip() == "None 0"
    assert start(code, **PRODUCTION).stdout.strip() == "('HTTP_X_FORWARDED_PROTO', 'https') 63072000"


def test_it_speaks_arabic_whatever_the_browser_asks() -> None:
    from django.conf import settings

    assert settings.LANGUAGES == [("ar", "العربية")]
    assert not [name for name in settings.MIDDLEWARE if "locale" in name.lower()]


# --- Mail ---------------------------------------------------------------------------------------------------------

MAIL_NAMES = (
    "EMAIL_BACKEND EMAIL_HOST EMAIL_PORT EMAIL_HOST_USER EMAIL_USE_TLS EMAIL_USE_SSL EMAIL_TIMEOUT DEFAULT_FROM_EMAIL"
)


def mail_settings(**environment: str) -> dict[str, object]:
    code = f"print(repr({{name: getattr(settings, name, None) for name in {MAIL_NAMES.split()}}}))"
    result = start(code, **PRODUCTION, **environment)
    assert result.returncode == 0, result.stderr
    return ast.literal_eval(result.stdout)


def test_it_writes_mail_to_files_when_nothing_is_configured() -> None:
    settings = mail_settings()

    assert settings["EMAIL_BACKEND"] == "mohit.mail.files.EmailBackend"
    assert settings["DEFAULT_FROM_EMAIL"].endswith(" <noreply@news.example>")


@pytest.mark.parametrize(
    ("url", "port", "tls", "ssl"),
    [
        ("smtp://user:p%40ss@mail.example:25", 25, None, None),
        ("smtp+tls://user:p%40ss@mail.example:587", 587, True, None),
        ("smtp+ssl://user:p%40ss@mail.example:465", 465, None, True),
    ],
)
def test_it_reads_a_mail_server(url: str, port: int, tls: bool | None, ssl: bool | None) -> None:
    settings = mail_settings(EMAIL_URL=url, MAIL_FROM="press@news.example", MAIL_FROM_NAME="News, Inc")

    assert settings["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"
    assert (settings["EMAIL_HOST"], settings["EMAIL_PORT"], settings["EMAIL_HOST_USER"]) == (
        "mail.example",
        port,
        "user",
    )
    assert (settings["EMAIL_USE_TLS"], settings["EMAIL_USE_SSL"]) == (tls, ssl)
    assert 0 < settings["EMAIL_TIMEOUT"] <= 30
    assert settings["DEFAULT_FROM_EMAIL"] == '"News, Inc" <press@news.example>'


def test_it_reads_a_provider() -> None:
    code = "print(settings.EMAIL_BACKEND, settings.ANYMAIL, 'anymail' in settings.INSTALLED_APPS)"
    result = start(code, **PRODUCTION, EMAIL_URL="anymail+mailgun://?api_key=k&sender_domain=m.example")

    assert result.stdout.strip() == (
        "anymail.backends.mailgun.EmailBackend {'MAILGUN_API_KEY': 'k', 'MAILGUN_SENDER_DOMAIN': 'm.example'} True"
    ), result.stderr


@pytest.mark.parametrize(
    "slip", ["news.example", "News <a@news.example>", "a@b.example, c@d.example", "a@b\nBcc: x@y.example"]
)
def test_it_refuses_a_sender_that_is_no_address(slip: str) -> None:
    assert "write an address alone" in complaint(**PRODUCTION, MAIL_FROM=slip)


# --- The database -------------------------------------------------------------------------------------------------


@pytest.fixture
def blind_database(django_db_blocker: object) -> str:
    """The name of a database whose LC_CTYPE is C: it takes every Arabic letter for punctuation."""
    name = f"{connection.settings_dict['NAME']}_blind"
    with django_db_blocker.unblock():
        parameters = {**connection.get_connection_params(), "dbname": "postgres"}
    parameters = {key: parameters[key] for key in ("dbname", "user", "password", "host", "port") if key in parameters}
    with psycopg.connect(**parameters, autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        server.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'").format(sql.Identifier(name))
        )
        yield name
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def test_it_refuses_a_database_that_cannot_read_arabic(
    blind_database: str, django_db_blocker: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(connections.databases, "blind", {**connection.settings_dict, "NAME": blind_database})
    with django_db_blocker.unblock():
        messages = check_database_locale(["blind"])
        connections["blind"].close()
    delattr(connections._connections, "blind")

    assert [message.id for message in messages] == ["mohit.E002"]
    assert isinstance(messages[0], Error)
    assert "C.UTF-8" in messages[0].hint


@pytest.mark.django_db
def test_it_accepts_the_database_of_the_tests() -> None:
    assert check_database_locale(["default"]) == []
    assert check_database_locale([]) == []
