"""What the interface calls things, and that no template counts or dates in Django's Arabic (AR-22, AR-25)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.db.models import Model

from newsroom.admin import permission_in_arabic

ROOT = Path(__file__).resolve().parents[2]
OURS = [config for config in apps.get_app_configs() if "site-packages" not in config.path]
MODELS = [model for config in OURS for model in config.get_models()]
ARABIC = re.compile("[\u0600-\u06ff]")
LATIN = re.compile("[A-Za-z]{2,}")

# Django's own filters and tags that are wrong in Arabic, or that know one plural (arabic.md, 4.2); `date:"c"` is ISO.
WRONG = re.compile(
    r"\|\s*(timesince|timeuntil|naturaltime|naturalday|ordinal|intcomma|apnumber|pluralize|filesizeformat|floatformat"
    r"|join|time\b|date(?!:\"c\"))|{%\s*(trans|translate|blocktrans|blocktranslate)\b"
)


def test_it_names_every_app_in_arabic() -> None:
    assert [config.name for config in OURS if not ARABIC.search(str(config.verbose_name))] == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_it_names_every_table_in_arabic(model: type[Model]) -> None:
    for name in (model._meta.verbose_name, model._meta.verbose_name_plural):
        assert ARABIC.search(str(name))
        assert not LATIN.search(str(name))


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_it_names_every_choice_and_custom_permission_in_arabic(model: type[Model]) -> None:
    words = [str(word) for field in model._meta.fields for _, word in field.flatchoices]
    words += [name for _, name in model._meta.permissions]

    assert [word for word in words if word and not ARABIC.search(word)] == []


@pytest.mark.django_db
def test_it_shows_every_permission_of_ours_in_arabic() -> None:
    labels = {config.label for config in OURS}
    rows = Permission.objects.filter(content_type__app_label__in=labels).select_related("content_type")

    assert len(rows) > 30
    assert [row.codename for row in rows if LATIN.search(permission_in_arabic(row))] == []


def test_it_lets_no_page_of_readers_date_or_count_in_djangos_way() -> None:
    pages = [path for path in (ROOT / "templates").rglob("*.html") if "admin" not in path.parts]

    assert len(pages) > 15
    assert {path.name: found[0] for path in pages if (found := WRONG.search(path.read_text()))} == {}


def test_it_sees_djangos_way() -> None:
    for text in ("{{ x|timesince }}", '{{ x|date:"j F Y" }}', "{{ n|pluralize }}", "{{ n|intcomma }}"):
        assert WRONG.search(text), text
    assert not WRONG.search('{{ x|date:"c" }} {{ n|count:"comment" }}')
