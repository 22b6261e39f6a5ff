"""What a story's page shows of its comments."""

from __future__ import annotations

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

from articles.models import Article
from comments import markup, threads
from comments.forms import CommentForm, action
from mohit import dates
from mohit.stencils import Stencil

register = template.Library()

section = Stencil("comments/_section.html", "heading", "threads", "older", "form")


@register.simple_tag(takes_context=True)
def comments_link(context: Context, article: Article) -> SafeString:
    """`12 تعليقا` for the head of the story, leading down to them; one query, for `comments_for` too."""
    if not article.is_public():  # an editor looks at a draft
        return SafeString()
    talk = context["talk"] = threads.under(article)
    words = dates.count(talk.count, "comment") if talk.count else "اترك تعليقا" if talk.is_open else ""
    return mark_safe(f'<a href="#comments">{words}</a>') if words else SafeString()  # noqa: S308  (ours)


@register.simple_tag(takes_context=True)
def comments_for(context: Context, article: Article) -> SafeString:
    """The comments under a story and the form: one query, if `comments_link` has not made it."""
    if not article.is_public():
        return SafeString()
    talk = context.get("talk") or threads.under(article)
    return section(
        heading=dates.count(talk.count, "comment") if talk.count else "",
        threads="".join([markup.thread(written, talk.is_open) for written in talk.threads]),
        older=f"/comments/on/{article.pk}/?before={talk.older}" if talk.older else "",
        form=CommentForm.blank(action(article.pk)) if talk.is_open else "",
    )
