"""What every answer carries: shared-cache lifetimes, compression and the browser's permissions."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from hashlib import sha256

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.middleware.gzip import GZipMiddleware
from django.middleware.http import ConditionalGetMiddleware
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt

View = Callable[..., HttpResponse]

# RFC 9111 and RFC 5861, in seconds: a shared cache keeps a page for a minute, hands out the old one while it fetches
# the new one for ten more, and lives on it for a day when Mohit does not answer.
PUBLIC = "public, max-age=30, s-maxage=60, stale-while-revalidate=600, stale-if-error=86400"
PRIVATE = "private, no-store"
FOR_EVER = "public, max-age=31536000, immutable"  # of what has another address as soon as it is different

# What a script of somebody else's could misuse, if one ever ran. Short, because nginx parses it for each cached page.
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"


def public_page(view: View) -> View:
    """Mark a view's answers as the same bytes for every reader, so that any cache in front may keep them.

    It is asked for with GET and HEAD alone. Of another method it says so (405), before anybody looks for a token.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        response = view(request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", PUBLIC)
        return response

    return csrf_exempt(wrapped)


def public_html(template: str, context: dict[str, object]) -> HttpResponse:
    """`template` for readers: without the request, so that no context processor puts a reader into it."""
    return HttpResponse(render_to_string(template, context))


class CompressionMiddleware(GZipMiddleware):
    """Compress public answers only, and always to the same bytes.

    Django pads each compressed answer at random against BREACH, which steals secrets beside attacker-chosen text.
    A public page holds no secret; the admin's pages do, and stay as they are.
    """

    max_random_bytes = 0

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if not response.headers.get("Cache-Control", "").startswith("public"):
            return response
        if response.headers.get("Content-Type") == "image/jpeg":  # is compressed as it is
            return response
        # One tag for the page in every encoding, also on a 304, which has no body to compress: RFC 9110, section 8.8.1.
        tag = response.headers.get("ETag", "")
        if tag.startswith('"'):
            response.headers["ETag"] = f"W/{tag}"
        # On a 304 too, for which Django adds it not: RFC 9110, section 15.4.5.
        patch_vary_headers(response, ("Accept-Encoding",))
        return super().process_response(request, response)


class ValidatorMiddleware(ConditionalGetMiddleware):
    """ETags and 304 answers (RFC 9110, section 13).

    Django's tag is an MD5, which today's processors compute at half the speed of SHA-256.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if request.method == "GET" and not response.streaming and response.content and self.needs_etag(response):
            response.headers.setdefault("ETag", f'"{sha256(response.content).hexdigest()[:32]}"')
        return super().process_response(request, response)


class PolicyMiddleware:
    """Add the Permissions-Policy and Cross-Origin-Resource-Policy headers that Django has no setting for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class ContentPolicyMiddleware(CSPMiddleware):
    """django-csp, with the policy of pages that use no nonce built once and in one order.

    django-csp builds it for every answer, its parts in the order of a set: two processes would send two spellings.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        super().__init__(get_response)
        self.plain = "; ".join(sorted(build_policy().split("; ")))

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        changed = any(name.startswith("_csp_") for name in vars(response))
        if not changed and getattr(request, "_csp_nonce", None) is None:
            response.headers.setdefault(HEADER, self.plain)
            return response
        return super().process_response(request, response)
