"""A desk of comments for its tests: stories of two sections, a commenter, moderators of every kind."""

from __future__ import annotations

from comments.models import Comment, Contact, SectionModerator
from newsroom import roles
from newsroom.models import User
from tests.conftest import member
from tests.factories import ArticleFactory, CommentFactory, SectionFactory

QUEUE = "/admin/comments/comment/"
ADDRESS = "khadija.canary@mohit.test"
SOURCE = "203.0.113.77"


def of(comment: Comment, what: str) -> str:
    return f"{QUEUE}{comment.pk}/{what}/"


def with_contact(comment: Comment, email: str = ADDRESS, source: str = SOURCE) -> Comment:
    Contact.objects.create(comment=comment, email=email, email_key=email, source=source, agent="Mozilla/5.0")
    return comment


def waiting(**facts: object) -> Comment:
    """A comment that waits, with its contact."""
    return with_contact(CommentFactory(**facts))


def in_section(slug: str) -> Comment:
    return waiting(article=ArticleFactory(published=True, section=SectionFactory(name=slug, slug=slug)))


def moderator(username: str = "mushrif", name: str = "نادية") -> User:
    user = member(username, roles.COMMENT_MODERATOR)
    User.objects.filter(pk=user.pk).update(name=name)
    return User.objects.get(pk=user.pk)


def bound_to(user: User, comment: Comment) -> User:
    SectionModerator.objects.create(user=user, section=comment.article.section)
    return user
