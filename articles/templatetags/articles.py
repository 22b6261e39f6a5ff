"""What the templates ask of the articles."""

from __future__ import annotations

from urllib.parse import urlencode

from django import template
from django.http import HttpRequest
from django.template import Context
from django.utils.safestring import SafeString

from articles.breaking import bar_html
from articles.cards import card, cards, today
from articles.frame import Frame, the_frame
from articles.fronts import Block
from articles.fronts.editions import Container
from articles.models import Article
from articles.sharing import Shared, share_of
from articles.story import story
from mohit.keyset import Page
from mohit.stencils import remembered
from mohit.templatetags.arabic import today_line
from newsroom.models import Identity

register = template.Library()

register.simple_tag(card)
register.simple_tag(cards)
register.simple_tag(story)


@register.simple_tag(takes_context=True)
def frame(context: Context) -> str:
    """Put `frame` and `site` into the context of the page: one query. Writes nothing."""
    found = the_frame()
    context["frame"], context["site"] = found, found.site
    return ""


@register.simple_tag
def masthead(frame: Frame, place: str = "") -> SafeString:
    """The head of the page; `place` is what the menu marks: a section's slug, "/" (home) or "/latest/"."""
    dateline = today_line() if place == "/" else ""
    bar = bar_html(frame.breaking, today()) if frame.breaking else ""
    return remembered("_masthead.html", frame=frame, place=place, dateline=dateline, breaking=bar)


@register.simple_tag
def footer(frame: Frame, with_form: bool = True) -> SafeString:
    """`with_form=False` on pages with a button of their own, beside which a second one would only confuse."""
    return remembered("_footer.html", frame=frame, year=today().year, with_form=with_form)


@register.simple_tag
def front_block(block: Block, place: int) -> SafeString:
    """A section on the home page, the `place`-th from 0. Its cards say «today» in hours, so it is remembered by day."""
    return remembered("articles/_block.html", block=block, is_even=place % 2 == 1, day=today())


@register.simple_tag
def front_container(container: Container) -> SafeString:
    """A part of an arranged front, remembered by day as the blocks are."""
    return remembered("articles/_container.html", container=container, day=today())


@register.simple_tag
def list_path(request: HttpRequest, page: Page) -> str:
    """The address of a list's `page` without anything but its place in the list.

    The newest page has one address, the list's own, though readers who come back up arrive by another.
    """
    place = next(((name, request.GET[name]) for name in ("before", "after") if request.GET.get(name)), None)
    return f"{request.path}?{urlencode([place])}" if place and page.newer else request.path


@register.filter
def share_picture(article: Article, site: Identity) -> Shared:
    """`{{ article|share_picture:site }}`: the drawn picture, for `page_head`."""
    return share_of(article, site.name)
