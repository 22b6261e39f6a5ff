"""Lists of old addresses on their way in: brought, judged line by line, stored with progress."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from articles import permissions
from articles.models import RedirectList
from articles.redirect_lists import MOST_LINES, Plan, Unreadable, decoded, plan, read_lines
from mohit.arabic import clean
from mohit.dates import number

MOST_BYTES = 40_000_000  # of a list
MOST_PASTED = 2_000_000  # letters; a longer list is a file
SHOWN_PROBLEMS = 200
RECENT = 8  # lists shown under the form


class RedirectListForm(forms.Form):
    """A list as a file or as cells pasted from a spreadsheet."""

    file = forms.FileField(label="ملف", required=False, help_text=f"ملف CSV أو نص، حتى {number(MOST_LINES)} سطر.")
    pasted = forms.CharField(
        label="أو ألصق القائمة هنا",
        required=False,
        strip=False,
        max_length=MOST_PASTED,
        widget=forms.Textarea(attrs={"dir": "ltr", "rows": 12, "spellcheck": "false"}),
        help_text="عمودان من جدول: العنوان القديم، ثم رقم المقال أو عنوان الصفحة الجديدة.",
    )

    def clean(self) -> dict[str, Any]:
        file, pasted = self.cleaned_data.get("file"), self.cleaned_data.get("pasted", "")
        if self.errors:
            return self.cleaned_data
        if not file and not pasted.strip():
            raise forms.ValidationError("اختر ملفا أو ألصق قائمة.")
        if file and file.size > MOST_BYTES:
            raise forms.ValidationError("الملف أكبر من 40 مليون بايت. قسمه.")
        try:
            text = decoded(file.read()) if file else pasted
            is_empty = next(read_lines(text), None) is None
        except Unreadable as error:
            raise forms.ValidationError(str(error)) from error
        if is_empty:
            raise forms.ValidationError("لا سطر في هذه القائمة.")
        name = clean(file.name, multiline=False)[:120] if file else "قائمة ملصقة"
        return {"text": text.replace("\0", ""), "name": name}


@require_http_methods(["GET", "HEAD", "POST"])
def import_list(request: HttpRequest) -> HttpResponse:
    """Bring a list. It is kept as it is, and nothing is stored before somebody has seen what it comes to."""
    if not permissions.may_import_redirects(request.user):
        raise PermissionDenied
    is_brought = request.method == "POST"
    form = RedirectListForm(request.POST, request.FILES) if is_brought else RedirectListForm()
    if is_brought and form.is_valid():
        brought = RedirectList.objects.create(**form.cleaned_data, created_by=request.user)
        return HttpResponseRedirect(reverse("admin:articles_redirect_list", args=[brought.pk]))
    recent = RedirectList.objects.select_related("created_by").defer("text")[:RECENT]
    return render(request, "admin/articles/redirect/import.html", page(request, form=form, recent=recent))


@require_http_methods(["GET", "HEAD", "POST"])
def one_list(request: HttpRequest, pk: int) -> HttpResponse | StreamingHttpResponse:
    """What a list comes to; a POST stores it."""
    if not permissions.may_import_redirects(request.user):
        raise PermissionDenied
    brought = get_object_or_404(RedirectList, pk=pk)
    if request.method == "POST":
        response = StreamingHttpResponse(stored_with_progress(request, brought))
        response.headers["X-Accel-Buffering"] = "no"  # nginx hands it on as it comes
        return response
    made = None if brought.imported_at else plan(read_lines(brought.text))
    return render(request, "admin/articles/redirect/list.html", page(request, brought=brought, **figures(made)))


def stored_with_progress(request: HttpRequest, brought: RedirectList) -> Iterator[str]:
    """The page of a running import, piece by piece; all good lines are stored or none."""
    context = page(request, brought=brought)
    head, _, foot = render_to_string("admin/articles/redirect/running.html", context, request).partition(
        "<!--progress-->"
    )
    yield head
    with transaction.atomic():
        # Of two who press at once, one stores; the other waits here and finds it done.
        mine = RedirectList.objects.select_for_update().filter(pk=brought.pk, imported_at__isnull=True).first()
        if mine is None:
            yield format_html("<li>{}</li>", "استوردت هذه القائمة من قبل.") + foot
            return
        made = plan(read_lines(mine.text), created_by=request.user)
        total, tenth = number(len(made.redirects)), 0
        for done in made.store():
            if done * 10 // len(made.redirects) > tenth:
                tenth = done * 10 // len(made.redirects)
                yield format_html("<li>{}</li>", f"{number(done)} من {total}")
        mine.text, mine.imported_at = "", timezone.now()
        mine.stored, mine.refused = len(made.redirects), len(made.problems)
        mine.save(update_fields=["text", "imported_at", "stored", "refused"])
    yield format_html("<li><strong>{}</strong></li>", f"انتهى الاستيراد. ما حفظ: {total}.") + foot


def figures(made: Plan | None) -> dict[str, Any]:
    """What the page of a list says of its plan."""
    if made is None:
        return {}
    return {
        "plan": made,
        "total": len(made.redirects),
        "problems": made.problems[:SHOWN_PROBLEMS],
        "more": len(made.problems[SHOWN_PROBLEMS:]),
    }


def page(request: HttpRequest, **context: object) -> dict[str, Any]:
    """The context of a page of this desk."""
    return {**admin.site.each_context(request), "title": "استيراد عناوين قديمة", **context}
