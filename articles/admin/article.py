"""The desk of the stories."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied
from django.db.models import Field, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles import permissions
from articles.admin import correcting, live
from articles.admin.checking import CheckedStory
from articles.admin.forms import ArticleForm, OrderedTopics
from articles.admin.history import decision_log, who_was_first
from articles.admin.listing import AuthorFilter, Columns, DeskChangeList, DeskPaginator, ViewFilter, badge
from articles.admin.notes import NotedStory, notes_of
from articles.admin.parts import BylineInline, RelatedInline, SourceInline
from articles.admin.publishing import publish_many
from articles.admin.reads import ReadsFilter
from articles.admin.sharing import share_picture, share_picture_preview
from articles.admin.verbs import allowed, asked, placed, told
from articles.admin.versions import VersionedStory
from articles.body import render_body
from articles.models import Article, Byline, Decision
from articles.models.querysets import HEAVY
from articles.search.desk import holding
from articles.search.index import index
from articles.views import article_page
from mohit.desk import DeskAdmin
from mohit.responses import PRIVATE
from mohit.templatetags.arabic import names


class ArticleAdmin(VersionedStory, CheckedStory, NotedStory, Columns, DeskAdmin):
    title_add, title_change, title_view = "مقال جديد", "تحرير مقال", "قراءة مقال"
    form = ArticleForm
    inlines = (BylineInline, RelatedInline, SourceInline)
    list_display = (
        "shown_headline",
        "shown_section",
        "shown_status",
        "shown_authors",
        "shown_moment",
        "shown_reads",
        "shown_link",
    )
    list_filter = (ViewFilter, "status", "section", AuthorFilter, "published_at", ReadsFilter)
    list_select_related = ("section", "assignee")
    search_fields = ("headline",)  # that there is a search; it is `holding`
    search_help_text = "كلمات من المقال كله بأي رسم، أو رقم المقال."
    paginator = DeskPaginator
    actions = ("publish_chosen", "withdraw_chosen", "submit_chosen")
    autocomplete_fields = ("picture",)
    change_form_template = "admin/articles/article/change_form.html"

    WRITING = (
        (None, {"fields": ("headline", "short_headline", "standfirst"), "classes": ("headlines",)}),
        (None, {"fields": (("kind", "section", "place"), "chosen_topics")}),
        ("النص", {"fields": ("body",), "classes": ("story",)}),
        ("الصورة الرئيسية", {"fields": ("picture", "picture_caption")}),
    )
    SEARCH_ENGINES = (
        "محركات البحث والرابط",
        {"fields": ("slug", "seo_title", "seo_description"), "classes": ("collapse",)},
    )
    SHARING = ("صورة المشاركة", {"fields": ("shown_share_picture",), "classes": ("collapse",)})
    NOTES = ("ملاحظات داخلية", {"fields": ("shown_notes",)})
    READING = (
        (None, {"fields": ("headline", "short_headline", "standfirst", "shown_body")}),
        (None, {"fields": ("kind", "section", "shown_topics", "place", "picture", "picture_caption")}),
        ("النشر", {"fields": ("shown_status", "published_at", "update_note", "shown_decisions")}),
    )

    # Why it was sent back or embargoed is not for those who see what readers see.
    LOOKING = (*READING[:-1], ("النشر", {"fields": ("shown_status", "published_at", "update_note")}))

    @property
    def media(self) -> forms.Media:
        # The list filters by author with the same box as the form.
        box = AutocompleteSelect(Byline._meta.get_field("author"), self.admin_site)
        own = forms.Media(
            css={"screen": ["admin-desk/story.css"]},
            js=["admin-desk/story.js", "admin-desk/rows.js", "editor/article-picker.js"],
        )
        return super().media + box.media + own

    # --- Who may: asked of articles/permissions.py ----------------------------------------------------------------

    def has_module_permission(self, request: HttpRequest) -> bool:
        return permissions.may_look(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return permissions.may_read(request.user, obj) if obj else permissions.may_look(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return permissions.may_write(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return permissions.may_edit(request.user, obj) if obj else permissions.may_write(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return permissions.may_delete(request.user, obj) if obj else permissions.may_write(request.user)

    # --- The list -------------------------------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        """The stories of this person's desk; who chooses one to lead to is offered what readers see, the newest first.

        That is in a popup, and in the box that searches for related stories.
        """
        articles = super().get_queryset(request)
        if IS_POPUP_VAR in request.GET:
            return articles.published()
        if request.resolver_match and request.resolver_match.url_name == "autocomplete":
            return articles.published().newest_first().defer(*HEAVY)
        return permissions.listed_for(request.user, articles)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[DeskChangeList]:
        return DeskChangeList

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Article], search_term: str
    ) -> tuple[QuerySet[Article], bool]:
        return (holding(queryset, search_term) if search_term.strip() else queryset), False

    # --- The form -------------------------------------------------------------------------------------------------

    def find(self, request: HttpRequest, object_id: str) -> Article | None:
        """Any story there is, so that a stranger's is refused, not missing.

        A story that is about to be saved is locked: whoever presses a button a moment later waits, and then sees what
        the first one decided.
        """
        log = Prefetch("decisions", Decision.objects.select_related("by", "to"))
        rows = Article.objects.select_related("section", "picture", "assignee").prefetch_related(log)
        rows = rows.select_for_update(of=("self",)) if request.method == "POST" else rows.with_signers()
        try:
            return rows.get(pk=object_id)
        except (Article.DoesNotExist, ValueError):
            return None

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> Any:
        notes = [self.NOTES] if obj and permissions.may_note(request.user, obj) else []
        if obj and not permissions.may_edit(request.user, obj):
            obj.is_only_read = True  # its notes bring a box of their own
            return (*(self.READING if permissions.may_see_revisions(request.user, obj) else self.LOOKING), *notes)
        switches: list[Any] = [("allows_comments", "allows_placements")]
        if permissions.may_schedule(request.user):
            switches.insert(0, "published_at")
        if permissions.may_embargo(request.user, obj or Article(created_by=request.user)):
            switches.insert(0, "embargo")
        if obj and obj.published_at and permissions.is_editor(request.user):
            switches.append("update_note")
        if obj:
            switches.append("shown_decisions")
        sharing = [self.SHARING] if obj else []
        if notes:
            notes = [(notes[0][0], {"fields": ("note", "shown_notes")})]
        return (*self.WRITING, ("النشر", {"fields": switches}), *notes, self.SEARCH_ENGINES, *sharing)

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> tuple[str, ...]:
        return ("shown_decisions", "shown_share_picture", "shown_notes")

    def get_form(
        self, request: HttpRequest, obj: Article | None = None, change: bool = False, **kwargs: Any
    ) -> type[ArticleForm]:
        form = super().get_form(request, obj, change, **kwargs)
        form.user, form.verb = request.user, asked(request)
        form.base_fields["chosen_topics"].widget = self.topics_widget(request)
        return form

    def topics_widget(self, request: HttpRequest) -> RelatedFieldWidgetWrapper:
        field = Article._meta.get_field("topics")
        topics = self.admin_site.get_model_admin(field.remote_field.model)
        widget = OrderedTopics(field, self.admin_site, attrs={"data-width": "100%"})
        wrapper = RelatedFieldWidgetWrapper(
            widget, field.remote_field, self.admin_site, can_add_related=topics.has_add_permission(request)
        )
        wrapper.choices = forms.ModelMultipleChoiceField(topics.get_queryset(request)).choices
        return wrapper

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in ("headline", "standfirst"):
            # A long headline shows whole on a telephone too; line breaks become spaces when it is saved.
            field.widget = forms.Textarea(
                {"rows": 1 if db_field.name == "headline" else 3, "maxlength": field.max_length}
            )
        return field

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Article, inline: admin.TabularInline, prefix: str
    ) -> dict[str, Any]:
        """A new story offers its writer's own signature."""
        given = super().get_formset_kwargs(request, obj, inline, prefix)
        author = getattr(request.user, "author", None) if obj.pk is None and request.method == "GET" else None
        return {**given, "initial": [{"author": author.pk, "position": 0}]} if author else given

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        article = kwargs.get("obj") or Article(created_by=request.user)
        verbs = [] if context["is_popup"] else allowed(request.user, article)
        beside, more = placed(verbs)
        if pressed := asked(request):
            context["pressed"], context["reason"] = pressed.name, pressed.reason_in(request)
        context |= {"beside": beside, "more": more}
        context["public_url"] = self.view_on_site(article) if article.pk else None
        context["badge"] = badge(article)
        context["may_cover"] = article.pk and permissions.may_cover(request.user, article)
        context["may_correct"] = permissions.may_correct(request.user, article)
        context["may_break"] = article.is_public() and permissions.may_break_news(request.user)
        names_member = next((verb.name for verb in (*beside, *more) if verb.asks_member), "")
        context["names_member"], context["members"] = names_member, permissions.who_may_have_it()
        context["chosen_member"] = member_in(request) if "to" in request.POST else article.assignee_id
        return super().render_change_form(request, context, **kwargs)

    def view_on_site(self, article: Article) -> str | None:
        return article.get_absolute_url() if article.is_public() else None

    # --- Saving ---------------------------------------------------------------------------------------------------

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        """Without the rows: Django's log would hold the headline of another story, or a source, after it was erased."""
        return super().construct_change_message(request, form, [], add)

    def save_model(self, request: HttpRequest, obj: Article, form: ArticleForm, change: bool) -> None:
        if change and obj.status == Article.Status.PUBLISHED and "published_at" in form.changed_data:
            moment, obj.published_at = obj.published_at, form.initial["published_at"]
            obj.reschedule(request.user, moment)
        if change:
            date_the_update(obj, note_changed="update_note" in form.changed_data)
        super().save_model(request, obj, form, change)

    def file(self, form: ArticleForm) -> None:
        form.file_under_topics()
        form.leave_words()
        index([form.instance.pk])  # again, with its authors and topics

    def response_add(self, request: HttpRequest, obj: Article, post_url_continue: str | None = None) -> HttpResponse:
        if IS_POPUP_VAR in request.POST:
            return super().response_add(request, obj, post_url_continue)
        return self.decide_and_answer(request, obj)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        if IS_POPUP_VAR in request.POST:
            return super().response_change(request, obj)
        return self.decide_and_answer(request, obj)

    def decide_and_answer(self, request: HttpRequest, article: Article) -> HttpResponse:
        """Do what the pressed button says, tell what happened, go on with the story or back to the list."""
        verb = asked(request)
        done = "حفظ"
        if self.asks_first(request, verb, article):
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]) + "#checks")
        if verb:
            to = permissions.who_may_have_it().filter(pk=key).first() if (key := member_in(request)) else None
            if not verb.act(article, request.user, verb.reason_in(request), to):
                self.message_user(request, who_was_first(article), messages.WARNING)
            else:
                done = told(verb, article)
        self.message_user(request, self.message(done, article), messages.SUCCESS)
        return self.go_on(request, article)

    def go_on(self, request: HttpRequest, article: Article) -> HttpResponse:
        if "_continue" in request.POST and permissions.may_edit(request.user, article):
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
        return self.response_post_save_change(request, article)

    def message(self, done: str, article: Article) -> SafeString:
        url, words = article.get_absolute_url(), "اقرأ المقال على الموقع"
        if not article.is_public():
            url, words = reverse("admin:articles_article_preview", args=[article.pk]), "معاينة"
        return format_html(
            '{}: «<bdi>{}</bdi>». <a href="{}" target="_blank">{}</a>', done, article.headline, url, words
        )

    # --- The preview ----------------------------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        preview = self.admin_site.admin_view(self.preview, cacheable=True)  # the view says how: not at all
        corrected = self.admin_site.admin_view(require_http_methods(["GET", "HEAD", "POST"])(self.corrections))
        taken_back = self.admin_site.admin_view(require_POST(self.withdraw_correction))
        drawn = self.admin_site.admin_view(share_picture, cacheable=True)
        return [
            path("<int:pk>/live/", self.admin_site.admin_view(self.live), name="articles_article_live"),
            path("<int:pk>/preview/", preview, name="articles_article_preview"),
            path("<int:pk>/corrections/", corrected, name="articles_article_corrections"),
            path(
                "<int:pk>/corrections/<int:correction>/withdraw/",
                taken_back,
                name="articles_article_withdraw_correction",
            ),
            path("<int:pk>/share-picture/", drawn, name="articles_article_share_picture"),
            path("publish/", self.admin_site.admin_view(publish_many), name="articles_article_publish_many"),
            *super().get_urls(),
        ]

    def live(self, request: HttpRequest, pk: int) -> HttpResponse:
        return live.desk_page(self, request, pk)

    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        return preview(request, pk)

    def corrections(self, request: HttpRequest, pk: int) -> HttpResponse:
        return correcting.corrections_view(self, request, pk)

    def withdraw_correction(self, request: HttpRequest, pk: int, correction: int) -> HttpResponse:
        return correcting.withdraw_view(self, request, pk, correction)

    # --- What a story shows to those who may only read it ---------------------------------------------------------

    @admin.display(description="النص")
    def shown_body(self, article: Article) -> SafeString:
        return format_html('<div class="story-text">{}</div>', render_body(article.body))

    @admin.display(description="المواضيع")
    def shown_topics(self, article: Article) -> SafeString | str:
        return names(tagging.topic for tagging in article.taggings.select_related("topic")) or "-"

    @admin.display(description="الصورة")
    def shown_share_picture(self, article: Article) -> SafeString | str:
        return share_picture_preview(article)

    @admin.display(description="الملاحظات")
    def shown_notes(self, article: Article) -> SafeString | str:
        return notes_of(article, with_box=getattr(article, "is_only_read", False))

    @admin.display(description="سجل القرارات")
    def shown_decisions(self, article: Article) -> SafeString | str:
        return decision_log(article)


def member_in(request: HttpRequest) -> int | None:
    """The key of the member whom the form names beside a verb."""
    value = request.POST.get("to", "")
    return int(value) if value.isdecimal() and len(value) < 19 else None


def date_the_update(article: Article, note_changed: bool, at: Any = None) -> None:
    """A new public note dates the update; none, or one from before the publication, has no date."""
    now = at or timezone.now()
    if note_changed and article.update_note.strip() and article.is_public(now):
        article.updated_at = now
    outdated = article.updated_at and (not article.published_at or article.updated_at < article.published_at)
    if outdated or not article.update_note.strip():
        article.updated_at = None


@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The saved story in whatever state, exactly as readers will see it."""
    article = get_object_or_404(Article.objects.for_reading(), pk=pk)
    if not permissions.may_read(request.user, article):
        raise PermissionDenied
    article.published_at = article.published_at or timezone.now()  # a page of a story has a date
    response = article_page(article)
    response.headers["Cache-Control"] = PRIVATE
    response.headers["X-Robots-Tag"] = "noindex"
    return response
