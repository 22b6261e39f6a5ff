"""The desks of the members, the roles, the site's identity and its static pages."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.models import Group

from newsroom.admin import panels as panels  # of the dashboard, which it registers
from newsroom.admin.members import MemberAdmin, RoleAdmin, permission_in_arabic
from newsroom.admin.security import SecurityEventAdmin
from newsroom.admin.site import IdentityAdmin, PageAdmin
from newsroom.models import Identity, Page, SecurityEvent, User

__all__ = ["permission_in_arabic"]

# The order is that of the dashboard.
admin.site.register(Identity, IdentityAdmin)
admin.site.register(Page, PageAdmin)
admin.site.register(User, MemberAdmin)
admin.site.unregister(Group)
admin.site.register(Group, RoleAdmin)
admin.site.register(SecurityEvent, SecurityEventAdmin)
