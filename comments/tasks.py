"""What the worker does for the comments. No job carries an address or a name: the worker's log prints them."""

from __future__ import annotations

from procrastinate.contrib.django import app

from comments import letters, retention


@app.periodic(cron="* * * * *")
@app.task(name="comments.send_letters", queueing_lock="comments.send_letters")
def send_letters(timestamp: int) -> None:
    letters.send_due()


@app.periodic(cron="23 4 * * *")
@app.task(name="comments.erase_contacts", queueing_lock="comments.erase_contacts")
def erase_contacts(timestamp: int) -> None:
    retention.erase_contacts()
