"""Taking suggestions: nothing else of a text changes."""

from __future__ import annotations

from collections.abc import Iterable

from mohit.proofreading.finding import Finding


def applied(text: str, findings: Iterable[Finding]) -> str:
    """`text` of one block with the suggestions of `findings`; of two that overlap only the first."""
    pieces, done = [], 0
    for finding in sorted(findings, key=lambda finding: finding.start):
        if finding.suggestion is None or finding.start < done:
            continue
        pieces += (text[done : finding.start], finding.suggestion)
        done = finding.end
    return "".join(pieces) + text[done:]
