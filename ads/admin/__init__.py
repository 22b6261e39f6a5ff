"""The desk of the placements: campaigns, advertisers, creatives, the boxes themselves, and what was decided."""

from django.contrib import admin

from ads.admin import panels as panels  # of the dashboard, which it registers
from ads.admin.advertisers import AdvertiserAdmin
from ads.admin.campaigns import CampaignAdmin
from ads.admin.creatives import CreativeAdmin
from ads.admin.history import CampaignEventAdmin
from ads.admin.house import NoticeAdmin, PlacementAdmin
from ads.admin.reports import ReportAdmin
from ads.models import Advertiser, Campaign, CampaignEvent, Counter, Creative, Notice, Placement

# The order is that of the dashboard.
admin.site.register(Campaign, CampaignAdmin)
admin.site.register(Counter, ReportAdmin)
admin.site.register(Creative, CreativeAdmin)
admin.site.register(Advertiser, AdvertiserAdmin)
admin.site.register(Placement, PlacementAdmin)
admin.site.register(Notice, NoticeAdmin)
admin.site.register(CampaignEvent, CampaignEventAdmin)
