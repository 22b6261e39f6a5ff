"""The public addresses of the placements, under /placements/."""

from __future__ import annotations

from django.urls import path

from ads import mail_views, report_views

urlpatterns = [
    path("report/<str:token>/", report_views.placement_report, name="placement_report"),
    path("report/<str:token>/sheet/", report_views.placement_report_sheet, name="placement_report_sheet"),
    path("mail/<str:key>/go/", mail_views.placement_mail_go, name="placement_mail_go"),
]
