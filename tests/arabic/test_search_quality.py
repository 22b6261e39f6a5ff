"""The labelled searches of `benchmarks/search_labels/`, asked of the stems alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import labels
from benchmarks.search_quality import Score, score
from benchmarks.word_matching import Matcher

HALVES = sorted(labels.FOLDER.glob("*.toml"))
LEAST_RECALL = 95.0  # per cent of the core pairs
LEAST_PRECISION = 98.0  # per cent of the sentences found
MOST_TRAPS = 3.0  # per cent of the traps


@pytest.fixture(scope="module", params=HALVES, ids=lambda path: path.stem)
def scored(request: pytest.FixtureRequest) -> Score:
    half = labels.read(request.param)
    return score(half, Matcher(half.sentences))


def test_it_finds_what_a_reader_expects(scored: Score) -> None:
    assert scored.recall(labels.CORE) >= LEAST_RECALL


def test_it_finds_little_else(scored: Score) -> None:
    assert scored.precision(labels.CORE) >= LEAST_PRECISION


def test_it_tells_look_alikes_apart(scored: Score) -> None:
    assert scored.trapped(labels.CORE) <= MOST_TRAPS


def test_it_answers_every_query(scored: Score) -> None:
    assert scored.errors() == 0


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ('{ q = "بحر", finds = [1], traps = [1] }', "both wants and forbids"),
        ('{ q = "بحر", finds = [2] }', "names no sentence"),
        ('{ q = "بحر", finds = [1], also = { plural = [1] } }', "twice"),
        ('{ q = "بحر", finds = [] }', "says nothing"),
        ('{ q = "بحر", finds = [], also = { prefix = [1] } }', "no known class"),
        ('{ q = "بحر", finds = [1] }, { q = "بحر", finds = [1] }', "asked twice"),
    ],
)
def test_it_refuses_labels_that_cannot_be_scored(tmp_path: Path, row: str, complaint: str) -> None:
    path = tmp_path / "half.toml"
    path.write_text(f'[sentences]\n1 = "البحر"\n[queries]\nprefixes = [{row}]\n', encoding="utf-8")

    with pytest.raises(labels.WrongLabelError, match=complaint):
        labels.read(path)
