"""What the newsroom costs at 100,000 stories: `python -m benchmarks.desk`.

The form of a story, and every list with each of its filters, a search and its orders, as a superuser asks for them
through Django's own client: milliseconds of the whole answer without the network, and the queries. Each page is asked
for as many times as `--requests` says, after two for the warmth. The bar of the form: 20 queries and 300 ms, p50.
"""

from __future__ import annotations

import os
import re
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from statistics import median
from urllib.parse import quote, unquote

from benchmarks import databases

BAR_QUERIES, BAR_MILLISECONDS = 20, 300
SLOW = 300  # milliseconds; beyond, the queries are shown
FORMS = 20  # different stories, in turn
ROWS = 40_000  # of decisions, old addresses and subscribers; half as many comments
WORDS = ("الاقتصاد", "كلمة لا توجد")
MOST_CHOICES = 2  # of a filter: the first is «all»


def main() -> None:
    options = arguments()
    var = options.var.resolve()
    var.mkdir(parents=True, exist_ok=True)
    with databases.server(var) as url:
        environment = databases.prepare(url, options.articles, var, 8000)
        databases.settle(environment["DATABASE_URL"])
        os.environ.update(environment, DJANGO_SETTINGS_MODULE="mohit.settings", STATIC_MANIFEST="no")
        import django

        django.setup()
        measure(options)


def arguments() -> object:
    parser = ArgumentParser(prog="python -m benchmarks.desk", description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--requests", type=int, default=7, help="of each list; of the form three times as many")
    parser.add_argument("--slow", type=int, default=SLOW, help="milliseconds beyond which the queries are shown")
    parser.add_argument("--var", type=Path, default=databases.ROOT / "var" / "benchmarks", help="where data is kept")
    return parser.parse_args()


def measure(options: object) -> None:
    fill()
    from articles.models import Article
    from newsroom.models import User

    user, _ = User.objects.get_or_create(username="benchmark", is_staff=True, is_superuser=True)
    pages = Pages(user, options)
    newest = Article.objects.order_by("-pk").values_list("pk", flat=True)[:FORMS]
    forms = [f"/admin/articles/article/{pk}/change/" for pk in newest]
    print(f"\n{Article.objects.count():,} stories, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}\n")
    print(f"{'p50 ms':>8} {'p95 ms':>8} {'queries':>8}  page")
    p50, queries = pages.show("the form of a story", forms, options.requests * 3)
    met = p50 <= BAR_MILLISECONDS and queries <= BAR_QUERIES
    pages.show("a new story", ["/admin/articles/article/add/"], options.requests)
    pages.show("the front page", ["/admin/"], options.requests)
    for address in addresses(pages):
        pages.show(address, [address], options.requests)
    print(f"\nThe bar of the form, {BAR_QUERIES} queries and {BAR_MILLISECONDS} ms: {'met' if met else 'NOT MET'}")
    print(f"load {os.getloadavg()[0]:.1f}")


class Pages:
    """A signed-in client that knows what each answer cost."""

    def __init__(self, user: object, options: object) -> None:
        from django.conf import settings
        from django.test import Client

        settings.ALLOWED_HOSTS = ["*"]
        settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
        self.client, self.slow = Client(headers={"host": "127.0.0.1"}), options.slow
        self.client.force_login(user)

    def ask(self, address: str) -> tuple[float, list[tuple[float, str]], str]:
        """(milliseconds, [(milliseconds, SQL) of each query], the HTML)."""
        from django.db import connection

        queries: list[tuple[float, str]] = []

        def noted(execute: object, sql: str, params: object, many: bool, context: object) -> object:
            began = time.perf_counter()
            try:
                return execute(sql, params, many, context)
            finally:
                queries.append(((time.perf_counter() - began) * 1000, sql))

        began = time.perf_counter()
        with connection.execute_wrapper(noted):
            answer = self.client.get(address)
            html = answer.content.decode() if not answer.streaming else ""
        spent = (time.perf_counter() - began) * 1000
        if answer.status_code not in (200, 302):
            raise SystemExit(f"{address} answered {answer.status_code}")
        return spent, queries, html

    def show(self, name: str, addresses: list[str], count: int) -> tuple[float, int]:
        for address in addresses[:2]:
            self.ask(address)
        answers = [self.ask(addresses[number % len(addresses)]) for number in range(count)]
        times = sorted(spent for spent, _, _ in answers)
        most, p50 = max(len(queries) for _, queries, _ in answers), median(times)
        p95 = times[min(len(times) - 1, round(0.95 * (len(times) - 1)))]
        print(f"{p50:>8.1f} {p95:>8.1f} {most:>8}  {unquote(name)}", flush=True)
        if p50 > self.slow:
            for spent, sql in sorted(answers[-1][1], reverse=True)[:3]:
                print(f"{'':>28}{spent:.0f} ms: {sql[:400]} … {sql[-200:]}")
        return p50, most


def addresses(pages: Pages) -> Iterator[str]:
    """Each list, with a search, its second page, and what its own links filter and order it by."""
    from django.contrib import admin

    for model, desk in admin.site._registry.items():
        base = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        yield base
        taken: Counter[str] = Counter()
        html = pages.ask(base)[2]
        for query in re.findall(r'href="\?([^"]+)"', html):
            query = unescape(query)
            names = "&".join(sorted(pair.partition("=")[0] for pair in query.split("&")))
            taken[names] += 1
            if ("o=" in query and taken[names] > 8) or ("o=" not in query and taken[names] > MOST_CHOICES):
                continue
            yield f"{base}?{query}"
        if desk.search_fields:
            for words in WORDS:
                yield f"{base}?q={quote(words)}"


def fill(count: int = ROWS) -> None:
    """Rows beside the stories: decisions, old addresses, comments, subscribers."""
    from django.core.management import call_command
    from django.utils import timezone

    from articles.models import Article, Decision, Redirect
    from comments.models import Comment
    from newsletter.models import Subscriber
    from newsroom.models import User

    user, _ = User.objects.get_or_create(username="benchmark", is_staff=True, is_superuser=True)
    keys = list(Article.objects.published().order_by("-pk").values_list("pk", flat=True)[:count])
    if Decision.objects.count() < count:
        states = {"verb": "publish", "before": "in_review", "after": "published", "by": user}
        Decision.objects.bulk_create([Decision(article_id=key, **states) for key in keys], batch_size=5_000)
    if Redirect.objects.count() < count:
        rows = [Redirect(address=f"/old/{key}/", article_id=key, origin="import") for key in keys]
        for row in rows:
            row.tidy()
        Redirect.objects.bulk_create(rows, batch_size=5_000, ignore_conflicts=True)
    if Comment.objects.count() < count // 2:
        for key in keys[:10]:
            call_command("generate_comments", article=key, count=count // 20, verbosity=0)
    if Subscriber.objects.count() < count:
        rows = [
            Subscriber(address=f"reader{number}@example.com", state="confirmed", confirmed_at=timezone.now())
            for number in range(count)
        ]
        for row in rows:
            row.tidy()
        Subscriber.objects.bulk_create(rows, batch_size=5_000, ignore_conflicts=True)


if __name__ == "__main__":
    main()
