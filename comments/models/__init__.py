"""Comments, the private contact of who wrote them, and the history of every decision about them."""

from comments.models.comment import Comment, Conversation
from comments.models.contact import Contact
from comments.models.decision import Decision
from comments.models.finding import Finding
from comments.models.moderator import SectionModerator
from comments.models.policy import Policy, the_policy

__all__ = ["Comment", "Contact", "Conversation", "Decision", "Finding", "Policy", "SectionModerator", "the_policy"]
