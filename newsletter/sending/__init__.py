"""Sending an issue: who gets it, the ledger of what became of each mail, the workers that hand them over.

The guarantee, whatever is killed at whatever moment:

- An issue has one row for each reader it was planned for, and is done when each is final: sent, failed, uncertain or
  skipped.
- A row is marked in the database before its mail leaves (`ledger.hand`) and recorded after the server's answer
  (`ledger.record`). A worker that dies in between leaves it UNCERTAIN: the server may have the mail or not, nobody can
  know, so it is never sent again by itself. There are as many of them as mails were on their way: one a connection.
- A row that was claimed and not marked was not sent, and is planned again.

What the mail server itself does with a mail that it has accepted is its own matter.
"""
