"""RSS 2.0 and Atom (RFC 4287) as Mohit writes them, on Django's generators."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.xmlutils import SimplerXMLGenerator

Item = dict[str, Any]

RSS_NAMES: Final = {
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:media": "http://search.yahoo.com/mrss/",
}


class Dated:
    """A feed whose own date is given: Django's says "now" of a feed without stories, other bytes at every second."""

    def latest_post_date(self) -> datetime:
        return self.feed["moment"]


class RssFeed(Dated, Rss201rev2Feed):
    """With the whole story (content), its authors (dc) and its lead picture (media)."""

    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), **RSS_NAMES}

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        if settings.WEBSUB_HUB:
            handler.addQuickElement("atom:link", None, {"rel": "hub", "href": settings.WEBSUB_HUB})
        handler.startElement("image", {})
        for name in ("title", "link"):
            handler.addQuickElement(name, self.feed[name])
        handler.addQuickElement("url", self.feed["icon"])
        handler.endElement("image")

    def add_item_elements(self, handler: SimplerXMLGenerator, item: Item) -> None:
        super().add_item_elements(handler, item)
        for name, _ in item["authors"]:
            handler.addQuickElement("dc:creator", name)
        if picture := item["picture"]:
            size = {"width": str(picture["width"]), "height": str(picture["height"])}
            handler.startElement(
                "media:content", {"url": picture["url"], "medium": "image", "type": "image/jpeg", **size}
            )
            # Its alternative text stands in the content. As media:description some take it for the story's.
            if picture["credit"]:
                handler.addQuickElement("media:credit", picture["credit"])
            handler.endElement("media:content")
        handler.addQuickElement("content:encoded", item["content"])


class AtomFeed(Dated, Atom1Feed):
    """With the whole story and its authors."""

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        if settings.WEBSUB_HUB:
            handler.addQuickElement("link", "", {"rel": "hub", "href": settings.WEBSUB_HUB})
        handler.addQuickElement("icon", self.feed["icon"])

    def add_item_elements(self, handler: SimplerXMLGenerator, item: Item) -> None:
        super().add_item_elements(handler, item)
        for name, address in item["authors"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            handler.addQuickElement("uri", address)
            handler.endElement("author")
        handler.addQuickElement("content", item["content"], {"type": "html"})


FORMATS: Final = {"rss": RssFeed, "atom": AtomFeed}
