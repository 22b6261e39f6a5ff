"""The desk of a live page: a box to write in, what was told under it. Made for a telephone in the street."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from js_asset import Media

from articles import permissions
from articles.body import render_body
from articles.body.editor import BodyField, BodyWidget
from articles.models import Article, LiveCoverage, LiveEntry, LiveEvent
from mohit.responses import PRIVATE
from mohit.typed_text import stored

A_PAGE = 30


class EntryForm(forms.ModelForm):
    """`instance` is this form's own mark: sent twice it makes one entry (static/js/forms.js keeps what is typed)."""

    body = BodyField(label="النص", required=False, widget=BodyWidget(placeholder="ما الذي حدث؟"))
    instance = forms.CharField(required=False, max_length=36, widget=forms.HiddenInput)
    edition = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = LiveEntry
        fields = ("headline", "body", "is_key", "is_pinned")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["headline"].widget.attrs |= {"autocomplete": "off", "placeholder": "عنوان قصير، إن شئت"}
        self.initial["instance"] = str(uuid4())
        if self.instance.pk:
            self.initial["edition"] = self.instance.edition
            del self.fields["is_pinned"]


class SummaryForm(forms.Form):
    def clean_summary(self) -> str:
        if not (summary := stored(self.cleaned_data["summary"])):
            raise forms.ValidationError("هذا الحقل مطلوب.")
        return summary

    summary = forms.CharField(
        label="الخلاصة",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="تظهر للقارئ فوق الأخبار: كيف بدأت وإلى أين انتهت.",
    )


def desk_page(desk: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    article = get_object_or_404(Article.objects.select_related("section"), pk=pk)
    if not permissions.may_cover(request.user, article):
        raise PermissionDenied
    coverage = LiveCoverage.objects.filter(article=article).first()
    page = Page(desk, request, article, coverage)
    return page.act() if request.method == "POST" else page.shown()


class Page:
    """One request at the desk of one story."""

    def __init__(self, desk: ModelAdmin, request: HttpRequest, article: Article, coverage: LiveCoverage | None) -> None:
        self.desk, self.request, self.article, self.coverage = desk, request, article, coverage

    # --- What is done ---------------------------------------------------------------------------------------------

    def act(self) -> HttpResponse:
        """The pressed button's verb. What cannot be done is told, and nothing typed is lost."""
        verb = self.request.POST.get("do", "")
        if verb == "open":
            return self.open()
        if self.coverage is None or verb not in ("post", "edit", "withdraw", "pin", "unpin", "close", "reopen"):
            return self.back("لا تغطية مباشرة في هذا المقال بعد.", messages.WARNING)
        return getattr(self, verb)()

    def open(self) -> HttpResponse:
        if not permissions.may_open_coverage(self.request.user, self.article):
            raise PermissionDenied
        LiveCoverage.open(self.article, self.request.user)
        return self.back("بدأت التغطية. اكتب أول خبر.")

    def post(self) -> HttpResponse:
        form = EntryForm(self.request.POST)
        if not form.is_valid():
            return self.shown(form, status=422)
        values = form.cleaned_data
        entry = self.coverage.post(
            self.request.user,
            key=values["instance"],
            **{name: values[name] for name in ("headline", "body", "is_key", "is_pinned")},
        )
        if entry is None:
            form.add_error(None, "أغلقت التغطية قبل أن يصل خبرك، ولم ينشر. أعد فتحها إن كان لا بد منه.")
            return self.shown(form, status=409)
        return self.back("وصل الخبر إلى القراء." if self.article.is_public() else "حفظ الخبر.", fragment="posted")

    def edit(self) -> HttpResponse:
        entry = self.entry()
        seen = LiveEntry.objects.get(pk=entry.pk)
        form = EntryForm(self.request.POST, instance=entry)
        if not form.is_valid():
            return self.shown(form, seen, status=422)
        values = {name: form.cleaned_data[name] for name in ("headline", "body", "is_key")}
        if self.coverage.correct(seen, self.request.user, edition=form.cleaned_data["edition"] or 0, **values):
            return self.back("تغير الخبر.", fragment="posted")
        there = LiveEntry.objects.get(pk=entry.pk)
        form.data = form.data.copy()
        form.data["edition"] = str(there.edition)
        who = there.events.select_related("by").first()
        what = "سحب هذا الخبر" if there.withdrawn_at else "غير هذا الخبر"
        form.add_error(None, f"سبقك {who.by} و{what} وأنت تكتب. نصك أمامك، ونصه تحته في القائمة؛ لم يحفظ نصك.")
        return self.shown(form, seen, status=409)

    def withdraw(self) -> HttpResponse:
        note = stored(self.request.POST.get("reason", ""))
        if not note:
            return self.back("اكتب لماذا يسحب الخبر، ثم اسحبه.", messages.WARNING)
        done = self.coverage.withdraw(self.entry(), self.request.user, note)
        return self.back("سحب الخبر." if done else "كان قد سحب.")

    def pin(self) -> HttpResponse:
        done = self.coverage.pin(self.entry(), self.request.user)
        return self.back("ثبت الخبر في الأعلى." if done else "لم يتغير شيء: هو مثبت أو مسحوب.")

    def unpin(self) -> HttpResponse:
        done = self.coverage.unpin(self.entry(), self.request.user)
        return self.back("أزيل التثبيت." if done else "لم يكن مثبتا.")

    def close(self) -> HttpResponse:
        form = SummaryForm(self.request.POST)
        if not form.is_valid():
            return self.shown(summary=form, status=422)
        done = self.coverage.close(self.request.user, form.cleaned_data["summary"])
        return self.back("أغلقت التغطية." if done else "كانت قد أغلقت.")

    def reopen(self) -> HttpResponse:
        done = self.coverage.reopen(self.request.user)
        return self.back("عادت التغطية مفتوحة." if done else "كانت مفتوحة.")

    def entry(self) -> LiveEntry:
        key = self.request.POST.get("entry", "")
        return get_object_or_404(self.coverage.entries, pk=key if key.isdecimal() and len(key) < 19 else 0)

    def back(self, words: str, level: int = messages.SUCCESS, fragment: str = "") -> HttpResponse:
        self.desk.message_user(self.request, words, level)
        address = reverse("admin:articles_article_live", args=[self.article.pk])
        return HttpResponseRedirect(f"{address}#{fragment}" if fragment else address)

    # --- What is shown --------------------------------------------------------------------------------------------

    def shown(
        self,
        form: EntryForm | None = None,
        edited: LiveEntry | None = None,
        summary: SummaryForm | None = None,
        status: int = 200,
    ) -> HttpResponse:
        """Five queries beyond those of any page of the desk, however many entries there are."""
        context: dict[str, Any] = {
            **self.desk.admin_site.each_context(self.request),
            **{"title": "تغطية مباشرة", "opts": self.desk.opts, "article": self.article, "coverage": self.coverage},
            "may_open": permissions.may_open_coverage(self.request.user, self.article),
            "public_url": self.article.get_absolute_url() if self.article.is_public() else "",
        }
        if self.coverage:
            edited = edited or self.asked()
            form = form or EntryForm(instance=edited)
            rows = self.coverage.entries.select_related("by")
            entries = Paginator(rows, A_PAGE).get_page(self.request.GET.get("page"))
            withdrawn = LiveEvent.objects.filter(verb="withdraw", entry__in=[row.pk for row in entries])
            why = {event.entry_id: event for event in withdrawn.select_related("by")}
            context |= {
                "form": form,
                "edited": edited,
                "summary_form": summary or SummaryForm(initial={"summary": self.coverage.summary}),
                "entries": entries,
                "listed": [(row, render_body(row.body), why.get(row.pk)) for row in entries],
                "media": Media.from_media(self.desk.media + form.media, nonce=self.request.csp_nonce),
            }
        response = TemplateResponse(self.request, "admin/articles/article/live.html", context, status=status)
        response.headers["Cache-Control"] = PRIVATE
        return response

    def asked(self) -> LiveEntry | None:
        """The entry that `?edit=` names."""
        key = self.request.GET.get("edit", "")
        if not (key.isdecimal() and len(key) < 19):
            return None
        return self.coverage.entries.shown().filter(pk=key).first()
