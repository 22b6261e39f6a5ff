"""The public addresses of comments, under /comments/."""

from __future__ import annotations

from django.urls import path, register_converter
from django.urls.converters import IntConverter

from comments import data_views, feeds, mail_views, report_views, views


class KeyConverter(IntConverter):
    """A primary key as a database can hold it: longer numbers are no address."""

    regex = "[1-9][0-9]{0,17}"


register_converter(KeyConverter, "key")

urlpatterns = [
    path("feed/", feeds.site_feed, name="comments_feed"),
    path("on/<key:article>/", views.on_article, name="comments_on"),
    path("on/<key:article>/feed/", feeds.article_feed, name="comments_on_feed"),
    path("<key:pk>/", views.comment, name="comment"),
    path("<key:pk>/reply/", views.reply, name="comment_reply"),
    path("<key:pk>/report/", report_views.comments_report, name="comments_report"),
    path("reported/<key:pk>/", report_views.comments_reported, name="comments_reported"),
    path("my-data/", data_views.comments_my_data, name="comments_my_data"),
    # From mails: the address is the right to act.
    path("my-data/<str:token>/", data_views.comments_person, name="comments_person"),
    path("my-data/<str:token>/comments.json", data_views.comments_person_file, name="comments_person_file"),
    path("confirm/<str:token>/", mail_views.comments_confirm, name="comments_confirm"),
    path("mute/<str:token>/", mail_views.comments_mute, name="comments_mute"),
    path("mute-thread/<str:token>/", mail_views.comments_mute_thread, name="comments_mute_thread"),
    path("publish/<str:token>/", mail_views.comments_publish, name="comments_publish"),
]
