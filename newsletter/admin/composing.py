"""The form in which an issue is composed: its words, and its stories in their order."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Field, QuerySet
from django.http import HttpRequest

from articles.models.querysets import HEAVY
from mohit.desk import DeskFields, KnownRows
from mohit.prose.editor import ProseField, ProseWidget
from newsletter import permissions
from newsletter.models import Issue, IssueStory, MailingList
from newsletter.models.intro import clean_intro

AIMS = {"subject": 70, "preheader": 100}  # letters after which telephones cut the line


class IntroField(ProseField):
    """The editor's words in the form that a mail can hold."""

    def to_python(self, value: Any) -> str:
        return clean_intro(super().to_python(value))


class IssueForm(forms.ModelForm):
    class Meta:
        model = Issue
        fields = ("mailing_list", "subject", "preheader", "intro")
        field_classes = {"intro": IntroField}
        widgets = {"intro": ProseWidget(placeholder="كلمة إلى القراء قبل القصص، إن شئت…")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, aim in AIMS.items():
            if name in self.fields:
                self.fields[name].widget.attrs["data-letters"] = aim
        if "mailing_list" in self.fields:
            lists = self.fields["mailing_list"]
            lists.queryset = MailingList.objects.active() | MailingList.objects.filter(pk=self.instance.mailing_list_id)
            if self.instance.pk is None:
                self.initial.setdefault("mailing_list", lists.queryset.first())


class StoriesInline(DeskFields, admin.TabularInline):
    """The issue's stories. Their numbers order them; by script they are dragged, or moved with two buttons."""

    model = IssueStory
    formset = KnownRows
    autocomplete_fields = ("article",)
    fields = ("article", "headline", "standfirst", "position")
    verbose_name_plural = "القصص: أضفها واحدة واحدة، أو اضغط «املأ بقاعدة القائمة»"
    extra = 0
    max_num = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[IssueStory]:
        return super().get_queryset(request).select_related("article").defer(*(f"article__{name}" for name in HEAVY))

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "article":
            field.widget.can_add_related = False  # a story is written first, and published
        elif db_field.name == "standfirst":
            field.widget = forms.Textarea({"rows": 2, "maxlength": field.max_length})
        return field

    def has_view_permission(self, request: HttpRequest, obj: Issue | None = None) -> bool:
        return permissions.may_compose(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Issue | None = None) -> bool:
        return permissions.may_edit(request.user, obj) if obj and obj.pk else permissions.may_compose(request.user)

    has_change_permission = has_delete_permission = has_add_permission
