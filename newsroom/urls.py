from __future__ import annotations

from django.urls import path, re_path

from mohit import addresses  # noqa: F401  (registers <uslug:…>)
from newsroom import views

urlpatterns = [
    path("favicon.ico", views.favicon, name="favicon"),
    re_path(r"^share/site-\w{1,64}\.jpg$", views.share_picture, name="site_share_picture"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("pages/<uslug:slug>/", views.page, name="page"),
]
