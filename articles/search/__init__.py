"""The search: stories are written as words (`documents`, `index`), a query is read (`queries`), hits are ranked
(`ranking`) and cut into pages (`hits`), and shown with the words that were found (`excerpts`).

PostgreSQL matches and counts; which letters make the same word is the business of `mohit.arabic` alone.
"""
