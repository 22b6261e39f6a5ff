"""Where an address leads that opens nothing: one 301 to the page that a reader meant, 410, or the 404 that it is.

Asked only when the answer would be 404, and about an article's address that is not written as its own. An old address
that somebody entered goes before any guess. Nothing here tells of a story that readers may not see.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.middleware.common import CommonMiddleware
from django.utils.encoding import iri_to_uri

from articles.models import Article, Redirect
from articles.places import Place, is_number, place_of
from articles.reading import public_author, public_section, public_topic
from mohit.old_addresses import LONGEST, SAME_PAGE, Address, read_address, read_whole_address, way_of
from mohit.prepared import WORD, Prepared
from mohit.responses import PUBLIC
from newsroom.models import Page
from newsroom.views import page_gone

# Who asks for these gets no second guess.
OURS = ("/admin/", settings.STATIC_URL, settings.MEDIA_URL)
# The views that look a story up by its number, whatever stands round it.
BY_NUMBER = ("article", "short_link", "short_link_any")
WITH_FEED = ("section", "topic", "author")


class SlashMiddleware(CommonMiddleware):
    """Django's, which adds a missing slash without a look at what stands there: in the newsroom only."""

    def should_redirect_with_slash(self, request: HttpRequest) -> bool:
        return request.path_info.startswith("/admin") and super().should_redirect_with_slash(request)


class MovedMiddleware:
    """Answer with a redirect, or with 410, where a 404 would have been and something is known of the address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in ("GET", "HEAD") or request.path_info.startswith(OURS):
            return response
        try:
            return moved(request) or response
        except DatabaseError:
            return response


def moved(request: HttpRequest) -> HttpResponse | None:
    """The redirect of an address that opens nothing, or what says that its story was taken back."""
    address = read_address(request.path_info, query_of(request))
    page, feed = address.without_feed()
    place = place_of(page)
    places = [place] if place else []
    by_hand = moved_by_hand(request, address, place, feed, places)
    return by_hand or redirect_to(request, with_feed(guessed(request, place), feed)) or gone(request, places)


def moved_by_hand(
    request: HttpRequest,
    address: Address | None = None,
    place: Place | None = None,
    feed: str = "",
    places: list[Place] | None = None,
) -> HttpResponsePermanentRedirect | None:
    """The redirect that somebody entered for this address, or that a change of its slug left.

    One query for none; one more for a redirect to a story. `place` is what the address names, or whose `feed` it is;
    `places` learns to which stories redirects lead.
    """
    address = address or read_address(request.path_info, query_of(request))
    page = address.without_feed()[0] if feed else address
    keys = [address.key, address.without_query().key, place.path if place else page.key]
    if max(map(len, keys)) > LONGEST:
        return None
    found = {row[0]: row[1:] for row in redirect_rows(key=keys[0], path=keys[1], name=keys[2])}
    if places is not None:
        places += [Place("article", row[0]) for row in found.values() if row[0]]
    for key in keys:
        if key in found and (path := path_of(*found[key])):
            # Parameters that chose the old page mean nothing to the new one.
            chose = address.query and key == address.key
            whole = path if key in keys[:2] else with_feed(path, feed)
            return redirect_to(request, whole, way_of(query_of(request)) if chose else None)
    return None


def gone(request: HttpRequest, places: list[Place]) -> HttpResponse | None:
    """410 where one of `places`, which the address or a redirect from it names, is a story that readers once saw.

    A page about a story, as that of its comments, names it `article`; its share picture `pk`.
    """
    keys = [place.value for place in places if place.kind == "article"]
    if asked := request.resolver_match:
        named = asked.kwargs.get("pk" if asked.url_name == "share_picture" else "article", "")
        keys += [int(named)] if is_number(str(named)) else []
    rows = Article.objects.filter(pk__in=keys, gone_at__isnull=False).exclude(pk__in=Article.objects.published())
    if keys and rows.exists():
        return page_gone()
    return None


def with_feed(path: str | None, feed: str) -> str | None:
    """The `feed` of the page at `path`, if that page has one. A story has none; who asks for it gets the story."""
    if not feed or path is None:
        return path
    place = place_of(read_address(path))
    if place is None or place.kind == "article":
        return path if place else None
    return f"{path}{feed}" if place.kind in WITH_FEED or place.path == "/" else None


def old_address_at_home(request: HttpRequest) -> HttpResponsePermanentRedirect | None:
    """The redirect of WordPress's `/?p=123`, if somebody entered it; without such a parameter nothing is asked."""
    address = read_address(request.path_info, query_of(request))
    return moved_by_hand(request, address) if address.query else None


def guessed(request: HttpRequest, place: Place | None) -> str | None:
    """The canonical address of what `place` names, unless the view that found nothing has just looked for it."""
    asked = getattr(request.resolver_match, "url_name", "")
    if place is None or asked in BY_NUMBER or request.path_info == f"{place.path}/":
        return None
    if place.kind == "fixed" and len(words_in(request.path_info)) > len(words_in(place.path)):
        return None  # nothing legible is no name of the page above it
    return public_path(place)


def rows_of(key: str, path: str, name: str) -> QuerySet:
    rows = Redirect.objects.order_by().filter(key__in=[key, path, name])
    return rows.values_list("key", "article", "section__slug", "topic__slug", "author__slug", "path")


redirect_rows = Prepared(rows_of, key=f"{WORD}1", path=f"{WORD}2", name=f"{WORD}3")


def words_in(path: str) -> list[str]:
    words = [word.lower() for word in path.split("/") if word]
    while words and words[-1] in SAME_PAGE:
        words.pop()
    return words


def path_of(article: int | None, section: str | None, topic: str | None, author: str | None, path: str) -> str | None:
    """Where a redirect leads, if readers may go there."""
    if article:
        return public_path(Place("article", article))
    for kind, word in (("section", section), ("topic", topic), ("author", author)):
        if word:
            return f"{Place(kind, word).path}/"
    place = place_of(read_whole_address(path))
    # A page may be taken back, or called something else by now; the rest is always there.
    return None if place and place.kind == "page" and not public_path(place) else path


def public_path(place: Place) -> str | None:
    """The canonical address of what stands there for readers; None for nothing."""
    try:
        match place:
            case ("article", key):
                return article_path(key)
            case ("section", word):
                return public_section(word).get_absolute_url()
            case ("topic", word):
                return public_topic(word).get_absolute_url()
            case ("author", word):
                return public_author(word).get_absolute_url()
            case ("page", word):
                return f"{place.path}/" if Page.objects.published().filter(slug=word).exists() else None
    except Http404:
        return None
    return str(place.value)


def article_path(key: int) -> str | None:
    article = Article.objects.published().select_related("section").only("slug", "section__slug").filter(pk=key).first()
    return article.get_absolute_url() if article else None


def redirect_to(
    request: HttpRequest, path: str | None, query: str | None = None
) -> HttpResponsePermanentRedirect | None:
    """One 301 to a path of this site with the query of the request, or with `query`; None where that is no move."""
    asked = query_of(request)
    query = asked if query is None else query
    if path is None or (iri_to_uri(path), query) == (request.get_full_path_info().partition("?")[0], asked):
        return None
    mark = "&" if "?" in path else "?"
    response = HttpResponsePermanentRedirect(iri_to_uri(path) + (f"{mark}{query}" if query else ""))
    response.headers["Cache-Control"] = PUBLIC
    return response


def query_of(request: HttpRequest) -> str:
    return request.META.get("QUERY_STRING", "")
