"""`mohit.arabic` is usable without Django, a database or settings: by a script, a migration, a worker."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

from mohit import arabic

ALLOWED = sys.stdlib_module_names | {"mohit"}


def imported(module: Path) -> set[str]:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    whole = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    return whole | {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


def test_it_imports_the_standard_library_and_itself_alone() -> None:
    modules = sorted(Path(arabic.__file__).parent.rglob("*.py"))
    names = set().union(*(imported(module) for module in modules))

    assert len(modules) > 5
    assert {name for name in names if name.split(".")[0] not in ALLOWED} == set()
    assert {name for name in names if name.startswith("mohit") and not name.startswith("mohit.arabic")} == set()
