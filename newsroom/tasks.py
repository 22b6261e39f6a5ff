"""What the worker does for the newsroom. No job carries an address or a name: the worker's log prints them."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from mohit.mail import MailLater
from newsroom.models import MemberSession
from newsroom.signin import invitations, notices

PATIENT = RetryStrategy(max_attempts=6, exponential_wait=5, retry_exceptions={MailLater})


@app.task(name="newsroom.send_invitation", retry=PATIENT)
def send_invitation(invitation_pk: int, version: int) -> None:
    invitations.send(invitation_pk, version)


@app.task(name="newsroom.send_notice", retry=PATIENT)
def send_notice(event_pk: int) -> None:
    notices.send(event_pk)


@app.periodic(cron="41 4 * * *")
@app.task(name="newsroom.forget_old_sessions", queueing_lock="newsroom.forget_old_sessions")
def forget_old_sessions(timestamp: int) -> None:
    MemberSession.get_session_store_class().clear_expired()
