"""The desk of the comments."""

from django.contrib import admin

from comments.admin import panels as panels  # of the dashboard, which it registers
from comments.admin.desk import CommentAdmin
from comments.admin.history import CommentDecisionAdmin
from comments.admin.house import PolicyAdmin, SectionModeratorAdmin
from comments.admin.words import ListedWordAdmin
from comments.models import Comment, Decision, ListedWord, Policy, SectionModerator

# The order is that of the dashboard.
admin.site.register(Comment, CommentAdmin)
admin.site.register(Decision, CommentDecisionAdmin)
admin.site.register(ListedWord, ListedWordAdmin)
admin.site.register(Policy, PolicyAdmin)
admin.site.register(SectionModerator, SectionModeratorAdmin)
