"""Mail: single letters to people, and what the newsletter's issues share with them.

A letter is written once, as HTML that extends `mail/letter.html`; `dress` gives every element the rules that Arabic
mail needs, `plain_text` reads the text part off the same HTML, so that both say the same in the same order.
"""

from mohit.mail.dress import dress
from mohit.mail.handing import (
    HandOver,
    MailLater,
    MailRefused,
    MailTrouble,
    MailUncertain,
    hand_over,
    mail_is_configured,
)
from mohit.mail.headers import message_id, one_line, sender
from mohit.mail.letter import Letter
from mohit.mail.plain import plain_text

__all__ = [
    "HandOver",
    "Letter",
    "MailLater",
    "MailRefused",
    "MailTrouble",
    "MailUncertain",
    "dress",
    "hand_over",
    "mail_is_configured",
    "message_id",
    "one_line",
    "plain_text",
    "sender",
]
