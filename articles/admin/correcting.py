"""The corrections of one story: what readers were told, a form to tell them something, a way to take it back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html

from articles import permissions
from articles.admin.history import who_was_first
from articles.models import Article, Correction
from mohit import dates
from mohit.typed_text import stored

OFFERED = 50  # of a story's newest revisions


class CorrectionForm(forms.ModelForm):
    """The newest two revisions are offered: who corrects has just saved."""

    before = forms.TypedChoiceField(label="النسخة التي فيها الخطأ", coerce=int, empty_value=None, required=False)
    after = forms.TypedChoiceField(label="النسخة التي فيها الصواب", coerce=int, empty_value=None, required=False)

    class Meta:
        model = Correction
        fields = ("kind", "text", "before", "after")
        widgets = {"text": forms.Textarea({"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = list(self.instance.article.revisions.defer("state", "names").select_related("by")[:OFFERED])
        choices = [("", "النص لم يتغير"), *((row.number, named(row)) for row in rows)]
        self.fields["before"].choices = self.fields["after"].choices = choices
        if len(rows) > 1:
            self.initial.update(after=rows[0].number, before=rows[1].number)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        pair = cleaned.get("before"), cleaned.get("after")
        if cleaned.get("kind") == Correction.Kind.CORRECTION and None in pair and not self.errors:
            raise forms.ValidationError("التصويب يغير النص: صوب المقال واحفظه أولا، ثم اختر النسختين قبله وبعده.")
        return cleaned


def named(row: Any) -> str:
    who = f"، {row.by}" if row.by else ""
    return f"النسخة {row.number}: {dates.moment(row.at)}{who}"


def seen(request: HttpRequest, pk: int) -> Article:
    """The story whose revisions this person may see; 404 and 403 else."""
    article = get_object_or_404(Article.objects.select_related("section"), pk=pk)
    if not permissions.may_see_revisions(request.user, article):
        raise PermissionDenied
    return article


def corrections_view(desk: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    article = seen(request, pk)
    correction = Correction(article=article, by=request.user)
    if request.method != "POST":
        may = permissions.may_correct(request.user, article)
        return corrections_page(desk, request, article, CorrectionForm(instance=correction) if may else None)
    if not permissions.is_editor(request.user):
        raise PermissionDenied
    form = CorrectionForm(request.POST, instance=correction)
    if permissions.may_correct(request.user, article) and form.is_valid() and correction.tell():
        return told(desk, request, correction)
    return not_told(desk, request, article, form)


def not_told(desk: ModelAdmin, request: HttpRequest, article: Article, form: CorrectionForm) -> HttpResponse:
    """The form with what was typed: 422 after a mistake, 409 when a colleague was faster."""
    article = Article.objects.select_related("section").get(pk=article.pk)
    form.is_valid()
    if not permissions.may_correct(request.user, article):
        form.add_error(None, f"{who_was_first(article)} لم يعد القراء يرونه، فلم ينشر ما كتبته. انسخه إلى أن يعود.")
    elif form.is_valid():
        form.add_error(None, "قاله غيرك للقراء قبل لحظة.")
    else:
        return corrections_page(desk, request, article, form, status=422)
    return corrections_page(desk, request, article, form, status=409)


def corrections_page(
    desk: ModelAdmin, request: HttpRequest, article: Article, form: CorrectionForm | None, status: int = 200
) -> HttpResponse:
    context = {
        **desk.admin_site.each_context(request),
        **{"title": "تصويبات المقال", "opts": desk.opts, "article": article, "form": form, "media": desk.media},
        "told": article.corrections.select_related("by", "withdrawn_by"),
        "may_correct": permissions.may_correct(request.user, article),
    }
    return TemplateResponse(request, "admin/articles/article/corrections.html", context, status=status)


def told(desk: ModelAdmin, request: HttpRequest, correction: Correction) -> HttpResponse:
    address = f"{correction.article.get_absolute_url()}#{correction.anchor}"
    words = format_html('نشر للقراء. <a href="{}" target="_blank">اقرأه تحت المقال</a>', address)
    desk.message_user(request, words, messages.SUCCESS)
    return back(correction.article_id)


def withdraw_view(desk: ModelAdmin, request: HttpRequest, pk: int, correction: int) -> HttpResponse:
    article = seen(request, pk)
    if not permissions.may_correct(request.user, article):
        raise PermissionDenied
    row = get_object_or_404(article.corrections, pk=correction)
    why = stored(request.POST.get("why", ""), multiline=False)[:300]
    if not why:
        desk.message_user(request, "لم يسحب: اكتب السبب.", messages.ERROR)
    elif row.withdraw(request.user, why):
        desk.message_user(request, "سحب من القراء، وبقي في السجل.", messages.SUCCESS)
    else:
        desk.message_user(request, "كان قد سحب.", messages.WARNING)
    return back(pk)


def back(pk: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:articles_article_corrections", args=[pk]))
