"""Readers report a comment: a small page with a form, which needs neither script nor cookie."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from articles.models import Article
from comments.models import Comment, Report
from comments.models.report import LONGEST_WORDS, report
from mohit.public_forms import Limit, done, invalid, limited, public_form_page
from mohit.public_forms.forms import Paragraphs, PublicForm
from mohit.responses import public_html, public_page
from mohit.visitors import source_of

TEMPLATE = "comments/comments_report.html"
reports_from_source = Limit("comments.report", most=10, seconds=3600)


class ReportForm(PublicForm):
    form_id = "report"
    button = "أرسل البلاغ"

    reason = forms.ChoiceField(
        label="ما الخطأ في هذا التعليق؟", choices=Report.Reason.choices, widget=forms.RadioSelect
    )
    words = Paragraphs(label="تفصيل للمشرفين", max_length=LONGEST_WORDS, required=False, help_text="اختياري.")


def read_comment(pk: int) -> Comment:
    """What readers may read; anything else is as if it were not there."""
    comment = get_object_or_404(Comment.objects.approved().select_related("article__section"), pk=pk)
    if not Article.objects.published().filter(pk=comment.article_id).exists():
        raise Http404
    return comment


@public_form_page(form=ReportForm)
def comments_report(request: HttpRequest, pk: int) -> HttpResponse:
    comment = read_comment(pk)
    if request.method != "POST":
        return public_html(TEMPLATE, {"form": ReportForm(action=request.path), "comment": comment})
    form = ReportForm(request.POST, action=request.path)
    if not form.is_valid():
        return invalid(request, form, TEMPLATE, comment=comment)
    if wait := reports_from_source.take(request):
        return limited(request, form, TEMPLATE, wait, comment=comment)
    if not form.is_trapped:
        report(comment, source_of(request), form.cleaned_data["reason"], form.cleaned_data["words"])
    # Not to the comment, which may be gone by now.
    return done(f"/comments/reported/{comment.article_id}/", "reported")


@public_page
def comments_reported(request: HttpRequest, pk: int) -> HttpResponse:
    article = get_object_or_404(Article.objects.published().select_related("section"), pk=pk)
    return public_html("comments/comments_reported.html", {"article": article})
