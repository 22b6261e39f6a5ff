"""The public addresses of placements, under /placements/, and /ads.txt, whose name is a standard's (IAB Tech Lab).

Nothing else that a reader's browser asks for says what it is about: blockers hide such names.
"""

from __future__ import annotations

from django.urls import include, path

from ads import mail_views, report_views, views
from ads.models.counter import Event

of_placements = [
    path("decision/", views.placement_decision, name="placement_decision"),
    path("report/<str:token>/", report_views.placement_report, name="placement_report"),
    path("report/<str:token>/sheet/", report_views.placement_report_sheet, name="placement_report_sheet"),
    path("mail/<str:key>/go/", mail_views.placement_mail_go, name="placement_mail_go"),
    path("<str:nonce>/rendered/", views.placement_event, {"event": Event.RENDERED}, name="placement_rendered"),
    path("<str:nonce>/viewable/", views.placement_event, {"event": Event.VIEWABLE}, name="placement_viewable"),
    path("<str:nonce>/go/", views.placement_go, name="placement_go"),
]

urlpatterns = [
    path("ads.txt", views.ads_txt, name="ads_txt"),
    path("placements/", include(of_placements)),
]
