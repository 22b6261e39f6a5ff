"""The search page, and how a browser's own search box finds it."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from articles import shelf
from articles.search.forms import SearchForm
from articles.search.results import search as search_for
from articles.search.results import suggestion
from mohit.responses import public_html, public_page
from newsroom.identity import the_identity

# The same bytes for everybody, so a cache may keep them; not for long, for there is no end to what can be asked.
# deploy/nginx.conf keeps them apart from the pages, and only what was asked for twice.
BRIEFLY = "public, max-age=60, s-maxage=60, stale-while-revalidate=60, stale-if-error=3600"
LATEST = 6  # stories for a reader who found nothing


@require_safe
@public_page
def search(request: HttpRequest) -> HttpResponse:
    form, at = SearchForm(request.GET), timezone.now()
    asked = form.asked()
    results = search_for(asked, at)
    found = results is not None and bool(results.page.rows)
    meant = suggestion(asked, at) if results is not None and not found and results.is_complete else ""
    response = public_html(
        "articles/search.html",
        {
            "form": form,
            "results": results,
            "found": found,
            "meant": meant,
            "meant_address": form.address(q=meant) if meant else "",
            "latest": [] if found else shelf.everything.page(at=at).rows[:LATEST],
        },
    )
    response.headers["Cache-Control"] = BRIEFLY
    return response


@require_safe
@public_page
def opensearch(request: HttpRequest) -> HttpResponse:
    """The OpenSearch 1.1 description of the search page."""
    site = the_identity()
    text = format_html(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">\n'
        "<ShortName>{}</ShortName>\n<Description>البحث في {}</Description>\n"
        "<InputEncoding>UTF-8</InputEncoding>\n<Language>ar</Language>\n"
        '<Url type="text/html" method="get" template="{}/search/?q={{searchTerms}}"/>\n'
        "</OpenSearchDescription>\n",
        site.name[:16],
        site.name,
        settings.SITE_URL,
    )
    return HttpResponse(text, content_type="application/opensearchdescription+xml")
