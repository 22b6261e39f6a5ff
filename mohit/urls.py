"""Every address of the site. The order matters: fixed words first, then sections, whose names are the editors'."""

from __future__ import annotations

from django.conf import settings
from django.contrib import admin
from django.urls import include, path, re_path

from mohit import health

urlpatterns = [
    path("admin/", admin.site.urls),
    path("health/", health.health, name="health"),
    path("comments/", include("comments.urls")),
    path("newsletter/", include("newsletter.urls")),
    path("", include("ads.urls")),
    path("", include("newsroom.urls")),
    path("", include("articles.urls")),
]

if settings.SERVE_MEDIA:
    from mohit.media import media

    urlpatterns.insert(0, re_path(r"^media/(?P<path>.+)$", media, name="media"))

handler400 = "newsroom.views.bad_request"
handler403 = "newsroom.views.permission_denied"
handler404 = "newsroom.views.page_not_found"
handler500 = "newsroom.views.server_error"
