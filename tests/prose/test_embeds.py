"""Addresses of the six networks."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from django.conf import settings

from mohit.prose.embeds import recognise

YOUTUBE = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
YOUTUBE_FRAME = "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"
SHORT = "https://www.youtube.com/shorts/dQw4w9WgXcQ"
POST = "https://x.com/mohit/status/1722334455667788990"
POST_FRAME = "https://platform.twitter.com/embed/Tweet.html?id=1722334455667788990&lang=ar&dnt=true"
UNNAMED_POST = "https://x.com/i/status/1722334455667788990"
PLUGIN = "https://www.facebook.com/plugins/"
TIKTOK = "https://www.tiktok.com/@mohit.dz/video/7301234567890123456"
TIKTOK_FRAME = "https://www.tiktok.com/embed/v2/7301234567890123456"
VIMEO = "https://vimeo.com/76979871"
VIMEO_FRAME = "https://player.vimeo.com/video/76979871?dnt=1"

KNOWN = [
    ("https://www.youtube.com/watch?v=dQw4w9WgXcQ", "youtube", YOUTUBE, YOUTUBE_FRAME),
    ("https://m.youtube.com/watch?app=desktop&v=dQw4w9WgXcQ&list=PL1", "youtube", YOUTUBE, YOUTUBE_FRAME),
    ("http://youtube.com/watch?v=dQw4w9WgXcQ#x", "youtube", YOUTUBE, YOUTUBE_FRAME),
    ("https://youtu.be/dQw4w9WgXcQ?si=AbCdEf", "youtube", YOUTUBE, YOUTUBE_FRAME),
    ("youtu.be/dQw4w9WgXcQ", "youtube", YOUTUBE, YOUTUBE_FRAME),
    (" https://www.youtube.com/live/dQw4w9WgXcQ?feature=share ", "youtube", YOUTUBE, YOUTUBE_FRAME),
    ("https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ", "youtube", YOUTUBE, YOUTUBE_FRAME),
    ("https://www.youtube.com/shorts/dQw4w9WgXcQ?si=x", "youtube", SHORT, YOUTUBE_FRAME),
    ("https://youtu.be/dQw4w9WgXcQ?t=43", "youtube", f"{YOUTUBE}&t=43", f"{YOUTUBE_FRAME}?start=43"),
    ("https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=90s", "youtube", f"{YOUTUBE}&t=90", f"{YOUTUBE_FRAME}?start=90"),
    ("https://x.com/mohit/status/1722334455667788990", "x", POST, POST_FRAME),
    ("https://twitter.com/mohit/status/1722334455667788990?s=20", "x", POST, POST_FRAME),
    ("https://mobile.twitter.com/mohit/statuses/1722334455667788990/", "x", POST, POST_FRAME),
    ("https://x.com/mohit/status/1722334455667788990/photo/1", "x", POST, POST_FRAME),
    ("https://x.com/i/web/status/1722334455667788990", "x", UNNAMED_POST, POST_FRAME),
    (
        "https://www.facebook.com/mohit.dz/posts/pfbid02AbCdEf",
        "facebook",
        "https://www.facebook.com/mohit.dz/posts/pfbid02AbCdEf",
        f"{PLUGIN}post.php?href=https%3A%2F%2Fwww.facebook.com%2Fmohit.dz%2Fposts%2Fpfbid02AbCdEf&show_text=true",
    ),
    (
        "https://m.facebook.com/mohit/posts/slug-of-it/123456/?ref=share",
        "facebook",
        "https://www.facebook.com/mohit/posts/123456",
        f"{PLUGIN}post.php?href=https%3A%2F%2Fwww.facebook.com%2Fmohit%2Fposts%2F123456&show_text=true",
    ),
    (
        "https://www.facebook.com/permalink.php?story_fbid=123&id=456",
        "facebook",
        "https://www.facebook.com/permalink.php?story_fbid=123&id=456",
        f"{PLUGIN}post.php?href=https%3A%2F%2Fwww.facebook.com%2Fpermalink.php%3Fstory_fbid%3D123%26id%3D456"
        "&show_text=true",
    ),
    (
        "https://www.facebook.com/mohit/videos/title/987654/",
        "facebook",
        "https://www.facebook.com/mohit/videos/987654",
        f"{PLUGIN}video.php?href=https%3A%2F%2Fwww.facebook.com%2Fmohit%2Fvideos%2F987654",
    ),
    (
        "https://www.facebook.com/watch/?v=987654",
        "facebook",
        "https://www.facebook.com/watch/?v=987654",
        f"{PLUGIN}video.php?href=https%3A%2F%2Fwww.facebook.com%2Fwatch%2F%3Fv%3D987654",
    ),
    (
        "https://www.facebook.com/reel/987654?s=x",
        "facebook",
        "https://www.facebook.com/reel/987654",
        f"{PLUGIN}video.php?href=https%3A%2F%2Fwww.facebook.com%2Freel%2F987654",
    ),
    (
        "https://www.instagram.com/p/CyAb_-12345/?igsh=x",
        "instagram",
        "https://www.instagram.com/p/CyAb_-12345/",
        "https://www.instagram.com/p/CyAb_-12345/embed/",
    ),
    (
        "https://instagram.com/mohit.dz/reel/CyAb12345/",
        "instagram",
        "https://www.instagram.com/reel/CyAb12345/",
        "https://www.instagram.com/reel/CyAb12345/embed/",
    ),
    (f"{TIKTOK}?is_from_webapp=1", "tiktok", TIKTOK, TIKTOK_FRAME),
    ("https://vimeo.com/76979871", "vimeo", VIMEO, VIMEO_FRAME),
    ("https://vimeo.com/channels/staffpicks/76979871", "vimeo", VIMEO, VIMEO_FRAME),
    ("https://player.vimeo.com/video/76979871?h=0", "vimeo", VIMEO, VIMEO_FRAME),
    ("https://vimeo.com/76979871/8ab12c34de", "vimeo", f"{VIMEO}/8ab12c34de", f"{VIMEO_FRAME}&h=8ab12c34de"),
]

UNKNOWN = [
    "",
    "نص",
    "https://example.org/watch?v=dQw4w9WgXcQ",
    "https://www.youtube.com/",
    "https://www.youtube.com/@mohit",
    "https://www.youtube.com/watch?v=short",
    "https://www.youtube.com/watch?v=dQw4w9WgXcQ!",
    "https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ",
    "https://evil.example/?https://youtu.be/dQw4w9WgXcQ",
    "https://user@youtu.be/dQw4w9WgXcQ",
    "javascript:https://youtu.be/dQw4w9WgXcQ",
    "https://x.com/mohit",
    "https://x.com/mohit/status/abc",
    "https://x.com/mohit/status/١٢٣",
    "https://www.facebook.com/mohit",
    "https://www.instagram.com/mohit/",
    "https://www.tiktok.com/@mohit",
    "https://vimeo.com/about",
    "https://vimeo.com/1" + "0" * 2000,
]


@pytest.mark.parametrize(("typed", "provider", "address", "frame"), KNOWN)
def test_it_recognises(typed: str, provider: str, address: str, frame: str) -> None:
    embed = recognise(typed)

    assert embed is not None
    assert (embed.provider, embed.address, embed.frame) == (provider, address, frame)
    assert "{}://{}".format(*urlsplit(embed.frame)[:2]) in settings.EMBED_FRAMES


@pytest.mark.parametrize("address", [address for _, _, address, _ in KNOWN])
def test_it_recognises_the_address_that_it_stores(address: str) -> None:
    embed = recognise(address)

    assert embed is not None
    assert embed.address == address


@pytest.mark.parametrize("typed", UNKNOWN)
def test_it_knows_nothing_else(typed: str) -> None:
    assert recognise(typed) is None


def test_it_says_which_films_stand_upright() -> None:
    upright = {address for typed, _, address, _ in KNOWN if recognise(typed).is_tall}

    assert upright == {
        SHORT,
        TIKTOK,
        "https://www.facebook.com/reel/987654",
        "https://www.instagram.com/reel/CyAb12345/",
    }
