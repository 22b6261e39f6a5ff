"""Sections, topics, authors and articles, with the history of what was decided about each article, the search,
and how the house writes."""

from articles.models.article import Article
from articles.models.breaking import Breaking
from articles.models.correction import Correction
from articles.models.deciding import Embargoed
from articles.models.decision import Decision, InternalNote
from articles.models.filing import Byline, Tagging
from articles.models.front import FrontContainer, FrontDecision, FrontEdition, FrontSlot
from articles.models.illustration import Illustration
from articles.models.live import LiveCoverage, LiveEntry, LiveEvent
from articles.models.merging import TopicMerge
from articles.models.planning import PlanEvent, PlannedStory
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
from articles.models.source import Source
from articles.models.style import NameSpelling, RegisteredName, StyleRule
from articles.models.taxonomy import Author, Section, Topic

__all__ = [
    "Article",
    "Author",
    "Breaking",
    "Byline",
    "Correction",
    "Decision",
    "Embargoed",
    "FrontContainer",
    "FrontDecision",
    "FrontEdition",
    "FrontSlot",
    "HourOfReads",
    "Illustration",
    "InternalNote",
    "KeptText",
    "Likeness",
    "LiveCoverage",
    "LiveEntry",
    "LiveEvent",
    "NameSpelling",
    "PlanEvent",
    "PlannedStory",
    "Presence",
    "Readership",
    "Redirect",
    "RedirectList",
    "RegisteredName",
    "RelatedChoice",
    "Revision",
    "SearchDocument",
    "SearchPending",
    "SearchRevision",
    "SearchWord",
    "Section",
    "Source",
    "StopWord",
    "StyleRule",
    "Synonyms",
    "Tagging",
    "Topic",
    "TopicMerge",
    "WholeWord",
    "WordCount",
]
