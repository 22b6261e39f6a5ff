"""The desk of the stories and of what they are filed under."""

from django.contrib import admin

from articles.admin import panels as panels  # of the dashboard, which it registers
from articles.admin.article import ArticleAdmin
from articles.admin.breaking import BreakingAdmin
from articles.admin.fronts import FrontEditionAdmin
from articles.admin.history import DecisionAdmin
from articles.admin.merging import TopicMergeAdmin
from articles.admin.planning import PlannedStoryAdmin
from articles.admin.redirects import RedirectAdmin
from articles.admin.search import StopWordAdmin, SynonymsAdmin, WholeWordAdmin
from articles.admin.style import RegisteredNameAdmin, StyleRuleAdmin
from articles.admin.taxonomy import AuthorAdmin, SectionAdmin, TopicAdmin
from articles.models import (
    Article,
    Author,
    Breaking,
    Decision,
    FrontEdition,
    PlannedStory,
    Redirect,
    RegisteredName,
    Section,
    StopWord,
    StyleRule,
    Synonyms,
    Topic,
    TopicMerge,
    WholeWord,
)

# The order is that of the dashboard.
admin.site.register(Article, ArticleAdmin)
admin.site.register(Breaking, BreakingAdmin)
admin.site.register(PlannedStory, PlannedStoryAdmin)
admin.site.register(FrontEdition, FrontEditionAdmin)
admin.site.register(Topic, TopicAdmin)
admin.site.register(Author, AuthorAdmin)
admin.site.register(Section, SectionAdmin)
admin.site.register(Decision, DecisionAdmin)
admin.site.register(RegisteredName, RegisteredNameAdmin)
admin.site.register(StyleRule, StyleRuleAdmin)
admin.site.register(Redirect, RedirectAdmin)
admin.site.register(TopicMerge, TopicMergeAdmin)
admin.site.register(Synonyms, SynonymsAdmin)
admin.site.register(WholeWord, WholeWordAdmin)
admin.site.register(StopWord, StopWordAdmin)
