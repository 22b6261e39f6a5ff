"""Queries in PostgreSQL's own notation (`tsquery`), and the lexemes that only this package writes.

A stem holds letters, digits and dots. What begins with a sign therefore never meets a word: `=` the form of a word as
it stands in a headline, `§` the section of a story, `@` an author.
"""

from __future__ import annotations

from collections.abc import Sequence

from articles.search.queries import Query, Term
from articles.search.rules import Phrase

SHORTEST_BEGINNING = 3  # letters: fewer begin half the words there are
LONGEST_LEXEME = 100  # letters: what is longer is no word, and is known by its beginning


def lexeme(word: str) -> str:
    """`word` quoted, as both tsvector and tsquery read it."""
    word = word[:LONGEST_LEXEME].replace("\\", "\\\\").replace("'", "''")
    return f"'{word}'"


def form(key: str) -> str:
    return f"={key}"


def section(pk: int) -> str:
    return f"§{pk}"


def author(pk: int) -> str:
    return f"@{pk}"


def match(query: Query, narrowed: Sequence[Sequence[str]] = (), *, begun: bool = False) -> str:
    """Stories in which an alternative of `query` holds, and of each group of lexemes one stands.

    With `begun` a single word may be the beginning of one: an editor types only so much of it.
    """
    alternatives = " | ".join(f"({' & '.join(_in_order(terms, begun))})" for terms in query.alternatives)
    groups = (f"({' | '.join(map(lexeme, names))})" for names in narrowed)
    return " & ".join([f"({alternatives})", *groups])


def _in_order(terms: tuple[Term, ...], begun: bool) -> list[str]:
    return [
        f"!{of_term(term)}" if term.excluded else (_begun(term) if begun and term.key else of_term(term))
        for term in terms
    ]


def _begun(term: Term) -> str:
    beginnings = {word for word in (term.key, *term.choices[0][0].stems) if len(word) >= SHORTEST_BEGINNING}
    return " | ".join((f"({of_term(term)}", *(f"{lexeme(word)}:*" for word in sorted(beginnings)))) + ")"


def of_term(term: Term, weight: str = "") -> str:
    """Any of its choices; with a `weight` (A to D) only where a word stands with that weight."""
    return f"({' | '.join(of_phrase(phrase, weight) for phrase in term.choices)})"


def of_phrase(phrase: Phrase, weight: str = "") -> str:
    text = ""
    for number, place in enumerate(phrase):
        if number:
            text += f" <{place.step}> " if place.step else " & "
        text += _any(place.stems, weight)
    return f"({text})" if len(phrase) > 1 else text


def _any(stems: tuple[str, ...], weight: str) -> str:
    suffix = f":{weight}" if weight else ""
    return f"({' | '.join(lexeme(stem) + suffix for stem in stems)})"
