"""The files of the editor hang together."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from js_asset import Media

from articles.body.editor import BodyField
from mohit.prose.editor import MODULES, ProseField, prose_widget

FOLDER = Path(settings.BASE_DIR) / "static" / "editor"
WORDS = re.compile(r'"(mohit/editor/[a-z]+)"')


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.js")), ids=lambda path: path.name)
def test_it_imports_only_what_the_import_map_names(path: Path) -> None:
    """A relative import would miss the hashed name that a file has in production."""
    source = path.read_text()
    named = set(MODULES._data["imports"])

    assert set(WORDS.findall(source)) <= named
    assert not re.findall(r"""(?:from|import)\s*\(?["']\.""", source)


def test_its_import_map_names_files_that_are_there() -> None:
    assert [
        name for name in MODULES._data["imports"].values() if not (settings.BASE_DIR / "static" / name).exists()
    ] == []


def test_its_style_sheet_speaks_of_start_and_end() -> None:
    css = re.sub(r"/\*.*?\*/|@media[^{]*", "", (FOLDER / "editor.css").read_text(), flags=re.DOTALL)

    physical = (
        r"(?<![\w-])(?:(?:margin|padding|border|inset)-(?:left|right|top|bottom)[\w-]*|left|right|top|bottom)\s*:"
    )
    assert re.findall(physical, css) == []
    assert re.findall(r"(?:text-align|float)\s*:\s*(?:left|right|justify)|letter-spacing|italic", css) == []


def test_it_gives_its_inline_script_the_nonce() -> None:
    html = str(Media.from_media(BodyField().widget.media, nonce="abc"))

    assert '<script type="importmap" nonce="abc">' in html
    assert "editor/editor.js" in html
    assert html.count("<style") == 0


def test_it_tells_the_body_s_editor_where_to_pick() -> None:
    html = BodyField().widget.render("body", "<p>أ</p>")

    assert "/admin/pictures/picture/" in html
    assert "/admin/articles/article/" in html
    assert "&lt;p&gt;أ&lt;/p&gt;" in html
    assert "/admin/" not in prose_widget().render("body", "")


def test_it_cleans_what_a_form_sends() -> None:
    assert ProseField().clean("<p>أ<script>x</script></p>") == "<p>أ</p>"
    assert ProseField(required=False).clean("<p></p>") == ""


def test_it_sees_no_change_in_another_way_to_write_the_same() -> None:
    field = ProseField()
    assert not field.has_changed("<ul><li>أ</li></ul>", "<ul><li><p>أ</p></li></ul><p></p>")
    assert field.has_changed("<p>أ</p>", "<p>ب</p>")


def test_it_loads_before_the_static_files_are_collected(tmp_path: Path) -> None:
    """A new site imports every form first, and gets the hashed names of its files afterwards."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "mohit.settings",
        "STATIC_MANIFEST": "yes",
        "MOHIT_VAR": str(tmp_path),
    }
    code = "import django; django.setup(); import articles.body.editor"
    subprocess.run([sys.executable, "-c", code], env=environment, cwd=settings.BASE_DIR, check=True)
