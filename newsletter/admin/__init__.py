"""The desk of the newsletter: issues, lists, what became of the lists' schedules, why readers left."""

from django.contrib import admin

from newsletter.admin.departures import DepartureAdmin
from newsletter.admin.issues import IssueAdmin
from newsletter.admin.lists import DigestAdmin, MailingListAdmin
from newsletter.models import Departure, Digest, Issue, MailingList

# The order is that of the dashboard.
admin.site.register(Issue, IssueAdmin)
admin.site.register(MailingList, MailingListAdmin)
admin.site.register(Digest, DigestAdmin)
admin.site.register(Departure, DepartureAdmin)
