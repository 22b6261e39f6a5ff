"""Keeps `SearchDocument` in step with the stories.

What is out of date stands in `SearchPending`, written down by the database in the transaction that changed it. A story
saved on the desk is indexed in the same transaction; everything else (a renamed author, a bulk change, new rules)
is caught up with by a worker or a command. Any number may work at once, and may be killed: a row leaves the list in
the transaction that writes its document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import connection, transaction

from articles.search import rules, vocabulary
from articles.search.documents import Document, Source, document
from articles.search.rules import Rules

BATCH = 100  # stories a transaction: a third of a second, which is the longest that somebody who saves one waits

# The lock on the article makes its state at this moment the state that is written: whoever is changing it now is
# passed by, and marks it again.
CLAIM = """
    WITH claimed AS MATERIALIZED (  -- or the plan may ask for the next rows again and again
        SELECT pending.article_id
          FROM articles_searchpending pending JOIN articles_article article ON article.id = pending.article_id
         ORDER BY pending.article_id LIMIT %s
           FOR UPDATE OF pending SKIP LOCKED FOR SHARE OF article SKIP LOCKED)
    DELETE FROM articles_searchpending USING claimed WHERE articles_searchpending.article_id = claimed.article_id
    RETURNING claimed.article_id
"""
FORGET_THE_DELETED = """
    DELETE FROM articles_searchpending pending
     WHERE NOT EXISTS (SELECT FROM articles_article WHERE id = pending.article_id)
"""
MARK_THE_STALE = """
    INSERT INTO articles_searchpending (article_id)
    SELECT article.id
      FROM articles_article article LEFT JOIN articles_searchdocument document ON document.article_id = article.id
     WHERE document.version IS DISTINCT FROM %s
     ORDER BY 1
    ON CONFLICT DO NOTHING
"""
READ = """
    SELECT article.id, headline, short_headline, standfirst, place, body,
           CASE WHEN picture_caption = '' THEN coalesce(picture.caption, '') ELSE picture_caption END,
           section_id, section.name,
           ARRAY(SELECT topic.name FROM articles_tagging tagging JOIN articles_topic topic ON topic.id = topic_id
                  WHERE tagging.article_id = article.id ORDER BY tagging.id),
           ARRAY(SELECT author.name FROM articles_byline byline JOIN articles_author author ON author.id = author_id
                  WHERE byline.article_id = article.id ORDER BY position, byline.id),
           ARRAY(SELECT author_id FROM articles_byline byline
                  WHERE byline.article_id = article.id ORDER BY position, byline.id),
           ARRAY(SELECT shown.caption FROM articles_illustration illustration
                   JOIN pictures_picture shown ON shown.id = illustration.picture_id
                  WHERE illustration.article_id = article.id ORDER BY illustration.id)
      FROM articles_article article
      JOIN articles_section section ON section.id = section_id
      LEFT JOIN pictures_picture picture ON picture.id = picture_id
     WHERE article.id = ANY(%s)
     ORDER BY article.id
"""
WRITE = """
    INSERT INTO articles_searchdocument (article_id, version, head, vector, text)
    SELECT pk, %s, head::tsvector, vector::tsvector, body
      FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[]) AS written (pk, head, vector, body)
    ON CONFLICT (article_id) DO UPDATE
       SET version = EXCLUDED.version, head = EXCLUDED.head, vector = EXCLUDED.vector, text = EXCLUDED.text
"""
# Lists that GIN has not sorted in yet are read by every search.
SORT_IN = "SELECT gin_clean_pending_list('search_words'::regclass)"


def index(keys: Iterable[int]) -> None:
    """Write the documents of these stories now, in the transaction of whoever saved them."""
    keys = list(keys)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM articles_searchpending WHERE article_id = ANY(%s)", [keys])
        _write(keys, rules.current(fresh=True))


def catch_up() -> Iterator[int]:
    """Index all that is out of date, yielding after each batch how many stories it held.

    What somebody else is working on is left to them.
    """
    with connection.cursor() as cursor:
        cursor.execute(FORGET_THE_DELETED)
    while done := _next_batch():
        yield done


def mark_stale() -> int:
    """Mark what is missing or was written under other rules; returns how many stories are waiting now."""
    with connection.cursor() as cursor:
        cursor.execute(MARK_THE_STALE, [rules.current(fresh=True).version])
    return waiting()


def waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM articles_searchpending")
        return cursor.fetchone()[0]


def mark_all() -> None:
    """Mark every story, for what no rule foresees."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO articles_searchpending (article_id) SELECT id FROM articles_article ON CONFLICT DO NOTHING"
        )


def settle() -> None:
    """After much was written: sort what is new into the index, and tell the planner which words are common."""
    with connection.cursor() as cursor:
        cursor.execute(SORT_IN)
        cursor.execute("ANALYZE articles_searchdocument")


def _next_batch() -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(CLAIM, [BATCH])
        keys = [key for (key,) in cursor.fetchall()]
        if keys:
            # Asked for anew: the rules may have changed since the last batch, and marked these stories.
            _write(keys, rules.current(fresh=True))
    return len(keys)


def _write(keys: list[int], by: Rules) -> None:
    with connection.cursor() as cursor:
        cursor.execute(READ, [keys])
        sources = [Source(*row) for row in cursor.fetchall()]
        documents = [document(source, by.lexicon) for source in sources]
        if documents:
            cursor.execute(WRITE, [by.version, [source.pk for source in sources], *columns(documents)])
    vocabulary.remember(document.spellings for document in documents)


def columns(documents: list[Document]) -> tuple[list[str], list[str], list[str]]:
    heads = [document.head for document in documents]
    return heads, [document.vector for document in documents], [document.text for document in documents]
