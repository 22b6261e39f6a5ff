"""The links in the mails about comments: what each is for and how long it holds (mohit/signed_links.py)."""

from __future__ import annotations

from datetime import timedelta

from mohit.signed_links import Purpose

# Of a mailbox, with its version.
CONFIRM = Purpose("comments.confirm", timedelta(days=7))
MUTE = Purpose("comments.mute", timedelta(days=730))  # who keeps a mail for a year may still have enough of it
DATA = Purpose("comments.data", timedelta(days=3))
# Of a notice, with the version of its mailbox.
MUTE_THREAD = Purpose("comments.mute_thread", timedelta(days=730))
PUBLISH = Purpose("comments.publish", timedelta(days=3))
