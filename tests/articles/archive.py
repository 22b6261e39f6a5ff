"""An archive of many stories, put in by the database itself: 30,000 in a few seconds."""

from __future__ import annotations

from django.db import connection

from articles.models import Author, Section, Topic
from tests.factories import AuthorFactory, PictureFactory, SectionFactory, TopicFactory

ARTICLES = """
    INSERT INTO articles_article (
        headline, short_headline, slug, kind, standfirst, body, section_id, place, picture_id, picture_caption, status,
        published_at, update_note, allows_comments, allows_placements, seo_title, seo_description,
        created_at, saved_at)
    SELECT 'سدود الشرق تمتلئ من جديد ' || n, '', 'سدود-الشرق-' || n,
           CASE WHEN n %% 9 = 0 THEN 'opinion' ELSE 'news' END,
           'ارتفع منسوب المياه بعد أمطار الأسبوع الماضي.', '<p>ارتفع منسوب المياه في السدود.</p>',
           (%(sections)s::bigint[])[1 + n %% %(section_count)s], 'ڨالمة', %(picture)s, '', 'published',
           -- Two stories share each moment.
           now() - interval '1 minute' * (%(count)s - n / 2), '', true, true, '', '', now(), now()
      FROM generate_series(1, %(count)s) AS n
"""
BYLINES = """
    INSERT INTO articles_byline (article_id, author_id, position)
    SELECT id, (%(authors)s::bigint[])[1 + id %% %(author_count)s], 0 FROM articles_article
"""
TAGGINGS = """
    INSERT INTO articles_tagging (article_id, topic_id)
    SELECT id, (%(topics)s::bigint[])[1 + (id + step) %% %(topic_count)s]
      FROM articles_article, generate_series(0, 1) AS step
"""


def fill_archive(count: int, *, sections: int = 6, authors: int = 4, topics: int = 5) -> None:
    """`count` public stories over that many sections, authors and topics, a minute or none apart."""
    section_keys = [SectionFactory().pk for _ in range(sections)]
    author_keys = [AuthorFactory().pk for _ in range(authors)]
    topic_keys = [TopicFactory().pk for _ in range(topics)]
    values = {
        "count": count,
        "picture": PictureFactory().pk,
        "sections": section_keys,
        "section_count": sections,
        "authors": author_keys,
        "author_count": authors,
        "topics": topic_keys,
        "topic_count": topics,
    }
    with connection.cursor() as cursor:
        for statement in (ARTICLES, BYLINES, TAGGINGS):
            cursor.execute(statement, values)
        cursor.execute("ANALYZE articles_article, articles_byline, articles_tagging")


def list_pages() -> dict[str, str]:
    """Name → address of one list page of each kind."""
    return {
        "latest": "/latest/",
        "section": Section.objects.first().get_absolute_url(),
        "topic": Topic.objects.first().get_absolute_url(),
        "author": Author.objects.first().get_absolute_url(),
    }
