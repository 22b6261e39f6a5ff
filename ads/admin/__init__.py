"""The desk of the placements."""

from django.contrib import admin

from ads.admin.reports import ReportAdmin
from ads.models import Counter

admin.site.register(Counter, ReportAdmin)
