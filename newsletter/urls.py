"""The public addresses of the newsletter, under /newsletter/."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
