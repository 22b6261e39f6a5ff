"""Links in mails: signed, for one purpose, for a time; a look changes nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import path

from mohit.signed_links import Purpose, WrongLink, button_page, done_page, link_page
from mohit.urls import urlpatterns as site

MUTE = Purpose("tests.mute", timedelta(days=7))
ERASE = Purpose("tests.erase", timedelta(days=7))
pressed: list[tuple[int, int]] = []


@link_page(MUTE)
def mute(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    if version != 3:
        raise WrongLink
    if request.method == "POST":
        pressed.append((pk, version))
        return done_page("تم", "لن تصلك رسائل أخرى.")
    return button_page("كتم الردود", "لن تصلك رسائل عن هذا النقاش.", "اكتم")


urlpatterns = [path("tests/mute/<str:token>/", mute, name="tests_mute"), *site]


@pytest.fixture(autouse=True)
def nobody_pressed() -> None:
    pressed.clear()


def test_it_is_short_and_fits_into_an_address() -> None:
    token = MUTE.token(9_000_000_000, 12)
    assert len(token) <= 72
    assert set(token) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")
    assert MUTE.read(token) == (9_000_000_000, 12)


def test_it_holds_for_its_purpose_alone() -> None:
    with pytest.raises(WrongLink):
        ERASE.read(MUTE.token(5))


def test_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    token = MUTE.token(5)
    now = time.time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 7 * 86400 - 60)
    assert MUTE.read(token) == (5, 0)
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 7 * 86400 + 60)
    with pytest.raises(WrongLink):
        MUTE.read(token)


@pytest.mark.parametrize("place", range(0, 50, 7))
def test_it_refuses_a_changed_letter(place: int) -> None:
    token = MUTE.token(12345, 2)
    changed = token[:place] + ("x" if token[place] != "x" else "y") + token[place + 1 :]
    with pytest.raises(WrongLink):
        MUTE.read(changed)


@pytest.mark.parametrize("token", ["", ".", "....", "1.2.3", "\x00", "ن.ن.ن", "a" * 100_000, "1:1:1"])
def test_it_refuses_what_is_no_token(token: str) -> None:
    with pytest.raises(WrongLink):
        MUTE.read(token)


def test_it_dies_with_the_old_key_but_not_at_once(settings: LazySettings) -> None:
    token = MUTE.token(5)
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another"
    fresh = Purpose(MUTE.name, MUTE.lifetime)
    with pytest.raises(WrongLink):
        fresh.read(token)
    settings.SECRET_KEY_FALLBACKS = [old]
    assert Purpose(MUTE.name, MUTE.lifetime).read(token) == (5, 0)


# --- The page -----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.urls("tests.test_signed_links")
class TestPage:
    def ask(self, client: object, token: str, method: str = "get") -> HttpResponse:
        return getattr(client, method)(f"/tests/mute/{token}/")

    def test_a_look_changes_nothing(self, client: object) -> None:
        for method in ("get", "head"):
            response = self.ask(client, MUTE.token(5, 3), method)
            assert response.status_code == 200
        assert pressed == []

    def test_it_shows_one_button_that_does_it(self, client: object) -> None:
        page = self.ask(client, MUTE.token(5, 3)).content.decode()
        assert page.count("<form") == page.count('type="submit"') == 1
        assert '<form method="post"' in page
        assert "اكتم</button>" in page

        assert self.ask(client, MUTE.token(5, 3), "post").status_code == 200
        assert pressed == [(5, 3)]

    def test_it_needs_neither_cookie_nor_token_of_a_form(self) -> None:
        from django.test import Client

        strict = Client(enforce_csrf_checks=True)
        response = self.ask(strict, MUTE.token(5, 3), "post")
        assert response.status_code == 200
        assert not response.cookies

    def test_nobody_after_it_learns_its_address(self, client: object) -> None:
        token = MUTE.token(5, 3)
        for response in (self.ask(client, token), self.ask(client, token, "post"), self.ask(client, "x")):
            assert response["Cache-Control"] == "private, no-store"
            assert response["Referrer-Policy"] == "no-referrer"
            assert "noindex" in response["X-Robots-Tag"]
            assert '<meta name="robots" content="noindex' in response.content.decode()
            assert "ETag" not in response
            assert token not in response.content.decode()

    def test_it_gives_one_answer_for_every_wrong_link(self, client: object) -> None:
        answers = [
            self.ask(client, token, method)
            for token in ("x", ERASE.token(5, 3), MUTE.token(5, 2), MUTE.token(6, 4))
            for method in ("get", "post")
        ]
        assert {answer.status_code for answer in answers} == {404}
        assert len({answer.content for answer in answers}) == 1
        assert len({tuple(sorted(answer.headers.items())) for answer in answers}) == 1
        assert "هذا الرابط لم يعد صالحا" in answers[0].content.decode()
        assert pressed == []

    def test_it_refuses_other_methods(self, client: object) -> None:
        for method in ("put", "delete", "patch"):
            assert self.ask(client, MUTE.token(5, 3), method).status_code == 405

    def test_it_makes_whole_addresses(self) -> None:
        address = MUTE.address("tests_mute", 5, 3)
        assert address.startswith("http://testserver/tests/mute/5.3.")
        assert RequestFactory().get(address).path.endswith("/")
