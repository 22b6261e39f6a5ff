"""Recall and precision of the search on the labelled set, by class: python -m benchmarks.search_quality"""

from __future__ import annotations

import argparse
import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import django
import psycopg

from benchmarks import databases, labels
from benchmarks.word_matching import Matcher, Search

Kinds = tuple[str, ...]
"""Classes of pairs and queries."""

DATABASE = "mohit_search_quality"
OURS = ("words", "search")
MISSED, WRONG, TRAP, ERROR = "missed", "wrong", "trap", "error"


@dataclass
class Score:
    """What one search did with one half."""

    wanted: Counter = field(default_factory=Counter)
    """Class → pairs that should be found."""
    found: Counter = field(default_factory=Counter)
    """Class → those that were."""
    hits: Counter = field(default_factory=Counter)
    """Class of the query → sentences that it found."""
    right: Counter = field(default_factory=Counter)
    """Class of the query → those among them that it should find."""
    traps: Counter = field(default_factory=Counter)
    """Class of the query → traps set."""
    fallen: Counter = field(default_factory=Counter)
    """Class of the query → traps fallen into."""
    failures: list[tuple[str, str, str, int]] = field(default_factory=list)
    """What went wrong, class of the pair, query, sentence."""

    def recall(self, kinds: Kinds) -> float | None:
        """Per cent of the pairs of these classes that were found; None without pairs."""
        return _percent(self.found, self.wanted, kinds)

    def precision(self, kinds: Kinds) -> float | None:
        """Per cent of the sentences found that should be; None when nothing was found."""
        return _percent(self.right, self.hits, kinds)

    def trapped(self, kinds: Kinds) -> float | None:
        """Per cent of the traps fallen into; None without traps."""
        return _percent(self.fallen, self.traps, kinds)

    def errors(self) -> int:
        return sum(failure[0] == ERROR for failure in self.failures)


def main() -> None:
    options = _options()
    halves = [labels.read(path) for path in options.labels]
    with ExitStack() as stack:
        searches = {"words": lambda half: Matcher(half.sentences)}
        if not options.words_only:
            url = stack.enter_context(databases.server(options.var))
            searching = _site_search(url, options.var)
            searches["search"] = lambda half: stack.enter_context(searching(half))
            searches["pg arabic"] = lambda half: stack.enter_context(_postgresql(url, "arabic", half))
            searches["pg simple"] = lambda half: stack.enter_context(_postgresql(url, "simple", half))
        for half in halves:
            scores = {name: score(half, search(half)) for name, search in searches.items()}
            _print_half(half, scores)
            for name in OURS if options.failures else ():
                if name in scores:
                    _print_failures(half, name, scores[name])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("labels", nargs="*", type=Path, default=sorted(labels.FOLDER.glob("*.toml")))
    parser.add_argument("--var", type=Path, default=Path("var/benchmarks"))
    parser.add_argument("--words-only", action="store_true", help="ask no database")
    parser.add_argument("--failures", action="store_true", help="list what our own searches got wrong")
    return parser.parse_args()


def score(half: labels.Half, search: Search) -> Score:
    """Ask every query of the half; one that raises has found nothing."""
    result = Score()
    for query in half.queries:
        try:
            hits = search(query.text)
        except Exception as error:
            result.failures.append((ERROR, query.kind, f"{query.text}: {error!r}", 0))
            hits = set()
        _count(result, query, hits)
    return result


def _count(result: Score, query: labels.Query, hits: set[int]) -> None:
    result.hits[query.kind] += len(hits)
    result.right[query.kind] += len(hits & set(query.expected))
    result.traps[query.kind] += len(query.traps)
    result.fallen[query.kind] += len(query.traps & hits)
    for number, kind in query.expected.items():
        result.wanted[kind] += 1
        result.found[kind] += number in hits
        if number not in hits:
            result.failures.append((MISSED, kind, query.text, number))
    for number in sorted(hits - set(query.expected)):
        result.failures.append((TRAP if number in query.traps else WRONG, query.kind, query.text, number))


def _site_search(url: str, var: Path) -> Callable[[labels.Half], AbstractContextManager[Search]]:
    """Make a database for the site and let this process be the site."""
    databases.make_database(url, DATABASE)
    environment = databases.production(databases.other_database(url, DATABASE), var, port=8000)
    databases.manage(environment, "migrate", "--verbosity=0")
    os.environ.update(environment, DJANGO_SETTINGS_MODULE="mohit.settings")
    django.setup()
    from benchmarks.site_search import searching  # its models can be read now

    return searching


@contextmanager
def _postgresql(url: str, configuration: str, half: labels.Half) -> Iterator[Search]:
    """PostgreSQL's own search over the sentences, to compare with: nothing of ours in it."""
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TEMPORARY TABLE sentence (number integer, vector tsvector)")
        insert = "INSERT INTO sentence VALUES (%s, to_tsvector(%s::regconfig, %s))"
        with connection.cursor() as cursor:
            cursor.executemany(insert, [(number, configuration, text) for number, text in half.sentences.items()])
        select = "SELECT number FROM sentence WHERE vector @@ websearch_to_tsquery(%s::regconfig, %s)"
        yield lambda query: {number for (number,) in connection.execute(select, [configuration, query])}
        connection.rollback()


def _print_half(half: labels.Half, scores: dict[str, Score]) -> None:
    pairs = sum(len(query.expected) for query in half.queries)
    traps = sum(len(query.traps) for query in half.queries)
    print(f"\n## {half.name}: {len(half.sentences)} sentences, {len(half.queries)} queries", end=", ")
    print(f"{pairs} pairs, {traps} traps\n")
    _print_row("", "pairs", *(f"{name}: recall, precision, traps" for name in scores))
    _print_row(*["---"] * (2 + len(scores)))
    any_score = next(iter(scores.values()))
    for title, kinds in _rows(any_score):
        _print_row(title, _sum(any_score.wanted, kinds), *(_cell(each, kinds) for each in scores.values()))
    for name, each in scores.items():
        if each.errors():
            print(f"\n{name}: {each.errors()} queries raised an error")


def _rows(score: Score) -> list[tuple[str, Kinds]]:
    present = [kind for kind in (*labels.CORE, *labels.STRETCH) if score.wanted[kind] or score.traps[kind]]
    whole = [("**core**", labels.CORE), ("**stretch**", labels.STRETCH), ("**both**", (*labels.CORE, *labels.STRETCH))]
    return [(kind, (kind,)) for kind in present] + whole


def _cell(score: Score, kinds: Kinds) -> str:
    recall, precision = (_written(figure) for figure in (score.recall(kinds), score.precision(kinds)))
    return f"{recall}, {precision}, {_sum(score.fallen, kinds)}/{_sum(score.traps, kinds)}"


def _print_row(*cells: object) -> None:
    print("|", " | ".join(map(str, cells)), "|")


def _print_failures(half: labels.Half, name: str, score: Score) -> None:
    groups: dict[str, list[str]] = defaultdict(list)
    for what, kind, query, number in score.failures:
        groups[what].append(f"{kind}: {query} ↔ {number} {half.sentences.get(number, '')}")
    for what, lines in groups.items():
        print(f"\n### {name}, {what}: {len(lines)}\n")
        print("\n".join(sorted(lines)))


def _percent(part: Counter, whole: Counter, kinds: Kinds) -> float | None:
    return 100 * _sum(part, kinds) / _sum(whole, kinds) if _sum(whole, kinds) else None


def _sum(counts: Counter, kinds: Kinds) -> int:
    return sum(counts[kind] for kind in kinds)


def _written(figure: float | None) -> str:
    return "–" if figure is None else f"{figure:.1f}"


if __name__ == "__main__":
    main()
