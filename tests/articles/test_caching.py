"""One HTML for every reader: the same bytes, no cookie, and headers that let any cache in front keep it."""

from __future__ import annotations

import re
from importlib import import_module

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from newsroom.models import Page, User
from tests.articles.archive import fill_archive, list_pages
from tests.articles.test_query_counts import newest

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages() -> dict[str, str]:
    """Name → address of every kind of public page."""
    fill_archive(30)
    static = Page.objects.create(title="من نحن", slug="about", body="<p>نص.</p>")
    return {
        "home": "/",
        **list_pages(),
        "deep": "/latest/?before=4000000000000000-5",
        "story": newest().get_absolute_url(),
        "static": static.get_absolute_url(),
    }


def without_moving_parts(response: HttpResponse) -> tuple[int, bytes, dict[str, str]]:
    return response.status_code, response.content, dict(response.headers)


def test_it_sets_no_cookie(client: Client, pages: dict[str, str]) -> None:
    for name, address in pages.items():
        response = client.get(address)
        assert response.status_code == 200, name
        assert not response.cookies, name
        assert "Set-Cookie" not in response.headers, name


def test_it_starts_no_session(client: Client, pages: dict[str, str]) -> None:
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for address in pages.values():
        client.get(address)

    assert not store.get_model_class().objects.exists()


READERS = [
    {"user-agent": "Mozilla/5.0 (iPhone)", "accept-language": "en-US,en;q=0.9"},
    {"user-agent": "Mozilla/5.0 (X11; Linux)", "accept-language": "fr", "cookie": "sessionid=abc; theme=dark; _ga=1"},
    {"user-agent": "", "accept": "*/*", "referer": "https://search.example/?q=1", "x-requested-with": "XMLHttpRequest"},
    {"cookie": "csrftoken=x; django_language=en; messages=y", "dnt": "1", "save-data": "on", "sec-gpc": "1"},
]


def test_it_sends_every_reader_the_same(client: Client, pages: dict[str, str]) -> None:
    for name, address in pages.items():
        answers = [without_moving_parts(Client().get(address, headers=reader)) for reader in READERS]
        for answer in answers[1:]:
            assert answer == answers[0], name
        assert answers[0][2]["ETag"], name


def test_it_looks_at_no_cookie(pages: dict[str, str], manager: User) -> None:
    expired = Client()
    expired.force_login(manager)
    expired.session.flush()
    broken = dict.fromkeys(("sessionid", "csrftoken", "messages"), "x")

    for cookies in (dict(expired.cookies), broken):
        client = Client()
        for name, value in cookies.items():
            client.cookies[name] = getattr(value, "value", value)
        for name, address in pages.items():
            response = client.get(address)
            assert not response.cookies, name
            assert "Cookie" not in response.headers.get("Vary", ""), name


def test_it_sends_an_editor_what_readers_get(client: Client, pages: dict[str, str], manager: User) -> None:
    editor = Client()
    editor.force_login(manager)

    for name, address in pages.items():
        mine, theirs = editor.get(address), client.get(address)
        assert without_moving_parts(mine) == without_moving_parts(theirs), name


def test_it_varies_by_encoding_alone(client: Client, pages: dict[str, str]) -> None:
    for name, address in pages.items():
        plain = client.get(address)
        packed = client.get(address, headers={"accept-encoding": "gzip, br"})
        assert packed.headers["Content-Encoding"] == "gzip", name
        for response in (plain, packed):
            assert response.headers.get("Vary", "Accept-Encoding") == "Accept-Encoding", name


def test_it_may_be_kept_by_any_cache(client: Client, pages: dict[str, str]) -> None:
    for name, address in pages.items():
        kept = client.get(address).headers["Cache-Control"]
        words = dict(re.findall(r"([a-z-]+)(?:=(\d+))?", kept))
        assert "public" in words, name
        assert 0 < int(words["s-maxage"]) <= 300, name
        assert int(words["stale-while-revalidate"]) >= 60, name
        assert int(words["stale-if-error"]) >= 3600, name
        assert not {"private", "no-store", "no-cache"} & words.keys(), name


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_it_answers_304_to_who_has_the_page(client: Client, pages: dict[str, str], encoding: str) -> None:
    for name, address in pages.items():
        headers = {"accept-encoding": encoding}
        first = client.get(address, headers=headers)

        again = client.get(address, headers={**headers, "if-none-match": first.headers["ETag"]})
        other = client.get(address, headers={**headers, "if-none-match": '"something-else"'})

        assert (again.status_code, again.content) == (304, b""), name
        assert again.headers["ETag"] == first.headers["ETag"], name
        # RFC 9110, section 15.4.5: what a cache would have updated.
        assert again.headers["Cache-Control"] == first.headers["Cache-Control"], name
        assert other.status_code == 200, name


def test_it_changes_its_tag_with_the_story(client: Client, pages: dict[str, str]) -> None:
    story = newest()
    tag = client.get(pages["story"]).headers["ETag"]

    story.standfirst = "مقدمة جديدة"
    story.save()

    again = client.get(pages["story"], headers={"if-none-match": tag})
    assert again.status_code == 200
    assert again.headers["ETag"] != tag


def test_it_sends_head_without_a_body(client: Client, pages: dict[str, str]) -> None:
    for name, address in pages.items():
        head = client.head(address)
        assert (head.status_code, head.content) == (200, b""), name
        assert head.headers["Cache-Control"] == client.get(address).headers["Cache-Control"], name


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_it_refuses_other_methods(pages: dict[str, str], method: str) -> None:
    client = Client(enforce_csrf_checks=True)
    for name, address in pages.items():
        response = getattr(client, method)(address)
        # A POST without a token is refused before the view is asked.
        assert response.status_code in ((405, 403) if method in ("post", "put", "patch", "delete") else (405,)), name
        assert not response.cookies, name
        assert "public" not in response.headers.get("Cache-Control", ""), name


def test_it_says_which_methods_it_knows(client: Client, pages: dict[str, str]) -> None:
    for name, address in pages.items():
        response = client.post(address)
        assert response.status_code == 405, name
        assert response.headers["Allow"] == "GET, HEAD", name


def test_it_protects_every_page(client: Client, pages: dict[str, str]) -> None:
    for name, address in {**pages, "missing": "/nowhere/"}.items():
        headers = client.get(address).headers
        policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
        assert policy["default-src"] == "'none'", name
        assert policy["base-uri"] == "'none'", name
        assert policy["frame-ancestors"] == "'none'", name
        assert "unsafe" not in headers["Content-Security-Policy"], name
        assert headers["X-Content-Type-Options"] == "nosniff", name
        assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin", name
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin-allow-popups", name
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin", name
        assert "geolocation=()" in headers["Permissions-Policy"], name
        assert "camera=()" in headers["Permissions-Policy"], name
        assert headers["X-Frame-Options"] == "DENY", name
        assert "Server" not in headers, name
        assert "X-Powered-By" not in headers, name


def test_it_promises_https_only_over_https(client: Client) -> None:
    from django.middleware.security import SecurityMiddleware
    from django.test import RequestFactory, override_settings

    fill_archive(1)
    assert "Strict-Transport-Security" not in client.get("/").headers

    with override_settings(SECURE_HSTS_SECONDS=63_072_000, SECURE_HSTS_INCLUDE_SUBDOMAINS=True):
        middleware = SecurityMiddleware(lambda request: HttpResponse())
        assert "Strict-Transport-Security" not in middleware(RequestFactory().get("/")).headers
        promised = middleware(RequestFactory().get("/", secure=True)).headers["Strict-Transport-Security"]
    assert promised == "max-age=63072000; includeSubDomains"


def test_it_asks_nothing_of_another_host(client: Client, pages: dict[str, str]) -> None:
    for name, address in pages.items():
        page = client.get(address).content.decode()
        loaded = re.findall(
            r"<(?:script|img|iframe|source|video|audio|link)\b[^>]*?(?:src|href|srcset)=\"([^\"]+)", page
        )
        foreign = [place for place in loaded if re.match(r"(https?:)?//", place)]
        assert [place for place in foreign if not place.startswith(settings.SITE_URL)] == [], name


def test_it_keeps_no_missing_page(client: Client) -> None:
    response = client.get("/nowhere/")

    assert response.status_code == 404
    assert "public" not in response.headers["Cache-Control"]


def test_it_never_lets_a_cache_keep_the_admin(client: Client, manager: User) -> None:
    client.force_login(manager)
    for address in ("/admin/", "/admin/login/", "/admin/articles/article/"):
        kept = client.get(address, follow=True).headers["Cache-Control"]
        assert "no-store" in kept, address
        assert "public" not in kept, address
