"""The public pages of the newsletter: signing up, and the archive of what went out."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles import shelf
from articles.body import render_body
from mohit import keyset
from mohit.public_forms import done, invalid, limited, public_form_page
from mohit.responses import public_html, public_page
from newsletter import sign_ups
from newsletter.forms import FAILED, SignUpForm
from newsletter.models import Issue, MailingList

PAGE = "newsletter/newsletter.html"
SIZE = 20  # issues of a page
ASKED = "newsletter-asked"


@require_safe
@public_page
def newsletter(request: HttpRequest) -> HttpResponse:
    """Every list that a reader may choose, and the form."""
    offered = the_offered()
    return public_html(PAGE, {"form": SignUpForm(offered=offered), "lists": offered})


@public_form_page(form=SignUpForm)
def newsletter_subscribe(request: HttpRequest) -> HttpResponse:
    """Takes the forms of all pages. Its answer is the same whoever's address it is."""
    if request.method != "POST":  # the address of a page with errors, asked for once more
        return HttpResponseRedirect(reverse("newsletter"))
    offered = the_offered()
    form = SignUpForm(request.POST, offered=offered)
    context = {"lists": offered, "form_error_title": FAILED}
    if not form.is_valid():
        return invalid(request, form, PAGE, **context)
    if wait := sign_ups.receive(request, form):
        return limited(request, form, PAGE, wait, **context)
    return done(reverse("newsletter"), ASKED)


def the_offered() -> list[MailingList]:
    return list(MailingList.objects.offered().with_latest_issue())


@require_safe
@public_page
def newsletter_archives(request: HttpRequest) -> HttpResponse:
    """What went out to all lists, newest first."""
    page = cut(request, Issue.objects.in_archive())
    lists = MailingList.objects.in_archive()
    return public_html("newsletter/newsletter_archives.html", {"request": request, "page": page, "lists": lists})


@require_safe
@public_page
def newsletter_archive(request: HttpRequest, slug: str) -> HttpResponse:
    mailing_list = get_object_or_404(MailingList.objects.in_archive(), slug=slug)
    page = cut(request, Issue.objects.in_archive().filter(mailing_list=mailing_list))
    context = {"request": request, "page": page, "mailing_list": mailing_list}
    return public_html("newsletter/newsletter_archive.html", context)


def cut(request: HttpRequest, issues: QuerySet) -> keyset.Page:
    rows = issues.without_content().select_related("mailing_list")
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    try:
        page = keyset.page(rows, SIZE, before=before, after=after, moment="started_at")
    except keyset.BadCursor:
        raise Http404("no such page") from None
    if not page.rows and (before or after):
        raise Http404("an empty page")
    return page


@require_safe
@public_page
def newsletter_issue(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One issue, made anew of its own words and stories.

    The mail itself is not shown: it holds places for each subscriber's links, and styles that our policy refuses. A
    story that was withdrawn since is not in it.
    """
    issues = Issue.objects.in_archive().defer("html", "text").select_related("mailing_list")
    issue = get_object_or_404(issues, pk=pk, mailing_list__slug=slug)
    placings = list(issue.placings.values_list("article_id", "headline", "standfirst"))
    public = shelf.cards([article for article, *_ in placings])
    stories = [
        public[article]._replace(
            short_headline=headline or public[article].headline, standfirst=standfirst or public[article].standfirst
        )
        for article, headline, standfirst in placings
        if article in public
    ]
    context = {"issue": issue, "intro": render_body(issue.intro), "stories": stories}
    return public_html("newsletter/newsletter_issue.html", context)
