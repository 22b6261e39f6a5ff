"""Log lines hide mail addresses, wherever in a line or a traceback they stand."""

from __future__ import annotations

import io
import logging
import logging.config

import pytest
from django.conf import settings

from mohit.log_lines import LineFormatter


def line(message: str, *arguments: object, error: Exception | None = None) -> str:
    """What a logger of the settings prints."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(LineFormatter("{levelname}: {message}", style="{"))
    logger = logging.getLogger("tests.log_lines")
    logger.addHandler(handler)
    try:
        logger.warning(message, *arguments, exc_info=error)
    finally:
        logger.removeHandler(handler)
    return stream.getvalue()


@pytest.mark.parametrize(
    "address",
    [
        "reader@example.org",
        "First.Last+tag@sub.example.co",
        "قارئ@مثال.example",
        "o'x@e.org",
        "a%40example.org",
        "x@localhost",
    ],
)
def test_it_hides_an_address(address: str) -> None:
    for shown in (
        line("Sent to %s.", address),
        line("{'%s': (550, b'no')}", address),
        line("job(to=%r)", address),
        line("GET /?email=%s&x=1", address),
        line("failed", error=ValueError(f"Key (email)=({address}) already exists.")),
    ):
        assert address not in shown
        assert "[address]" in shown
        assert "example" not in shown.replace("sub", "")


def test_it_leaves_other_lines_as_they_are() -> None:
    plain = "WARNING: ثلاثة @ أربعة, 5 @ 6, <@>, job(reply=7)\n"
    assert line("ثلاثة @ أربعة, 5 @ 6, <@>, job(reply=%s)", 7) == plain


def test_it_takes_time_in_proportion() -> None:
    text = "a" * 2_000_000 + " @ " + "b@" * 100_000
    assert line("%s", text).startswith("WARNING: aaa")


def test_it_is_what_the_settings_use() -> None:
    assert settings.LOGGING["formatters"]["line"]["()"] == "mohit.log_lines.LineFormatter"
    assert {handler["formatter"] for handler in settings.LOGGING["handlers"].values()} == {"line"}


def test_the_workers_own_line_of_a_failed_job_names_nobody() -> None:
    """procrastinate prints a job's call with its arguments, and the error's traceback."""
    shown = line(
        "Job %s", "comments.send_reply[7](reply_id=3) ended with status: Error", error=OSError("to a@b.example")
    )

    assert "reply_id=3" in shown
    assert "b.example" not in shown
