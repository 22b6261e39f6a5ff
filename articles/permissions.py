"""Who may do what to an article. Views, admin and templates ask here and nowhere else.

A journalist writes and submits own stories; an editor edits, publishes and withdraws all. State comes first for the
writer: a story in review or in print is the editors'. Who may only look (the desks of comments and newsletter) sees
what readers see.
"""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.db.models import Q, QuerySet

from articles.models import Article, Byline, PlannedStory
from newsroom.models import User

Status = Article.Status
Someone = AbstractUser | AnonymousUser

PUBLISH = "articles.publish_article"
WRITE = "articles.add_article"
LOOK = "articles.view_article"
ERASE = "articles.erase_article"
REDIRECT = "articles.change_redirect"
IMPORT_REDIRECTS = "articles.import_redirects"
MERGE = "articles.merge_topic"
KEEP_SEARCH_RULES = "articles.change_synonyms"
KEEP_STYLE, SEE_STYLE = "articles.change_stylerule", "articles.view_stylerule"
BREAK, SEE_BREAKING = "articles.break_news", "articles.view_breaking"
KEEP_FRONTS = "articles.change_frontedition"
KEEP_NAMES, SEE_NAMES = "articles.change_registeredname", "articles.view_registeredname"


def is_editor(user: Someone) -> bool:
    return _holds(user, PUBLISH)


def is_writer_of(user: Someone, article: Article) -> bool:
    """Whether `user` started the story or signs it."""
    if not _holds(user, WRITE):
        return False
    if article.created_by_id == user.pk:
        return True
    if hasattr(article, "signers"):  # read with it, for a page that asks many times
        return user.pk in article.signers
    return article.pk is not None and article.bylines.filter(author__user=user).exists()


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
    if article.is_erased:
        return False
    return is_editor(user) or (article.status == Status.DRAFT and is_writer_of(user, article))


def may_see_revisions(user: Someone, article: Article) -> bool:
    """What a story was before: readers' eyes have not seen it, so only those who write or edit it."""
    return is_editor(user) or is_writer_of(user, article)


def may_restore(user: Someone, article: Article) -> bool:
    """Bring an old revision back, which is one more save."""
    return may_edit(user, article)


def may_keep(user: Someone, article: Article) -> bool:
    """Have one's own unsaved text kept: its writer's too, when the story was handed in while it was typed."""
    return not article.is_erased and (is_editor(user) or is_writer_of(user, article))


def may_submit(user: Someone, article: Article) -> bool:
    return article.status == Status.DRAFT and may_edit(user, article)


def may_send_back(user: Someone, article: Article) -> bool:
    return article.status in (Status.IN_REVIEW, Status.WITHDRAWN) and not article.is_erased and is_editor(user)


def may_assign(user: Someone, article: Article) -> bool:
    """Say which editor has the story. Its writer names one while handing it in."""
    return article.status in (Status.DRAFT, Status.IN_REVIEW) and is_editor(user)


def may_take(user: Someone, article: Article) -> bool:
    return may_assign(user, article) and article.assignee_id != user.pk


def who_may_have_it() -> QuerySet[User]:
    """The members to whom a story may be given: those who may publish it, by name."""
    return _who_holds(PUBLISH)


def may_note(user: Someone, article: Article) -> bool:
    """Read and leave internal notes: its editors and its writers, in whatever state it is."""
    return not article.is_erased and (is_editor(user) or is_writer_of(user, article))


def may_embargo(user: Someone, article: Article) -> bool:
    """Forbid publication before a time, of a story that no reader has seen."""
    return may_edit(user, article) and not article.is_public()


def may_lift_embargo(user: Someone, article: Article) -> bool:
    return article.is_embargoed() and not article.is_erased and is_editor(user)


def may_publish(user: Someone, article: Article) -> bool:
    return article.status != Status.PUBLISHED and not article.is_erased and is_editor(user)


def may_schedule(user: Someone) -> bool:
    """Set the time of publication."""
    return is_editor(user)


def may_withdraw(user: Someone, article: Article) -> bool:
    return article.status == Status.PUBLISHED and is_editor(user)


def erases(user: Someone) -> bool:
    return _holds(user, ERASE)


def may_erase(user: Someone, article: Article) -> bool:
    """Destroy for ever what a withdrawn story said."""
    return article.status == Status.WITHDRAWN and not article.is_erased and erases(user)


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


def may_open_coverage(user: Someone, article: Article) -> bool:
    """Make a story a live page: its writer while it is a draft, an editor always."""
    return may_edit(user, article) and article.status != Status.WITHDRAWN


def may_cover(user: Someone, article: Article) -> bool:
    """Tell live, correct and close: its writer too, whatever state the story is in, for who stands in the street cannot
    wait for a desk."""
    return article.status != Status.WITHDRAWN and (is_editor(user) or is_writer_of(user, article))


def may_break_news(user: Someone) -> bool:
    """Set the bar «عاجل», replace and end it."""
    return _holds(user, BREAK)


def may_see_breaking(user: Someone) -> bool:
    """What was told as breaking, by whom and when."""
    return _holds(user, SEE_BREAKING) or may_break_news(user)


def may_correct(user: Someone, article: Article) -> bool:
    """Tell readers that a story they see was wrong, or unclear, or went on; take such a notice back."""
    return article.is_public() and is_editor(user)


def may_keep_fronts(user: Someone) -> bool:
    """Arrange home and the sections' fronts, and put an edition before the readers."""
    return _holds(user, KEEP_FRONTS) and is_editor(user)


def _holds(user: Someone, permission: str) -> bool:
    return user.is_active and user.is_staff and user.has_perm(permission)


def works_on_stories(user: Someone) -> bool:
    """Be told what there is to do about stories."""
    return may_write(user) or is_editor(user)


def may_see_plans(user: Someone) -> bool:
    """Look at the calendar of the newsroom's plans, all of them: the titles of plans are for colleagues to know."""
    return works_on_stories(user)


def may_plan(user: Someone) -> bool:
    """Add a story to the calendar: an editor for anybody, a writer for themselves."""
    return may_see_plans(user)


def may_change_plan(user: Someone, plan: PlannedStory) -> bool:
    """Reword it, move it, call it off: while it is open; an editor any, a writer own ones."""
    return plan.is_open and (is_editor(user) or is_planned_for(user, plan))


def may_assign_plan(user: Someone, plan: PlannedStory | None = None) -> bool:
    """Say who writes it, as long as there is no story: who writes that, its bylines say."""
    return (plan is None or (plan.is_open and plan.article_id is None)) and is_editor(user)


def may_start_plan(user: Someone, plan: PlannedStory) -> bool:
    """Make the draft that it becomes."""
    return plan.article_id is None and may_write(user) and may_change_plan(user, plan)


def may_reopen_plan(user: Someone, plan: PlannedStory) -> bool:
    return not plan.is_open and (is_editor(user) or is_planned_for(user, plan))


def is_planned_for(user: Someone, plan: PlannedStory) -> bool:
    """Whether `user` is to write it, or thought of it and nobody is to write it yet."""
    return may_write(user) and (plan.assignee_id or plan.created_by_id) == user.pk


def who_may_write() -> QuerySet[User]:
    """The members to whom a plan may be given, by name."""
    return _who_holds(WRITE)


def _who_holds(permission: str) -> QuerySet[User]:
    app, _, codename = permission.partition(".")
    holders = Q(is_superuser=True)
    for path in ("groups__permissions", "user_permissions"):
        holders |= Q(**{f"{path}__content_type__app_label": app, f"{path}__codename": codename})
    keys = User.objects.filter(holders).order_by().values("pk")
    return User.objects.filter(pk__in=keys, is_active=True, is_staff=True).order_by("name", "username")
