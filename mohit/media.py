"""Renditions served by Mohit itself, where no nginx stands in front (`make run`, development)."""

from __future__ import annotations

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from django.views.static import serve


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponse | FileResponse:
    """The file `path` of the media folder. Its name holds its content's hash, so a browser keeps it for ever."""
    try:
        response = serve(request, path, document_root=settings.MEDIA_ROOT)
    except OSError:
        raise Http404("no such file") from None  # a name longer than any file's
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    # Feed readers show a story's pictures on their own pages.
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
