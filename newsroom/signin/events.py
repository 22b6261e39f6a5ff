"""Writing the history of sign-ins and rights (`SecurityEvent`)."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection, transaction
from django.http import HttpRequest

from newsroom.models.member import User
from newsroom.models.security import SecurityEvent
from newsroom.signin.devices import device_of
from newsroom.signin.notices import notify

Kind = SecurityEvent.Kind

# One statement for a name that somebody has and for one that nobody has, so that both take as long; nothing typed is
# stored. The second half keeps a lock that is tried again and again from filling the history; without a quiet time
# nothing is left out, not even what another connection wrote after this transaction began.
OF_A_NAME = """
    INSERT INTO newsroom_securityevent (user_id, by_id, kind, detail, device, at)
    SELECT id, NULL, %(kind)s, '', %(device)s, now() FROM newsroom_user AS member
     WHERE username = %(name)s AND (%(quiet)s = interval '0' OR NOT EXISTS (
           SELECT 1 FROM newsroom_securityevent
            WHERE user_id = member.id AND kind = %(kind)s AND at > now() - %(quiet)s))
"""
LOCK_QUIET = timedelta(minutes=15)


def record(
    kind: Kind, user: User, *, by: User | None = None, detail: str = "", request: HttpRequest | None = None
) -> SecurityEvent:
    """`by` is who did it; None where nobody knows, or where a command on the server did."""
    device = device_of(request) if request else ""
    event = SecurityEvent.objects.create(user=user, by=by, kind=kind, detail=detail[:120], device=device)
    notify(event)
    return event


def record_wrong_password(request: HttpRequest, username: str) -> None:
    _record_of_name(Kind.WRONG_PASSWORD, request, username, timedelta(0))


def record_lock(request: HttpRequest, username: str) -> None:
    _record_of_name(Kind.LOCK, request, username, LOCK_QUIET)


def _record_of_name(kind: Kind, request: HttpRequest, username: str, quiet: timedelta) -> None:
    facts = {"kind": str(kind), "device": device_of(request), "name": username, "quiet": quiet}
    with transaction.atomic(), connection.cursor() as cursor:
        # No wait for the disk: it would be longer for a name that exists, which a stranger could measure.
        cursor.execute("SET LOCAL synchronous_commit = off")
        cursor.execute(OF_A_NAME, facts)
