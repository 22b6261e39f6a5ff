"""The part of a story's desk that loses nothing: saves that know what they were typed on, texts that are kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.crypto import get_random_string
from django.views.decorators.http import require_POST, require_safe

from articles import permissions
from articles.admin import keeping, revisions
from articles.admin.adding import add_once, says_more
from articles.models import Article, KeptText
from articles.revisions.recording import Overtaken, record, record_what_was_there
from articles.revisions.state import changed, fields, state_of
from articles.revisions.typed import as_post, holds_gone_rows, typed_in, typed_state

KEY_LETTERS = 16


class VersionedStory:
    """What ArticleAdmin inherits: each save is a revision, and none is laid over a newer one that was not seen."""

    @property
    def media(self) -> forms.Media:
        return super().media + forms.Media(
            css={"screen": ["admin-desk/revisions.css"]}, js=[forms.Script("admin-desk/kept.js", type="module")]
        )

    def get_urls(self) -> list[URLPattern]:
        def desk(view: Any, *guards: Any) -> Any:
            for guard in guards:
                view = guard(view)
            return self.admin_site.admin_view(view)

        return [
            path("keep/", desk(self.keep_view, require_POST), name="articles_article_keep_new"),
            path("<int:pk>/keep/", desk(self.keep_view, require_POST), name="articles_article_keep"),
            path("<int:pk>/presence/", desk(self.presence_view, require_POST), name="articles_article_presence"),
            path("kept/<int:kept>/", desk(self.kept_view), name="articles_article_kept"),
            path("<int:pk>/revisions/", desk(self.revisions_view, require_safe), name="articles_article_revisions"),
            path("<int:pk>/compare/", desk(self.compare_view, require_safe), name="articles_article_compare"),
            path(
                "<int:pk>/revisions/<int:number>/restore/",
                desk(self.restore_view, require_POST),
                name="articles_article_restore",
            ),
            *super().get_urls(),
        ]

    # --- Saving ---------------------------------------------------------------------------------------------------

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Article | None:
        article = self.find(request, object_id)
        if article and saves(request) and permissions.may_edit(request.user, article):
            record_what_was_there(article)
        return article

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        article = Article.objects.filter(pk=object_id).first() if saves(request) and is_key(object_id) else None
        if article and not permissions.may_edit(request.user, article) and permissions.may_keep(request.user, article):
            return self.too_late(request, article)
        key = posted_key(request)
        if object_id is None and key and saves(request) and permissions.may_write(request.user):
            return add_once(
                self, request, key, lambda: super(VersionedStory, self).changeform_view(request, None, *args, **kwargs)
            )
        behind = article and posted_base(request) != article.revision and permissions.may_edit(request.user, article)
        if behind and holds_gone_rows(request.POST, article):
            return self.overtaken(request, article)
        try:
            return super().changeform_view(request, object_id, *args, **kwargs)
        except Overtaken:
            return self.overtaken(request, Article.objects.get(pk=object_id))

    def save_model(self, request: HttpRequest, obj: Article, form: forms.ModelForm, change: bool) -> None:
        """Write the fields of the form and no other: an old tab carries no old state back."""
        if not change:
            return super().save_model(request, obj, form, change)
        if posted_base(request) != obj.revision:
            stored = Article.objects.get(pk=obj.pk)
            if changed(state_of(stored), self.state_typed(request, stored)):
                raise Overtaken
        names = {field.name for field in fields()} & set(form.fields)
        obj.save(update_fields=[*names, "slug", "updated_at", "saved_at"])
        return None

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: list[Any], change: bool) -> None:
        super().save_related(request, form, formsets, change)
        self.file(form)
        key = posted_key(request)
        record(form.instance, request.user, key=key)
        KeptText.objects.filter(user=request.user, key=key).delete()
        request.arrived = key

    def message_user(self, request: HttpRequest, message: Any, *args: Any, extra_tags: str = "", **kwargs: Any) -> None:
        """What is said of a stored form names it: static/admin-desk/arrived.js forgets the browser's copy."""
        key = getattr(request, "arrived", "")
        if key.isascii() and key.isalnum():
            extra_tags = f"{extra_tags} arrived-{key}".strip()
        super().message_user(request, message, *args, extra_tags=extra_tags, **kwargs)

    def state_typed(self, request: HttpRequest, article: Article | None) -> dict[str, Any]:
        return typed_state(typed_in(request.POST), article, self.reading_form(request, article))

    def is_stored(self, request: HttpRequest, article: Article) -> bool:
        """Whether the form says nothing that the story, its notes and its embargo do not say."""
        return not changed(state_of(article), self.state_typed(request, article)) and not says_more(request, article)

    def reading_form(self, request: HttpRequest, article: Article | None) -> type[forms.ModelForm]:
        """The form with every field, whatever this person may change: to read what was typed, never to save it."""
        form = self.get_form(request, article, change=False, fields=[f.name for f in fields()] + ["chosen_topics"])
        form.verb = None
        return form

    def too_late(self, request: HttpRequest, article: Article) -> HttpResponse:
        """The story left its writer's hands while it was being written: 403, the text kept and shown."""
        kept = keeping.keep(request, article)
        context = {
            **self.admin_site.each_context(request),
            **revisions.between(state_of(article), self.state_typed(request, article)),
            **{"title": "لم يحفظ، ولم يضع", "opts": self.opts, "article": article, "kept": kept},
        }
        return TemplateResponse(request, "admin/articles/article/too_late.html", context, status=403)

    def overtaken(self, request: HttpRequest, article: Article) -> HttpResponse:
        """Somebody saved first: 409, both texts, and a choice for each thing that both changed."""
        kept = keeping.keep(request, article)  # nothing typed is lost, whatever happens to this page
        return keeping.merge_page(self, request, article, kept)

    # --- The form -------------------------------------------------------------------------------------------------

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        article = kwargs.get("obj")
        if not context.get("is_popup") and (article is None or permissions.may_keep(request.user, article)):
            context.update(self.versions_context(request, article, bool(context.get("has_change_permission"))))
        if notice := getattr(request, "reopened", ""):
            context.update({"errors": None, "reopened": notice})
        return super().render_change_form(request, context, **kwargs)

    def versions_context(self, request: HttpRequest, article: Article | None, editable: bool) -> dict[str, Any]:
        key = posted_key(request) or get_random_string(KEY_LETTERS)
        base = posted_base(request)
        return {
            "open_key": key,
            "base": base if base is not None else (article.revision if article else 0),
            "offered": keeping.offered(request.user, article, key),
            "others": keeping.others(article, request.user, key) if article else [],
            "may_see_revisions": article is not None,
            "keep_url": reverse("admin:articles_article_keep", args=[article.pk])
            if article
            else reverse("admin:articles_article_keep_new"),
            "presence_url": reverse("admin:articles_article_presence", args=[article.pk]) if article else "",
            "person": request.user.pk,
        }

    def reopen(
        self, request: HttpRequest, article: Article | None, typed: Any, key: str, base: int, notice: str
    ) -> Any:
        """The form with this text in it, not saved: as after a mistake, without one."""
        request.POST = as_post(typed, article)
        request.POST.update({"_key": key, "_base": str(base), "_status": article.status if article else ""})
        request.POST["_reopen"] = "1"
        request.reopened = notice
        return self.changeform_view(request, str(article.pk) if article else None, keeping.form_address(article))

    # --- Views ----------------------------------------------------------------------------------------------------

    def keep_view(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        return keeping.keep_view(request, pk, self.is_stored)

    def presence_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return keeping.presence_view(request, pk)

    def kept_view(self, request: HttpRequest, kept: int) -> HttpResponse:
        return keeping.kept_view(self, request, kept)

    def revisions_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return revisions.revisions_view(self, request, pk)

    def compare_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return revisions.compare_view(self, request, pk)

    def restore_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        return revisions.restore_view(self, request, pk, number)


def saves(request: HttpRequest) -> bool:
    """Whether this request sends the form to be saved, and not to be shown again."""
    return (
        request.method == "POST"
        and getattr(request.resolver_match, "url_name", "") in ("articles_article_change", "articles_article_add")
        and "_reopen" not in request.POST
    )


def is_key(value: str | None) -> bool:
    return bool(value) and value.isdecimal() and len(value) < 19


def posted_key(request: HttpRequest) -> str:
    return keeping.posted_key(request) if request.method == "POST" else ""


def posted_base(request: HttpRequest) -> int | None:
    """The revision on which the form was opened; None when the form does not say."""
    value = request.POST.get("_base", "") if request.method == "POST" else ""
    return int(value) if value.isdecimal() and len(value) < 9 else None
