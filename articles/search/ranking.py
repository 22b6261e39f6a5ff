"""Which hit stands first.

Relevance is multiplied by freshness, which halves every four weeks. Taken as a logarithm, the product is a sum: a
word in the standfirst instead of the headline counts as four more weeks of age. So each hit has a moment, its time of
publication less its `handicap`, and hits are ordered by it. Three things follow:

- the order of two stories does not depend on when one looks, so pages cut by (moment, key) are stable;
- no story stands above its time of publication, so a page is complete as soon as its last moment is later than
  everything not yet looked at (articles/search/hits.py);
- a tie is broken by the key, as everywhere.
"""

from __future__ import annotations

from datetime import timedelta

from articles.search import tsqueries
from articles.search.queries import Query, Term

HALVING = timedelta(weeks=4)

# Where a word stands → how much older it makes its story. Relevance is 2 ** -(handicap / HALVING).
AS_TYPED = timedelta(0)  # in the headline, in the form that was typed
IN_HEADLINE = timedelta(weeks=1)
IN_STANDFIRST = timedelta(weeks=4)  # or a topic
IN_NAMES = timedelta(weeks=6)  # author, section, place
THROUGHOUT = timedelta(weeks=8)  # the text keeps coming back to it
MENTIONED = timedelta(weeks=14)
WORST = MENTIONED

BY_WEIGHT = (("A", IN_HEADLINE), ("B", IN_STANDFIRST), ("C", IN_NAMES), ("D", THROUGHOUT))


def handicap(query: Query) -> tuple[str, list[str]]:
    """(SQL, parameters): seconds of age that a row of SearchDocument is given; the mean over the words of the query.

    Of several alternatives the best counts.
    """
    parts, parameters = [], []
    for terms in query.alternatives:
        wanted = [term for term in terms if not term.excluded]
        cases = [of_term(term) for term in wanted]
        parts.append(f"({' + '.join(sql for sql, _ in cases)}) / {len(cases)}")
        parameters += [text for _, texts in cases for text in texts]
    return (parts[0] if len(parts) == 1 else f"LEAST({', '.join(parts)})"), parameters


def of_term(term: Term) -> tuple[str, list[str]]:
    branches, texts = [], []
    if term.key:
        branches.append(f"WHEN head @@ %s::tsquery THEN {seconds(AS_TYPED)}")
        texts.append(f"{tsqueries.lexeme(tsqueries.form(term.key))}:A")
    for weight, age in BY_WEIGHT:
        branches.append(f"WHEN head @@ %s::tsquery THEN {seconds(age)}")
        texts.append(tsqueries.of_term(term, weight))
    return f"CASE {' '.join(branches)} ELSE {seconds(MENTIONED)} END", texts


def seconds(age: timedelta) -> int:
    return int(age.total_seconds())
