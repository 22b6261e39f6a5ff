"""What comes back of the newsletter's mails: it is read, believed only as far as it is signed, and acted on once.

`reading` takes a mail apart and never fails; `kinds` says what its numbers mean; `whose` finds the mail of ours that it
is about; `intake` writes it down and acts. The mails come from `mailboxes`, from the pipe of `manage.py read_bounces`,
from a provider (`provider`), and from the ledger itself (`refusals`).
"""
