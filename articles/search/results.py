"""What the search page shows: the hits of a query as cards, or what may help a reader who found nothing."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.http import Http404
from django.utils.safestring import SafeString

from articles import cards, shelf
from articles.models import SearchDocument
from articles.search import rules, vocabulary
from articles.search.excerpts import excerpt, marked
from articles.search.hits import Filters, Search
from articles.search.queries import Query, parse
from articles.shelf import Card
from mohit.arabic import Lexicon
from mohit.keyset import BadCursor, Page
from mohit.prepared import NUMBERS, Prepared

OPENING = 34  # words of a standfirst in which nothing was found


class Asked(NamedTuple):
    """What a reader asks for."""

    text: str
    filters: Filters
    by_date: bool
    before: str = ""
    after: str = ""


class Results(NamedTuple):
    page: Page  # its rows are keys of articles
    cards: list[SafeString]
    total: int
    is_total: bool
    is_complete: bool
    is_relaxed: bool  # whether the words had to be taken less strictly
    is_cut: bool  # whether there were more words than are looked for


def search(asked: Asked, at: datetime) -> Results | None:
    """The page of hits that is asked for; None when nothing typed can be looked for. Raises Http404 for no page."""
    by = rules.current()
    query = parse(asked.text, by)
    if not query:
        return None
    results = results_of(query, asked, at, by.lexicon, is_relaxed=False)
    if results.page.rows or not results.is_complete:
        return results
    deep = asked.before or asked.after
    if deep and Search(query, at, asked.filters).exists():
        raise Http404("an empty page")
    wider = parse(asked.text, by, relaxed=True)
    if wider.alternatives != query.alternatives:
        results = results_of(wider, asked, at, by.lexicon, is_relaxed=True)
    if deep and not results.page.rows:
        raise Http404("an empty page")
    return results


def results_of(query: Query, asked: Asked, at: datetime, lexicon: Lexicon, *, is_relaxed: bool) -> Results:
    try:
        page, found = Search(query, at, asked.filters, by_date=asked.by_date).page(asked.before, asked.after)
    except BadCursor:
        raise Http404("no such page") from None
    shown = shelf.cards([hit.pk for hit in page.rows])
    stories = [shown[hit.pk] for hit in page.rows if hit.pk in shown]
    return Results(
        page=page,
        cards=result_cards(stories, query, lexicon),
        total=found.total,
        is_total=found.is_total,
        is_complete=found.is_complete,
        is_relaxed=is_relaxed,
        is_cut=query.is_cut,
    )


texts_of = Prepared(
    lambda keys: SearchDocument.objects.filter(article__among=keys).values_list("article_id", "text"), keys=NUMBERS
)


def result_cards(stories: list[Card], query: Query, lexicon: Lexicon) -> list[SafeString]:
    """The stories' cards with the words that were found marked; one query if some stand in the texts alone."""
    stems, one = query.stems, len(query.terms) == 1
    openings = {story.pk: excerpt(story.standfirst, stems, lexicon, of_one_word=one) for story in stories}
    missing = [pk for pk, opening in openings.items() if not opening]
    texts = dict(texts_of(keys=missing)) if missing else {}
    today = cards.today()
    shown = []
    for story in stories:
        words = openings[story.pk] or excerpt(texts.get(story.pk, ""), stems, lexicon, of_one_word=one)
        words = words or cards.opening(story.standfirst, OPENING)
        headline, words = marked(story.headline, stems, lexicon), marked(words, stems, lexicon)
        shown.append(cards.written(story, "row", "h2", "section time", today, headline, words))
    return shown


def suggestion(asked: Asked, at: datetime) -> str:
    """The query that a reader may have meant by one that finds nothing; empty without a better one.

    Words that stand in no public story are exchanged for the likeliest ones that do; what is suggested finds something.
    """
    by = rules.current()
    query = parse(asked.text, by)
    counts = vocabulary.counts({stem for word in query.words for stem in word.stems})
    text = asked.text
    for word in query.words:
        if not any(counts.get(stem) for stem in word.stems):
            near = vocabulary.alike(word.stems[0])
            if not near:
                return ""
            text = text.replace(word.text, near[0][1], 1)
    if text == asked.text:
        return ""
    return text if Search(parse(text, by), at, asked.filters).exists() else ""
