"""Files of the default storage that nobody ever sees half of."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage


def write(target: str, content: bytes) -> None:
    """Puts the whole file in its place at once: caches keep what they see for a year, so nobody may see half of it."""
    try:
        path = Path(default_storage.path(target))
    except NotImplementedError:  # an object store, which replaces objects whole by itself
        default_storage.delete(target)
        default_storage.save(target, ContentFile(content))
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".making-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(temporary).chmod(settings.FILE_UPLOAD_PERMISSIONS or 0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
