"""Two topics that are one: the page on which an editor merges them, and the history of that."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods

from articles import permissions
from articles.models import Tagging, Topic, TopicMerge
from articles.models.merging import merge_topics
from mohit.dates import count
from mohit.desk import DeskAdmin, SearchedChoice
from mohit.templatetags.arabic import bdi


class MergeForm(forms.Form):
    """Into which topic."""

    into = forms.ModelChoiceField(
        Topic.objects.all(), label="يدمج في", error_messages={"required": "اختر الموضوع الذي يبقى."}
    )

    def __init__(self, topic: Topic, site: admin.AdminSite, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.topic = topic
        field = self.fields["into"]
        field.widget = SearchedChoice(Tagging._meta.get_field("topic"), site)
        field.widget.choices = field.choices

    def clean_into(self) -> Topic:
        if self.cleaned_data["into"] == self.topic:
            raise forms.ValidationError("لا يدمج الموضوع في نفسه، اختر غيره.")
        return self.cleaned_data["into"]


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, pk: int, desk: admin.ModelAdmin) -> HttpResponse:
    """Ask into which topic, say what will happen, do it."""
    if not permissions.may_merge_topics(request.user):
        raise PermissionDenied
    topic = Topic.objects.filter(pk=pk).first()
    if topic is None:
        raise Http404("no such topic")
    form = MergeForm(topic, desk.admin_site, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return merged(request, desk, merge_topics(topic, form.cleaned_data["into"], by=request.user))
    context = {
        **desk.admin_site.each_context(request),
        "title": f"دمج «{topic}» في موضوع آخر",
        "opts": desk.opts,
        "topic": topic,
        "form": form,
        "media": desk.media + form.media,
        "stories": topic.taggings.count(),
    }
    return TemplateResponse(request, "admin/articles/topic/merge.html", context)


def merged(request: HttpRequest, desk: admin.ModelAdmin, done: TopicMerge | None) -> HttpResponse:
    if done is None:
        desk.message_user(request, "لم يدمج شيء: سبقك أحد إلى دمج أحد الموضوعين.", messages.WARNING)
        return HttpResponseRedirect(reverse("admin:articles_topic_changelist"))
    words = format_html(
        "دمج «<bdi>{}</bdi>» في «<bdi>{}</bdi>». ما نقل إليه: {}.",
        done.former_name,
        done.into,
        count(done.moved, "article"),
    )
    desk.message_user(request, words, messages.SUCCESS)
    return HttpResponseRedirect(reverse("admin:articles_topic_change", args=[done.into_id]))


class TopicMergeAdmin(DeskAdmin):
    """Read, never written, by hand."""

    title_view = "دمج"
    list_display = ("shown_former", "shown_into", "moved", "shown_by", "at")
    list_select_related = ("into", "by")
    search_fields = ("former_name", "into__name")
    fields = ("shown_former", "former_slug", "shown_into", "moved", "shown_by", "at")
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: TopicMerge | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: TopicMerge | None = None) -> bool:
        return False

    @admin.display(description="الموضوع المدمج")
    def shown_former(self, row: TopicMerge) -> SafeString:
        return bdi(row.former_name)

    @admin.display(description="دمج في")
    def shown_into(self, row: TopicMerge) -> SafeString:
        return format_html(
            '<a href="{}">{}</a>', reverse("admin:articles_topic_change", args=[row.into_id]), bdi(row.into)
        )

    @admin.display(description="صاحب القرار")
    def shown_by(self, row: TopicMerge) -> SafeString:
        return bdi(row.by)
