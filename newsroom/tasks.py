"""What the worker does for the newsroom. No job carries an address or a name: the worker's log prints them."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from mohit.mail import MailLater
from newsroom.models import MemberSession
from newsroom.signin import invitations


@app.task(
    name="newsroom.send_invitation",
    retry=RetryStrategy(max_attempts=6, exponential_wait=5, retry_exceptions={MailLater}),
)
def send_invitation(invitation_pk: int, version: int) -> None:
    invitations.send(invitation_pk, version)


@app.periodic(cron="41 4 * * *")
@app.task(name="newsroom.forget_old_sessions", queueing_lock="newsroom.forget_old_sessions")
def forget_old_sessions(timestamp: int) -> None:
    MemberSession.get_session_store_class().clear_expired()
