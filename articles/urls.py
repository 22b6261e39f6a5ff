"""The public addresses of stories. Only the id of an article is looked up; the words around it are for people."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.http.response import HttpResponseBase
from django.urls import path, re_path
from django.views.generic import RedirectView

from articles import beacon, feeds, sitemaps, views
from articles.live import views as live_views
from articles.models.taxonomy import RESERVED
from articles.search import views as search_views
from mohit import addresses  # noqa: F401  (registers <uslug:…>)
from mohit.responses import public_page

# Where WordPress and its plugins keep the same; readers' programs and search engines hold on to what they know.
OF_WORDPRESS = {
    r"feed/(?:rss2?|rdf)/?": "/feed/",
    r"(?:wp-sitemap|sitemap_index)\.xml": "/sitemap.xml",
    r"news-sitemap\.xml": "/sitemaps/news.xml",
}


def moved(address: str) -> Callable[..., HttpResponseBase]:
    return public_page(RedirectView.as_view(url=address, permanent=True))


# First segments under which a number is no article's: an old site's /2021/05/12/… and /page/2/ among them.
OTHERS = rf"(?:\d+|{'|'.join(map(re.escape, RESERVED))})"

urlpatterns = [
    *(re_path(rf"^{old}\Z", moved(new)) for old, new in OF_WORDPRESS.items()),
    path("", views.home, name="home"),
    path("latest/", views.latest, name="latest"),
    path("feed/", feeds.site_feed, name="site_feed"),
    path("feed/atom/", feeds.site_feed, {"form": "atom"}, name="site_feed_atom"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.sitemap_index, name="sitemap_index"),
    path("sitemaps/news.xml", sitemaps.news, name="news_sitemap"),
    path("sitemaps/pages.xml", sitemaps.pages, name="pages_sitemap"),
    re_path(
        r"^sitemaps/(?P<year>[0-9]{4})-(?P<month>[0-9]{2})(?:-(?P<part>[2-9]|[1-9][0-9]{1,3}))?\.xml$",
        sitemaps.month_sitemap,
        name="month_sitemap",
    ),
    path("most-read/", views.most_read, name="most_read"),
    path("reads/", beacon.read, name="reads"),
    path("topics/", views.topics, name="topics"),
    path("search/", search_views.search, name="search"),
    path("opensearch.xml", search_views.opensearch, name="opensearch"),
    path("topics/<uslug:slug>/", views.topic, name="topic"),
    path("topics/<uslug:slug>/feed/", feeds.topic_feed, name="topic_feed"),
    path("topics/<uslug:slug>/feed/atom/", feeds.topic_feed, {"form": "atom"}, name="topic_feed_atom"),
    path("authors/<uslug:slug>/", views.author, name="author"),
    path("authors/<uslug:slug>/feed/", feeds.author_feed, name="author_feed"),
    path("authors/<uslug:slug>/feed/atom/", feeds.author_feed, {"form": "atom"}, name="author_feed_atom"),
    re_path(r"^share/(?P<pk>\d{1,18})(?:-(?P<revision>\w{1,64}))?\.jpg$", views.share_picture, name="share_picture"),
    re_path(r"^(?P<pk>\d{1,18})/?$", views.short_link, name="short_link_any"),
    path("<int:pk>/", views.short_link, name="short_link"),
    path("<int:pk>/live/", live_views.live, name="live"),
    # Any tail, so that a wrong or cut slug or a missing slash is one redirect, not a page that does not exist.
    re_path(rf"^(?!{OTHERS}/)[^/]+/(?P<pk>\d{{1,18}})(?:/[\s\S]*)?$", views.article_detail, name="article"),
    path("<uslug:slug>/", views.section, name="section"),
    path("<uslug:slug>/feed/", feeds.section_feed, name="section_feed"),
    path("<uslug:slug>/feed/atom/", feeds.section_feed, {"form": "atom"}, name="section_feed_atom"),
]
