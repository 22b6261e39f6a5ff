"""Texts that nobody has saved yet: kept every few seconds, offered again, merged; and who else has the story open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.db.models import Min, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from articles import permissions
from articles.admin.revisions import between, page, shown
from articles.models import Article, KeptText, Presence, Revision
from articles.revisions.recording import record_what_was_there
from articles.revisions.state import State, labels, names_of, state_of
from articles.revisions.typed import IN_ROWS, Typed, typed_in, typed_of, typed_state
from mohit import dates
from mohit.differences import merge_blocks

GONE_AFTER = timedelta(seconds=45)  # three heartbeats
FORGOTTEN_AFTER = timedelta(days=90)
MOST_OFFERED = 5


# --- Keeping ------------------------------------------------------------------------------------------------------


def keep_view(request: HttpRequest, pk: int | None, is_stored: Callable[[HttpRequest, Article], bool]) -> HttpResponse:
    """Keep what the form holds now: 200 with the time; 204 when that very form was saved meanwhile, or the first text
    that it would keep `is_stored`: a note that was saved leaves no revision by which its form would be known."""
    article = get_object_or_404(Article, pk=pk) if pk else None
    allowed = permissions.may_keep(request.user, article) if article else permissions.may_write(request.user)
    if not allowed:
        raise PermissionDenied
    key, base = posted_key(request), number(request.POST.get("_base", ""))
    if not key:
        return JsonResponse({"error": "key"}, status=400)
    if saved_since(request.user, article, key, base):
        return HttpResponse(status=204)
    is_first = not KeptText.objects.filter(user=request.user, key=key).exists()
    if article and is_first and is_stored(request, article):
        return HttpResponse(status=204)
    kept = keep(request, article)
    return JsonResponse({"at": dates.clock(timezone.localtime(kept.kept_at))})


def posted_key(request: HttpRequest) -> str:
    """The form's own mark; empty in a request that has none that could be stored."""
    key = request.POST.get("_key", "")
    return key if len(key) <= 32 and "\0" not in key else ""


def saved_since(user: AbstractUser, article: Article | None, key: str, base: int | None) -> bool:
    """Whether this form was saved after it was opened: a text that was on its way is no unsaved one."""
    rows = Revision.objects.filter(key=key, by=user)
    if article is None:
        return rows.exists()
    return rows.filter(article=article, number__gt=base or 0).exists()


def keep(request: HttpRequest, article: Article | None) -> KeptText:
    """One row for each open form, written anew."""
    kept, is_new = KeptText.objects.update_or_create(
        user=request.user,
        key=posted_key(request) or "-",
        defaults={
            "article": article,
            "base": number(request.POST.get("_base", "")),
            "typed": without_zeros(typed_in(request.POST)),
        },
    )
    if is_new:
        KeptText.objects.filter(user=request.user, kept_at__lt=timezone.now() - FORGOTTEN_AFTER).delete()
    return kept


def without_zeros(typed: Typed) -> Typed:
    """JSON of PostgreSQL holds no NUL and no half of a pair."""

    def sound(value: str) -> str:
        return value.replace("\0", "").encode("utf-8", "ignore").decode()

    return {
        group: {sound(name): [sound(value) for value in values] for name, values in entries.items()}
        for group, entries in typed.items()
    }


def number(value: str) -> int | None:
    return int(value) if value.isdecimal() and len(value) < 9 else None


def offered(user: AbstractUser, article: Article | None, key: str) -> QuerySet[KeptText]:
    """What this person typed into the same form at another time and never saved; the newest first."""
    rows = KeptText.objects.filter(user=user, article=article).exclude(key=key)
    return rows.only("pk", "kept_at", "opened_at", "base", "article_id")[:MOST_OFFERED]


# --- Presence -----------------------------------------------------------------------------------------------------


def presence_view(request: HttpRequest, pk: int) -> HttpResponse:
    """«I have it open», said every fifteen seconds; answered with who else has, and what was saved meanwhile."""
    article = get_object_or_404(Article.objects.only("pk", "revision", "status", "created_by", "erased_at"), pk=pk)
    if not permissions.may_keep(request.user, article):
        raise PermissionDenied
    key = posted_key(request)
    mine = Presence.objects.filter(article=article, user=request.user, key=key)
    if "leaving" in request.POST:
        mine.delete()
        return HttpResponse(status=204)
    now = timezone.now()
    if key and not mine.update(seen_at=now):
        Presence.objects.filter(seen_at__lt=now - 4 * GONE_AFTER).delete()
        row = Presence(article=article, user=request.user, key=key, seen_at=now)
        Presence.objects.bulk_create([row], ignore_conflicts=True)
    return JsonResponse(
        {
            "others": others(article, request.user, key),
            "newer": newer(article, number(request.POST.get("_base", ""))),
            "status": article.status,
            "editable": permissions.may_edit(request.user, article),
        }
    )


def others(article: Article, user: AbstractUser, key: str) -> list[str]:
    """A sentence for each who has the story open beside this form."""
    rows = Presence.objects.filter(article=article, seen_at__gte=timezone.now() - GONE_AFTER)
    rows = rows.exclude(user=user, key=key).values("user", "user__name", "user__username")
    return [sentence(row, user) for row in rows.annotate(since=Min("opened_at")).order_by("since")]


def sentence(row: dict[str, Any], user: AbstractUser) -> str:
    since = dates.clock(timezone.localtime(row["since"]))
    if row["user"] == user.pk:
        return f"المقال مفتوح عندك في لسان آخر منذ {since}."
    return f"{row['user__name'] or row['user__username']} يعمل على هذا المقال منذ {since}."


def newer(article: Article, base: int | None) -> str:
    """Who saved after this form was opened, in a sentence; empty when nobody did."""
    if base is None or base >= article.revision:
        return ""
    last = article.revisions.select_related("by").first()
    who = str(last.by) if last.by else "برنامج من الموقع"
    return f"حفظ {who} نسخة أحدث {dates.relative(last.at)}. عند الحفظ يعرض عليك الموقع النصين لتختار."


# --- Offered again ------------------------------------------------------------------------------------------------


def kept_view(desk: Any, request: HttpRequest, kept: int) -> HttpResponse:
    """The kept text beside what is saved; its buttons put it back into the form, merge it, or throw it away."""
    row = get_object_or_404(KeptText.objects.select_related("article"), pk=kept, user=request.user)
    article = row.article
    allowed = permissions.may_keep(request.user, article) if article else permissions.may_write(request.user)
    if not allowed:
        raise PermissionDenied
    if request.method == "POST":
        return answer_kept(desk, request, row, article)
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    mine = typed_state(row.typed, article, desk.reading_form(request, article))
    saved = state_of(article) if article else {name: [] if isinstance(mine[name], list) else "" for name in mine}
    editable = article is None or permissions.may_edit(request.user, article)
    context = {"title": "نص لم يحفظ", "article": article, "kept": row, "editable": editable, **between(saved, mine)}
    return page(desk, request, "kept", context)


def answer_kept(desk: Any, request: HttpRequest, row: KeptText, article: Article | None) -> HttpResponse:
    address = form_address(article)
    if "_discard" in request.POST:
        row.delete()
        desk.message_user(request, "حذف النص الذي لم يحفظ.", messages.SUCCESS)
        return HttpResponseRedirect(address)
    if article and not permissions.may_edit(request.user, article):
        raise PermissionDenied
    if article and "_merge" in request.POST:
        return merge(desk, request, article, row)
    if article and row.base != article.revision:
        return merge_page(desk, request, article, row)
    notice = "هذا ما كتبته ولم تحفظه. راجعه ثم احفظه."
    return desk.reopen(request, article, row.typed, row.key, row.base or 0, notice)


def form_address(article: Article | None) -> str:
    if article:
        return reverse("admin:articles_article_change", args=[article.pk])
    return reverse("admin:articles_article_add")


# --- Merging ------------------------------------------------------------------------------------------------------


def merge_page(desk: Any, request: HttpRequest, article: Article, row: KeptText, missing: bool = False) -> HttpResponse:
    """Both texts: what only one person changed is chosen already, what both changed waits for a choice."""
    record_what_was_there(article)
    choices = choices_between(desk, request, article, row)
    last = article.revisions.select_related("by").first()
    context = {
        **{"title": "حفظ غيرك قبلك", "article": article, "kept": row, "choices": choices, "last": last},
        **{"missing": missing, "mine": last is not None and last.by_id == request.user.pk},
    }
    return page(desk, request, "merge", context, status=409)


def choices_between(desk: Any, request: HttpRequest, article: Article, row: KeptText) -> list[dict[str, Any]]:
    """What is to be chosen: {"name", "label", "by", "mine", "theirs", "difference"}, the body in stretches."""
    mine = typed_state(row.typed, article, desk.reading_form(request, article))
    theirs = state_of(article)
    opened = article.revisions.filter(number=row.base).first() if row.base is not None else None
    base = opened.state if opened else {}
    names = {key: {**names_of(mine).get(key, {}), **names_of(theirs).get(key, {})} for key in labels()}
    found: list[dict[str, Any]] = []
    for name, label in labels().items():
        if name not in mine or name not in theirs or mine[name] == theirs[name]:
            continue
        if name == "body":
            found += stretches(label, str(base.get("body", "")), str(mine["body"]), str(theirs["body"]))
            continue
        unknown = name not in base
        by = (
            "both"
            if unknown
            else "theirs"
            if mine[name] == base[name]
            else "mine"
            if theirs[name] == base[name]
            else "both"
        )
        found.append({"name": name, "label": label, "by": by, "difference": shown(name, theirs, mine, names, names)})
    return found


def who_changed(name: str, base: State, mine: State, theirs: State) -> str:
    if name not in base:
        return "both"
    return "theirs" if mine[name] == base[name] else "mine" if theirs[name] == base[name] else "both"


def stretches(label: str, base: str, mine: str, theirs: str) -> list[dict[str, Any]]:
    found = []
    for place, part in enumerate(merge_blocks(base, mine, theirs)):
        if part.by == "same":
            continue
        states = {"body": "".join(part.theirs)}, {"body": "".join(part.mine)}
        difference = shown("body", *states, {}, {}, whole=True)
        found.append(
            {"name": f"body-{place}", "label": label, "by": part.by, "difference": difference, "is_body": True}
        )
    return found


def merge(desk: Any, request: HttpRequest, article: Article, row: KeptText) -> HttpResponse:
    """The form with what was chosen, on the newest revision; the page again when that has changed meanwhile."""
    asked = choices_between(desk, request, article, row)
    chosen = {choice["name"]: request.POST.get(f"choice-{choice['name']}", "") for choice in asked}
    changed_since = number(request.POST.get("_newest", "")) != article.revision
    missing = any(value not in ("mine", "theirs", "all") for value in chosen.values())
    if changed_since or missing:
        return merge_page(desk, request, article, row, missing=missing and not changed_since)
    theirs = typed_of(article, desk.reading_form(request, article))
    typed: Typed = {"fields": dict(row.typed["fields"]), "parts": dict(row.typed["parts"])}
    for name, value in chosen.items():
        if value == "theirs" and not name.startswith("body-"):
            take(typed, theirs, name)
    typed["fields"]["body"] = [merged_body(desk, request, article, row, chosen)]
    row.typed, row.base = typed, article.revision
    notice = "هذا النص المدموج، ولم يحفظ بعد. راجعه ثم احفظه."
    return desk.reopen(request, article, typed, row.key, article.revision, notice)


def merged_body(desk: Any, request: HttpRequest, article: Article, row: KeptText, chosen: dict[str, str]) -> str:
    mine = typed_state(row.typed, article, desk.reading_form(request, article))
    opened = article.revisions.filter(number=row.base).first() if row.base is not None else None
    base = opened.state.get("body", "") if opened else ""
    html = []
    for place, part in enumerate(merge_blocks(base, str(mine["body"]), article.body)):
        taken = chosen.get(f"body-{place}", "mine")
        html += {"mine": part.mine, "theirs": part.theirs, "all": [*part.theirs, *part.mine]}[taken]
    return "".join(html)


def take(typed: Typed, theirs: Typed, name: str) -> None:
    """Put what is saved in the place of what was typed into one field."""
    accessor = {part.name: part.accessor for part in IN_ROWS}.get(name)
    if accessor:
        typed["parts"][accessor] = theirs["parts"][accessor]
        return
    field = "chosen_topics" if name == "topics" else name
    for key in [key for key in typed["fields"] if key == field or key.rstrip("01").rstrip("_") == field]:
        del typed["fields"][key]
    typed["fields"] |= {
        key: value for key, value in theirs["fields"].items() if key == field or key.rstrip("01").rstrip("_") == field
    }
