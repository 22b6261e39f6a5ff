"""The page of a story's work: who has it, until when it may not appear, what colleagues say, what was decided."""

from __future__ import annotations

from itertools import chain
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from articles import permissions
from articles.admin.history import who_was_first
from articles.admin.listing import badge
from articles.models import Article
from mohit import dates
from newsroom.models import User

A_MOMENT = "%Y-%m-%dT%H:%M"  # as browsers send it (HTML, local date and time)


class MemberField(forms.ModelChoiceField):
    def label_from_instance(self, member: User) -> str:
        return str(member)


class NoteForm(forms.Form):
    text = forms.CharField(
        label="ملاحظة", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), help_text="للزملاء وحدهم."
    )


class AssignForm(forms.Form):
    to = MemberField(None, label="إلى", empty_label="اختر محررا")
    note = forms.CharField(label="كلمة معه، إن شئت", max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = permissions.who_may_have_it()


class EmbargoForm(forms.Form):
    until = forms.DateTimeField(
        label="لا ينشر قبل",
        input_formats=[A_MOMENT, f"{A_MOMENT}:%S"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=A_MOMENT),
    )
    note = forms.CharField(label="من طلبه ولماذا، إن شئت", max_length=300, required=False)

    def clean_until(self) -> Any:
        until = self.cleaned_data["until"]
        if until <= timezone.now():
            raise forms.ValidationError("هذا الموعد مضى.")
        if until.year >= 2200:
            raise forms.ValidationError("اكتب سنة قبل 2200.")
        return until


class ReasonForm(forms.Form):
    note = forms.CharField(label="السبب", max_length=300)


class EraseForm(ReasonForm):
    sure = forms.BooleanField(label="أعرف أن النص والصور والنسخ والملاحظات تمحى، وأن لا رجوع.")


def desk_page(desk: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    article = get_object_or_404(Article.objects.select_related("section", "assignee"), pk=pk)
    if not (permissions.is_editor(request.user) or permissions.is_writer_of(request.user, article)):
        raise PermissionDenied
    page = Page(desk, request, article)
    return page.act() if request.method == "POST" else page.shown()


class Page:
    """One request at the desk of one story's work."""

    FORMS: dict[str, type[forms.Form]] = {
        "note": NoteForm,
        "assign": AssignForm,
        "take": forms.Form,
        "embargo": EmbargoForm,
        "lift_embargo": ReasonForm,
        "erase": EraseForm,
    }

    def __init__(self, desk: ModelAdmin, request: HttpRequest, article: Article) -> None:
        self.desk, self.request, self.article = desk, request, article

    def may(self, do: str) -> bool:
        return getattr(permissions, f"may_{do}")(self.request.user, self.article)

    # --- What is done ---------------------------------------------------------------------------------------------

    def act(self) -> HttpResponse:
        """The pressed button's verb; who may not is refused, who came too late is told, and what is wrong is said."""
        do = self.request.POST.get("do", "")
        if do not in self.FORMS:
            raise PermissionDenied
        if not self.may(do):
            if not permissions.is_editor(self.request.user) or do == "erase":
                raise PermissionDenied
            return self.back(who_was_first(self.article), messages.WARNING)
        form = self.FORMS[do](self.request.POST, prefix=do)
        if not form.is_valid():
            return self.shown({do: form}, status=422)
        return getattr(self, do)(form)

    def note(self, form: forms.Form) -> HttpResponse:
        said = self.article.say(self.request.user, form.cleaned_data["text"])
        return self.back("كتبت الملاحظة." if said else "هذه الملاحظة مكتوبة قبل قليل.")

    def take(self, form: forms.Form) -> HttpResponse:
        return self.told(self.article.take(self.request.user), "صار المقال عندك.")

    def assign(self, form: forms.Form) -> HttpResponse:
        to = form.cleaned_data["to"]
        if to.pk == self.article.assignee_id:
            return self.back(f"المقال عند {to} من قبل.", messages.INFO)
        done = self.article.assign(self.request.user, to, form.cleaned_data["note"])
        return self.told(done, f"أسند المقال إلى {to}.")

    def embargo(self, form: forms.Form) -> HttpResponse:
        until = form.cleaned_data["until"]
        if self.article.is_scheduled and self.article.published_at < until:
            form.add_error("until", "المقال مجدول قبل هذا الموعد. غير وقت نشره أولا.")
        elif self.article.is_embargoed() and until <= self.article.embargoed_until:
            form.add_error("until", "عليه حظر أطول. ارفعه بسبب قبل أن تقصره.")
        if form.errors:
            return self.shown({"embargo": form}, status=422)
        done = self.article.embargo(self.request.user, until, form.cleaned_data["note"])
        return self.told(done, f"لا ينشر المقال قبل {dates.moment(until)}، أيا كان من يحاول.")

    def lift_embargo(self, form: forms.Form) -> HttpResponse:
        return self.told(self.article.lift_embargo(self.request.user, form.cleaned_data["note"]), "رفع الحظر.")

    def erase(self, form: forms.Form) -> HttpResponse:
        done = self.article.erase(self.request.user, form.cleaned_data["note"])
        return self.told(done, "محي المقال. يبقى سجل القرارات، ويقول عنوانه للقراء إنه أزيل.")

    def told(self, done: bool, words: str) -> HttpResponse:
        return self.back(words) if done else self.back(who_was_first(self.article), messages.WARNING)

    def back(self, words: str, level: int = messages.SUCCESS) -> HttpResponse:
        self.desk.message_user(self.request, words, level)
        return HttpResponseRedirect(reverse("admin:articles_article_workflow", args=[self.article.pk]))

    # --- What is shown --------------------------------------------------------------------------------------------

    def shown(self, sent: dict[str, forms.Form] | None = None, status: int = 200) -> HttpResponse:
        sent = sent or {}
        offered = [do for do in self.FORMS if self.may(do)]
        context = {
            **self.desk.admin_site.each_context(self.request),
            **{"title": "سير العمل", "opts": self.desk.opts, "article": self.article, "badge": badge(self.article)},
            "forms": {do: sent.get(do) or self.FORMS[do](prefix=do) for do in offered},
            "sent": set(sent),
            "events": self.events(),
        }
        return TemplateResponse(self.request, "admin/articles/article/workflow.html", context, status=status)

    def events(self) -> list[Any]:
        """Decisions and notes together, the newest first: two queries."""
        decisions = self.article.decisions.select_related("by", "to")
        notes = self.article.notes.select_related("by", "to")
        return sorted(chain(decisions, notes), key=lambda event: (event.at, event.pk), reverse=True)
