from __future__ import annotations

from django.urls import path

from mohit import addresses  # noqa: F401  (registers <uslug:…>)
from newsroom import views

urlpatterns = [
    path("favicon.ico", views.favicon, name="favicon"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("pages/<uslug:slug>/", views.page, name="page"),
]
