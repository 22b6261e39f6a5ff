"""Mohit's Arabic over Django's: nothing left in English, six plural forms, no placeholder lost (AR-24)."""

from __future__ import annotations

import ast
import gettext
import json
import re
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import django
import django_prose_editor
import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.apps import apps
from django.contrib import admin
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.utils.translation.trans_real import DjangoTranslation
from django.views.i18n import JSONCatalog

from mohit.locale.compile import CATALOGUES, compiled

DJANGO = Path(django.__file__).parent
APPS = ["conf", *(f"contrib/{app}" for app in ("admin", "auth", "contenttypes", "postgres", "sessions"))]
PLURAL_RULE = "n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5;"
PLACEHOLDER = re.compile(r"%\(\w+\)[sdr]|%[sd]|\{\w*\}")


def read(path: Path) -> Catalog:
    with path.open("rb") as source:
        return read_po(source, locale="ar")


def messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def first(message: Message) -> str:
    return message.id[0] if isinstance(message.id, tuple) else message.id


@cache
def english(domain: str) -> set[tuple[str | None, str]]:
    """Context and text of everything that Django's installed apps can say."""
    sources = [DJANGO / app / f"locale/en/LC_MESSAGES/{domain}.po" for app in APPS]
    return {(message.context, first(message)) for path in sources if path.exists() for message in messages(read(path))}


@cache
def prose_editor() -> str:
    return (Path(django_prose_editor.__file__).parent / "static/django_prose_editor/editor.js").read_text("utf-8")


def prose_editor_sentences() -> set[str]:
    """What the editor's script passes to gettext, under whatever short name its build gave the function."""
    name = re.search(r"(\w+)=window\.gettext\b", prose_editor())[1]
    return set(re.findall(rf'\b{name}\("([^"]+)"\)', prose_editor()))


each_catalogue = pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)


def test_it_finds_both_catalogues() -> None:
    assert [path.name for path in CATALOGUES] == ["django.po", "djangojs.po"]


@each_catalogue
def test_it_ships_catalogues_compiled_from_their_source(path: Path) -> None:
    """After a change: python -m mohit.locale.compile"""
    assert path.with_suffix(".mo").read_bytes() == compiled(path)


@each_catalogue
def test_it_counts_as_django_does(path: Path) -> None:
    """With another rule Django would keep the catalogues apart, and plurals would come from the wrong one."""
    with path.with_suffix(".mo").open("rb") as source:
        assert gettext.GNUTranslations(source).info()["plural-forms"] == f"nplurals=6; plural={PLURAL_RULE}"


@each_catalogue
def test_it_translates_every_form(path: Path) -> None:
    wrong = [first(message) for message in messages(read(path)) if not is_whole(message)]

    assert wrong == []


def is_whole(message: Message) -> bool:
    if isinstance(message.id, tuple):
        return len(message.string) == 6 and all(message.string) and not message.fuzzy
    return bool(message.string) and not message.fuzzy


@each_catalogue
def test_it_keeps_every_placeholder(path: Path) -> None:
    wrong = [first(message) for message in messages(read(path)) if not keeps_placeholders(message, path.stem)]

    assert wrong == []


def keeps_placeholders(message: Message, domain: str) -> bool:
    """Only the plural forms for none, one and two may leave the number out, and never a nameless one in Python."""
    if not isinstance(message.id, tuple):
        return placeholders(message.string) == placeholders(message.id)
    wanted = placeholders(message.id[1])
    short_forms, long_forms = message.string[:3], message.string[3:]
    needed = {"%s", "%d"} & wanted if domain == "django" else set()
    return all(needed <= placeholders(form) <= wanted for form in short_forms) and all(
        placeholders(form) == wanted for form in long_forms
    )


def placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


@each_catalogue
def test_it_translates_only_what_is_still_said(path: Path) -> None:
    """An upgrade that rewords a sentence shows here, before an editor meets the new one in English."""
    unsaid = [first(message) for message in messages(read(path)) if not is_said(message, path.stem)]

    assert unsaid == []


def is_said(message: Message, domain: str) -> bool:
    if (message.context, first(message)) in english(domain):
        return True
    sentence = re.sub(r"(?<=eading )\d", "${", first(message))  # the editor writes the level of a heading in
    return domain == "djangojs" and (f'"{sentence}"' in prose_editor() or f"`{sentence}" in prose_editor())


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_it_leaves_nothing_of_django_in_english(domain: str) -> None:
    dirs = [str(DJANGO / "contrib/admin/locale"), str(CATALOGUES[0].parents[2])]
    merged = DjangoTranslation("ar", domain=domain, localedirs=None if domain == "django" else dirs)

    untranslated = [(context, text) for context, text in english(domain) if not said_in(merged, context, text)]

    assert untranslated == []


def test_it_knows_every_app_of_django_that_speaks() -> None:
    speaking = {
        config.name.removeprefix("django.").replace(".", "/")
        for config in apps.get_app_configs()
        if config.name.startswith("django.") and (Path(config.path) / "locale/en").exists()
    }

    assert speaking <= set(APPS)


# Its models are unregistered from the admin (newsroom/desk.py): nobody reads them.
UNSEEN = {"procrastinate.contrib.django"}
GETTEXT = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}


def test_it_leaves_nothing_of_other_packages_in_english() -> None:
    others = [c for c in apps.get_app_configs() if "site-packages" in c.path and not c.name.startswith("django.")]
    assert {"crispy_forms", "django_prose_editor"} <= {config.name for config in others}
    merged = DjangoTranslation("ar", domain="django")

    unsaid = {
        (config.name, text)
        for config in others
        if config.name not in UNSEEN
        for text in sentences(Path(config.path))
        if not said_in(merged, None, text)
    }

    assert unsaid == set()
    shown = {model._meta.app_config.name for model in admin.site._registry}
    assert not shown & UNSEEN


def sentences(package: Path) -> set[str]:
    """What the Python code and the templates of a package pass to gettext."""
    found: set[str] = set()
    for path in package.rglob("*.py"):
        found |= spoken(path.read_text("utf-8"))
    for path in package.rglob("*.html"):
        found |= set(re.findall(r"""{%\s*trans(?:late)?\s+["'](.+?)["']""", path.read_text("utf-8")))
    return found


def spoken(source: str) -> set[str]:
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and node.args)
    named = (call for call in calls if getattr(call.func, "attr", getattr(call.func, "id", "")) in GETTEXT)
    return {word.value for call in named for word in call.args if isinstance(word, ast.Constant) and word.value}


def test_it_hears_a_sentence_in_python() -> None:
    assert spoken("x = _('One'); y = translation.gettext_lazy('Two'); z = ngettext('a', 'b', n)") == {
        "One",
        "Two",
        "a",
        "b",
    }


def test_it_leaves_nothing_of_our_own_in_english() -> None:
    """Our sentences are Arabic literals (CONTRIBUTING.md); what still goes through gettext has its Arabic."""
    merged = DjangoTranslation("ar", domain="django")
    ours = [c for c in apps.get_app_configs() if "site-packages" not in c.path]
    texts = {text for config in ours for text in sentences(Path(config.path))} | sentences(
        CATALOGUES[0].parents[4] / "templates"
    )

    assert {text for text in texts if re.search("[A-Za-z]{2,}", text) and not said_in(merged, None, text)} == set()


def said_in(translation: DjangoTranslation, context: str | None, text: str) -> bool:
    key = f"{context}\x04{text}" if context else text
    catalogues = translation._catalog._catalogs
    return any(catalogue.get(key) or catalogue.get((key, 1)) for catalogue in catalogues)


def test_it_leaves_nothing_of_the_prose_editor_in_english() -> None:
    ours = {first(message) for message in messages(read(CATALOGUES[1]))}

    assert len(prose_editor_sentences()) > 30
    assert prose_editor_sentences() - ours == set()


def test_it_gives_the_admins_scripts_their_words(rf: RequestFactory) -> None:
    words = json.loads(JSONCatalog.as_view(packages=["django.contrib.admin", "mohit"])(rf.get("/")).content)

    assert words["catalog"]["January"] == "جانفي"
    assert words["catalog"]["Edit Link"] == "تعديل الرابط"
    assert words["catalog"]["Choose a Time"] == "اختيار الوقت"
    assert words["formats"]["FIRST_DAY_OF_WEEK"] == 6


def test_it_says_what_an_editor_understands() -> None:
    assert _("History") == "السجل"
    assert _("Select %s to change") % "مقال" == "اختيار مقال للتعديل"
    assert _("The {name} “{obj}” was changed successfully.").format(name="المقال", obj="عنوان") == (
        "تم تعديل المقال «عنوان»."
    )
    assert _("Password-based authentication") == "الدخول بكلمة المرور"


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ('{{ value|date:"F" }}', "جويلية"),
        ('{{ value|date:"E" }}', "جويلية"),
        ('{{ value|date:"N" }}', "جويلية"),
        ('{{ value|date:"M" }}', "جويلية"),
        ('{{ value|date:"b" }}', "جويلية"),
        ('{{ value|date:"l D" }}', "الخميس الخميس"),
    ],
)
def test_it_names_months_and_days_in_full(template: str, shown: str) -> None:
    value = datetime(2025, 7, 3, tzinfo=UTC)

    assert Template(template).render(Context({"value": value})) == shown


@pytest.mark.parametrize(
    ("unit", "forms"),
    {
        "year": "3 سنوات، 11 سنة، 100 سنة، سنة، سنتين",
        "month": "3 أشهر، 11 شهرا، 100 شهر، شهر، شهرين",
        "week": "3 أسابيع، 11 أسبوعا، 100 أسبوع، أسبوع، أسبوعين",
        "day": "3 أيام، 11 يوما، 100 يوم، يوم، يومين",
        "hour": "3 ساعات، 11 ساعة، 100 ساعة، ساعة، ساعتين",
        "minute": "3 دقائق، 11 دقيقة، 100 دقيقة، دقيقة، دقيقتين",
    }.items(),
)
def test_it_counts_units_of_time_in_six_forms(unit: str, forms: str) -> None:
    said = [ngettext(f"%(num)d {unit}", f"%(num)d {unit}s", n) % {"num": n} for n in (3, 11, 100, 1, 2)]

    assert "، ".join(said) == forms


def test_it_tells_a_time_since_without_a_digit_for_one_and_two() -> None:
    now = datetime(2025, 11, 3, 12, tzinfo=UTC)

    assert timesince(now - timedelta(days=2), now) == "يومين"
    assert timesince(now - timedelta(days=8), now) == "أسبوع، يوم"
    assert timesince(now - timedelta(seconds=5), now) == "أقل\xa0من\xa0دقيقة"
