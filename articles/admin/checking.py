"""The checks in the form of a story: the panel, the answer to what is typed, the question before publishing.

A finding keeps nobody from saving. Of some an editor is asked once before «نشر»: what was typed is saved first.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from articles import permissions
from articles.admin.verbs import PUBLISH, Verb
from articles.checking import LINES, MOST_FINDINGS, Draft, asked_about, draft_of, examine
from articles.models import Article
from mohit.proofreading import Finding
from mohit.responses import PRIVATE

LONGEST = 600_000  # characters of a body: a book, and a second of work
LONGEST_LINE = 4_000
SEEN = "checks_seen"  # the box that says: I have read what I was asked about

LABELS = {
    "headline": "العنوان",
    "short_headline": "العنوان القصير",
    "standfirst": "المقدمة",
    "body": "النص",
    "picture": "الصورة الرئيسية",
    "picture_caption": "شرح الصورة",
    "update_note": "ملاحظة التحديث",
}


class CheckedStory:
    """Mixed into the desk of the stories."""

    @property
    def media(self) -> forms.Media:
        own = forms.Media(css={"screen": ["admin-desk/checks.css"]}, js=[Script("admin-desk/checks.js", type="module")])
        return super().media + own

    def get_urls(self) -> list[URLPattern]:
        return [path("checks/", self.admin_site.admin_view(check), name="articles_article_checks"), *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        article = kwargs.get("obj")
        if not context["is_popup"] and permissions.may_check(request.user):
            may_edit = article is None or permissions.may_edit(request.user, article)
            context["checks"] = panel(request, article) if may_edit else None
        return super().render_change_form(request, context, **kwargs)

    def asks_first(self, request: HttpRequest, verb: Verb | None, article: Article) -> bool:
        """Whether «نشر» waits for the editor to read what is found; what was typed is saved already."""
        if verb is not PUBLISH:
            return False
        asked = asked_about(examine(draft_of(article)))
        if {finding.code for finding in asked} <= set(request.POST.get(SEEN, "").split()):
            return False
        self.message_user(
            request,
            "حفظ المقال ولم ينشر: اقرأ ما في «الفحص قبل النشر»، ثم انشره إن شئت كما هو.",
            messages.WARNING,
        )
        return True


@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """The findings about a text that was typed and not saved, as the panel shows them. Stores nothing."""
    if not permissions.may_check(request.user):
        raise PermissionDenied
    lines = {name: request.POST.get(name, "") for name in LINES}
    body = request.POST.get("body", "")
    if len(body) > LONGEST or any(len(line) > LONGEST_LINE for line in lines.values()):
        return JsonResponse({"error": "النص أطول مما يفحص."}, status=413, headers={"Cache-Control": PRIVATE})
    key = request.POST.get("key", "")
    own = int(key) if key.isdecimal() and len(key) < 19 else None
    findings = examine(Draft(lines, body, request.POST.get("picture", ""), own))
    answer = {"html": listed(findings), "findings": [as_json(finding) for finding in findings]}
    return JsonResponse(answer, headers={"Cache-Control": PRIVATE})


def panel(request: HttpRequest, article: Article | None) -> dict[str, Any]:
    """What the panel needs: the findings about what is saved, and where to ask about what is typed."""
    findings = examine(draft_of(article)) if article else []
    return {
        "address": reverse("admin:articles_article_checks"),
        "key": article.pk if article else "",
        "list": listed(findings) if article else "",
    }


def listed(findings: list[Finding]) -> str:
    rows = [row(finding, number) for number, finding in enumerate(findings)]
    asked = {finding.code for finding in asked_about(findings)}
    context = {
        "asked": [entry for entry in rows if entry["code"] in asked],
        "others": [entry for entry in rows if entry["code"] not in asked],
        "seen": " ".join(sorted(asked)),
        "box": SEEN,
        "total": len(rows),
        "is_cut": len(rows) == MOST_FINDINGS,
        "mendable": sum(finding.suggestion is not None for finding in findings),
    }
    return render_to_string("admin/articles/article/_findings.html", context)


def row(finding: Finding, number: int) -> dict[str, Any]:
    return {
        "number": number,
        "code": finding.code,
        "words": finding.words,
        "label": LABELS[finding.field],
        "finding": finding,
    }


def as_json(finding: Finding) -> dict[str, Any]:
    """Offsets are in characters; the script turns them into its own units."""
    return {**finding._asdict(), "label": LABELS[finding.field]}
