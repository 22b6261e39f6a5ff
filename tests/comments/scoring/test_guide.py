"""The moderators' guide says of the rules what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from comments.scoring import RULES
from comments.scoring.words import WordLists

GUIDE = Path(__file__).parents[3].joinpath("docs/ar/04-comments-words.md").read_text(encoding="utf-8")


def cells(heading: str) -> list[tuple[str, str]]:
    """The rows of the table whose first heading this is."""
    table = GUIDE.partition(f"| {heading} |")[2].partition("\n\n")[0]
    rows = [line.strip("| ").split(" | ") for line in table.splitlines()[2:]]
    return [(first, second) for first, second in rows]


def test_it_lists_every_rule_with_its_points() -> None:
    told = {re.sub(r" \(.*\)", "", label): int(points) for label, points in cells("القاعدة")}

    assert told == {rule.label: rule.points for rule in RULES.values()}


def test_its_examples_are_found() -> None:
    lists = WordLists.of([("كلب", "hold"), ("لعين", "hold")])
    examples = [example for _, told in cells("كيف كتبت")[:-1] for example in told.split("، ")]

    assert len(examples) > 10
    assert [example for example in examples if not lists.matches(example)] == []
    assert [word for word in ("تكلم", "كلباء", "العين") if lists.matches(word)] == []
