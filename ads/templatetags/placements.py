"""The boxes that stand in other apps' pages."""

from __future__ import annotations

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from ads.boxes import RIDER, boxes_of
from mohit.stencils import remembered

register = template.Library()


@register.simple_tag(takes_context=True)
def placement(
    context: Context, name: str, section: str = "", sensitive: bool = False, wide_from: str = ""
) -> SafeString:
    """`{% placement "article-end" section=article.section.slug %}`: label, room and house message; no query.

    Nothing for a placement that is closed. On a page about a `sensitive` matter the box takes no room and is silent,
    unless a campaign that may stand there arrives while it is still below the screen. `wide_from` is the width of the
    window from which the box has its wide room, where the page knows better than the box's own width.
    """
    box = boxes_of(context["frame"].riders.get(RIDER, ())).get(name)
    if box is None:
        return SafeString()
    box = box._replace(wide_from=wide_from or box.wide_from)
    return remembered("ads/_placement.html", box=box, section=section, is_sensitive=sensitive)
