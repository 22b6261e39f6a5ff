"""The desk of the newsletter's subscribers."""

from django.contrib import admin

from newsletter.admin.reports import DeskEventAdmin, ReportAdmin
from newsletter.admin.subscribers import SubscriberAdmin
from newsletter.admin.suppressions import SuppressionAdmin
from newsletter.models import DeskEvent, Report, Subscriber, Suppression

admin.site.register(Subscriber, SubscriberAdmin)
admin.site.register(Report, ReportAdmin)
admin.site.register(Suppression, SuppressionAdmin)
admin.site.register(DeskEvent, DeskEventAdmin)
