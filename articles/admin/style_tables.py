"""The register of names and the rules of style out to a spreadsheet and back, on the desks of both."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from articles.redirect_lists import Unreadable, decoded
from articles.style_lists import MOST_LETTERS, MOST_LINES, Kind, Plan, plan, written
from mohit.dates import number
from mohit.spreadsheet import download

MOST_BYTES = 4 * MOST_LETTERS
SHOWN = 200  # problems, and lines that change something


class TableForm(forms.Form):
    """A table as a file or as cells pasted from a spreadsheet. What was read of a file stands in the box afterwards."""

    file = forms.FileField(label="ملف", required=False, help_text=f"ملف CSV، حتى {number(MOST_LINES)} سطر.")
    pasted = forms.CharField(
        label="أو ألصق الجدول هنا",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false", "dir": "auto"}),
        help_text="السطر الأول أسماء الأعمدة. ما تركته فارغا يبقى كما هو في السجل.",
    )

    def clean(self) -> dict[str, Any]:
        file, pasted = self.cleaned_data.get("file"), self.cleaned_data.get("pasted", "")
        if self.errors:
            return self.cleaned_data
        if file and file.size > MOST_BYTES:
            raise forms.ValidationError(f"الملف أكبر من {number(MOST_BYTES)} بايت. قسمه.")
        try:
            return {"text": decoded(file.read()) if file else pasted}
        except Unreadable as error:
            raise forms.ValidationError(str(error)) from error


class WithTable:
    """What a desk inherits that has a table. `table` says which; who may write its rows may bring them."""

    table: Kind
    change_list_template = "admin/articles/table/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        def desk(view: Any) -> Any:
            return self.admin_site.admin_view(view)

        name = f"articles_{self.opts.model_name}"
        return [
            path("export/", desk(require_POST(self.export_view)), name=f"{name}_export"),
            path(
                "import/", desk(require_http_methods(["GET", "HEAD", "POST"])(self.import_view)), name=f"{name}_import"
            ),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        own = {
            "export_url": reverse(f"admin:articles_{self.opts.model_name}_export"),
            "import_url": reverse(f"admin:articles_{self.opts.model_name}_import"),
            "may_import": self.has_add_permission(request),
        }
        return super().changelist_view(request, {**own, **(extra_context or {})})

    def export_view(self, request: HttpRequest) -> StreamingHttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return download(f"{self.table.file}-{timezone.localdate():%Y-%m-%d}.csv", written(self.table))

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """Bring a table, see what it comes to, and only then store it. The table stays in the box all the time."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return self.table_page(request, TableForm())
        form = TableForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.table_page(request, form, status=422)
        text = form.cleaned_data["text"]
        again = TableForm({"pasted": text})
        again.is_valid()
        try:
            made = self.store(request, text) if "_store" in request.POST else plan(self.table, text)
        except Unreadable as error:
            again.add_error(None, str(error))
            return self.table_page(request, again, status=422)
        if made is None:
            return HttpResponseRedirect(reverse(f"admin:articles_{self.opts.model_name}_changelist"))
        return self.table_page(request, again, made)

    def store(self, request: HttpRequest, text: str) -> Plan | None:
        """Store what was seen; the plan instead when by now it is another one. Raises `Unreadable`."""
        try:
            with transaction.atomic():
                made = plan(self.table, text, locked=True)
                is_seen = made.mark == request.POST.get("mark")
                if is_seen:
                    made.store()
        except IntegrityError:  # a colleague has just registered one of the spellings
            is_seen, made = False, plan(self.table, text)
        if not is_seen:
            messages.warning(request, "لم يحفظ شيء: تغيرت القائمة أو السجل منذ الفحص. هذا ما فيها الآن.")
            return made
        refused = f" وما رفض: {number(len(made.problems))}." if made.problems else ""
        words = f"استورد الجدول. جديد: {number(made.added)}، وتغير: {number(made.changed)}.{refused}"
        messages.success(request, words)
        return None

    def table_page(
        self, request: HttpRequest, form: TableForm, made: Plan | None = None, status: int = 200
    ) -> HttpResponse:
        context = {
            **admin.site.each_context(request),
            **{"title": f"استيراد: {self.opts.verbose_name_plural}", "opts": self.opts, "form": form},
            **{"kind": self.table, "list_url": reverse(f"admin:articles_{self.opts.model_name}_changelist")},
        }
        if made:
            context |= {
                "plan": made,
                "entries": made.entries[:SHOWN],
                "more_entries": len(made.entries[SHOWN:]),
                "problems": made.problems[:SHOWN],
                "more_problems": len(made.problems[SHOWN:]),
            }
        return render(request, "admin/articles/table/import.html", context, status=status)
