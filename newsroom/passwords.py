"""Passwords and codes that people read from paper or aloud."""

from __future__ import annotations

import secrets

# Letters and digits that nobody confuses when reading them aloud or from paper: no 0 o, 1 l i, 5 s, 2 z, u v.
ALPHABET = "abcdefghjkmnpqrtwxy346789"
GROUPS, LETTERS = 4, 4  # 25 ** 16 passwords: 74 bits


def readable_password() -> str:
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(LETTERS)) for _ in range(GROUPS))
