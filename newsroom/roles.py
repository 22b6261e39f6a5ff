"""The newsroom's roles: groups made by migration, named once here.

A role says who somebody is; what the role may do to an article stands in `articles/permissions.py`.
"""

from __future__ import annotations

JOURNALIST = "صحفي"
EDITOR = "محرر"
COMMENT_MODERATOR = "مشرف التعليقات"
NEWSLETTER_MANAGER = "مسؤول النشرة"
PLACEMENT_MANAGER = "مسؤول الإعلانات"
MANAGER = "مدير"

ROLES = (JOURNALIST, EDITOR, COMMENT_MODERATOR, NEWSLETTER_MANAGER, PLACEMENT_MANAGER, MANAGER)
