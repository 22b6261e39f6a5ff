"""What `make run` tells settings.py where the environment says nothing: one machine, safe by default."""

from __future__ import annotations

import os
import secrets
import socket
from dataclasses import dataclass
from pathlib import Path

from mohit.environment import Environment

REPOSITORY = Path(__file__).resolve().parents[2]
MARK = "MOHIT_LAUNCHED_IN"  # children carry it, so that the next start knows the orphans of a killed parent


class LaunchError(RuntimeError):
    """Something the person at the keyboard must change; the message says what."""


@dataclass(frozen=True)
class Launch:
    """One start of Mohit: where its data is, where it listens, what its children are told."""

    var: Path
    address: str
    port: int
    own_database: bool

    @classmethod
    def read(cls) -> Launch:
        """From the environment and `.env`, as settings.py reads them."""
        Environment.read_env(REPOSITORY / ".env")
        var = Path(os.environ.get("MOHIT_VAR") or REPOSITORY / "var").expanduser().resolve()
        return cls(
            var=var,
            address=os.environ.get("BIND") or "127.0.0.1",
            port=_port(os.environ.get("PORT") or "8000"),
            own_database=not os.environ.get("DATABASE_URL"),
        )

    @property
    def url(self) -> str:
        """What to type into a browser on this machine."""
        return f"http://{self.reachable_at}" + (f":{self.port}" if self.port != 80 else "")

    @property
    def reachable_at(self) -> str:
        """A name of this machine under which the web server answers."""
        local = {"127.0.0.1", "::1", "0.0.0.0", "::"}  # noqa: S104
        return "localhost" if self.address in local else self.address

    @property
    def mark(self) -> str:
        return f"{MARK}={self.var}"

    def settings(self) -> dict[str, str]:
        """The environment of Django processes; what is set already stays."""
        defaults = {
            "SECRET_KEY": self._secret_key(),
            "ALLOWED_HOSTS": ",".join(["localhost", "127.0.0.1", "[::1]", socket.gethostname(), self.address]),
            "SITE_URL": self.url,
            "HTTPS": "no",
            "SERVE_MEDIA": "yes",
        }
        if self.own_database:
            defaults["EMBEDDED_DATABASE"] = "yes"
        given = {name: value for name, value in os.environ.items() if value}
        return defaults | given | {"MOHIT_VAR": str(self.var), "PYTHONUNBUFFERED": "1"}

    def make_folder(self) -> None:
        """Make the data folder, or say why not."""
        try:
            self.var.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LaunchError(f"the data folder {self.var} cannot be made: {error.strerror}.") from error
        if not os.access(self.var, os.W_OK | os.X_OK):
            raise LaunchError(f"the data folder {self.var} belongs to another user: set MOHIT_VAR to another.")

    def _secret_key(self) -> str:
        """The key of this data folder, made once, readable by its owner only."""
        path = self.var / "secret_key"
        if not path.exists():
            unfinished = path.with_suffix(f".{os.getpid()}")
            unfinished.touch(mode=0o600)
            unfinished.write_text(secrets.token_urlsafe(50))
            unfinished.rename(path)
        try:
            return path.read_text().strip()
        except PermissionError as error:
            raise LaunchError(f"{path} belongs to another user: set MOHIT_VAR to another folder.") from error


def _port(value: str) -> int:
    if value.isascii() and value.isdigit() and 0 < int(value) < 65536:
        return int(value)
    raise LaunchError(f"PORT={value} is not a port number: write for example `make run PORT=8123`.")
