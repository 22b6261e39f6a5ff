"""The desk of «عاجل»: what readers see now, one form to tell something, one button to end it, and what was told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from articles import permissions
from articles.models import Article, Breaking
from mohit import dates
from mohit.desk import DeskAdmin
from mohit.templatetags.arabic import bdi, time_tag

MINUTES: Final = (
    (30, "نصف ساعة"),
    (60, "ساعة"),
    (120, "ساعتان"),
    (240, "4 ساعات"),
    (480, "8 ساعات"),
    (1440, "يوم كامل"),
)
AN_HOUR = 60


class BreakingForm(ModelForm):
    """`instead_of` is the one that its writer saw, so that nobody takes a colleague's from the readers unseen."""

    lasting = forms.TypedChoiceField(
        label="المدة", choices=MINUTES, coerce=int, initial=AN_HOUR, help_text="ثم يزول وحده. يمكن إنهاؤه قبل ذلك."
    )
    instead_of = forms.IntegerField(label="بدل", required=False, widget=forms.HiddenInput)

    class Meta:
        model = Breaking
        fields = ("text", "article")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = running()
        self.initial["instead_of"] = self.now.pk if self.now else None
        # A long one shows whole on a telephone too; line breaks become spaces.
        self.fields["text"].widget = forms.Textarea({"rows": 2, "cols": 40, "maxlength": 120, "data-letters": 80})

    def clean_article(self) -> Article | None:
        article = self.cleaned_data["article"]
        if article and not article.is_public():
            raise forms.ValidationError("هذا المقال لا يراه القراء بعد. انشره أولا، أو اترك الحقل فارغا.")
        return article

    def clean(self) -> dict[str, Any] | None:
        """Somebody else told something since the form was opened: it is shown, and the next press replaces it."""
        cleaned = super().clean()
        seen, there = self.cleaned_data.get("instead_of"), self.now.pk if self.now else None
        if seen != there:
            self.data = self.data.copy()
            self.data["instead_of"] = there or ""
            raise forms.ValidationError(overtaken_by(self.now))
        return cleaned


def running() -> Breaking | None:
    """What runs now, with its owner and story."""
    row = Breaking.objects.open().select_related("owner", "article__section").first()
    return row if row and row.is_live() else None


def overtaken_by(row: Breaking | None) -> str:
    if row is None:
        return "انتهى العاجل الذي كنت تستبدله. لم يضبط نصك بعد: اضغط ثانية إن كان لا يزال صالحا."
    return (
        f"سبقك {row.owner}: «{row.text}» منذ {dates.clock(row.set_at)}. "
        "لم يضبط نصك بعد: اضغط ثانية إن كان أولى، فيحل محله."
    )


class Overtaken(Exception):
    """Somebody was faster between the form's look and the row's lock."""


class BreakingAdmin(DeskAdmin):
    title_add, title_view = "خبر عاجل", "خبر عاجل"
    form = BreakingForm
    fields = ("text", "article", "lasting", "instead_of")
    autocomplete_fields = ("article",)
    list_display = ("shown_text", "shown_article", "owner", "shown_since", "shown_end")
    list_select_related = ("owner", "article", "ended_by")
    search_fields = ("text",)
    actions = None
    change_list_template = "admin/articles/breaking/change_list.html"
    change_form_template = "admin/articles/breaking/change_form.html"

    # --- Who may: asked of articles/permissions.py ----------------------------------------------------------------

    def has_module_permission(self, request: HttpRequest) -> bool:
        return permissions.may_see_breaking(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Breaking | None = None) -> bool:
        return permissions.may_see_breaking(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return permissions.may_break_news(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Breaking | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Breaking | None = None) -> bool:
        return False

    # --- The list -------------------------------------------------------------------------------------------------

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        now = running()
        shown = now and (now.article is None or now.article.is_public())
        context = {"now": now, "is_shown": shown, "may_break": permissions.may_break_news(request.user)}
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def get_fields(self, request: HttpRequest, obj: Breaking | None = None) -> tuple[str, ...]:
        if obj:
            return ("text", "shown_article", "owner", "shown_since", "shown_end")
        return self.fields

    def get_readonly_fields(self, request: HttpRequest, obj: Breaking | None = None) -> tuple[str, ...]:
        return self.get_fields(request, obj) if obj else ()

    # --- Telling --------------------------------------------------------------------------------------------------

    def get_form(
        self, request: HttpRequest, obj: Breaking | None = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm]:
        if obj:
            return super().get_form(request, obj, change, **{**kwargs, "form": ModelForm, "fields": ()})
        return super().get_form(request, obj, change, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """From a story's form: its headline, to be shortened. From the bar that runs: what it says."""
        asked = request.GET.get("article", "")
        article = (
            Article.objects.published().filter(pk=asked).first() if asked.isdecimal() and len(asked) < 19 else None
        )
        if article:
            return {"article": article.pk, "text": (article.short_headline or article.headline)[:120]}
        if "again" in request.GET and (now := running()):
            return {"article": now.article_id, "text": now.text}
        return {}

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except Overtaken:
            return super().changeform_view(request, *args, **kwargs)  # now the form sees who, and says so

    def save_model(self, request: HttpRequest, obj: Breaking, form: BreakingForm, change: bool) -> None:
        told = Breaking.tell(
            obj.text,
            request.user,
            timedelta(minutes=form.cleaned_data["lasting"]),
            obj.article,
            form.cleaned_data["instead_of"],
        )
        if told is None:
            raise Overtaken
        obj.pk, obj.expires_at = told.pk, told.expires_at

    def response_add(self, request: HttpRequest, obj: Breaking, post_url_continue: str | None = None) -> HttpResponse:
        until = dates.moment(obj.expires_at)
        self.message_user(request, format_html("عاجل على الموقع حتى {}: {}", until, bdi(obj.text)), messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:articles_breaking_changelist"))

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        context["now"] = running() if kwargs.get("add") else None
        return super().render_change_form(request, context, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        end = self.admin_site.admin_view(require_POST(self.end))
        return [path("<int:pk>/end/", end, name="articles_breaking_end"), *super().get_urls()]

    def end(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not permissions.may_break_news(request.user):
            raise PermissionDenied
        row = get_object_or_404(Breaking, pk=pk)
        if row.end(request.user):
            self.message_user(request, format_html("أنهي العاجل: {}", bdi(row.text)), messages.SUCCESS)
        else:
            self.message_user(request, format_html("كان قد انتهى: {}", bdi(row.text)), messages.WARNING)
        return HttpResponseRedirect(reverse("admin:articles_breaking_changelist"))

    # --- Columns --------------------------------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[Breaking]:
        return super().get_queryset(request).defer("article__body")

    @admin.display(description="النص")
    def shown_text(self, row: Breaking) -> SafeString:
        return bdi(row.text)

    @admin.display(description="المقال")
    def shown_article(self, row: Breaking) -> SafeString | str:
        if row.article is None:
            return "-"
        address = reverse("admin:articles_article_change", args=[row.article_id])
        return format_html('<a href="{}">{}</a>', address, bdi(row.article.headline))

    @admin.display(description="منذ")
    def shown_since(self, row: Breaking) -> SafeString:
        return time_tag(row.set_at)

    @admin.display(description="النهاية")
    def shown_end(self, row: Breaking) -> SafeString:
        if row.ended_at and row.ended_by:
            return format_html("{}، أنهاه {}", time_tag(row.ended_at), row.ended_by)
        if row.ended_at or row.expires_at <= timezone.now():
            return format_html("{}، انتهت مدته", time_tag(row.ended_at or row.expires_at))
        return format_html("<strong>جار</strong> حتى {}", time_tag(row.expires_at))
