"""The public addresses of stories. Only the id of an article is looked up; the words around it are for people."""

from __future__ import annotations

from django.urls import path, re_path

from articles import views
from articles.search import views as search_views
from mohit import addresses  # noqa: F401  (registers <uslug:…>)

urlpatterns = [
    path("", views.home, name="home"),
    path("latest/", views.latest, name="latest"),
    path("search/", search_views.search, name="search"),
    path("opensearch.xml", search_views.opensearch, name="opensearch"),
    path("topics/<uslug:slug>/", views.topic, name="topic"),
    path("authors/<uslug:slug>/", views.author, name="author"),
    re_path(r"^(?P<pk>\d{1,18})/?$", views.short_link, name="short_link_any"),
    path("<int:pk>/", views.short_link, name="short_link"),
    # Any tail, so that a wrong or cut slug or a missing slash is one redirect, not a page that does not exist.
    re_path(r"^[^/]+/(?P<pk>\d{1,18})(?:/.*)?$", views.article_detail, name="article"),
    path("<uslug:slug>/", views.section, name="section"),
]
