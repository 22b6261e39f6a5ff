"""Who may do what to an article. Views, admin and templates ask here and nowhere else.

A journalist writes and submits own stories; an editor edits, publishes and withdraws all. State comes first for the
writer: a story in review or in print is the editors'. Who may only look (the desks of comments and newsletter) sees
what readers see.
"""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.db.models import QuerySet

from articles.models import Article, Byline

Status = Article.Status
Someone = AbstractUser | AnonymousUser

PUBLISH = "articles.publish_article"
WRITE = "articles.add_article"
LOOK = "articles.view_article"
REDIRECT = "articles.change_redirect"
IMPORT_REDIRECTS = "articles.import_redirects"
MERGE = "articles.merge_topic"
KEEP_SEARCH_RULES = "articles.change_synonyms"
KEEP_STYLE, SEE_STYLE = "articles.change_stylerule", "articles.view_stylerule"
KEEP_FRONTS = "articles.change_frontedition"
KEEP_NAMES, SEE_NAMES = "articles.change_registeredname", "articles.view_registeredname"


def is_editor(user: Someone) -> bool:
    return _holds(user, PUBLISH)


def is_writer_of(user: Someone, article: Article) -> bool:
    """Whether `user` started the story or signs it."""
    if not _holds(user, WRITE):
        return False
    return article.created_by_id == user.pk or (
        article.pk is not None and article.bylines.filter(author__user=user).exists()
    )


def may_write(user: Someone) -> bool:
    """Start a story."""
    return _holds(user, WRITE)


def may_look(user: Someone) -> bool:
    """Enter the list of stories; which of them stand in it says `listed_for`."""
    return _holds(user, LOOK) or may_write(user) or is_editor(user)


def may_read(user: Someone, article: Article) -> bool:
    """Open it in the admin or preview it. What readers see is no secret to those who may look."""
    return is_editor(user) or is_writer_of(user, article) or (_holds(user, LOOK) and article.is_public())


def listed_for(user: Someone, articles: QuerySet[Article]) -> QuerySet[Article]:
    """The stories on this person's desk: all for an editor, own ones for a writer, else what readers see."""
    if is_editor(user):
        return articles
    if may_write(user):
        return own(user, articles)
    return articles.published() if may_look(user) else articles.none()


def own(user: Someone, articles: QuerySet[Article]) -> QuerySet[Article]:
    """Those that `user` started or signs."""
    started = Article.objects.filter(created_by=user).order_by().values("pk")
    signed = Byline.objects.filter(author__user=user).order_by().values("article")
    return articles.filter(pk__in=started.union(signed))  # two walks down an index; an OR would read the archive


def may_edit(user: Someone, article: Article) -> bool:
    return is_editor(user) or (article.status == Status.DRAFT and is_writer_of(user, article))


def may_see_revisions(user: Someone, article: Article) -> bool:
    """What a story was before: readers' eyes have not seen it, so only those who write or edit it."""
    return is_editor(user) or is_writer_of(user, article)


def may_restore(user: Someone, article: Article) -> bool:
    """Bring an old revision back, which is one more save."""
    return may_edit(user, article)


def may_keep(user: Someone, article: Article) -> bool:
    """Have one's own unsaved text kept: its writer's too, when the story was handed in while it was typed."""
    return is_editor(user) or is_writer_of(user, article)


def may_submit(user: Someone, article: Article) -> bool:
    return article.status == Status.DRAFT and may_edit(user, article)


def may_send_back(user: Someone, article: Article) -> bool:
    return article.status in (Status.IN_REVIEW, Status.WITHDRAWN) and is_editor(user)


def may_publish(user: Someone, article: Article) -> bool:
    return article.status != Status.PUBLISHED and is_editor(user)


def may_schedule(user: Someone) -> bool:
    """Set the time of publication."""
    return is_editor(user)


def may_withdraw(user: Someone, article: Article) -> bool:
    return article.status == Status.PUBLISHED and is_editor(user)


def may_delete(user: Someone, article: Article) -> bool:
    """Only a draft that nobody has decided about; what readers have seen is withdrawn, never deleted."""
    return article.status == Status.DRAFT and may_edit(user, article) and not article.decisions.exists()


def may_redirect(user: Someone) -> bool:
    """Say where an old address leads, or that it leads nowhere."""
    return _holds(user, REDIRECT)


def may_import_redirects(user: Someone) -> bool:
    """Bring in a whole list of old addresses."""
    return _holds(user, IMPORT_REDIRECTS)


def may_merge_topics(user: Someone) -> bool:
    """Make one topic of two, which takes the other from the readers."""
    return _holds(user, MERGE)


def may_keep_search_rules(user: Someone) -> bool:
    """Say what the search takes for the same, never takes apart, and passes over."""
    return _holds(user, KEEP_SEARCH_RULES)


def may_keep_style(user: Someone) -> bool:
    """Say what the house writes otherwise."""
    return _holds(user, KEEP_STYLE)


def may_see_style(user: Someone) -> bool:
    return _holds(user, SEE_STYLE) or may_keep_style(user)


def may_keep_names(user: Someone) -> bool:
    """Choose the spelling of a name."""
    return _holds(user, KEEP_NAMES)


def may_see_names(user: Someone) -> bool:
    return _holds(user, SEE_NAMES) or may_keep_names(user)


def may_check(user: Someone) -> bool:
    """Have a text looked through while it is written."""
    return may_write(user) or is_editor(user)


def may_keep_fronts(user: Someone) -> bool:
    """Arrange home and the sections' fronts, and put an edition before the readers."""
    return _holds(user, KEEP_FRONTS) and is_editor(user)


def _holds(user: Someone, permission: str) -> bool:
    return user.is_active and user.is_staff and user.has_perm(permission)
