"""The history of decisions: read, never written, by hand."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.models import Article, Decision, InternalNote
from articles.models.querysets import HEAVY
from mohit import dates
from mohit.desk import DeskAdmin
from mohit.templatetags.arabic import bdi, time_tag


class DecisionAdmin(DeskAdmin):
    title_view = "قرار"
    list_display = ("shown_article", "verb", "shown_by", "at", "note")
    list_filter = ("verb",)
    list_select_related = ("article", "by")
    fields = ("shown_article", "verb", "shown_by", "before", "after", "note", "at")
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Decision]:
        return super().get_queryset(request).defer(*(f"article__{name}" for name in HEAVY))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Decision | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Decision | None = None) -> bool:
        return False

    @admin.display(description="المقال")
    def shown_article(self, decision: Decision) -> SafeString:
        url = reverse("admin:articles_article_change", args=[decision.article_id])
        return format_html('<a href="{}">{}</a>', url, bdi(decision.article))

    @admin.display(description="صاحب القرار")
    def shown_by(self, decision: Decision) -> SafeString:
        return bdi(decision.by)


def decision_log(article: Article) -> SafeString | str:
    """Every decision about a story and every note, newest first, as a list; read with it (`ArticleAdmin.find`)."""
    rows = [*article.decisions.all(), *article.notes.all()] if article.pk else []
    items = format_html_join(
        "",
        '<li><strong>{}</strong>{} <span class="quiet">· {} · {}</span>{}</li>',
        (
            (*told(row), bdi(row.by), time_tag(row.at), format_html(": {}", bdi(said)) if (said := words(row)) else "")
            for row in sorted(rows, key=lambda row: row.at, reverse=True)
        ),
    )
    return format_html('<ol class="decisions">{}</ol>', items) if items else "لا قرارات بعد."


def told(row: Decision | InternalNote) -> tuple[str, SafeString]:
    """What was done, and to whom or until when."""
    to = format_html(" إلى {}", bdi(row.to)) if row.to_id else SafeString()
    if isinstance(row, InternalNote):
        return "ملاحظة", to
    return row.get_verb_display(), format_html("{} {}", to, time_tag(row.until)) if row.until else to


def words(row: Decision | InternalNote) -> str:
    return row.text if isinstance(row, InternalNote) else row.note


def who_was_first(article: Article) -> str:
    """«سبقك فلان…»: what to tell somebody whose decision came too late."""
    last = article.decisions.select_related("by").first()
    if last is None:
        return f"تغيرت حالة المقال إلى «{article.get_status_display()}» قبل وصول طلبك."
    return f"سبقك {last.by} إلى هذا المقال: {last.get_verb_display()} {dates.relative(last.at)}."
