"""The newsroom's admin site."""

from __future__ import annotations

from django.contrib.admin import AdminSite


class NewsroomAdminSite(AdminSite):
    site_title = "المحيط"
    site_header = "المحيط الإخباري"
    index_title = "غرفة الأخبار"
