"""The public addresses of comments, under /comments/."""

from __future__ import annotations

from django.urls import path

from comments import data_views, mail_views, report_views

urlpatterns = [
    path("<int:pk>/report/", report_views.comments_report, name="comments_report"),
    path("reported/<int:pk>/", report_views.comments_reported, name="comments_reported"),
    path("my-data/", data_views.comments_my_data, name="comments_my_data"),
    # From mails: the address is the right to act.
    path("my-data/<str:token>/", data_views.comments_person, name="comments_person"),
    path("my-data/<str:token>/comments.json", data_views.comments_person_file, name="comments_person_file"),
    path("confirm/<str:token>/", mail_views.comments_confirm, name="comments_confirm"),
    path("mute/<str:token>/", mail_views.comments_mute, name="comments_mute"),
    path("mute-thread/<str:token>/", mail_views.comments_mute_thread, name="comments_mute_thread"),
    path("publish/<str:token>/", mail_views.comments_publish, name="comments_publish"),
]
