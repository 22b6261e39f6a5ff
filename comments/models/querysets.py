"""The ways in which comments are chosen. The public sees none without `approved()` or `shown()`."""

from __future__ import annotations

from django.db import models


class CommentQuerySet(models.QuerySet):
    def approved(self) -> CommentQuerySet:
        """What readers may read."""
        return self.filter(status="approved")

    def shown(self) -> CommentQuerySet:
        """What has a place in a thread: approved comments, and those of which only the place is left for replies."""
        return self.filter(is_shown=True)

    def roots(self) -> CommentQuerySet:
        """Comments on the story itself, not on another comment."""
        return self.filter(thread__isnull=True)

    def on(self, article_pk: int) -> CommentQuerySet:
        return self.filter(article=article_pk)

    def waiting(self) -> CommentQuerySet:
        """The moderators' queue."""
        return self.filter(status="pending")

    def newest_first(self) -> CommentQuerySet:
        return self.order_by("-created_at", "-pk")
