"""Which stories are like which: by rare words that they share, by topics, and by being of the same days.

Every public story is read once after each save (by the worker, or `manage.py relate_stories`). Its weightiest words are
kept, and with them its nearest stories; the page only looks up those keys. A new story also enters the lists of the
stories it is near to, so that yesterday's report leads to today's. What one story costs does not grow with the archive:
of candidates there are at most a few hundred, found by rare words, by topic and by section.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import log, sqrt

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection, transaction
from django.db.models import F, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from articles.models import Article, Likeness, Tagging, WordCount
from mohit.arabic import INDEX_VERSION, words
from mohit.prose.tree import without_tags

VERSION = INDEX_VERSION  # raised when stories must be read anew: here, or with the stems
TERMS = 60  # words kept of a story
NEWS = 6  # words kept beside them that no story of the sample knows: a new name
SAID_OFTEN = 4  # what such a word must count, or it is a name in passing, or a slip
UNIT = 1_000  # weights are kept as whole thousandths
NEAREST = 8  # stories kept for a story
READ = 1_000  # words of a body that are read
SHORTEST = 3  # letters of a word that tells something
HEADLINE, STANDFIRST, BODY = 3, 2, 1  # what a word counts in each

COMMON = 0.2  # the share of stories beyond which a word tells nothing
SAMPLE = 4_000  # stories from which the commonness of words is known
BY_WORDS = 400  # candidates with rare words of the story
BY_TOPIC = 30  # the newest of each topic
BY_SECTION = 40  # the newest of the section

SHARED_TOPIC = 0.1  # a topic in common weighs as much as this much of likeness
BATCH = 200  # stories a run of the worker
LOOK_BACK = timedelta(hours=1)
LEAST = 0.04  # likeness of words, topics and days below which two stories have nothing to do with each other

_LINKED = re.compile(r"<aside data-article=.*?</aside>", re.DOTALL)  # «اقرأ أيضا» speaks of another story

# The likest stories of one: words in common, topics in common, and a share lost with the days between them.
FIND = """
    WITH term AS (
        SELECT * FROM unnest(%(terms)s::text[], %(weights)s::int[]) AS t (word, weight)
    ), candidate AS (
        SELECT article_id FROM articles_likeness WHERE terms && %(rare)s::text[]
        UNION
        SELECT newest.article_id FROM unnest(%(topics)s::bigint[]) AS t (topic) CROSS JOIN LATERAL (
            SELECT article_id FROM articles_tagging
             WHERE topic_id = t.topic AND published_at <= %(at)s
             ORDER BY published_at DESC, article_id DESC LIMIT %(by_topic)s) newest
        UNION
        (SELECT id FROM articles_article
          WHERE section_id = %(section)s AND status = 'published' AND published_at <= %(at)s
          ORDER BY published_at DESC, id DESC LIMIT %(by_section)s)
    ), by_words AS (
        SELECT article_id, sum(term.weight * theirs.weight) / %(unit)s::float8 AS score
          FROM candidate JOIN articles_likeness USING (article_id)
         CROSS JOIN LATERAL unnest(terms, weights) AS theirs (word, weight)
          JOIN term USING (word)
         GROUP BY article_id
    ), scored AS (
        SELECT a.id, (coalesce(w.score, 0) + %(shared_topic)s * (
                   SELECT count(*) FROM articles_tagging t
                    WHERE t.article_id = a.id AND t.topic_id = ANY(%(topics)s::bigint[]))
               ) * (0.5 + 0.5 / (
                   1 + abs(extract(epoch FROM a.published_at - %(published_at)s))::float8 / 86400 / 45)) AS score
          FROM candidate c JOIN articles_article a ON a.id = c.article_id
          LEFT JOIN by_words w USING (article_id)
         WHERE a.status = 'published' AND a.published_at <= %(at)s AND a.id <> %(article)s
    )
    SELECT id, score FROM scored WHERE score >= %(least)s ORDER BY score DESC, id DESC LIMIT %(nearest)s
"""

# The story takes its place in the lists of those it is near to, where it belongs there.
ENTER = """
    UPDATE articles_likeness l SET (nearest, scores) = (
        SELECT array_agg(key ORDER BY score DESC, key DESC), array_agg(score ORDER BY score DESC, key DESC)
          FROM (SELECT key, score FROM (
                    SELECT * FROM unnest(l.nearest, l.scores) AS had (key, score) WHERE key <> %(article)s
                    UNION ALL SELECT %(article)s, near.score) AS all_of_them
                 ORDER BY score DESC, key DESC LIMIT %(nearest)s) AS best)
      FROM unnest(%(keys)s::bigint[], %(scores)s::float8[]) AS near (key, score)
     WHERE l.article_id = near.key AND (
           cardinality(l.nearest) < %(nearest)s OR near.score > l.scores[cardinality(l.scores)]
           OR %(article)s = ANY(l.nearest))
"""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """In how many of how many stories each word stands."""

    stories: int
    counts: dict[str, int]

    def rarity(self, word: str) -> float:
        return log((self.stories + 1) / (self.counts.get(word, 0) + 0.5))

    def is_common(self, word: str) -> bool:
        return self.counts.get(word, 0) > max(3, self.stories * COMMON)


def vocabulary() -> Vocabulary:
    counts = dict(WordCount.objects.values_list("word", "stories"))
    return Vocabulary(counts.pop("", 0), counts)


def learn_words() -> int:
    """Count words anew in the newest stories; how many were read. An archive of ten million words needs no more."""
    newest = Article.objects.published().newest_first().values_list("headline", "standfirst", "body")[:SAMPLE]
    counts: Counter[str] = Counter()
    read = 0
    for texts in newest.iterator(chunk_size=200):
        counts.update(words_of(*texts).keys())
        read += 1
    with transaction.atomic():
        with connection.cursor() as cursor:  # the nightly count and a minute's may meet; who reads need not wait
            cursor.execute("LOCK TABLE articles_wordcount IN SHARE ROW EXCLUSIVE MODE")
        WordCount.objects.all().delete()
        WordCount.objects.bulk_create(
            [WordCount(word="", stories=read)]
            # A word that stands in one story alone is as rare as one that stands in none.
            + [WordCount(word=word, stories=count) for word, count in counts.items() if count > 1],
            batch_size=5_000,
        )
    return read


def words_of(headline: str, standfirst: str, body: str) -> Counter[str]:
    """Each word with its count, heavier where a headline says it."""
    counts: Counter[str] = Counter()
    for weight, text in ((HEADLINE, headline), (STANDFIRST, standfirst), (BODY, plain(body))):
        for word in words(text)[:READ]:
            if word.stems and len(word.stems[0]) >= SHORTEST and not word.stems[0].isdecimal():
                counts[word.stems[0]] += weight
    return counts


def plain(body: str) -> str:
    return without_tags(_LINKED.sub(" ", body))


def weightiest(counts: Counter[str], known: Vocabulary) -> dict[str, int]:
    """The words that tell a story from others, the weightiest first, with their weights.

    The squares of the weights add up to UNIT², so that two stories with the same words are alike by UNIT² whatever
    their length. Words that are new to the sample come on top of that.
    """
    usual = {word for word in counts if word in known.counts and not known.is_common(word)}
    new = {word for word, count in counts.items() if word not in known.counts and count >= SAID_OFTEN}

    def heaviest(words: set[str], most: int) -> list[tuple[str, float]]:
        weighed = [(word, (1 + log(counts[word])) * known.rarity(word)) for word in words]
        return sorted(weighed, key=lambda pair: (-pair[1], pair[0]))[:most]

    chosen, added = heaviest(usual, TERMS), heaviest(new, NEWS)
    length = sqrt(sum(weight * weight for _, weight in chosen or added)) or 1
    return {word: round(weight / length * UNIT) for word, weight in [*chosen, *added]}


def rarest(terms: Iterable[str], known: Vocabulary, archive: int) -> list[str]:
    """The rarest terms, of which together no more than BY_WORDS stories are expected in an archive of that size."""
    share = archive / max(known.stories, 1)
    expected, chosen = 0.0, []
    for word in sorted(terms, key=lambda word: known.counts.get(word, 0)):
        expected += known.counts.get(word, 0.5) * max(share, 1)
        if expected > BY_WORDS:
            break
        chosen.append(word)
    return chosen


class Reader:
    """Reads stories one by one and files each with its nearest."""

    def __init__(self) -> None:
        self.known = vocabulary()
        self.archive = self.known.stories if self.known.stories < SAMPLE else estimated_rows()

    def read(self, article: Article, at: datetime | None = None) -> list[int]:
        """File `article`, which carries `topic_keys`; the keys of its nearest. Doing it twice changes nothing."""
        terms = weightiest(words_of(article.headline, article.standfirst, article.body), self.known)
        with transaction.atomic():
            nearest = self.find(article, terms, at or timezone.now())
            row = Likeness(
                article_id=article.pk,
                terms=list(terms),
                weights=list(terms.values()),
                nearest=[key for key, _ in nearest],
                scores=[score for _, score in nearest],
                made_of=article.saved_at,
                version=VERSION,
            )
            Likeness.objects.bulk_create(
                [row],
                update_conflicts=True,
                unique_fields=["article"],
                update_fields=["terms", "weights", "nearest", "scores", "made_of", "version"],
            )
            self.enter(article, nearest)
        return [key for key, _ in nearest]

    def find(self, article: Article, terms: dict[str, int], at: datetime) -> list[tuple[int, float]]:
        values = {
            "article": article.pk,
            "published_at": article.published_at,
            "section": article.section_id,
            "topics": article.topic_keys,
            "terms": list(terms),
            "weights": list(terms.values()),
            "rare": rarest(terms, self.known, self.archive),
            "at": at,
            "by_topic": BY_TOPIC,
            "by_section": BY_SECTION,
            "shared_topic": SHARED_TOPIC,
            "least": LEAST,
            "nearest": NEAREST,
            "unit": UNIT * UNIT,
        }
        with connection.cursor() as cursor:
            cursor.execute(FIND, values)
            return cursor.fetchall()

    def enter(self, article: Article, nearest: list[tuple[int, float]]) -> None:
        # Locked in the order of keys, so that two workers never wait for each other.
        keys = sorted(key for key, _ in nearest)
        list(Likeness.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
        values = {
            "article": article.pk,
            "keys": [key for key, _ in nearest],
            "scores": [score for _, score in nearest],
            "nearest": NEAREST,
        }
        with connection.cursor() as cursor:
            cursor.execute(ENTER, values)


def unread(articles: QuerySet[Article]) -> QuerySet[Article]:
    """Those of `articles`, published or scheduled, that were saved since they were last read, with `topic_keys`."""
    topics = Tagging.objects.filter(article=OuterRef("pk")).order_by("pk").values("topic")
    outdated = Q(likeness=None) | Q(likeness__made_of__lt=F("saved_at")) | Q(likeness__version__lt=VERSION)
    return (
        articles.filter(outdated, status=Article.Status.PUBLISHED)
        .only("headline", "standfirst", "body", "section", "published_at", "saved_at")
        .annotate(topic_keys=ArraySubquery(topics))
    )


def read_saved() -> int:
    """Read what was published or changed since the last time, up to BATCH stories; how many there were.

    In a large archive it looks an hour further back than it has read, for transactions that took long. What is older
    than that and was never read (an archive that was moved in) is the business of `relate_stories`.
    """
    sampled = sample_size()
    if is_outgrown(sampled):
        sampled = learn_words()
        Likeness.objects.update(version=0)
    articles = Article.objects.all()
    until = Likeness.objects.aggregate(until=Max("made_of"))["until"]
    if until and sampled >= SAMPLE:
        articles = articles.filter(saved_at__gte=until - LOOK_BACK)
    stories = list(unread(articles).order_by("saved_at", "pk")[:BATCH])
    reader = Reader() if stories else None
    for story in stories:
        reader.read(story)
    return len(stories)


def sample_size() -> int:
    """In how many stories the words were counted."""
    return WordCount.objects.filter(pk="").values_list("stories", flat=True).first() or 0


def is_outgrown(sampled: int) -> bool:
    """Whether that were so few that the rarity of their words says little about the stories there are now."""
    if sampled >= SAMPLE:
        return False
    now = Article.objects.published()[: min(2 * sampled + 20, SAMPLE)].count()
    return now >= min(2 * sampled + 20, SAMPLE) or (now > 0 and sampled == 0)


def estimated_rows() -> int:
    """How many stories there are, as PostgreSQL's statistics know it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = 'articles_likeness'::regclass")
        return cursor.fetchone()[0]
