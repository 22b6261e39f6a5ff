"""The public addresses of the newsletter, under /newsletter/. What is fixed comes before the lists' own names."""

from __future__ import annotations

from django.urls import include, path

from newsletter import feeds, link_views, views
from newsletter.bounces.provider import webhook_urls

urlpatterns = [
    path("", views.newsletter, name="newsletter"),
    path("subscribe/", views.newsletter_subscribe, name="newsletter_subscribe"),
    path("confirm/<str:token>/", link_views.newsletter_confirm, name="newsletter_confirm"),
    path("p/<str:token>/", link_views.newsletter_choices, name="newsletter_choices"),
    path("leave/<str:token>/", link_views.newsletter_leave, name="newsletter_leave"),
    path("leave/<str:token>/<int:mailing_list>/", link_views.newsletter_leave_list, name="newsletter_leave_list"),
    path("provider/", include(webhook_urls())),
    path("archive/", views.newsletter_archives, name="newsletter_archives"),
    path("archive/feed/", feeds.archives_feed, name="newsletter_archives_feed"),
    path("<slug:slug>/", views.newsletter_archive, name="newsletter_archive"),
    path("<slug:slug>/feed/", feeds.archive_feed, name="newsletter_archive_feed"),
    path("<slug:slug>/<int:pk>/", views.newsletter_issue, name="newsletter_issue"),
]
