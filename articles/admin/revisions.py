"""The revisions of a story: their list, two of them side by side, and the button that brings one back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from articles import permissions
from articles.models import Article, Revision
from articles.revisions.recording import Overtaken, restore
from articles.revisions.state import PARTS, State, changed, fields, labels, names_of
from articles.sources import in_words
from mohit import dates
from mohit.differences import compare_items, compare_prose, compare_text
from pictures.models import Picture

A_PAGE = 30


def story_seen(request: HttpRequest, pk: int) -> Article:
    """The story whose revisions this person may see; 404 and 403 else."""
    article = get_object_or_404(Article.objects.select_related("section"), pk=pk)
    if not permissions.may_see_revisions(request.user, article):
        raise PermissionDenied
    return article


def page(desk: ModelAdmin, request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    context = {**desk.admin_site.each_context(request), "opts": desk.opts, **context}
    return TemplateResponse(request, f"admin/articles/article/{name}.html", context, status=status)


def revisions_view(desk: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    article = story_seen(request, pk)
    rows = article.revisions.select_related("by")
    shown = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    older = {row.number: row for row in rows.filter(number__in=[row.number - 1 for row in shown])}
    listed = [(row, summary(older.get(row.number - 1), row)) for row in shown]
    return page(
        desk,
        request,
        "revisions",
        {"title": "النسخ", "article": article, "listed": listed, "shown": shown, "newest": article.revision},
    )


def summary(old: Revision | None, new: Revision) -> str:
    """The names of what a revision changed."""
    if old is None:
        return ""
    titles = labels()
    return "، ".join(titles[name] for name in changed(old.state, new.state))


def compare_view(desk: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """`?old=3&new=5`; without them the newest beside the one before it."""
    article = story_seen(request, pk)
    new = revision_of(article, request.GET.get("new"), article.revision)
    old = revision_of(article, request.GET.get("old"), max(new.number - 1, 0))
    old, new = sorted((old, new), key=lambda revision: revision.number)
    context = {
        "title": "مقارنة نسختين",
        "article": article,
        "old": old,
        "new": new,
        "numbers": list(article.revisions.values_list("number", flat=True)),
        "restorable": old if permissions.may_restore(request.user, article) and old.number != new.number else None,
        "newest": article.revision,
        **between(old.state, new.state, old.names, new.names, whole="whole" in request.GET),
    }
    return page(desk, request, "compare", context)


def revision_of(article: Article, typed: str | None, default: int) -> Revision:
    if typed and not (typed.isdecimal() and len(typed) < 9):
        raise Http404
    rows = article.revisions.select_related("by")
    number = int(typed) if typed else default
    found = rows.filter(number=number).first() if typed else rows.filter(number__gte=number).last()
    if found is None:
        raise Http404
    return found


def restore_view(desk: ModelAdmin, request: HttpRequest, pk: int, number: int) -> HttpResponse:
    article = story_seen(request, pk)
    if not permissions.may_restore(request.user, article):
        raise PermissionDenied
    revision = get_object_or_404(article.revisions, number=number)
    seen = request.POST.get("newest", "")
    article.revision = int(seen) if seen.isdecimal() and len(seen) < 9 else -1
    try:
        restore(article, revision, request.user)
    except Overtaken:
        desk.message_user(
            request, "لم تستعد النسخة: حفظ غيرك المقال بعد أن فتحت هذه الصفحة. راجع الجديد أولا.", messages.WARNING
        )
    else:
        desk.message_user(
            request, f"استعيدت النسخة {number} وصارت نسخة جديدة. بقيت النسخ كلها في السجل.", messages.SUCCESS
        )
    return HttpResponseRedirect(reverse("admin:articles_article_revisions", args=[pk]))


# --- Two states side by side --------------------------------------------------------------------------------------


def between(
    old: State,
    new: State,
    old_names: dict[str, Any] | None = None,
    new_names: dict[str, Any] | None = None,
    *,
    whole: bool = False,
) -> dict[str, Any]:
    """The context of _difference.html: for each entry that differs its name and both texts in one."""
    older = old_names if old_names is not None else names_of(old)
    newer = new_names if new_names is not None else names_of(new)
    titles = labels()
    rows = [(titles[name], name, shown(name, old, new, older, newer, whole=whole)) for name in changed(old, new)]
    return {"rows": rows}


def shown(name: str, old: State, new: State, older: dict, newer: dict, *, whole: bool = False) -> SafeString:
    if name == "body":
        html = compare_prose(str(old[name] or ""), str(new[name] or ""), around=None if whole else 1)
    elif name == "picture":
        html = thumbnails(old[name], new[name]) + compare_text(words(name, old, older), words(name, new, newer))
    elif name in {part.name for part in PARTS}:
        html = compare_items(items(name, old, older), items(name, new, newer))
    else:
        html = compare_text(words(name, old, older), words(name, new, newer))
    return mark_safe(html)  # noqa: S308  (escaped word by word)


def items(name: str, state: State, names: dict[str, dict[str, str]]) -> list[str]:
    return [in_words(row) for row in state[name]] if name == "sources" else called(name, state, names)


def called(name: str, state: State, names: dict[str, dict[str, str]]) -> list[str]:
    return [names.get(name, {}).get(str(key), f"رقم {key}") for key in state[name]]


def words(name: str, state: State, names: dict[str, dict[str, str]]) -> str:
    """An entry of a state as somebody reads it."""
    value = state[name]
    field = next(field for field in fields() if field.name == name)
    if value in (None, ""):
        return ""
    if field.is_relation:
        return names.get(name, {}).get(str(value), f"رقم {value}")
    if isinstance(value, bool):
        return "نعم" if value else "لا"
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if field.get_internal_type() == "DateTimeField" and (moment := moment_in(value)):
        return dates.moment(moment)
    return str(value)


def moment_in(value: str) -> datetime | None:
    """The moment that a state names; None of what was typed in its place, which is shown as it is."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def thumbnails(*keys: Any) -> str:
    """The lead pictures themselves, the old one first; one that left the library shows nothing."""
    found = Picture.objects.in_bulk([key for key in keys if isinstance(key, int)])
    tags = zip(("del", "ins"), keys, strict=True)
    return "".join(
        f'<{tag} class="thumbnail"><img src="{found[key].rendition_url(400)}" alt=""></{tag}>'
        for tag, key in tags
        if key in found
    )
