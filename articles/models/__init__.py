"""Sections, topics, authors and articles, with the history of what was decided about each article, and the search."""

from articles.models.article import Article, Byline, Decision, Tagging
from articles.models.illustration import Illustration
from articles.models.merging import TopicMerge
from articles.models.readership import HourOfReads, Readership
from articles.models.redirect import Redirect, RedirectList
from articles.models.relation import Likeness, RelatedChoice, WordCount
from articles.models.revision import KeptText, Presence, Revision
from articles.models.search import (
    SearchDocument,
    SearchPending,
    SearchRevision,
    SearchWord,
    StopWord,
    Synonyms,
    WholeWord,
)
from articles.models.taxonomy import Author, Section, Topic

__all__ = [
    "Article",
    "Author",
    "Byline",
    "Decision",
    "HourOfReads",
    "Illustration",
    "KeptText",
    "Likeness",
    "Presence",
    "Readership",
    "Redirect",
    "RedirectList",
    "RelatedChoice",
    "Revision",
    "SearchDocument",
    "SearchPending",
    "SearchRevision",
    "SearchWord",
    "Section",
    "StopWord",
    "Synonyms",
    "Tagging",
    "Topic",
    "TopicMerge",
    "WholeWord",
    "WordCount",
]
