"""The public addresses of comments, under /comments/."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
