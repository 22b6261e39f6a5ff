"""What a story was made from, in words: printed under the story, told to machines, compared in its revisions.

An origin is a row of `Article.sources` as JSON writes it (`with_origins`).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from django.utils.html import escape

from articles.models import Source
from mohit import dates
from mohit.json_ld import Node, filled
from mohit.templatetags.arabic import time_tag

Origin = dict[str, str | None]

KINDS: Final = dict(Source.Kind.choices)
LANGUAGES: Final = dict(Source.Language.choices)

# Which property of schema.org leads from the story to what it was made from.
PROPERTIES: Final = {
    Source.Kind.TRANSLATION: "translationOfWork",
    Source.Kind.ADAPTATION: "isBasedOn",
    Source.Kind.REPORT: "citation",
}


def printed(origin: Origin) -> str:
    """«بتصرف عن Outlet: Title، بقلم Author، 3 نوفمبر 2025، بالإنجليزية، ترجمة Translator» as HTML."""
    outlet, title = bdi(origin["outlet"]), bdi(origin["title"], origin["language"])
    if origin["url"]:
        link = f'<a href="{escape(origin["url"])}" rel="noopener">'
        outlet, title = (outlet, f"{link}{title}</a>") if title else (f"{link}{outlet}</a>", "")
    day = date.fromisoformat(origin["published_on"]) if origin["published_on"] else None
    return sentence(origin, f"{outlet}: {title}" if title else outlet, bdi, time_tag(day))


def in_words(origin: Origin) -> str:
    """The same as plain text with the address: all that is known of it, so that no change stays unseen.

    It may be half typed still: what is no day or no language stands in it as it is.
    """
    named = f"{origin['outlet']}: {origin['title']}" if origin["title"] else origin["outlet"]
    words = sentence(origin, named, str, day_in_words(origin["published_on"] or ""))
    return f"{words}، {origin['url']}" if origin["url"] else words


def day_in_words(typed: str) -> str:
    try:
        return dates.day_month_year(date.fromisoformat(typed))
    except ValueError:
        return typed


def sentence(origin: Origin, named: str, name: Callable[[str], str], day: str) -> str:
    parts = [
        f"{KINDS.get(origin['kind'], '')} {named}",
        f"بقلم {name(origin['author'])}" if origin["author"] else "",
        day,
        f"ب{LANGUAGES.get(origin['language'], origin['language'])}" if origin["language"] else "",
        f"ترجمة {name(origin['translator'])}" if origin["translator"] else "",
    ]
    return "، ".join(filter(None, parts))


def bdi(text: str, language: str = "") -> str:
    lang = f' lang="{language}"' if language else ""
    return f"<bdi{lang}>{escape(text)}</bdi>" if text else ""


def for_machines(origins: list[Origin]) -> Node:
    """The properties that a story's node gets from what it was made from, and who translated it."""
    node: Node = {}
    for origin in origins:
        node.setdefault(PROPERTIES[origin["kind"]], []).append(work(origin))
    translators = list(dict.fromkeys(origin["translator"] for origin in origins if origin["translator"]))
    if translators:
        node["translator"] = [{"@type": "Person", "name": name} for name in translators]
    return node


def work(origin: Origin) -> Node:
    author = origin["author"] and {"@type": "Person", "name": origin["author"]}
    return filled(
        {
            "@type": "CreativeWork",
            "name": origin["title"],
            "url": origin["url"],
            "inLanguage": origin["language"],
            "datePublished": origin["published_on"],
            "author": author,
            "publisher": {"@type": "Organization", "name": origin["outlet"]},
        }
    )
