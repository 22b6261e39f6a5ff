"""JSON-LD (schema.org) in a page: facts for machines, in a data block that no browser runs.

HTML prepares no script of an unknown type, so the content policy, which allows no inline script, has nothing to allow.
"""

from __future__ import annotations

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

Node = dict[str, Any]

# Inside a script element only `</script` and `<!--` mean something to HTML. The two line separators are line ends to
# old scripts. All stand in strings, where JSON may write them by number.
ESCAPED = [(sign, f"\\u{ord(sign):04x}") for sign in "&<>\u2028\u2029"]


def data_blocks(*nodes: Node) -> SafeString:
    """A script element for each of `nodes`, which may name each other by `@id`."""
    return mark_safe("\n".join(f'<script type="application/ld+json">{written(node)}</script>' for node in nodes))  # noqa: S308


def written(node: Node) -> str:
    """`node` as JSON without a sign of HTML."""
    text = json.dumps({"@context": "https://schema.org", **node}, ensure_ascii=False, separators=(",", ":"))
    for sign, number in ESCAPED:
        text = text.replace(sign, number)
    return text


def filled(node: Node) -> Node:
    """`node` without the facts that are not known."""
    return {name: value for name, value in node.items() if value not in (None, "", [])}
