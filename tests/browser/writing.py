"""How a test writes in the editor of a story."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page

from articles.models import Article
from tests.factories import ArticleFactory


def focus(text: Locator) -> None:
    """Give the editor the keyboard. It puts its cursor back 20 ms later; a key pressed before that goes astray."""
    text.focus()
    text.evaluate("() => new Promise((done) => setTimeout(done, 60))")


class Story:
    """A story in its form of the desk."""

    def __init__(self, page: Page, address: str, body: str = "") -> None:
        self.page = page
        self.article = ArticleFactory(body=body)
        page.goto(f"{address}/admin/articles/article/{self.article.pk}/change/")
        self.text.wait_for()

    @property
    def text(self) -> Locator:
        return self.page.locator(".field-body .ProseMirror").last

    def button(self, title: str) -> Locator:
        return self.page.locator(".field-body .prose-menubar").get_by_role("button", name=re.compile(f"^{title}"))

    def write(self, words: str) -> None:
        self.text.press_sequentially(words)

    def write_at_end(self, words: str) -> None:
        focus(self.text)
        self.page.keyboard.press("Control+End")
        self.page.keyboard.type(words)

    def answer(self, button: str, **fields: str) -> None:
        """Fill the open question and press its button."""
        question = self.page.get_by_role("dialog")
        for label, words in fields.items():
            question.get_by_label(label).fill(words)
        question.get_by_role("button", name=button).click()

    def paste(self, html: str = "", text: str = "") -> None:
        """Put `html` and `text` on the clipboard as another program would, and paste."""
        other = self.page.context.new_page()
        other.evaluate(
            """([html, text]) => document.addEventListener("copy", (event) => {
                 if (html) event.clipboardData.setData("text/html", html);
                 event.clipboardData.setData("text/plain", text);
                 event.preventDefault();
               })""",
            [html, text],
        )
        other.keyboard.press("Control+c")
        other.close()
        self.page.bring_to_front()
        focus(self.text)
        self.page.keyboard.press("Control+v")

    def saved(self) -> str:
        """Press «حفظ ومتابعة» and read what the database holds."""
        with self.page.expect_navigation():
            self.page.locator("[name=_continue]").click()
        assert self.page.locator(".errornote").count() == 0
        return Article.objects.get(pk=self.article.pk).body
