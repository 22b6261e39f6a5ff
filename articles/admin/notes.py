"""The notes that colleagues leave each other about a story, in its form and beside a story that may only be read."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from articles import permissions
from articles.models import Article, InternalNote

LONGEST = InternalNote._meta.get_field("text").max_length


class NotedStory:
    """Mixed into the desk of the stories."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.notes_view))
        return [path("<int:pk>/notes/", view, name="articles_article_notes"), *super().get_urls()]

    def notes_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One more note about a story that its writer may not change now; 422 with the text when it cannot be kept."""
        article = get_object_or_404(Article, pk=pk)
        if not permissions.may_note(request.user, article):
            raise PermissionDenied
        text = request.POST.get("note", "")
        if not text.strip() or len(text) > LONGEST:
            context: dict[str, Any] = {"title": "ملاحظة", "opts": self.opts, "article": article, "text": text}
            context = {**self.admin_site.each_context(request), **context, "longest": LONGEST}
            return TemplateResponse(request, "admin/articles/article/note.html", context, status=422)
        article.say(request.user, text)
        self.message_user(request, "أضيفت الملاحظة.", messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[pk]) + "#notes")


def notes_of(article: Article, *, with_box: bool) -> SafeString:
    """Every note about a story, newest first: one query. `with_box` is for a page that is no form."""
    context = {"article": article, "notes": article.notes.select_related("by", "to"), "with_box": with_box}
    return render_to_string("admin/articles/article/_notes.html", {**context, "longest": LONGEST})
