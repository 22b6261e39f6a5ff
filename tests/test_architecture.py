"""The shape of the code: who may import whom, imports inside functions included, and what no module may become."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent
APPS = ["newsroom", "pictures", "articles", "comments", "newsletter", "ads"]
PACKAGES = ["mohit", *APPS]

MAY_IMPORT = {
    "mohit": set(),
    "newsroom": {"mohit"},
    "pictures": {"mohit"},
    "articles": {"newsroom", "pictures", "mohit"},
    "comments": {"articles", "newsroom", "mohit"},
    "newsletter": {"articles", "pictures", "newsroom", "mohit"},
    "ads": {"newsroom", "mohit"},
}
COMPOSERS = {"mohit/urls.py", "mohit/settings.py"}  # they name the apps, and put the project together
DRAWERS = {"utils", "util", "core", "common", "helpers", "helper", "misc", "tools", "base"}
NAMED_BY_DJANGO = {"mohit/postgresql/base.py"}  # where it looks for a database backend
MOST_LINES = 400


def modules(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def imported(source: str, package: str = "") -> Iterator[str]:
    """Full names that a module imports, wherever in it; `package` is where its relative imports start."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package.split(".")[: -(node.level - 1) or None] if node.level else []
            yield ".".join([*start, *([node.module] if node.module else [])])
        elif isinstance(node, ast.Call) and called(node) in {"import_module", "import_string", "__import__"}:
            yield from (argument.value for argument in node.args if isinstance(argument, ast.Constant))


def called(node: ast.Call) -> str:
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def forbidden(package: str, source: str, module: str = "") -> list[str]:
    """The imports of a module of `package` that point the wrong way."""
    wrong = set(PACKAGES) - MAY_IMPORT[package] - {package}
    return [name for name in imported(source, module) if name.split(".")[0] in wrong]


def package_of(path: Path) -> str:
    """The dotted name from which relative imports of the module at `path` start."""
    return ".".join(path.relative_to(ROOT).parent.parts)


@pytest.mark.parametrize("package", PACKAGES)
def test_it_imports_in_the_allowed_direction_only(package: str) -> None:
    wrong = {
        str(path.relative_to(ROOT)): names
        for path in modules(package)
        if str(path.relative_to(ROOT)) not in COMPOSERS
        if (names := forbidden(package, path.read_text(), package_of(path)))
    }

    assert not wrong


@pytest.mark.parametrize(
    "source",
    [
        "import comments",
        "from comments.models import Comment",
        "def late():\n    from comments import models",
        "if TYPE_CHECKING:\n    import comments.models as c",
        "from importlib import import_module\nimport_module('comments.models')",
        "class A:\n    def b(self):\n        return import_string('comments.models.Comment')",
    ],
)
def test_it_sees_an_import_wherever_it_hides(source: str) -> None:
    assert forbidden("articles", source)


def test_it_reads_relative_imports_from_their_package() -> None:
    assert list(imported("from . import models", "comments.admin")) == ["comments.admin"]
    assert list(imported("from .rows import Row", "comments.admin")) == ["comments.admin.rows"]
    assert list(imported("from ..models import Comment", "comments.admin")) == ["comments.models"]


def test_it_allows_what_the_table_allows() -> None:
    assert forbidden("articles", "from pictures.models import Picture\nfrom mohit import arabic\nimport json") == []
    assert forbidden("mohit", "from mohit.arabic import clean") == []
    assert forbidden("mohit", "def run():\n    from articles.models import Article") == ["articles.models"]


def test_it_keeps_the_tests_and_benchmarks_out_of_the_code() -> None:
    for package in PACKAGES:
        for path in modules(package):
            tops = {name.split(".")[0] for name in imported(path.read_text(), package_of(path))}
            assert not tops & {"tests", "benchmarks", "pytest", "factory"}, path


def test_it_points_at_articles_without_a_way_back() -> None:
    """No model of another app shows up as an attribute of an article, a section, a topic or an author."""
    for model in apps.get_app_config("articles").get_models():
        back = [
            relation
            for relation in model._meta.get_fields(include_hidden=True)
            if relation.auto_created and not relation.concrete and relation.is_relation
        ]
        named = [
            f"{relation.related_model._meta.label}.{relation.field.name}"
            for relation in back
            if relation.related_model._meta.app_label != "articles" and not relation.hidden
        ]
        assert not named, f"{model._meta.label}: related_name='+' is missing on {named}"


def pushes(source: str, package: str) -> list[str]:
    """What a module of `package` tells another app by signals: its own ones, and connections to foreign senders.

    Within an app a signal is allowed (files go when their row goes) if it names the app's own model as its sender.
    """
    found = [name for name in imported(source) if name == "django.dispatch"]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and (called(node) == "receiver" or connects_a_signal(node)):
            sender = next((word.value for word in node.keywords if word.arg == "sender"), None)
            label = sender.value if isinstance(sender, ast.Constant) else ""
            if label.partition(".")[0] != package:
                found.append(ast.unparse(node))
    return found


def connects_a_signal(node: ast.Call) -> bool:
    # `psycopg.connect(…)` opens a database, `self.connect(…)` a connection of ours; `post_save.connect(…)` is a signal.
    # `tracking` is a library's: what a provider of mail has told us.
    others = {"psycopg", "sqlite3", "socket", "self", "tracking"}
    return called(node) == "connect" and ast.unparse(node.func).split(".")[0] not in others


@pytest.mark.parametrize("package", PACKAGES)
def test_it_pushes_nothing_to_another_app(package: str) -> None:
    assert not {str(path): found for path in modules(package) if (found := pushes(path.read_text(), package))}


@pytest.mark.parametrize(
    "source",
    [
        "@receiver(post_save, sender='articles.Article')\ndef f(**k): ...",
        "@receiver(post_save)\ndef f(**k): ...",
        "post_save.connect(f, sender=Article)",
        "article_published.connect(f)",
        "from django.dispatch import Signal",
    ],
)
def test_it_sees_a_push(source: str) -> None:
    assert pushes(source, "comments")
    assert not pushes("post_delete.connect(f, sender='comments.Comment')", "comments")


@pytest.mark.parametrize("package", [*PACKAGES, "tests", "benchmarks"])
def test_it_keeps_modules_short(package: str) -> None:
    long = {str(path.relative_to(ROOT)): lines for path in modules(package) if (lines := length(path)) > MOST_LINES}

    assert not long


def length(path: Path) -> int:
    return len(path.read_text().splitlines())


@pytest.mark.parametrize("package", PACKAGES)
def test_it_names_modules_for_a_subject(package: str) -> None:
    paths = [path.relative_to(ROOT) for path in modules(package)]
    drawers = [str(path) for path in paths if {path.stem, *path.parts} & DRAWERS and str(path) not in NAMED_BY_DJANGO]

    assert not drawers


def test_it_reads_the_environment_in_one_place() -> None:
    """settings.py and what it and the launcher stand on; everything else asks `django.conf.settings`."""
    allowed = (
        "mohit/settings.py",
        "mohit/environment.py",
        "mohit/wsgi.py",
        "mohit/launcher/",
        "mohit/embedded_postgres/",
    )
    readers = [
        str(path.relative_to(ROOT))
        for package in PACKAGES
        for path in modules(package)
        if any(isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"} for node in ast.walk(tree(path)))
    ]

    assert [reader for reader in readers if not reader.startswith(allowed)] == []


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())
