"""The desk of the comments."""

from django.contrib import admin

from comments.admin.words import ListedWordAdmin
from comments.models import ListedWord

admin.site.register(ListedWord, ListedWordAdmin)
