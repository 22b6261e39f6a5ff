"""One story after another: texts, filing and times, the same for the same seed."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from articles.generator.language import Alternative, Language
from articles.models import Article

Kind, Status = Article.Kind, Article.Status

A_DAY = 34  # stories that a newsroom of this size publishes a day
READ_ALSO_AMONG = 400  # the newest stories that a story may point at

KINDS = [Kind.NEWS] * 50 + [Kind.REPORT] * 22 + [Kind.ANALYSIS] * 9 + [Kind.OPINION] * 9
KINDS += [Kind.INVESTIGATION] * 3 + [Kind.INTERVIEW] * 4 + [Kind.PICTURE_STORY] * 3
LENGTHS = {  # paragraphs, from and to
    Kind.NEWS: (8, 12),
    Kind.REPORT: (10, 18),
    Kind.ANALYSIS: (12, 22),
    Kind.OPINION: (8, 14),
    Kind.INVESTIGATION: (18, 25),
    Kind.INTERVIEW: (12, 20),
    Kind.PICTURE_STORY: (8, 10),
}
EMBEDS = [
    "https://www.youtube.com/watch?v=aqz-KE-bpKQ",
    "https://x.com/NASA/status/1445437466404577283",
    "https://vimeo.com/76979871",
]


@dataclass(frozen=True, slots=True)
class Shelf:
    """A section with its words and its topics by name."""

    pk: int
    slug: str
    language: Language
    topics: dict[str, int]


@dataclass(frozen=True, slots=True)
class Photo:
    pk: int
    src: str
    alt: str


@dataclass(slots=True)
class Story:
    """The fields of an article with the keys of its authors and topics."""

    fields: dict[str, object]
    authors: list[int]
    topics: list[int]
    shelf: Shelf


@dataclass
class Newsroom:
    """Writes stories with what it has: sections, authors, pictures, and what it has published so far."""

    seed: int
    shelves: list[Shelf]
    authors: list[int]
    photos: list[Photo]
    published: deque[tuple[str, str]] = field(default_factory=lambda: deque(maxlen=READ_ALSO_AMONG))

    def stories(self, count: int, until: datetime) -> Iterator[Story]:
        """`count` stories, oldest first, the last of the public ones shortly before `until`."""
        span = timedelta(days=max(365, count / A_DAY))
        random = Random(self.seed)  # noqa: S311  (nothing secret hangs on it)
        for number in range(count):
            random.seed(self.seed * 1_000_003 + number)
            at = until - span * ((count - number - random.random() * 0.9) / count)
            yield self._story(random, at.replace(second=0, microsecond=0), until)

    def remember(self, key: int, address: str, headline: str) -> None:
        """Let later stories point at this one."""
        self.published.append((str(key), f'<a href="{address}">{headline}</a>'))

    def _story(self, random: Random, at: datetime, until: datetime) -> Story:
        # Squared: some sections are larger than others.
        shelf = self.shelves[int(len(self.shelves) * random.random() ** 1.4)]
        say = Voice(shelf.language, random)
        kind = random.choice(KINDS)
        photo = random.choice(self.photos) if self.photos and random.random() < 0.92 else None
        headline = say("headline")[:160]
        fields: dict[str, object] = {
            "section_id": shelf.pk,
            "kind": kind,
            "headline": headline,
            "short_headline": say("short_headline")[:80] if random.random() < 0.4 else "",
            "standfirst": say("standfirst")[:600],
            "body": self._body(say, random.randint(*LENGTHS[kind])),
            "place": say.bound["place"],
            "picture_id": photo.pk if photo else None,
            "picture_caption": say("caption") if photo and random.random() < 0.7 else "",
            "created_at": at - timedelta(minutes=random.randint(20, 3000)),
            "saved_at": at,
            **_state(random, at, until),
        }
        return Story(fields, self._signatures(random), self._topics(shelf, say.bound["subject"], random), shelf)

    def _signatures(self, random: Random) -> list[int]:
        count = 1 if random.random() < 0.85 else 2
        return random.sample(self.authors, count)

    def _topics(self, shelf: Shelf, subject: str, random: Random) -> list[int]:
        first = [shelf.topics[subject]] if subject in shelf.topics else []
        others = random.sample(list(shelf.topics.values()), random.randint(0, 3))
        return list(dict.fromkeys(first + others))

    def _body(self, say: Voice, paragraphs: int) -> str:
        random = say.random
        blocks = [f"<p>{say('opening')} {say('sentence')}</p>"]
        until_subhead = random.randint(3, 5)
        for _ in range(paragraphs - 2):
            if until_subhead == 0:
                blocks.append(f"<h2>{say('subhead')}</h2>")
                until_subhead = random.randint(3, 6)
            blocks.append(_paragraph(say))
            until_subhead -= 1
        blocks.append(f"<p>{say('sentence')} {say('closing')}</p>")
        for chance, block in (
            (0.35, lambda: f'<aside class="pull-quote"><p>{say("quote")}</p></aside>'),
            (0.30, lambda: f"<blockquote><p>{say('quote')}. {say('quote')}.</p></blockquote>"),
            (0.15, lambda: _list(say)),
            (0.45, lambda: self._figure(say)),
            (0.12, lambda: self._figure(say)),
            (0.45, lambda: self._read_also(random)),
            (0.08, lambda: _embed(random)),
        ):
            if random.random() < chance:
                blocks.insert(random.randint(2, len(blocks) - 1), block())
        return "".join(blocks)

    def _figure(self, say: Voice) -> str:
        if not self.photos:
            return ""
        photo = say.random.choice(self.photos)
        img = f'<img src="{photo.src}" alt="{photo.alt}" data-file="{photo.pk}">'
        return f"<figure>{img}<figcaption>{say('caption')}</figcaption></figure>"

    def _read_also(self, random: Random) -> str:
        if not self.published:
            return ""
        key, link = random.choice(self.published)
        return f'<aside data-article="{key}">{link}</aside>'


class Voice:
    """A section's language with what one story keeps to: its people, place, institution and subject."""

    def __init__(self, language: Language, random: Random) -> None:
        self.language, self.random = language, random
        self.said: set[Alternative] = set()
        gender = random.choice("mf")
        self.bound: dict[str, str] = {}
        for slot, rule in (
            ("place", "place" if "place" in language.rules else "city"),
            ("org", "org"),
            ("subject", "subject"),
            ("first", f"first_{gender}"),
            ("family", "family"),
            ("role", f"official_{gender}"),
        ):
            self.bound[slot] = language.say(rule, random, self.bound, self.said)
        # Families of witnesses differ from the hero's.
        name = f"{self.bound.pop('first')} {self.bound.pop('family')}"
        self._names = [f"{self.bound.pop('role')} {name}", name, name]
        self.bound["name"] = name
        self._gender = gender

    def __call__(self, rule: str) -> str:
        random = self.random
        bound = self.bound
        bound["said"] = self.language.say(f"said_{self._gender}", random, bound, self.said)
        bound["spoke"] = self.language.say(f"spoke_{self._gender}", random, bound, self.said)
        bound["name"] = random.choice(self._names)
        return self.language.say(rule, random, bound, self.said)


def _state(random: Random, at: datetime, until: datetime) -> dict[str, object]:
    """Of a hundred stories two are drafts, one waits for the editors, one is scheduled and one was withdrawn."""
    draw = random.random()
    if draw < 0.02:
        return {"status": Status.DRAFT, "published_at": None}
    if draw < 0.03:
        return {"status": Status.IN_REVIEW, "published_at": None}
    if draw < 0.04:
        return {"status": Status.PUBLISHED, "published_at": until + timedelta(hours=random.randint(24, 400))}
    if draw < 0.05:
        return {"status": Status.WITHDRAWN, "published_at": at}
    if draw < 0.11:
        note = "أضيفت تفاصيل جديدة وتصريحات إلى النص."
        later = at + timedelta(minutes=random.randint(30, 900))
        return {"status": Status.PUBLISHED, "published_at": at, "updated_at": min(later, until), "update_note": note}
    return {"status": Status.PUBLISHED, "published_at": at}


def _paragraph(say: Voice) -> str:
    sentences = [
        say("said_line" if say.random.random() < 0.14 else "sentence") for _ in range(say.random.randint(2, 5))
    ]
    return f"<p>{' '.join(sentences)}</p>"


def _list(say: Voice) -> str:
    items = "".join(f"<li>{say('list_item')}</li>" for _ in range(say.random.randint(3, 6)))
    return f"<p>{say('list_intro')}</p><ul>{items}</ul>"


def _embed(random: Random) -> str:
    url = random.choice(EMBEDS)
    return f'<figure data-embed="" data-url="{url}"><a href="{url}">{url}</a></figure>'
