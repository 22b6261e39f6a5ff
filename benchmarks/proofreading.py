"""What proofreading costs, and what it finds in the demo: `python -m benchmarks.proofreading`. No database."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import process_time

from mohit.proofreading import Block, Wording, Wordings, proofread
from mohit.proofreading.stored_text import read

STORIES = Path(__file__).parent.parent / "articles/demo/stories"
LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
WORDS = 5_000
ROUNDS = 15


def main() -> None:
    texts = [blocks_of(tomllib.loads(path.read_text(encoding="utf-8"))) for path in sorted(STORIES.glob("*.toml"))]
    found = Counter(finding.code for text in texts for finding in proofread(text))
    print(f"{words(block for text in texts for block in text):,} words of the demo: {dict(found) or 'nothing'}")
    blocks = list(first_words(texts))
    times = sorted(seconds(blocks) for _ in range(ROUNDS))
    print(f"{words(blocks):,} words, {len(LETTERS) ** 2:,} names: {median(times) * 1000:.0f} ms of CPU (median)")


def blocks_of(story: dict[str, str]) -> list[Block]:
    lines = ("headline", "short_headline", "standfirst", "picture_caption")
    return [*(Block(name, 0, story.get(name, "")) for name in lines), *read(story["body"]).blocks]


def first_words(texts: list[list[Block]]) -> Iterator[Block]:
    seen = 0
    for number, block in enumerate(block for text in texts for block in text):
        seen += words([block])
        if seen > WORDS:
            return
        yield block._replace(field="body", number=number)


def words(blocks: list[Block] | Iterator[Block]) -> int:
    return sum(len(block.text.split()) for block in blocks)


def seconds(blocks: list[Block]) -> float:
    """Of one reading by a register that has just been read, as a request of the desk has it."""
    wordings = Wordings(Wording(f"جوجل{a}{b}", "غوغل", is_name=True) for a in LETTERS for b in LETTERS)
    begin = process_time()
    proofread(blocks, wordings)
    return process_time() - begin


if __name__ == "__main__":
    main()
