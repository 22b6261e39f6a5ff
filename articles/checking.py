"""What there is to say about a story while it is written: its text, its headline, its pictures, where its links lead.

Nothing here keeps anybody from saving. `ASKED_BEFORE_PUBLISHING` names what an editor is asked about once more: what
readers would miss. A piece of breaking news has no standfirst, and no time for questions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import F, Model, Q, Value
from django.utils import timezone

from articles.models import Article, NameSpelling, StyleRule
from mohit import dates
from mohit.arabic import letter_count
from mohit.proofreading import Block, Finding, Wording, Wordings, proofread
from mohit.proofreading.finding import at as at_place
from mohit.proofreading.stored_text import Link, Text, read
from pictures.models import Picture

LONG_HEADLINE: Final = 90  # letters; longer ones take four lines of a telephone
LINES: Final = ("headline", "short_headline", "standfirst", "picture_caption", "update_note")
ASKED_BEFORE_PUBLISHING: Final = frozenset(["no_alt", "lost_picture", "hidden_story", "lost_story"])
MOST_FINDINGS: Final = 200  # more are not read; they come up when these are mended

# The address of a story, as articles/urls.py has it: short, or of its section, with its own words or without.
_STORY: Final = re.compile(r"/(?:[^/]+/)?([0-9]{1,18})(?:/[^/]*)?/?")
# What cameras and programs call a file is no description of what it shows.
_NO_ALT: Final = re.compile(
    r"\S+\.(?:jpe?g|png|gif|webp|avif|heic)|(?:IMG|DSC|P|image|photo)[-_ ]?\d+|[\W\d_]+", re.IGNORECASE
)


class Draft(NamedTuple):
    """What is looked at; a story as saved or as typed. `picture` is a key of the library, as the form has it."""

    lines: dict[str, str]  # by field, those of LINES
    body: str = ""
    picture: str = ""
    key: int | None = None  # of the story, if it has been saved
    alts: dict[int, str | None] | None = None  # of pictures that were looked up; None of those that are gone
    stories: dict[int, Article] | None = None  # that its links lead to, when they were read for many drafts at once


def draft_of(article: Article) -> Draft:
    lines = {name: getattr(article, name) for name in LINES}
    alts = {article.picture_id: article.picture.alt} if article.picture_id and is_read(article, "picture") else {}
    return Draft(lines, article.body, str(article.picture_id or ""), article.pk, alts)


def is_read(row: Model, name: str) -> bool:
    """Whether what the foreign key leads to was read with the row."""
    return row._meta.get_field(name).is_cached(row)


def examine(draft: Draft, at: datetime | None = None) -> list[Finding]:
    """What there is to say, in the order of the form: three queries, fewer where nothing is named."""
    return found_in(draft, read(draft.body), house_wordings(), at or timezone.now())


def examine_all(articles: list[Article]) -> dict[int, list[Finding]]:
    """The same about many stories, by their keys: three queries for all of them."""
    texts = {article.pk: read(article.body) for article in articles}
    wordings, now = house_wordings(), timezone.now()
    named = picture_keys(key for text in texts.values() for key in text.pictures)
    alts = dict.fromkeys(named) | alts_of(named)
    stories = stories_behind([link for text in texts.values() for link in text.links])
    found = {}
    for article in articles:
        draft = draft_of(article)
        draft = draft._replace(alts=alts | (draft.alts or {}), stories=stories)
        found[article.pk] = found_in(draft, texts[article.pk], wordings, now)
    return found


def found_in(draft: Draft, text: Text, wordings: Wordings, at: datetime) -> list[Finding]:
    blocks = [Block(name, 0, draft.lines.get(name, "")) for name in LINES]
    found = [
        *of_the_head(draft.lines),
        *proofread([*blocks[:3], *text.blocks, *blocks[3:]], wordings),
        *of_pictures(draft, text),
        *of_links(text.links, draft, at),
    ]
    order = {name: place for place, name in enumerate((*LINES[:3], "body", *LINES[3:]))}
    found.sort(key=lambda finding: order.get(finding.field, len(order)))
    return found[:MOST_FINDINGS]


def asked_about(findings: list[Finding]) -> list[Finding]:
    """Those that an editor is asked about before publishing."""
    return [finding for finding in findings if finding.code in ASKED_BEFORE_PUBLISHING]


def house_wordings() -> Wordings:
    """The rules and the register, as they are now: one query for both, the rules first."""
    same = ("kind", "find", "prefer", "reason", "flag", "particles")
    rules = StyleRule.objects.annotate(
        kind=Value("rule"), flag=Q(matching=StyleRule.Matching.ANY), particles=F("takes_particles")
    )
    spellings = NameSpelling.objects.annotate(
        kind=Value("name"), find=F("text"), prefer=F("name__chosen"), reason=Value(""), flag=F("is_chosen")
    ).annotate(particles=Value(value=True))
    rows = rules.order_by().values_list(*same).union(spellings.order_by().values_list(*same), all=True)
    wordings, right = [], []
    for kind, text, preferred, reason, flag, takes_particles in rows.order_by("-kind", "find"):
        if kind == "rule":
            wordings.append(Wording(text, preferred, reason, in_any_spelling=flag, takes_particles=takes_particles))
        elif flag:  # the chosen spelling
            right.append(text)
        else:
            wordings.append(Wording(text, preferred, is_name=True))
    return Wordings(wordings, right)


def of_the_head(lines: dict[str, str]) -> Iterator[Finding]:
    letters = letter_count(lines.get("headline", ""))
    if letters > LONG_HEADLINE:
        words = f"العنوان طويل ({dates.count(letters, 'letter')}): ما زاد على {LONG_HEADLINE} يطول في الهاتف"
        yield Finding("long_headline", words, "headline")
    if not lines.get("standfirst", "").strip():
        yield Finding("no_standfirst", "لا مقدمة تحت العنوان", "standfirst")


def of_pictures(draft: Draft, text: Text) -> Iterator[Finding]:
    """Pictures that are in no library, or whose text says nothing to those who do not see them."""
    named = [("picture", draft.picture), *(("body", key) for key in text.pictures)]
    alts = dict(draft.alts or {})
    alts |= alts_of(picture_keys(key for _, key in named) - alts.keys())
    for part, key in named:
        if not key:
            continue
        alt = alts.get(int(key)) if key.isdecimal() and len(key) < 19 else None
        if alt is None:
            yield Finding("lost_picture", "صورة لم تعد في المكتبة: لا يراها القارئ", part, card=f"picture:{key}")
        elif _NO_ALT.fullmatch(alt.strip()) or not alt.strip():
            yield Finding("no_alt", "صورة بلا نص بديل يصف ما فيها: اكتبه في مكتبة الصور", part, card=f"picture:{key}")


def picture_keys(keys: Iterable[str]) -> set[int]:
    return {int(key) for key in keys if key.isdecimal() and len(key) < 19}


def alts_of(keys: set[int]) -> dict[int, str]:
    return dict(Picture.objects.filter(pk__in=keys).values_list("pk", "alt").order_by()) if keys else {}


def stories_behind(links: list[Link]) -> dict[int, Article]:
    keys = {key for link in links if (key := story_key(link.address))}
    return Article.objects.only("headline", "status", "published_at").in_bulk(keys) if keys else {}


def of_links(links: list[Link], draft: Draft, at: datetime) -> Iterator[Finding]:
    """Links to stories of this site that readers cannot open."""
    named = [(link, key) for link in links if (key := story_key(link.address)) and key != draft.key]
    if not named:
        return
    stories = draft.stories if draft.stories is not None else stories_behind([link for link, _ in named])
    for link, key in named:
        if key not in stories:
            yield _of_link(link, "lost_story", f"رابط إلى مقال غير موجود (رقمه {key})", key)
        elif why := hidden(stories[key], at):
            yield _of_link(link, "hidden_story", f"رابط إلى مقال {why} (رقمه {key})", key)


def hidden(article: Article, at: datetime) -> str:
    """Why readers would not see the story at that moment; empty if they would."""
    if article.is_public(at):
        return ""
    if article.status == Article.Status.WITHDRAWN:
        return "مسحوب من الموقع"
    return f"لا ينشر قبل {dates.moment(article.published_at)}" if article.is_scheduled else "لم ينشر"


def story_key(address: str) -> int | None:
    """The key of the story of this site at an address, if it is the address of one."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.netloc and parts.netloc != urlsplit(settings.SITE_URL).netloc:
        return None
    found = _STORY.fullmatch(parts.path)
    return int(found[1]) if found and (parts.netloc or parts.path.startswith("/")) else None


def _of_link(link: Link, code: str, words: str, key: int) -> Finding:
    if link.block is None:
        return Finding(code, words, "body", card=f"story:{key}")
    return at_place(link.block, code, words, link.start, link.end)
