"""What a word list finds, and what looking for it costs: `python -m benchmarks.word_lists`. Needs no database."""

from __future__ import annotations

import random
import time
import tomllib
from collections.abc import Callable
from pathlib import Path

from mohit.arabic.matching import Matcher

TABLE = Path(__file__).parent.parent / "tests/arabic/abuse.toml"
LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
LONG = 65_536  # characters
COMMENT = (
    "قال الوزير إن الحكومة ستعمل على تحسين الخدمات، ولكنني لا أصدق هذا الكلام لأن الوعود كثيرة والنتائج قليلة. "
    "شكرا للجريدة على هذا المقال المفيد لكل القراء في الجزائر والمغرب وتونس. رقم "
)


def main() -> None:
    table = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    matcher = Matcher(table["entries"], table["allowed"])
    for kind in ("obfuscated", "innocent"):
        cases = [case for group in table[kind].values() for case in group]
        found = sum(bool(matcher.matches(case)) for case in cases)
        print(f"{kind}: {found} of {len(cases)} found ({found / len(cases):.1%})")
    drawn = random.Random(1)
    entries = [*table["entries"], *("".join(drawn.choices(LETTERS, k=drawn.randint(3, 7))) for _ in range(1_950))]
    print(f"building {len(entries)} entries: {milliseconds(lambda _: Matcher(entries), 5):.0f} ms of CPU")
    matcher = Matcher(entries, table["allowed"])
    cost = milliseconds(lambda number: matcher.matches(f"{COMMENT}{number}"), 300)
    print(f"an ordinary comment of {len(COMMENT)} letters: {cost:.2f} ms")
    for name, text in hostile(drawn).items():
        print(f"64k of {name}: {milliseconds(lambda _, text=text: matcher.matches(text), 1):.0f} ms")


def hostile(drawn: random.Random) -> dict[str, str]:
    return {
        "letters with blanks": " ".join(drawn.choices(LETTERS, k=LONG // 2)),
        "listed words, masked": ("ك*ب " * LONG)[:LONG],
        "reversed words": ("\u202dبلك\u202c " * LONG)[:LONG],
        "Latin noise": "".join(drawn.choices("kmhrab7el    ", k=LONG)),
        "everything at once": "".join(
            drawn.choices(f"{LETTERS}abcdefgklmr1234579@$!|*. \u200b\u0338\u202d\u202c", k=LONG)
        ),
    }


def milliseconds(work: Callable[[int], object], times: int) -> float:
    started = time.process_time()
    for number in range(times):
        work(number)
    return 1_000 * (time.process_time() - started) / times


if __name__ == "__main__":
    main()
