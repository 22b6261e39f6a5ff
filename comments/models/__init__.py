"""Comments, the private contact of who wrote them, and the history of every decision about them."""

from comments.models.comment import Comment, Conversation
from comments.models.contact import Contact
from comments.models.decision import Decision
from comments.models.finding import Finding
from comments.models.listed_word import ListedWord, WordListVersion
from comments.models.mailbox import Mailbox, ThreadMute
from comments.models.moderator import SectionModerator
from comments.models.notice import Notice
from comments.models.policy import Policy, the_policy
from comments.models.report import Report

__all__ = [
    "Comment",
    "Contact",
    "Conversation",
    "Decision",
    "Finding",
    "ListedWord",
    "Mailbox",
    "Notice",
    "Policy",
    "Report",
    "SectionModerator",
    "ThreadMute",
    "WordListVersion",
    "the_policy",
]
