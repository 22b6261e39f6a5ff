"""The desk of the newsletter: issues, lists, what became of the lists' schedules; subscribers, what came back, why they
left."""

from django.contrib import admin

from newsletter.admin import panels as panels  # of the dashboard, which it registers
from newsletter.admin.departures import DepartureAdmin
from newsletter.admin.issues import IssueAdmin
from newsletter.admin.lists import DigestAdmin, MailingListAdmin
from newsletter.admin.reports import DeskEventAdmin, ReportAdmin
from newsletter.admin.subscribers import SubscriberAdmin
from newsletter.admin.suppressions import SuppressionAdmin
from newsletter.models import (
    Departure,
    DeskEvent,
    Digest,
    Issue,
    MailingList,
    Report,
    Subscriber,
    Suppression,
)

# The order is that of the dashboard.
admin.site.register(Issue, IssueAdmin)
admin.site.register(MailingList, MailingListAdmin)
admin.site.register(Digest, DigestAdmin)
admin.site.register(Subscriber, SubscriberAdmin)
admin.site.register(Report, ReportAdmin)
admin.site.register(Suppression, SuppressionAdmin)
admin.site.register(Departure, DepartureAdmin)
admin.site.register(DeskEvent, DeskEventAdmin)
