"""Mohit beside the smallest possible WSGI function, in one server: the yardstick is measured where the page is."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mohit.settings")

from django.core.wsgi import get_wsgi_application

BARE = "/bare/"
WORD = b"mohit"
mohit = get_wsgi_application()


def application(environ: dict[str, object], start_response: Callable[..., object]) -> Iterable[bytes]:
    if environ["PATH_INFO"] == BARE:
        start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(WORD)))])
        return [WORD]
    return mohit(environ, start_response)
