"""Rich text as Mohit stores it: clean HTML on an allow-list, for articles and static pages alike."""

from mohit.prose.cleaner import clean_prose

__all__ = ["clean_prose"]
