"""The limits of nginx stand before every address that takes a password, a code, a passkey or an invitation."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

CONFIGURATION = Path(settings.BASE_DIR) / "deploy/nginx.conf"
LOCATION = re.compile(r"^    location (?:(=|~|\^~) )?(\S+) \{(.*?)^    \}", re.MULTILINE | re.DOTALL)


def block_for(path: str) -> str:
    """What is in the location that nginx takes for `path`: the exact one, the first pattern, the longest beginning."""
    found = LOCATION.findall(CONFIGURATION.read_text())
    for sign, name, block in found:
        if sign == "=" and name == path:
            return block
    begins = [(len(name), sign, block) for sign, name, block in found if sign in ("", "^~") and path.startswith(name)]
    longest = max(begins)
    if longest[1] != "^~":
        for sign, name, block in found:
            if sign == "~" and re.search(name, path):
                return block
    return longest[2]


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("login", "mohit_login"),
        ("sign_in_second", "mohit_steps"),
        ("sign_in_with_passkey", "mohit_steps"),
        ("passkey_question", "mohit_steps"),
        ("account_confirm", "mohit_steps"),
        ("password_change", "mohit_steps"),
    ],
)
def test_it_limits_every_step_of_signing_in(name: str, zone: str) -> None:
    assert f"limit_req zone={zone} " in block_for(reverse(f"admin:{name}"))


def test_it_limits_invitations_and_keeps_their_keys_out_of_the_log() -> None:
    block = block_for(reverse("admin:invitation", args=["token"]))
    assert "limit_req zone=mohit_steps " in block
    assert "access_log off;" in block


def test_it_lets_the_desk_itself_work() -> None:
    assert "limit_req" not in block_for(reverse("admin:articles_article_changelist"))
