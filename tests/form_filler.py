"""Fills forms in tests as a browser does: every control of the page is sent, with what the test typed in its place."""

from __future__ import annotations

from html.parser import HTMLParser

from django.http import HttpResponse
from django.test import Client

Values = dict[str, "str | list[str]"]


class Controls(HTMLParser):
    """The names and values of the controls inside one form; buttons are not pressed."""

    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.form_id, self.inside, self.found = form_id, False, False
        self.values: Values = {}
        self.select: str | None = None
        self.area: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form" and given.get("id") == self.form_id:
            self.inside = self.found = True
        if not self.inside:
            return
        name = given.get("name")
        if tag == "input" and name and given.get("type") not in ("submit", "button", "file"):
            if given.get("type") not in ("checkbox", "radio"):
                self.values[name] = given.get("value") or ""
            elif "checked" in given:
                self._add(name, given.get("value") or "on")
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in given:
            self._add(self.select, given.get("value") or "")
        elif tag == "textarea" and name:
            self.area, self.values[name] = name, ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self.select = None
        elif tag == "textarea" and self.area:
            self.values[self.area] = self.values[self.area].removeprefix("\n")
            self.area = None

    def handle_data(self, data: str) -> None:
        if self.area:
            self.values[self.area] += data

    def _add(self, name: str, value: str) -> None:
        if name not in self.values:
            self.values[name] = value
            return
        several = self.values[name]
        self.values[name] = [*several, value] if isinstance(several, list) else [several, value]


def controls(html: str, form_id: str) -> Values:
    parser = Controls(form_id)
    parser.feed(html)
    assert parser.found, f"no form with the id {form_id}"
    return parser.values


def send(client: Client, url: str, form_id: str, press: str = "_save", **typed: object) -> HttpResponse:
    """Open the page, type, press a button; the answer is not followed."""
    page = client.get(url)
    assert page.status_code == 200, page
    values = {**controls(page.content.decode(), form_id), press: "1", **typed}
    return client.post(url, {name: value for name, value in values.items() if value is not None})
