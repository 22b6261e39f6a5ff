"""Lists of subscribers on their way in: brought, checked by the worker, agreed to, stored by the worker."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from mohit.responses import PRIVATE
from mohit.spreadsheet import download, table
from mohit.typed_text import stored
from newsletter import permissions
from newsletter.models import MailingList, SubscriberImport
from newsletter.subscriber_lists.bringing import bring
from newsletter.subscriber_lists.reading import Unreadable
from newsletter.tasks import import_subscribers

MOST_BYTES = 40_000_000  # of a file: a million lines
SHOWN_PROBLEMS = 200
RECENT = 8

ASKED, CONFIRMED = "ask", "confirmed"


class ImportForm(forms.Form):
    """A file, for which lists, and who agreed to what."""

    file = forms.FileField(
        label="الملف",
        help_text="ملف CSV، حتى 40 مليون بايت. في سطره الأول أسماء الأعمدة: «البريد»، ثم «الاسم» إن وجد.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv,text/csv,text/plain"}),
    )
    lists = forms.ModelMultipleChoiceField(
        label="إلى القوائم", queryset=MailingList.objects.active(), widget=forms.CheckboxSelectMultiple
    )
    consent = forms.CharField(
        label="كيف وافق أصحاب هذه العناوين على الرسائل؟",
        label_suffix="",
        max_length=300,
        help_text="أين ومتى وبأي عبارة. تحفظ هذه الجملة دليلا على الموافقة، ويسأل عنها من وقع الاستيراد باسمه.",
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    how = forms.ChoiceField(
        label="قبل أول رسالة",
        choices=[
            (ASKED, "يسأل كل واحد برسالة فيها زر، ولا يصله شيء قبل أن يضغطه. تخرج هذه الرسائل على مهل."),
            (CONFIRMED, "أكدوا عناوينهم من قبل في نظام آخر، وأنا مسؤول عن ذلك: تبدأ رسائلهم من العدد القادم."),
        ],
        initial=ASKED,
        widget=forms.RadioSelect,
    )

    def clean_consent(self) -> str:
        words = stored(self.cleaned_data["consent"], multiline=False)
        if not words:
            raise forms.ValidationError("اكتب كيف وافقوا.")
        return words

    def clean_file(self) -> Any:
        if self.cleaned_data["file"].size > MOST_BYTES:
            raise forms.ValidationError("الملف أكبر من 40 مليون بايت. قسمه.")
        return self.cleaned_data["file"]

    def bring(self, user: object) -> SubscriberImport | None:
        """None, with the reason among the form's errors, when the file is no list."""
        values = self.cleaned_data
        try:
            is_confirmed = values["how"] == CONFIRMED
            return bring(values["file"], values["lists"], values["consent"], is_confirmed=is_confirmed, by=user)
        except Unreadable as error:
            self.add_error("file", str(error))
            return None


@require_http_methods(["GET", "HEAD", "POST"])
def bring_list(request: HttpRequest) -> HttpResponse:
    """Bring a list. Nothing of it is stored before somebody has seen what it comes to."""
    if not permissions.may_import(request.user):
        raise PermissionDenied
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and (brought := form.bring(request.user)):
        import_subscribers.defer()
        return HttpResponseRedirect(reverse("admin:newsletter_subscriber_list", args=[brought.pk]))
    recent = SubscriberImport.objects.select_related("created_by")[:RECENT]
    return render(request, "admin/newsletter/subscriber/import.html", page(request, form=form, recent=recent))


@require_http_methods(["GET", "HEAD", "POST"])
def one_list(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a list is and what it comes to; a POST agrees to it or drops it."""
    if not permissions.may_import(request.user):
        raise PermissionDenied
    brought = get_object_or_404(SubscriberImport.objects.select_related("created_by"), pk=pk)
    if request.method == "POST":
        if "_drop" in request.POST:
            brought.drop()
        elif brought.agree():
            import_subscribers.defer()
        return HttpResponseRedirect(request.path)
    context = page(
        request,
        brought=brought,
        lists=brought.lists.all(),
        problems=brought.problems.all()[:SHOWN_PROBLEMS],
        more=max(brought.refused - SHOWN_PROBLEMS, 0),
        good=brought.added + brought.joined,
    )
    response = render(request, "admin/newsletter/subscriber/list.html", context)
    if brought.is_moving:
        response.headers["Refresh"] = "2"
    response.headers["Cache-Control"] = PRIVATE
    return response


@require_safe
def problems(request: HttpRequest, pk: int) -> HttpResponse | StreamingHttpResponse:
    """All refused lines, as CSV: number and reason."""
    if not permissions.may_import(request.user):
        raise PermissionDenied
    brought = get_object_or_404(SubscriberImport, pk=pk)
    return download(f"import-{pk}-refused.csv", table(["السطر", "الخطأ"], problem_lines(brought)))


def problem_lines(brought: SubscriberImport) -> Iterator[tuple[int, str]]:
    yield from brought.problems.values_list("line", "reason").iterator()


def page(request: HttpRequest, **context: object) -> dict[str, Any]:
    return {**admin.site.each_context(request), "title": "استيراد مشتركين", **context}
