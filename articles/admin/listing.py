"""The list of stories: its views, filters, columns and actions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ORDER_VAR, ChangeList
from django.contrib.admin.widgets import AutocompleteSelect
from django.contrib.auth.models import AbstractUser
from django.core.paginator import Paginator
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles import permissions
from articles.admin.publishing import act_on_all, ask_about
from articles.admin.reads import in_order_of_reads
from articles.admin.verbs import SUBMIT, WITHDRAW
from articles.models import Article, Author, Byline, Decision
from articles.models.querysets import HEAVY
from articles.search.desk import KEY_DIGITS
from mohit.dates import count, number
from mohit.templatetags.arabic import bdi, time_tag

Status = Article.Status

UNDECIDED = (Status.DRAFT, Status.IN_REVIEW)  # in which somebody has a story

QUEUE = 5  # stories in review above the list
COUNTED = 2_000  # stories counted and paged; an older one is found by search, section, author or date


class DeskPaginator(Paginator):
    """Counts no further than COUNTED, so that the list of an archive of 100,000 opens as fast as that of 100."""

    @cached_property
    def count(self) -> int:
        return self.object_list.order_by()[:COUNTED].values("pk").count()


class DeskChangeList(ChangeList):
    def get_queryset(self, *args: Any, **kwargs: Any) -> QuerySet[Article]:
        rows = super().get_queryset(*args, **kwargs).defer(*HEAVY).with_signatures().with_reads()
        if self.params.get("view") == "waiting" and ORDER_VAR not in self.params:
            rows = longest_waiting(rows)
        return in_order_of_reads(rows, self.params)

    @property
    def counted(self) -> str:
        """The number of stories as the foot of the list says it."""
        return (
            "أكثر من " + count(COUNTED, "article")
            if self.result_count >= COUNTED
            else count(self.result_count, "article")
        )


def longest_waiting(articles: QuerySet[Article]) -> QuerySet[Article]:
    """Those in review by `since`, when they were handed in for the last time."""
    submitted = Decision.objects.filter(article=OuterRef("pk"), verb="submit").order_by("-at").values("at")
    return articles.annotate(since=Coalesce(Subquery(submitted[:1]), "saved_at")).order_by("since", "pk")


def review_queue() -> QuerySet[Article]:
    """What an editor sees above the list: one query."""
    waiting = Article.objects.filter(status=Status.IN_REVIEW).select_related("section", "assignee").defer(*HEAVY)
    return longest_waiting(waiting)[:QUEUE]


class ViewFilter(admin.SimpleListFilter):
    """The desk's ways of looking at the list, shown as tabs above it."""

    title = "عرض"
    parameter_name = "view"

    VIEWS = {
        "mine": "قصصي",
        "assigned": "ما أسند إلي",
        "waiting": "تنتظر المراجعة",
        "scheduled": "مجدولة",
        "embargoed": "محظورة",
        "today": "منشورة اليوم",
        "mydrafts": "مسوداتي",
        "drafts": "كل المسودات",
        "withdrawn": "مسحوبة",
    }

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return list(self.VIEWS.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        view = self.value()
        return seen_as(view, queryset, request.user) if view in self.VIEWS else queryset


def seen_as(
    view: str, articles: QuerySet[Article], user: AbstractUser, at: datetime | None = None
) -> QuerySet[Article]:
    """The part of `articles` that one view of the list shows."""
    now = at or timezone.now()
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    if view in ("mine", "mydrafts"):
        articles = permissions.own(user, articles)
    conditions = {
        "mine": {},
        "mydrafts": {"status": Status.DRAFT},
        "assigned": {"assignee": user, "status__in": [Status.DRAFT, Status.IN_REVIEW]},
        "embargoed": {"embargoed_until__gt": now},
        "waiting": {"status": Status.IN_REVIEW},
        "scheduled": {"status": Status.PUBLISHED, "published_at__gt": now},
        "today": {"status": Status.PUBLISHED, "published_at__gte": midnight, "published_at__lte": now},
        "drafts": {"status": Status.DRAFT},
        "withdrawn": {"status": Status.WITHDRAWN},
    }
    return articles.filter(**conditions[view])


class AuthorFilter(admin.SimpleListFilter):
    """One author, found by typing: a list of five hundred names helps nobody."""

    title = "الكاتب"
    parameter_name = "author"
    template = "admin/articles/article/author_filter.html"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> tuple[()]:
        self.site = model_admin.admin_site
        return ()

    def has_output(self) -> bool:
        return True

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        if not self.author:
            return queryset
        return queryset.filter(pk__in=Byline.objects.filter(author=self.author).values("article"))

    @property
    def author(self) -> int | None:
        """The key in the address, if it is one."""
        value = self.value() or ""
        return int(value) if value.isdecimal() and len(value) < KEY_DIGITS else None

    def choices(self, changelist: ChangeList) -> Iterator[dict[str, Any]]:
        widget = AutocompleteSelect(Byline._meta.get_field("author"), self.site)
        widget.choices = forms.ModelChoiceField(Author.objects.all()).choices
        yield {
            "selected": False,
            "widget": widget.render(
                self.parameter_name, self.author, {"id": "author-filter", "aria-label": self.title}
            ),
            "kept": [pair for pair in changelist.params.items() if pair[0] != self.parameter_name],
            "remove": changelist.get_query_string(remove=[self.parameter_name]) if self.value() else "",
        }


class Columns:
    """The columns of the list and the actions above it, mixed into the desk of the stories."""

    @admin.display(description="العنوان", ordering="headline")
    def shown_headline(self, article: Article) -> SafeString:
        return format_html(
            '<span class="kicker">{}</span> <bdi data-headline>{}</bdi>', article.get_kind_display(), article.headline
        )

    @admin.display(description="القسم", ordering="section__position")
    def shown_section(self, article: Article) -> SafeString:
        return bdi(article.section)

    @admin.display(description="الكتاب")
    def shown_authors(self, article: Article) -> SafeString | str:
        return format_html_join("، ", "{}", ((bdi(row["name"]),) for row in article.signatures)) or "-"

    @admin.display(description="الحالة", ordering="status")
    def shown_status(self, article: Article) -> SafeString:
        return badge(article)

    @admin.display(description="عند")
    def shown_assignee(self, article: Article) -> SafeString | str:
        return bdi(article.assignee) if article.assignee_id and article.status in UNDECIDED else "-"

    @admin.display(description="وقت النشر", ordering="published_at")
    def shown_moment(self, article: Article) -> str:
        return time_tag(article.published_at) or "-"

    @admin.display(description="القراءات: يوم / أسبوع")
    def shown_reads(self, article: Article) -> SafeString | str:
        if not article.reads_of_week:
            return "-"
        return format_html("{} / {}", number(article.reads_of_day), number(article.reads_of_week))

    @admin.display(description="الموقع")
    def shown_link(self, article: Article) -> SafeString | str:
        if article.is_public():
            return format_html('<a href="{}" target="_blank">اقرأ</a>', article.get_absolute_url())
        return format_html('<a href="{}/preview/" target="_blank">معاينة</a>', article.pk)

    @admin.action(description="نشر")
    def publish_chosen(self, request: HttpRequest, chosen: QuerySet[Article]) -> HttpResponse | None:
        return ask_about(request, chosen)

    @admin.action(description="سحب من الموقع")
    def withdraw_chosen(self, request: HttpRequest, chosen: QuerySet[Article]) -> None:
        act_on_all(request, chosen, WITHDRAW)

    @admin.action(description="إرسال للمراجعة")
    def submit_chosen(self, request: HttpRequest, chosen: QuerySet[Article]) -> None:
        act_on_all(request, chosen, SUBMIT)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)
        if not permissions.is_editor(request.user):
            actions.pop("publish_chosen", None)
            actions.pop("withdraw_chosen", None)
        if not permissions.may_write(request.user):
            actions.pop("submit_chosen", None)
        return actions


def badge(article: Article) -> SafeString:
    """The state as a coloured word; a story whose time has not come is «مجدول»."""
    state, word = article.status, article.get_status_display()
    if article.is_scheduled:
        state, word = "scheduled", "مجدول"
    elif article.is_erased:
        state, word = "withdrawn", "محي"
    elif article.is_embargoed():
        word = f"{word}، محظور"
    return format_html('<span class="badge badge-{}">{}</span>', state, word)
