"""`proofread`: every check over every block."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Final

from mohit.arabic import direction
from mohit.proofreading import punctuation, quotes, spacing
from mohit.proofreading.finding import Block, Finding
from mohit.proofreading.wordings import NONE, Wordings

CHECKS: Final = (
    punctuation.latin_signs,
    punctuation.doubled_signs,
    punctuation.dots,
    punctuation.tatweel,
    spacing.several_spaces,
    spacing.space_before_sign,
    spacing.no_space_after_sign,
    spacing.detached_waw,
)


def proofread(blocks: Iterable[Block], wordings: Wordings = NONE) -> list[Finding]:
    """What there is to say about a text, in reading order; suggestions never overlap.

    Pure, and linear in the text: `benchmarks.proofreading` prints the time of five thousand words.
    """
    read = [block for block in blocks if block.text and not block.is_ltr and direction(block.text) == "rtl"]
    found = [finding for block in read for check in (*CHECKS, wordings.found_in) for finding in check(block)]
    for _, field in groupby(read, key=lambda block: block.field):
        found += quotes.unpaired(field)
    places = {(block.field, block.number): place for place, block in enumerate(read)}
    found.sort(key=lambda finding: (places[finding.field, finding.block], finding.start, -finding.end))
    return with_mixed_commas(read, without_overlaps(found))


def without_overlaps(findings: list[Finding]) -> list[Finding]:
    """Of suggestions for the same letters the first, which is the longest: the rest come up when it is taken."""
    kept: list[Finding] = []
    end = (None, 0, 0)
    for finding in findings:
        place = finding.field, finding.block
        if finding.suggestion is not None:
            if end[:2] == place and finding.start < end[2]:
                continue
            end = (*place, finding.end)
        kept.append(finding)
    return kept


def with_mixed_commas(blocks: list[Block], findings: list[Finding]) -> list[Finding]:
    """Latin commas say more where the text has Arabic ones too."""
    if not any("،" in block.text for block in blocks):
        return findings
    words = "فاصلة لاتينية، وفي المقال فواصل عربية"
    return [
        finding._replace(code="mixed_commas", words=words) if finding.code == "latin_comma" else finding
        for finding in findings
    ]
