"""What a mail will look like, in frames with a policy of their own: a mail's rules stand on its elements.

The frames show it without script, form or window of its own; a link in one leads nowhere.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from csp.constants import HEADER
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from mohit.responses import PRIVATE
from newsletter import permissions
from newsletter.mail_merge import NAME, NAMELESS, TOKEN, without_reader
from newsletter.models import Issue, IssueStory, MailingList
from newsletter.models.intro import clean_intro
from newsletter.rendering import Rendered, written
from newsletter.rendering.stories import with_all_that_shows
from pictures.markup import base_url

MOST_STORIES = 50
EMPTY = Rendered(
    '<!doctype html><html lang="ar" dir="rtl"><head><title>المعاينة</title></head><body></body></html>', ""
)


@require_safe
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """The issue as it is stored, or as it was sent; `?as=text` its text part."""
    if not permissions.may_compose(request.user):
        raise PermissionDenied
    issue = get_object_or_404(Issue.objects.select_related("mailing_list"), pk=pk)
    return framed(request, rendered(issue), request.GET.get("as", "html"))


@require_http_methods(["GET", "HEAD", "POST"])
def unsaved(request: HttpRequest) -> HttpResponse:
    """What the form holds at this moment; asked for with GET an empty frame, into which the desk's script writes it.

    Nothing is saved.
    """
    if not permissions.may_compose(request.user):
        raise PermissionDenied
    if request.method != "POST":
        return framed(request, EMPTY, "html")
    issue, placings = typed(request.POST)
    return framed(request, written(issue, placings), request.POST.get("_as", "html"))


def rendered(issue: Issue) -> Rendered:
    if issue.started_at:
        text = issue.text.replace(NAME, NAMELESS).replace(TOKEN, "")
        return Rendered(without_reader(issue), text)
    return written(issue)


def framed(request: HttpRequest, shown: Rendered, kind: str) -> HttpResponse:
    if kind == "text":
        response = render(request, "admin/newsletter/issue/text_frame.html", {"text": shown.text.replace(TOKEN, "…")})
    else:
        # Links of a frame would leave for its target; a window of its own, which the sandbox forbids, leads nowhere.
        html = shown.html.replace(TOKEN, "…").replace("<head>", '<head><base target="_blank">', 1)
        response = HttpResponse(html)
    response.headers[HEADER] = policy()
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response.headers["Cache-Control"] = PRIVATE
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def policy() -> str:
    """Rules on elements, pictures of this site, nothing else."""
    origins = {f"{parts.scheme}://{parts.netloc}" for parts in map(urlsplit, (settings.SITE_URL, base_url()))}
    pictures = " ".join(["'self'", *sorted(origin for origin in origins if origin != "://")])
    return (
        f"default-src 'none'; style-src 'self' 'unsafe-inline'; img-src {pictures}; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'self'"
    )


def typed(data: QueryDict) -> tuple[Issue, list[IssueStory]]:
    """The issue that a form in the making describes; what is missing or wrong in it is left out."""
    key = number(data.get("mailing_list"))
    mailing_list = (
        MailingList.objects.filter(pk=key).first() or MailingList.objects.first() or MailingList(pk=0, slug="x")
    )
    issue = Issue(
        mailing_list=mailing_list,
        subject=data.get("subject", "")[:150],
        preheader=data.get("preheader", "")[:150],
        intro=clean_intro(data.get("intro", "")),
        created_at=timezone.now(),
    )
    issue.tidy()
    rows = [row_of(data, place) for place in range(min(number(data.get("placings-TOTAL_FORMS")), MOST_STORIES))]
    chosen = [row for row in rows if row["article"] and not row["gone"]]
    articles = with_all_that_shows(row["article"] for row in chosen)
    placings = [
        IssueStory(article=articles[row["article"]], headline=row["headline"], standfirst=row["standfirst"])
        for row in sorted(chosen, key=lambda row: row["position"])
        if row["article"] in articles
    ]
    for placing in placings:
        placing.tidy()
    return issue, placings


def row_of(data: QueryDict, place: int) -> dict[str, Any]:
    def value(name: str) -> str:
        return data.get(f"placings-{place}-{name}", "")

    return {
        "article": number(value("article")),
        "position": number(value("position")),
        "headline": value("headline")[:160],
        "standfirst": value("standfirst")[:600],
        "gone": bool(value("DELETE")),
    }


def number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 19 else 0
