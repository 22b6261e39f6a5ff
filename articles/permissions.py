"""Who may do what to an article. Views, admin and templates ask here and nowhere else.

A journalist writes and submits own stories; an editor edits, publishes and withdraws all. State comes first for the
writer: a story in review or in print is the editors'.
"""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser

from articles.models import Article

Status = Article.Status

PUBLISH = "articles.publish_article"
WRITE = "articles.add_article"


def is_editor(user: AbstractUser) -> bool:
    return user.is_active and user.is_staff and user.has_perm(PUBLISH)


def is_writer_of(user: AbstractUser, article: Article) -> bool:
    """Whether `user` started the story or signs it."""
    if not (user.is_active and user.is_staff and user.has_perm(WRITE)):
        return False
    return article.created_by_id == user.pk or (
        article.pk is not None and article.bylines.filter(author__user=user).exists()
    )


def may_write(user: AbstractUser) -> bool:
    """Start a story."""
    return user.is_active and user.is_staff and user.has_perm(WRITE)


def may_read(user: AbstractUser, article: Article) -> bool:
    """Open it in the admin or preview it, whatever its state."""
    return is_editor(user) or is_writer_of(user, article)


def may_edit(user: AbstractUser, article: Article) -> bool:
    return is_editor(user) or (article.status == Status.DRAFT and is_writer_of(user, article))


def may_submit(user: AbstractUser, article: Article) -> bool:
    return article.status == Status.DRAFT and may_edit(user, article)


def may_send_back(user: AbstractUser, article: Article) -> bool:
    return article.status in (Status.IN_REVIEW, Status.WITHDRAWN) and is_editor(user)


def may_publish(user: AbstractUser, article: Article) -> bool:
    return article.status != Status.PUBLISHED and is_editor(user)


def may_schedule(user: AbstractUser) -> bool:
    """Set the time of publication."""
    return is_editor(user)


def may_withdraw(user: AbstractUser, article: Article) -> bool:
    return article.status == Status.PUBLISHED and is_editor(user)


def may_delete(user: AbstractUser, article: Article) -> bool:
    """Only a draft that nobody has decided about; what readers have seen is withdrawn, never deleted."""
    return article.status == Status.DRAFT and may_edit(user, article) and not article.decisions.exists()
