"""Decisions about many stories of the list. «نشر» shows first what the checks find in each, as the form does."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from articles import permissions
from articles.admin.checking import LABELS
from articles.admin.verbs import PUBLISH, Verb
from articles.checking import asked_about, examine_all
from articles.models import Article
from mohit.dates import count, moment
from mohit.proofreading import Finding

MOST = 100  # stories read through at once: two seconds


def act_on_all(request: HttpRequest, chosen: Iterable[Article], verb: Verb) -> None:
    """One decision for each story; says how many were done and how many refused."""
    done = refused = 0
    for article in chosen:
        if verb.may(request.user, article) and verb.act(article, request.user, "من قائمة المقالات"):
            done += 1
        else:
            refused += 1
    if done:
        messages.success(request, f"«{verb.label}»: {count(done, 'article')}.")
    if refused:
        messages.warning(request, f"لم يقبل «{verb.label}» بسبب الحالة أو الصلاحية: {count(refused, 'article')}.")


def ask_about(request: HttpRequest, chosen: QuerySet[Article]) -> HttpResponse | None:
    """The page between the list and «نشر»; None, with a word about it, for more than can be read."""
    wanted = list(chosen.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
    if len(wanted) > MOST:
        messages.warning(request, f"لم ينشر شيء: اختر {MOST} مقال على الأكثر في المرة الواحدة.")
        return None
    articles = list(Article.objects.filter(pk__in=wanted).select_related("section", "picture").order_by("pk"))
    return question(request, articles, ticked=None)


@require_POST
def publish_many(request: HttpRequest) -> HttpResponse:
    """Publish those that were ticked, if they are as the page showed them; else ask again.

    The rows are locked while they are read, so what is published is what was looked through.
    """
    if not permissions.is_editor(request.user):
        raise PermissionDenied
    listed, ticked = keys(request.POST.get("listed", "").split()), set(keys(request.POST.getlist("publish")))
    with transaction.atomic():
        rows = Article.objects.filter(pk__in=listed).select_related("section", "picture").order_by("pk")
        articles = list(rows.select_for_update(of=("self",)))
        chosen = [article for article in articles if article.pk in ticked]
        found = examine_all([article for article in chosen if permissions.may_publish(request.user, article)])
        read = [article for article in chosen if article.pk in found]
        if not chosen or any(mark(row, found[row.pk]) != request.POST.get(f"seen-{row.pk}") for row in read):
            return question(request, articles, ticked)
        act_on_all(request, chosen, PUBLISH)
    return HttpResponseRedirect(back(request))


def mark(article: Article, findings: list[Finding]) -> str:
    """Of what the page shows of a story: its revision, and each thing that is asked about."""
    asked = sorted((row.code, row.field, row.card, row.text, row.words) for row in asked_about(findings))
    return sha256(repr((article.revision, asked)).encode()).hexdigest()[:16]


def question(request: HttpRequest, articles: list[Article], ticked: set[int] | None) -> HttpResponse:
    """The stories with what is found in each; those with nothing to ask about are ticked at first."""
    ready = [article for article in articles if permissions.may_publish(request.user, article)]
    found = examine_all(ready)
    context = {
        **admin.site.each_context(request),
        "title": "نشر المختار",
        "opts": Article._meta,
        "stories": [story(article, found[article.pk], ticked) for article in ready],
        "refused": [article for article in articles if article.pk not in found],
        "listed": " ".join(str(article.pk) for article in articles),
        "asked_again": ticked is not None,
        "none_ticked": ticked is not None and not ticked,
        "filters": request.POST.get("filters", request.GET.urlencode())[:2_000],
        "back": back(request),
    }
    return TemplateResponse(request, "admin/articles/article/publish.html", context)


def story(article: Article, findings: list[Finding], ticked: set[int] | None) -> dict[str, Any]:
    asked = asked_about(findings)
    return {
        "article": article,
        "when": when(article),
        "asked": [(LABELS[finding.field], finding) for finding in asked],
        "others": [(LABELS[finding.field], finding) for finding in findings if finding not in asked],
        "seen": mark(article, findings),
        "is_ticked": article.pk in ticked if ticked is not None else not asked,
    }


def when(article: Article) -> str:
    """When readers would see it, if it is not at once."""
    until = article.embargoed_until
    at = max(filter(None, [article.published_at, until]), default=None)
    return f"سينشر في {moment(at)}" if at and at > timezone.now() else ""


def keys(values: list[str]) -> list[int]:
    return [int(value) for value in values if value.isdecimal() and len(value) < 19][:MOST]


def back(request: HttpRequest) -> str:
    """The list as it was filtered."""
    filters = request.POST.get("filters", request.GET.urlencode())
    return reverse("admin:articles_article_changelist") + (f"?{filters}" if filters else "")
