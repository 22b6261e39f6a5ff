"""What the worker does for the stories: here it looks for tasks."""

from articles.search.tasks import catch_up_search, count_words, refresh_search

__all__ = ["catch_up_search", "count_words", "refresh_search"]
