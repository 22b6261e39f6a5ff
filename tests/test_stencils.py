"""Templates rendered once give what they give when rendered each time."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import override_settings
from pytest_django import Settings

from mohit import stencils
from mohit.stencils import Stencil, remembered


@pytest.fixture
def template(tmp_path: Path, settings: Settings) -> Path:
    """A template of the tests' own, which may change under the feet of who remembers it."""
    options = {"loaders": ["django.template.loaders.filesystem.Loader"]}  # reads the file each time
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path], "APP_DIRS": False, "OPTIONS": options}]
    stencils._remembered.cache_clear()
    return tmp_path / "piece.html"


def test_it_renders_once_for_the_same_values(template: Path) -> None:
    template.write_text("{{ name }}!")
    assert remembered("piece.html", name="أحمد & علي") == "أحمد &amp; علي!"
    template.write_text("changed {{ name }}")

    assert remembered("piece.html", name="أحمد & علي") == "أحمد &amp; علي!"
    assert remembered("piece.html", name="سعاد") == "changed سعاد"


def test_it_fills_the_holes_of_a_stencil(template: Path) -> None:
    template.write_text('<a href="/{{ key }}/">{{ name }}</a> {{ key }}')
    link = Stencil("piece.html", "key", "name")

    assert link(key="5", name="<b>نص</b>") == '<a href="/5/"><b>نص</b></a> 5'
    template.write_text("changed")
    assert link(key="6", name="آخر") == '<a href="/6/">آخر</a> 6'


def test_it_never_takes_a_value_for_a_hole(template: Path) -> None:
    template.write_text("{{ name }} {{ key }}")

    assert Stencil("piece.html", "key", "name")(key="5", name=stencils.STAND_IN.format("key")) == "\ue0f0key\ue0f1 5"


def test_it_refuses_a_hole_that_the_template_does_not_have(template: Path) -> None:
    template.write_text("{{ name }}")

    with pytest.raises(ValueError, match="key"):
        Stencil("piece.html", "key", "name")(key="5", name="")


def test_it_shows_a_change_at_once_while_debugging(template: Path) -> None:
    piece = Stencil("piece.html", "name")
    with override_settings(DEBUG=True):
        template.write_text("{{ name }}")
        assert (piece(name="a"), remembered("piece.html", name="a")) == ("a", "a")
        template.write_text("{{ name }}!")
        assert (piece(name="a"), remembered("piece.html", name="a")) == ("a!", "a!")
