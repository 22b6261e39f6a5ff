"""Who may do what to comments. Views, admin and templates ask here and nowhere else.

Who holds the right to moderate moderates everything, unless bound to sections (`SectionModerator`). Which decisions a
comment's state allows is the comment's own affair: its verbs refuse the others.
"""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.db.models import Exists, OuterRef, QuerySet

from comments.models import Comment, Decision, SectionModerator
from newsroom.permissions import may_manage_members

Someone = AbstractUser | AnonymousUser

MODERATE = "comments.moderate_comment"
SEE_CONTACT = "comments.view_contact"
CHANGE_POLICY = "comments.change_policy"
SEE_WORDS = "comments.view_listedword"
CHANGE_WORDS = "comments.change_listedword"


def may_moderate(user: Someone, comment: Comment | None = None) -> bool:
    """Enter the desk; decide about this comment."""
    if not _holds(user, MODERATE):
        return False
    bound = sections_of(user) if comment else None
    return not bound or comment.article.section_id in bound


def moderated(user: Someone, comments: QuerySet[Comment]) -> QuerySet[Comment]:
    """Those of `comments` about which `user` may decide."""
    if not _holds(user, MODERATE):
        return comments.none()
    bound = sections_of(user)
    return comments.filter(article__section__in=bound) if bound else comments


def waiting_for(user: Someone) -> QuerySet[Comment]:
    """What waits for `user` to decide, as `moderated` says it, in one query: every page of the newsroom counts it."""
    if not _holds(user, MODERATE):
        return Comment.objects.none()
    bound = SectionModerator.objects.filter(user=user.pk).order_by()
    theirs = bound.filter(section__articles=OuterRef("article"))
    return Comment.objects.waiting().filter(~Exists(bound) | Exists(theirs))


def seen_by(user: Someone, decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    """Those of `decisions` that are about comments of this person's sections."""
    if not _holds(user, MODERATE):
        return decisions.none()
    bound = sections_of(user)
    return decisions.filter(comment__article__section__in=bound) if bound else decisions


def sections_of(user: Someone) -> frozenset[int]:
    """The keys of the sections to which `user` is bound; none means all."""
    return frozenset(SectionModerator.objects.filter(user=user.pk).order_by().values_list("section", flat=True))


def may_see_contact(user: Someone, comment: Comment | None = None) -> bool:
    """See from which addresses a comment came, and act on all that came from there."""
    return _holds(user, SEE_CONTACT) and may_moderate(user, comment)


def may_change_policy(user: Someone) -> bool:
    """Set the rules of the house: when comments close, what is held, how long addresses are kept."""
    return _holds(user, CHANGE_POLICY)


def may_appoint(user: Someone) -> bool:
    """Bind moderators to sections."""
    return may_manage_members(user)


def may_see_words(user: Someone) -> bool:
    """Read the word lists and try texts on them."""
    return _holds(user, SEE_WORDS)


def may_change_words(user: Someone) -> bool:
    """Say which words hold a comment."""
    return _holds(user, CHANGE_WORDS)


def _holds(user: Someone, permission: str) -> bool:
    return user.is_active and user.is_staff and user.has_perm(permission)
