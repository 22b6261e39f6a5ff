"""What Mohit reads from its environment: one strict reader on top of django-environ.

django-environ reads a mistyped boolean ("Ture") as false in silence, keeps the space after a list's comma and
takes a value that begins with `$` for another variable's name. Here the first two are refused or trimmed and the
third is switched off, so that a slip stops the start instead of changing what runs.
"""

from __future__ import annotations

import os
from ipaddress import ip_network
from urllib.parse import parse_qsl, urlsplit

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email
from environ import Env

TRUE = {"1", "yes", "true", "on"}
FALSE = {"0", "no", "false", "off"}
SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}


class Environment(Env):
    """`Env` whose booleans are exact and whose lists are trimmed."""

    interpolate = False

    def flag(self, name: str, *, default: bool) -> bool:
        """The boolean `name`; anything but yes/no, true/false, on/off, 1/0 is refused."""
        value = os.environ.get(name, "").strip().lower()
        if not value:
            return default
        if value in TRUE:
            return True
        if value in FALSE:
            return False
        raise ImproperlyConfigured(f"{name}={value!r}: write yes or no.")

    def words(self, name: str, *, default: list[str] | None = None) -> list[str]:
        """The comma-separated list `name`, each entry trimmed; without a default an empty one is refused."""
        value = os.environ.get(name, "")
        words = [word.strip() for word in value.split(",") if word.strip()] or default
        if words is None:
            raise ImproperlyConfigured(f"Set {name} (see .env.example).")
        return words

    def networks(self, name: str, *, default: list[str]) -> list[str]:
        """The list `name` of addresses and networks (10.0.0.0/8), in the spelling of `ipaddress`."""
        words = self.words(name, default=default)
        try:
            return [str(ip_network(word)) for word in words]
        except ValueError as error:
            raise ImproperlyConfigured(f"{name}={','.join(words)!r}: {error}.") from None

    def number(self, name: str, *, default: int) -> int:
        """The whole number `name`; an empty value is the default."""
        value = os.environ.get(name, "").strip()
        if not value:
            return default
        try:
            return int(value)
        except ValueError:
            raise ImproperlyConfigured(f"{name}={value!r}: write a whole number.") from None

    def choice(self, name: str, *, among: list[str], default: str) -> str:
        """The value `name`, one of `among`."""
        value = os.environ.get(name, "").strip() or default
        if value not in among:
            raise ImproperlyConfigured(f"{name}={value!r}: write one of {', '.join(among)}.")
        return value

    def text(self, name: str, *, default: str | None = None) -> str:
        """The string `name`; without a default a missing or empty one is refused."""
        value = os.environ.get(name, "").strip()
        if value:
            return value
        if default is None:
            raise ImproperlyConfigured(f"Set {name} (see .env.example).")
        return default

    def address(self, name: str, *, default: str) -> str:
        """The mail address `name`, without a person's name; the default is ours and is taken as it is."""
        value = self.text(name, default="")
        try:
            if value:
                validate_email(value)
        except ValidationError:
            raise ImproperlyConfigured(f"{name}={value!r}: write an address alone, name@news.example.") from None
        return value or default

    def rate(self, name: str) -> tuple[int, int] | None:
        """The rate `name` as (how many, in how many seconds): 14/s, 3000/m, 50000/h, 100000/d; None when empty."""
        value = self.text(name, default="")
        if not value:
            return None
        most, _, unit = value.partition("/")
        if unit not in SECONDS or not most.isdecimal() or not int(most):
            raise ImproperlyConfigured(f"{name}={value!r}: write a rate such as 14/s, 3000/m, 50000/h or 100000/d.")
        return int(most), SECONDS[unit]

    def mail(self, url: str) -> dict[str, object]:
        """Django's settings for outgoing mail by `url`, of SMTP or of a provider that django-anymail knows.

        anymail+mailgun://?api_key=…&sender_domain=… becomes ANYMAIL = {"MAILGUN_API_KEY": …, …}.
        """
        scheme, _, provider = urlsplit(url).scheme.partition("+")
        if scheme != "anymail":
            return self.email_url_config(url)
        options = {f"{provider}_{key}".upper(): value for key, value in parse_qsl(urlsplit(url).query)}
        return {"EMAIL_BACKEND": f"anymail.backends.{provider}.EmailBackend", "ANYMAIL": options}
