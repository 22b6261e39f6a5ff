"""Rules as blockers have them, in our own words: what a name, an address or a link must look like to be hidden."""

from __future__ import annotations

import re

WORDS = (
    *("ad", "ads", "adv", "advert", "adverts", "advertise", "advertisement", "advertising", "advertorial"),
    *("adbox", "adsbox", "adblock", "adslot", "adspot", "adunit", "adzone", "adwrap", "adwrapper", "adcontainer"),
    *("adframe", "adtext", "adlabel", "adtop", "adside", "adserver", "adsense", "adsbygoogle", "adtech", "doubleclick"),
    *("banner", "banners", "billboard", "commercial", "dfp", "gpt", "interstitial", "leaderboard", "mpu", "native"),
    *("openx", "outbrain", "partner", "popunder", "popup", "prebid", "promo", "promoted", "promotion", "publicite"),
    *("pub", "revive", "skyscraper", "sponsor", "sponsored", "sponsors", "sticky", "taboola", "teaser", "werbung"),
)
TALL, WIDE = ("120x600", "160x600", "300x600"), ("320x50", "320x100", "468x60", "728x90", "970x90", "970x250")
SIZES = (*TALL, *WIDE, "300x250", "336x280")

# Of a class, an id or the name of a data attribute: a word of it, however its words are joined, or a size.
NAME = re.compile(rf"(?:^|[-_])(?:{'|'.join(WORDS)})(?:[-_\d]|$)|{'|'.join(SIZES)}", re.IGNORECASE)
# Of an address: the same words in its path, a file's name or its query, and what servers of such call things.
ADDRESS = re.compile(
    rf"[/._?&=-](?:{'|'.join(WORDS)})(?:[/._?&=\d-]|$)|{'|'.join(SIZES)}"
    r"|/(?:delivery|adserve|adframe|ad_?click|imp|impressions?|pixel|beacon|track(?:er|ing)?|click(?:thru|through|tag)?)(?:[/.?_-]|$)",
    re.IGNORECASE,
)

# In the browser: the names of everything in the page, and every address in it.
NAMES = """[...document.querySelectorAll("*")].flatMap((e) => [
    e.id, ...e.classList, ...e.getAttributeNames().filter((name) => name.startsWith("data-")).map((n) => n.slice(5)),
]).filter(Boolean)"""
ADDRESSES = """[...document.querySelectorAll("[src], [href], [srcset]")]
    .flatMap((e) => [e.getAttribute("src"), e.getAttribute("href"), e.getAttribute("srcset")])
    .filter((address) => address && !address.startsWith("data:"))"""


def hit(rule: re.Pattern[str], found: list[str]) -> set[str]:
    return {one for one in found if rule.search(one)}
