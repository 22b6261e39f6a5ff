"""Counting a story's comments anew, should the counts that the database keeps ever be wrong."""

from __future__ import annotations

from django.db import connection, transaction

# In the order of a decision (comments/models/comment.py): whoever decides meanwhile waits, and his step comes on top.
MAKE = "INSERT INTO comments_conversation (article_id, approved) VALUES (%(article)s, 0) ON CONFLICT DO NOTHING"
HOLD = "SELECT approved FROM comments_conversation WHERE article_id = %(article)s FOR UPDATE"
UNDER_STORY = """
    UPDATE comments_conversation SET approved = counted.approved
      FROM (SELECT count(*) AS approved FROM comments_comment
             WHERE article_id = %(article)s AND status = 'approved') AS counted
     WHERE article_id = %(article)s AND comments_conversation.approved <> counted.approved
"""
BELOW_COMMENTS = """
    WITH below AS (
        SELECT upper, count(*) AS approved
          FROM comments_comment, unnest(path[:array_length(path, 1) - 1]) AS upper
         WHERE article_id = %(article)s AND status = 'approved'
         GROUP BY upper
    ), counted AS (
        SELECT one.id, coalesce(below.approved, 0) AS approved
          FROM comments_comment AS one LEFT JOIN below ON below.upper = one.id
         WHERE one.article_id = %(article)s
    )
    UPDATE comments_comment SET approved_below = counted.approved
      FROM counted
     WHERE counted.id = comments_comment.id AND comments_comment.approved_below <> counted.approved
"""
DISCUSSED = """
    SELECT article_id FROM comments_conversation UNION SELECT article_id FROM comments_comment ORDER BY 1
"""


def discussed() -> list[int]:
    """The stories that have comments, or a count of them."""
    with connection.cursor() as cursor:
        cursor.execute(DISCUSSED)
        return [article for (article,) in cursor.fetchall()]


def recount(article: int) -> int:
    """Count the comments under one story; how many counts were wrong."""
    with transaction.atomic(), connection.cursor() as cursor:
        values = {"article": article}
        cursor.execute(MAKE, values)
        cursor.execute(HOLD, values)
        cursor.execute(UNDER_STORY, values)
        wrong = cursor.rowcount
        cursor.execute(BELOW_COMMENTS, values)
        return wrong + cursor.rowcount
