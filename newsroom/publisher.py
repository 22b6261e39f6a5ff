"""Who publishes the site and what the site is, for machines (schema.org)."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.templatetags.static import static

from mohit.addresses import absolute
from mohit.json_ld import Node, filled
from newsroom.models import Identity

LOGO_SIZE = 512  # pixels


def publisher(site: Identity) -> Node:
    """The newspaper, by the same `@id` on every page."""
    return filled(
        {
            "@type": "NewsMediaOrganization",
            "@id": f"{settings.SITE_URL}/#publisher",
            "name": site.name,
            "url": f"{settings.SITE_URL}/",
            "description": site.tagline,
            "logo": {"@type": "ImageObject", "url": logo_address(), "width": LOGO_SIZE, "height": LOGO_SIZE},
            "sameAs": [address for _, _, address in site.social_links],
        }
    )


def website(site: Identity) -> Node:
    """The site with its search, for engines that offer it beside their result."""
    return {
        "@type": "WebSite",
        "@id": f"{settings.SITE_URL}/#website",
        "url": f"{settings.SITE_URL}/",
        "name": site.name,
        "inLanguage": "ar",
        "publisher": {"@id": f"{settings.SITE_URL}/#publisher"},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{settings.SITE_URL}/search/?q={{search_term_string}}",
            },
            "query-input": "required name=search_term_string",
        },
    }


@cache
def logo_address() -> str:
    return absolute(static(f"img/icon-{LOGO_SIZE}.png"))
