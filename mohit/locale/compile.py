"""Compile the project's Arabic catalogues: `python -m mohit.locale.compile`.

Babel does it, because a fresh machine has no msgfmt. Its command line cannot: it takes a plural form
without its number for a mistake, and Arabic says one and two without a digit.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

CATALOGUES = sorted(Path(__file__).parent.glob("ar/LC_MESSAGES/*.po"))


def compiled(catalogue: Path) -> bytes:
    """Return what the `.mo` file beside a `.po` file must hold."""
    with catalogue.open("rb") as source:
        messages = read_po(source, locale="ar")
    target = BytesIO()
    write_mo(target, messages)
    return target.getvalue()


if __name__ == "__main__":
    for catalogue in CATALOGUES:
        catalogue.with_suffix(".mo").write_bytes(compiled(catalogue))
