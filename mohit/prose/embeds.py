"""Posts and films of other networks: which addresses are known, and the frame each is shown in.

The frames' hosts are those of settings.EMBED_FRAMES; a reader's browser asks them for nothing before a click.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

NAMES = {
    "youtube": "يوتيوب",
    "x": "إكس",
    "facebook": "فيسبوك",
    "instagram": "إنستغرام",
    "tiktok": "تيك توك",
    "vimeo": "فيميو",
}
FILMS = frozenset(["youtube", "vimeo", "tiktok"])


@dataclass(frozen=True, slots=True)
class Embed:
    """`address` is the page that people visit, `frame` what is shown in ours; `is_tall` films are for phones."""

    provider: str
    key: str
    address: str
    frame: str
    is_tall: bool = False

    @property
    def name(self) -> str:
        return NAMES[self.provider]

    @property
    def is_film(self) -> bool:
        return self.provider in FILMS or "/video.php" in self.frame


@dataclass(frozen=True, slots=True)
class Form:
    """One shape of address. The templates take the pattern's groups; `{page}` is the address itself, quoted."""

    provider: str
    pattern: str
    address: str
    frame: str
    is_tall: bool = False

    def embed(self, text: str) -> Embed | None:
        match = re.fullmatch(self.pattern, text, re.ASCII | re.IGNORECASE)
        if not match:
            return None
        groups = match.groups(default="")
        address = self.address.format(*groups)
        frame = self.frame.format(*groups, page=quote(address, safe=""))
        return Embed(self.provider, groups[-1], address, frame, self.is_tall)


# Patterns are shared with the editor's script, so they keep to what regular expressions mean in both languages. The
# last group is the key.
YOUTUBE = r"https?://(?:(?:www|m|music)\.)?youtube(?:-nocookie)?\.com/"
YOUTUBE_KEY = r"([A-Za-z0-9_-]{11})"
X = r"https?://(?:(?:www|mobile)\.)?(?:x|twitter)\.com/"
FACEBOOK = r"https?://(?:(?:www|m|web|mbasic|ar-ar)\.)?facebook\.com/"
FACEBOOK_NAME = r"([A-Za-z0-9.\-]+)"
INSTAGRAM = r"https?://(?:www\.)?instagram\.com/(?:[A-Za-z0-9_.]+/)?"
TIKTOK = r"https?://(?:(?:www|m)\.)?tiktok\.com/"
VIMEO = r"https?://(?:www\.)?vimeo\.com/"
END = r"/?(?:[?&#].*)?"

WATCH = "https://www.youtube.com/watch?v={0}"
SHORT = "https://www.youtube.com/shorts/{0}"
YOUTUBE_FRAME = "https://www.youtube-nocookie.com/embed/{0}"
X_FRAME = "https://platform.twitter.com/embed/Tweet.html?id={1}&lang=ar&dnt=true"
POST_FRAME = "https://www.facebook.com/plugins/post.php?href={page}&show_text=true"
VIDEO_FRAME = "https://www.facebook.com/plugins/video.php?href={page}"
VIMEO_FRAME = "https://player.vimeo.com/video/{0}?dnt=1"

FORMS = [
    Form("youtube", rf"{YOUTUBE}watch/?\?(?:[^#]*&)?v={YOUTUBE_KEY}(?:[&#].*)?", WATCH, YOUTUBE_FRAME),
    Form("youtube", rf"https?://youtu\.be/{YOUTUBE_KEY}{END}", WATCH, YOUTUBE_FRAME),
    Form("youtube", rf"{YOUTUBE}(?:live|embed|v)/{YOUTUBE_KEY}{END}", WATCH, YOUTUBE_FRAME),
    Form("youtube", rf"{YOUTUBE}shorts/{YOUTUBE_KEY}{END}", SHORT, YOUTUBE_FRAME, is_tall=True),
    Form(
        "x",
        rf"{X}([A-Za-z0-9_]+)(?:/web)?/status(?:es)?/([0-9]+)(?:/(?:photo|video)/[0-9]+)?{END}",
        "https://x.com/{0}/status/{1}",
        X_FRAME,
    ),
    Form(
        "facebook",
        rf"{FACEBOOK}{FACEBOOK_NAME}/posts/(?:[^/?#]+/)?([A-Za-z0-9]+){END}",
        "https://www.facebook.com/{0}/posts/{1}",
        POST_FRAME,
    ),
    Form(
        "facebook",
        rf"{FACEBOOK}{FACEBOOK_NAME}/videos/(?:[^/?#]+/)?([0-9]+){END}",
        "https://www.facebook.com/{0}/videos/{1}",
        VIDEO_FRAME,
    ),
    Form(
        "facebook",
        rf"{FACEBOOK}watch/?\?(?:[^#]*&)?v=([0-9]+)(?:[&#].*)?",
        "https://www.facebook.com/watch/?v={0}",
        VIDEO_FRAME,
    ),
    Form("facebook", rf"{FACEBOOK}reel/([0-9]+){END}", "https://www.facebook.com/reel/{0}", VIDEO_FRAME, is_tall=True),
    Form(
        "facebook",
        rf"{FACEBOOK}(?:permalink|story)\.php\?story_fbid=([A-Za-z0-9]+)&id=([0-9]+)(?:[&#].*)?",
        "https://www.facebook.com/permalink.php?story_fbid={0}&id={1}",
        POST_FRAME,
    ),
    Form(
        "instagram",
        rf"{INSTAGRAM}(p|tv)/([A-Za-z0-9_-]+){END}",
        "https://www.instagram.com/{0}/{1}/",
        "https://www.instagram.com/{0}/{1}/embed/",
    ),
    Form(
        "instagram",
        rf"{INSTAGRAM}reels?/([A-Za-z0-9_-]+){END}",
        "https://www.instagram.com/reel/{0}/",
        "https://www.instagram.com/reel/{0}/embed/",
        is_tall=True,
    ),
    Form(
        "tiktok",
        rf"{TIKTOK}@([A-Za-z0-9_.]+)/(?:video|photo)/([0-9]+){END}",
        "https://www.tiktok.com/@{0}/video/{1}",
        "https://www.tiktok.com/embed/v2/{1}",
        is_tall=True,
    ),
    Form(
        "vimeo",
        rf"{VIMEO}(?:(?:channels|groups)/[^/?#]+/(?:videos/)?)?([0-9]+){END}",
        "https://vimeo.com/{0}",
        VIMEO_FRAME,
    ),
    Form("vimeo", rf"{VIMEO}([0-9]+)/([0-9a-f]+){END}", "https://vimeo.com/{0}/{1}", f"{VIMEO_FRAME}&h={{1}}"),
    Form("vimeo", rf"https?://player\.vimeo\.com/video/([0-9]+){END}", "https://vimeo.com/{0}", VIMEO_FRAME),
]
START = re.compile(r"[?&#](?:t|start)=([0-9]{1,6})s?(?:&|#|$)")
LONGEST = 1000  # characters of an address


def recognise(text: str) -> Embed | None:
    """The embed that an address names, None if no form of the six networks fits. A scheme may be missing."""
    text = text.strip()
    if len(text) > LONGEST:
        return None
    if not re.match("https?://", text, re.IGNORECASE):
        text = f"https://{text}"
    for form in FORMS:
        if found := form.embed(text):
            return starting_at(found, START.search(text)) if found.provider == "youtube" else found
    return None


def starting_at(film: Embed, moment: re.Match[str] | None) -> Embed:
    """`film` from the second that the address names."""
    if not moment or film.is_tall or not int(moment[1]):
        return film
    seconds = int(moment[1])
    return Embed(film.provider, film.key, f"{film.address}&t={seconds}", f"{film.frame}?start={seconds}", film.is_tall)
