"""Static pages and the pages that say that something is wrong."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.views.decorators.common import no_append_slash
from django.views.decorators.http import require_safe

from mohit.responses import FOR_EVER, public_html, public_page
from newsroom.identity import the_identity
from newsroom.models import Page
from newsroom.sharing import drawn_for_site, picture_of_site


@no_append_slash  # a missing one is added only where there is a page (articles/moved.py)
@require_safe
@public_page
def page(request: HttpRequest, slug: str) -> HttpResponse:
    page = get_object_or_404(Page.objects.published(), slug=slug)
    return public_html("newsroom/page.html", {"page": page})


@require_safe
@public_page
def manifest(request: HttpRequest) -> HttpResponse:
    """The web app manifest (W3C): a view, because the icons' addresses carry their contents' hashes."""
    site = the_identity()
    icons = [
        {"src": static(f"img/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"} for size in (192, 512)
    ]
    facts = {
        "name": site.name,
        "short_name": site.name,
        "description": site.tagline,
        "lang": "ar",
        "dir": "rtl",
        "start_url": "/",
        "display": "browser",
        "background_color": "#ffffff",
        "theme_color": "#0b4a63",
        "icons": icons,
    }
    return JsonResponse(facts, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})


@require_safe
@public_page
def share_picture(request: HttpRequest) -> HttpResponse:
    """The share picture of pages without one; an outdated address leads to the present one."""
    site = the_identity()
    picture = picture_of_site(site.name, site.tagline)
    if request.path != picture.share_url:
        return HttpResponseRedirect(picture.share_url)
    headers = {"Cache-Control": FOR_EVER, "Cross-Origin-Resource-Policy": "cross-origin"}
    return HttpResponse(drawn_for_site(site.name, site.tagline), "image/jpeg", headers=headers)


@require_safe
@public_page
def favicon(request: HttpRequest) -> HttpResponse:
    """For what asks without reading the page: feed readers, search engines, old browsers."""
    return HttpResponseRedirect(static("img/icon-192.png"))


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error("400.html", 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error("403.html", 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's own says why in English; the reason is for the log, which has it already."""
    return _error("403.html", 403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error("404.html", 404)


def gone(request: HttpRequest) -> HttpResponse:
    """What was here and was taken back, for good or until it is right."""
    return _error("410.html", 410)


def server_error(request: HttpRequest) -> HttpResponse:
    return _error("500.html", 500)


def _error(template: str, status: int) -> HttpResponse:
    # No request, no query: these pages must come out when the database is the thing that is wrong.
    return HttpResponse(render_to_string(template), status=status, headers={"Cache-Control": "no-store"})
