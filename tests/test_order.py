"""Names that tests leave to the browser's fixtures."""

from __future__ import annotations

import re
from pathlib import Path

PARAMETERS = re.compile(r"parametrize\(\s*(\(\s*(?:\"\w+\",?\s*)+\)|\"[^\"]*\")")
BROWSERS = {"page", "context", "browser", "browser_name", "browser_type", "device", "playwright", "base_url"}


def test_no_parameter_has_the_name_of_a_browsers_fixture() -> None:
    """pytest would draw all browser tests to such a test, before those that need the rows of the migrations."""
    taken = {
        (str(path), name)
        for path in Path("tests").rglob("test_*.py")
        for names in PARAMETERS.findall(path.read_text())
        for name in re.findall(r"\w+", names)
        if name in BROWSERS
    }

    assert taken == set()
