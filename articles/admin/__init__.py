"""The desk of the stories and of what they are filed under."""

from django.contrib import admin

from articles.admin.article import ArticleAdmin
from articles.admin.fronts import FrontEditionAdmin
from articles.admin.history import DecisionAdmin
from articles.admin.merging import TopicMergeAdmin
from articles.admin.redirects import RedirectAdmin
from articles.admin.search import StopWordAdmin, SynonymsAdmin, WholeWordAdmin
from articles.admin.style import RegisteredNameAdmin, StyleRuleAdmin
from articles.admin.taxonomy import AuthorAdmin, SectionAdmin, TopicAdmin
from articles.models import (
    Article,
    Author,
    Decision,
    FrontEdition,
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
