"""The Unicode bidirectional algorithm (UAX #9): which way each letter of a line runs, and in which order they stand.

For one paragraph. Mirrored signs are left to the shaper, which takes the mirrored glyph in a right-to-left run. The
rules are named as in the standard.
"""

from __future__ import annotations

from typing import Final, NamedTuple
from unicodedata import bidirectional, normalize

RTL: Final = 1  # the level of a paragraph that runs from right to left
DEEPEST: Final = 125

ISOLATES: Final = ("LRI", "RLI", "FSI")
EMBEDDINGS: Final = {"RLE": (RTL, ""), "LRE": (0, ""), "RLO": (RTL, "R"), "LRO": (0, "L")}
REMOVED: Final = {*EMBEDDINGS, "PDF", "BN"}
NEUTRAL: Final = {"B", "S", "WS", "ON", *ISOLATES, "PDI"}
# The pairs of BidiBrackets.txt that a newspaper may print; U+2329 and its pair are canonically those at U+3008.
PAIRS: Final = dict(
    zip(
        "([{⁅⁽₍❨❪❬❮❰❲❴⟦⟨⟪⟬⟮⦃⦅〈《「『【〔〖〘〚（［｛｟｢",
        ")]}⁆⁾₎❩❫❭❯❱❳❵⟧⟩⟫⟭⟯⦄⦆〉》」』】〕〗〙〛）］｝｠｣",
        strict=True,
    )
)
CLOSING: Final = set(PAIRS.values())


class Run(NamedTuple):
    """Letters `start` to `end` of the text, all of one level; odd levels run from right to left."""

    start: int
    end: int
    level: int


def levels_of(text: str, base: int = RTL) -> list[int]:
    """The embedding level of each letter of `text`, a paragraph of level `base`.

    What rule X9 takes out has the level of what stands before it, so that it never cuts a run.
    """
    types = [bidirectional(letter) or "L" for letter in text]
    levels, kinds = explicit(text, types, base)
    kept = [place for place, kind in enumerate(types) if kind not in REMOVED]
    resolved = list(levels)
    for sequence in isolating_run_sequences(kept, levels, types):
        before, after = sides(sequence, types, levels, base)
        resolve(sequence, text, kinds, resolved, before, after)
    return at_line_ends(types, resolved, base)


def visual_runs(levels: list[int], start: int, end: int, base: int = RTL) -> list[Run]:
    """The runs of the line `start` to `end` from left to right (L1 for trailing spaces is the caller's, L2)."""
    runs: list[Run] = []
    for place in range(start, end):
        if runs and runs[-1].level == levels[place]:
            runs[-1] = runs[-1]._replace(end=place + 1)
        else:
            runs.append(Run(place, place + 1, levels[place]))
    deepest = max((run.level for run in runs), default=base)
    for level in range(deepest, 0, -1):
        runs = with_reversed(runs, level)
    return runs


def with_reversed(runs: list[Run], level: int) -> list[Run]:
    """Each series of runs at `level` or deeper turned round (L2)."""
    turned: list[Run] = []
    series: list[Run] = []
    for run in runs:
        if run.level >= level:
            series.append(run)
        else:
            turned += [*reversed(series), run]
            series = []
    return [*turned, *reversed(series)]


# --- X1 to X8: explicit levels ------------------------------------------------------------------------------------


def explicit(text: str, types: list[str], base: int) -> tuple[list[int], list[str]]:
    """(levels, types after overrides)."""
    ends = matching_ends(types)
    stack = [(base, "", False)]  # level, override, whether an isolate began it
    levels, kinds = [base] * len(types), list(types)
    too_deep_isolates = too_deep_embeddings = open_isolates = 0
    for place, kind in enumerate(types):
        level, override, _ = stack[-1]
        levels[place] = level
        if override and kind not in REMOVED:
            kinds[place] = override
        if kind in EMBEDDINGS or kind in ISOLATES:
            odd, forced = EMBEDDINGS.get(kind) or (direction_of_isolate(text, types, place, ends), "")
            deeper = next_level(level, odd)
            if deeper <= DEEPEST and not too_deep_isolates and not too_deep_embeddings:
                open_isolates += kind in ISOLATES
                stack.append((deeper, forced, kind in ISOLATES))
            elif kind in ISOLATES:
                too_deep_isolates += 1
            elif not too_deep_isolates:
                too_deep_embeddings += 1
        elif kind == "PDI":
            if too_deep_isolates:
                too_deep_isolates -= 1
            elif open_isolates:
                too_deep_embeddings = 0
                while not stack.pop()[2]:
                    pass
                open_isolates -= 1
            levels[place] = stack[-1][0]
            kinds[place] = stack[-1][1] or kind
        elif kind == "PDF" and not too_deep_isolates:
            if too_deep_embeddings:
                too_deep_embeddings -= 1
            elif not stack[-1][2] and len(stack) > 1:
                stack.pop()
        elif kind == "B":
            levels[place], kinds[place] = base, kind
    return levels, kinds


def next_level(level: int, odd: int) -> int:
    return level + 1 if level % 2 != odd else level + 2


def matching_ends(types: list[str]) -> dict[int, int]:
    """Where the isolate that begins at a place ends (BD9); one that never ends is not there."""
    ends, open_at = {}, []
    for place, kind in enumerate(types):
        if kind in ISOLATES:
            open_at.append(place)
        elif kind == "PDI" and open_at:
            ends[open_at.pop()] = place
    return ends


def direction_of_isolate(text: str, types: list[str], place: int, ends: dict[int, int]) -> int:
    """X5a to X5c: a first-strong isolate has the direction of its first strong letter outside inner isolates."""
    if types[place] != "FSI":
        return RTL if types[place] == "RLI" else 0
    stop = ends.get(place, len(types))
    at = place + 1
    while at < stop:
        if types[at] in ("L", "R", "AL"):
            return 0 if types[at] == "L" else RTL
        at = ends.get(at, stop) if types[at] in ISOLATES else at
        at += 1
    return 0


def isolating_run_sequences(kept: list[int], levels: list[int], types: list[str]) -> list[list[int]]:
    """X10 (BD13): the level runs, joined over the isolates between them, each as the places of its letters."""
    runs: list[list[int]] = []
    for place in kept:
        if runs and levels[runs[-1][-1]] == levels[place]:
            runs[-1].append(place)
        else:
            runs.append([place])
    ends = matching_ends(types)
    starts = {run[0]: run for run in runs}
    joined = set(ends.values())
    sequences = []
    for run in runs:
        if run[0] in joined and types[run[0]] == "PDI":
            continue
        sequence = list(run)
        while types[sequence[-1]] in ISOLATES and (end := ends.get(sequence[-1])) is not None:
            sequence += starts[end]
        sequences.append(sequence)
    return sequences


# --- W1 to I2: what each isolating run sequence becomes -----------------------------------------------------------


def resolve(sequence: list[int], text: str, kinds: list[str], levels: list[int], before: str, after: str) -> None:
    """W1 to I2 for one sequence; its `levels` become the resolved ones."""
    level = levels[sequence[0]]
    own = [kinds[place] for place in sequence]
    weak(own, before)
    brackets(own, [text[place] for place in sequence], [kinds[place] for place in sequence], level, before)
    neutral(own, level, before, after)
    for place, kind in zip(sequence, own, strict=True):
        if level % 2:
            levels[place] += kind in ("L", "EN", "AN")
        else:
            levels[place] += 1 if kind == "R" else 2 * (kind in ("AN", "EN"))


def sides(sequence: list[int], types: list[str], levels: list[int], base: int) -> tuple[str, str]:
    """sos and eos: the directions of the deeper level on either side of the sequence."""
    level = levels[sequence[0]]
    before = next((levels[place] for place in range(sequence[0] - 1, -1, -1) if types[place] not in REMOVED), base)
    after = next((levels[place] for place in range(sequence[-1] + 1, len(types)) if types[place] not in REMOVED), base)
    if types[sequence[-1]] in ISOLATES:
        after = base
    return direction(max(level, before)), direction(max(level, after))


def direction(level: int) -> str:
    return "R" if level % 2 else "L"


def weak(kinds: list[str], before: str) -> None:
    """W1 to W7, in place."""
    strong = last = before
    for place, kind in enumerate(kinds):
        if kind == "NSM":  # W1
            kind = "ON" if last in (*ISOLATES, "PDI") else last
        last = kind
        if kind in ("L", "R", "AL"):
            strong = kind
        kinds[place] = "AN" if kind == "EN" and strong == "AL" else kind  # W2
    kinds[:] = ["R" if kind == "AL" else kind for kind in kinds]  # W3
    for place in range(1, len(kinds) - 1):  # W4
        around = kinds[place - 1], kinds[place + 1]
        if around == ("EN", "EN") and kinds[place] in ("ES", "CS"):
            kinds[place] = "EN"
        elif around == ("AN", "AN") and kinds[place] == "CS":
            kinds[place] = "AN"
    beside_numbers(kinds)
    strong = before
    for place, kind in enumerate(kinds):
        if kind in ("ES", "ET", "CS"):  # W6
            kinds[place] = "ON"
        elif kind in ("L", "R"):
            strong = kind
        elif kind == "EN" and strong == "L":  # W7
            kinds[place] = "L"


def beside_numbers(kinds: list[str]) -> None:
    """W5: signs such as % and € go with the European number they touch."""
    place = 0
    while place < len(kinds):
        end = place
        while end < len(kinds) and kinds[end] == "ET":
            end += 1
        touches = (place and kinds[place - 1] == "EN") or (end < len(kinds) and kinds[end] == "EN")
        if end > place and touches:
            kinds[place:end] = ["EN"] * (end - place)
        place = max(end, place + 1)


def brackets(kinds: list[str], letters: list[str], typed: list[str], level: int, before: str) -> None:
    """N0: both brackets of a pair get one direction, that of what they hold or of what stands before them."""
    own, other = direction(level), direction(level + 1)
    for opening, closing in bracket_pairs(letters, kinds):
        inside = {strength(kind) for kind in kinds[opening + 1 : closing]}
        if own in inside:
            set_bracket(kinds, typed, opening, closing, own)
        elif other in inside:
            context = next((s for kind in reversed(kinds[:opening]) if (s := strength(kind))), before)
            set_bracket(kinds, typed, opening, closing, other if context == other else own)


def bracket_pairs(letters: list[str], kinds: list[str]) -> list[tuple[int, int]]:
    """BD16: at most 63 brackets may be open, else there are no pairs at all."""
    pairs, open_at = [], []
    for place, letter in enumerate(normalize("NFC", letter) for letter in letters):
        if kinds[place] != "ON":
            continue
        if letter in PAIRS:
            if len(open_at) == 63:
                return []
            open_at.append((PAIRS[letter], place))
        elif letter in CLOSING:
            found = next((i for i in reversed(range(len(open_at))) if open_at[i][0] == letter), None)
            if found is not None:
                pairs.append((open_at[found][1], place))
                del open_at[found:]
    return sorted(pairs)


def strength(kind: str) -> str:
    """R, L, or nothing for what is neither; numbers count as R."""
    return {"L": "L", "R": "R", "EN": "R", "AN": "R"}.get(kind, "")


def set_bracket(kinds: list[str], typed: list[str], opening: int, closing: int, kind: str) -> None:
    for place in (opening, closing):
        kinds[place] = kind
        for mark in range(place + 1, len(kinds)):  # marks on the bracket follow it
            if typed[mark] != "NSM":
                break
            kinds[mark] = kind


def neutral(kinds: list[str], level: int, before: str, after: str) -> None:
    """N1 and N2: between two of one direction, that; else the direction of the level."""
    place = 0
    while place < len(kinds):
        end = place
        while end < len(kinds) and kinds[end] in NEUTRAL:
            end += 1
        if end > place:
            left = strength(kinds[place - 1]) if place else before
            right = strength(kinds[end]) if end < len(kinds) else after
            kinds[place:end] = [left if left == right else direction(level)] * (end - place)
        place = max(end, place + 1)


def at_line_ends(types: list[str], levels: list[int], base: int) -> list[int]:
    """L1: separators, and spaces before them and at the end, have the paragraph's level; then X9's letters."""
    trailing = True
    for place in reversed(range(len(types))):
        kind = types[place]
        if kind in ("B", "S"):
            trailing = True
        elif kind not in ("WS", *ISOLATES, "PDI") and kind not in REMOVED:
            trailing = False
        if trailing and kind not in REMOVED:
            levels[place] = base
    for place, kind in enumerate(types):
        if kind in REMOVED:
            levels[place] = levels[place - 1] if place else base
    return levels
