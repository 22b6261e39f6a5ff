"""Log lines without anybody's mail address, or the key to anybody's page.

No code of ours logs one; but an error's text may quote one (a mail server's answer, a row the database refuses), and a
library may print what it was given. The last step before a line is written hides them all, tracebacks included.
"""

from __future__ import annotations

import logging
import re

# Also as `Message-ID`s and user@host of addresses in URLs: nobody misses them. Percent-encoded too.
NAME = r"[^\s@<>\"'(){}\[\]=,;:|/\\]"
ADDRESS = re.compile(rf"(?<!{NAME}){NAME}+(?:@|%40)[\w\[][\w.\-\[\]]*")  # from where a name begins: in linear time
HIDDEN = "[address]"

# Of a link in a mail (mohit/signed_links.py), which is a key; Django logs the path of what it refuses.
TOKEN = re.compile(r"\b[0-9A-Za-z]+\.[0-9A-Za-z]+\.[0-9A-Za-z]{6}\.[\w-]{43}(?![\w-])", re.ASCII)
HIDDEN_TOKEN = "[token]"  # noqa: S105 (what stands for one)


class LineFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        line = TOKEN.sub(HIDDEN_TOKEN, line) if line.count(".") > 2 else line
        return ADDRESS.sub(HIDDEN, line) if "@" in line or "%40" in line else line
