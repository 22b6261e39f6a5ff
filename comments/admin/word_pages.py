"""Pages of the word lists: many words at once, a text to try, a draft against the comments of the last month."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from comments import permissions
from comments.admin.marked import excerpt, stretches
from comments.models import Comment, ListedWord
from comments.scoring.replay import Changed, replay
from comments.scoring.words import DISGUISES, WordLists
from comments.word_import import MOST_LINES, Line, Plan, plan, read_lines, written
from mohit.arabic.matching import How, key_of
from mohit.dates import number

MOST_PASTED = 400_000  # letters
MOST_BYTES = 2_000_000  # of a file
LONGEST_SAMPLE = 20_000  # letters
SHOWN_PROBLEMS = 30
UNDISGUISED = {How.PLAIN: "كما هي", How.FORM: "بزيادة في أولها أو آخرها"}
ROWS = {"rows": 8, "dir": "rtl", "spellcheck": "false"}


class SampleForm(forms.Form):
    """A text to see what it matches."""

    sample = forms.CharField(
        label="ماذا يطابق هذا النص؟",
        required=False,
        strip=False,
        max_length=LONGEST_SAMPLE,
        widget=forms.Textarea(attrs={**ROWS, "rows": 5}),
        help_text="ألصق أي تعليق لترى ما تجده القوائم فيه. لا يحفظ شيء.",
    )


class WordsForm(SampleForm):
    """Words to be added, typed, pasted or in a file."""

    kind = forms.ChoiceField(
        label="القائمة",
        choices=[
            (ListedWord.Kind.HOLD, "حجز: ينتظر التعليق مشرفا"),
            (ListedWord.Kind.BLOCK, "منع: يحفظ التعليق مع المزعج ويمكن أن يعاد"),
            (ListedWord.Kind.ALLOW, "سماح: لا يبحث عن شيء داخل هذه العبارة"),
        ],
        initial=ListedWord.Kind.HOLD,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label="الكلمات",
        required=False,
        strip=False,
        max_length=MOST_PASTED,
        widget=forms.Textarea(attrs=ROWS),
        help_text="كلمة أو عبارة في كل سطر. اكتبها مجردة بلا «ال»: تجد القائمة صورها كلها.",
    )
    file = forms.FileField(
        label="أو من ملف نصي", required=False, help_text=f"كلمة في كل سطر، حتى {number(MOST_LINES)} سطر."
    )
    skip = forms.BooleanField(label="تجاوز ما هو في القوائم من قبل", required=False)

    field_order = ("kind", "words", "file", "skip", "sample")

    def clean_file(self) -> str:
        file = self.cleaned_data["file"]
        if not file:
            return ""
        if file.size > MOST_BYTES:
            raise forms.ValidationError("الملف أكبر من مليوني بايت.")
        try:
            return file.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise forms.ValidationError("ليس هذا ملفا نصيا بترميز UTF-8.") from error

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if not self.errors:
            text = "\n".join(filter(None, [values.get("words", ""), values.get("file", "")]))
            values["lines"] = lines = list(read_lines(text, values["kind"]))
            if len(lines) > MOST_LINES:
                raise forms.ValidationError(f"أكثر من {number(MOST_LINES)} سطر. قسم القائمة.")
        return values

    def planned(self, user: object) -> Plan | None:
        """What the typed words come to; None, with the reasons in the form's errors, when they cannot be stored so."""
        lines: list[Line] = self.cleaned_data["lines"]
        if not lines:
            self.add_error("words", "اكتب كلمة أو اختر ملفا.")
            return None
        made = plan(lines, added_by=user)
        refused = made.faults if self.cleaned_data["skip"] else made.problems
        for line, reason, _ in refused[:SHOWN_PROBLEMS]:
            self.add_error("words", f"السطر {number(line.number)}: {reason}" if len(lines) > 1 else reason)
        if len(refused) > SHOWN_PROBLEMS:
            self.add_error("words", f"وأسطر أخرى: {number(len(refused) - SHOWN_PROBLEMS)}.")
        return None if refused else made


class ReplayForm(forms.Form):
    """A draft of changed lists."""

    added = forms.CharField(
        label="كلمات تضاف",
        required=False,
        strip=False,
        max_length=MOST_PASTED,
        widget=forms.Textarea(attrs=ROWS),
        help_text="كلمة أو عبارة في كل سطر.",
    )
    kind = forms.ChoiceField(
        label="إلى قائمة", choices=ListedWord.Kind.choices, initial=ListedWord.Kind.HOLD, widget=forms.RadioSelect
    )
    removed = forms.CharField(
        label="كلمات تحذف",
        required=False,
        strip=False,
        max_length=MOST_PASTED,
        widget=forms.Textarea(attrs=ROWS),
        help_text="كما تكتب في القوائم، بأي رسم.",
    )

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if not self.errors:
            values["additions"] = list(read_lines(values["added"], values["kind"]))[:MOST_LINES]
            values["removals"] = [line.text for line in read_lines(values["removed"], "")][:MOST_LINES]
            if not values["additions"] and not values["removals"]:
                raise forms.ValidationError("اكتب كلمة تضاف أو كلمة تحذف.")
        return values

    def clean_removed(self) -> str:
        typed = self.cleaned_data["removed"]
        names = [line.text for line in read_lines(typed, "")]
        listed = set(ListedWord.objects.values_list("key", flat=True)) if names else set()
        if unknown := [name for name in names if key_of(name) not in listed]:
            raise forms.ValidationError(f"ليست في القوائم: «{'»، «'.join(unknown[:SHOWN_PROBLEMS])}».")
        return typed


@require_http_methods(["GET", "HEAD", "POST"])
def add_words(request: HttpRequest) -> HttpResponse:
    """Add one word or many; the other button only tries them, with the lists, on a text."""
    if not permissions.may_change_words(request.user):
        raise PermissionDenied
    form = WordsForm(request.POST or None, request.FILES or None)
    tried = None
    if request.method == "POST" and form.is_valid():
        if "_try" in request.POST:
            tried = tried_on(form.cleaned_data["sample"], form.cleaned_data["lines"])
        elif made := form.planned(request.user):
            added, left = made.store(), len(made.problems)
            said = f"أضيف إلى القوائم: {number(added)}." + (f" وكان فيها من قبل: {number(left)}." if left else "")
            messages.success(request, said)
            return HttpResponseRedirect(reverse("admin:comments_listedword_changelist"))
    return render(request, "admin/comments/listedword/add.html", page(request, "إضافة كلمات", form=form, tried=tried))


@require_http_methods(["GET", "HEAD", "POST"])
def try_text(request: HttpRequest) -> HttpResponse:
    """What the lists find in a text. Nothing is stored."""
    if not permissions.may_see_words(request.user):
        raise PermissionDenied
    form = SampleForm(request.POST or None)
    tried = tried_on(form.cleaned_data["sample"]) if request.method == "POST" and form.is_valid() else None
    return render(request, "admin/comments/listedword/try.html", page(request, "تجربة نص", form=form, tried=tried))


@require_http_methods(["GET", "HEAD", "POST"])
def replay_draft(request: HttpRequest) -> HttpResponse:
    """What a draft of the lists would have held of the last month's comments, and what it would have let go."""
    if not (permissions.may_change_words(request.user) and permissions.may_moderate(request.user)):
        raise PermissionDenied
    form = ReplayForm(request.POST or None)
    done: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        additions, removals = form.cleaned_data["additions"], form.cleaned_data["removals"]
        among = permissions.moderated(request.user, Comment.objects.all())
        found = replay(among, [(line.text, line.kind) for line in additions], removals)
        done = {
            "found": found,
            "parts": [
                ("كان سيحجز", found.total_held, [shown(one) for one in found.held]),
                ("كان سيمر", found.total_free, [shown(one) for one in found.free]),
            ],
        }
    return render(request, "admin/comments/listedword/replay.html", page(request, "أثر التغيير", form=form, **done))


@require_safe
def export_words(request: HttpRequest) -> HttpResponse:
    """All lists as a text that «إضافة كلمات» reads."""
    if not permissions.may_see_words(request.user):
        raise PermissionDenied
    words = ListedWord.objects.order_by("kind", "key").defer("added_by")
    response = HttpResponse(written(words), content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="words-{timezone.localdate():%Y-%m-%d}.txt"'
    return response


def tried_on(sample: str, draft: list[Line] | None = None) -> dict[str, Any]:
    """What the lists, with a draft of more words, find in a text."""
    added = [(line.text, line.kind) for line in draft or []]
    lists = WordLists.of([*ListedWord.objects.values_list("text", "kind"), *added])
    matches = lists.matches(sample)
    kinds = dict(ListedWord.Kind.choices)
    rows = {
        (match.entry, match.how): {
            "entry": match.entry,
            "kind": lists.kinds[match.entry],
            "label": kinds[lists.kinds[match.entry]],
            "how": DISGUISES.get(match.how) or UNDISGUISED[match.how],
            "span": sample[match.start : match.end],
        }
        for match in matches
    }
    return {"stretches": stretches(sample, matches), "rows": list(rows.values()), "is_empty": not sample.strip()}


def shown(changed: Changed) -> dict[str, Any]:
    return {"comment": changed.comment, "stretches": excerpt(changed.comment.text, changed.matches)}


def page(request: HttpRequest, title: str, **context: object) -> dict[str, Any]:
    """The context of a page of this desk."""
    return {
        **admin.site.each_context(request),
        "title": title,
        "may_change": permissions.may_change_words(request.user),
        **context,
    }
