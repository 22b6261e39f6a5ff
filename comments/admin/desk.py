"""The desk of the comments: the queue, one comment and its past, and where both send their forms."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from comments import permissions
from comments.admin import deciding, together
from comments.admin.card import card_of, one
from comments.admin.deciding import AnswerForm, moderated_or_refused
from comments.admin.queue import Queue, QueueForm, capped, number_waiting, read_key, tabs
from comments.admin.verbs import KEEP, VERBS, Verb
from comments.models import Comment, Decision
from mohit.desk import DeskAdmin


class CommentAdmin(DeskAdmin):
    """No form: a reader's words are nobody's to change. Moderators decide about them; each decision is kept."""

    title_list = "التعليقات"

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        answer = partial(deciding.answer, queue_page=self.queue_page)
        own = [
            path("together/", wrap(together.chosen), name="comments_comment_together"),
            path("<int:pk>/card/", wrap(self.card), name="comments_comment_card"),
            path("<int:pk>/decide/", wrap(deciding.decide), name="comments_comment_decide"),
            path("<int:pk>/undo/", wrap(deciding.undo), name="comments_comment_undo"),
            path("<int:pk>/answer/", wrap(answer), name="comments_comment_answer"),
            path("<int:pk>/same/<str:place>/", wrap(together.from_one_place), name="comments_comment_same"),
        ]
        return own + super().get_urls()

    def waiting(self, request: HttpRequest) -> SafeString | str:
        """The number beside the desk's name in the menu (see newsroom/desk.py)."""
        waiting = self.number_waiting(request)
        if not waiting:
            return ""
        return format_html('<b class="waiting">{}<span class="visually-hidden"> تنتظر</span></b>', capped(waiting))

    def number_waiting(self, request: HttpRequest) -> int:
        """Counted once for a page that says it in several places."""
        if not hasattr(request, "comments_waiting"):
            request.comments_waiting = number_waiting(request.user)
        return request.comments_waiting

    # --- Who may: asked of comments/permissions.py ----------------------------------------------------------------

    def has_module_permission(self, request: HttpRequest) -> bool:
        return permissions.may_moderate(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        return permissions.may_moderate(request.user, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        return False

    # --- The pages ------------------------------------------------------------------------------------------------

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not permissions.may_moderate(request.user):
            raise PermissionDenied
        if request.method not in ("GET", "HEAD"):
            return HttpResponseRedirect(request.path)
        return self.queue_page(request)

    def queue_page(
        self,
        request: HttpRequest,
        chosen: Comment | None = None,
        answer_form: AnswerForm | None = None,
        status: int = HTTPStatus.OK,
    ) -> HttpResponse:
        """The list with one of its comments large: the `chosen` one, the one that the address names, or the first."""
        form = QueueForm(request.user, request.GET)
        queue = Queue.of(form)
        cursor = {name: request.GET.get(name, "") for name in ("after", "before")}
        page = queue.page(request.user, **cursor)
        chosen = chosen or self.named(request, "pk") or (one(page.rows[0].pk).first() if page.rows else None)
        waiting = self.number_waiting(request)
        context = {
            **self.admin_site.each_context(request),
            "title": self.title_list,
            "opts": self.opts,
            "form": form,
            "queue": queue,
            "page": page,
            "tabs": tabs(queue, waiting),
            "here": queue.address(**cursor),
            "onwards": queue.address(after=page.onwards) if page.onwards else "",
            "back": queue.address(before=page.back) if page.back else "",
            "next": next_after(chosen, page.rows),
            "undo": self.undoable(request),
            "answer_form": answer_form or AnswerForm(auto_id="answer_%s"),
            "verbs_of_many": verbs_in(queue),
            **(card_of(request.user, chosen) if chosen else {}),
        }
        return TemplateResponse(request, "admin/comments/comment/queue.html", context, status=status)

    def card(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The large part of the page alone, for the script that leafs through the list."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        comment = moderated_or_refused(request, pk)
        context = {"answer_form": AnswerForm(auto_id="answer_%s"), "here": "", **card_of(request.user, comment)}
        return TemplateResponse(request, "admin/comments/comment/_card.html", context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One comment with everything that was ever decided about it."""
        if not permissions.may_moderate(request.user):
            raise PermissionDenied
        key = read_key(object_id)
        if key is None:
            raise Http404("no such comment")
        comment = moderated_or_refused(request, key)
        context = {
            **self.admin_site.each_context(request),
            "title": "تعليق وسجله",
            "opts": self.opts,
            "answer_form": AnswerForm(auto_id="answer_%s"),
            "alone": True,
            **card_of(request.user, comment),
        }
        return TemplateResponse(request, "admin/comments/comment/one.html", context)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:comments_comment_change", args=[object_id]) + "#history")

    def named(self, request: HttpRequest, name: str) -> Comment | None:
        """The comment whose key stands in the address, if this person may decide about it."""
        key = read_key(request.GET.get(name, ""))
        comment = one(key).first() if key else None
        return comment if comment and permissions.may_moderate(request.user, comment) else None

    def undoable(self, request: HttpRequest) -> Decision | None:
        """The decision that was sent from this page a moment ago, for a button that takes it back without script."""
        comment = self.named(request, "undo") if "undo" in request.GET else None
        last = comment.decisions.order_by("-pk").first() if comment else None
        return last if last and last.by_id == request.user.pk and last.is_undoable else None


def verbs_in(queue: Queue) -> list[Verb]:
    """The decisions that a list's comments allow, for the buttons under it."""
    states = {"waiting": {"pending"}, "reported": {"pending", "approved"}, "all": set(Comment.Status.values)}
    shown = states.get(queue.state, {queue.state})
    return [verb for verb in VERBS.values() if shown & set(verb.before) and (verb is not KEEP or len(shown) == 2)]


def next_after(chosen: Comment | None, rows: list[Comment]) -> int | None:
    """The key of the comment below the chosen one, where a plain form goes on."""
    keys = [row.pk for row in rows]
    if chosen is None or chosen.pk not in keys:
        return None
    return next(iter(keys[keys.index(chosen.pk) + 1 :]), None)
