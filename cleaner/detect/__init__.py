"""Rules and blocks to findings: the gate picks candidates, one small module a rule kind looks at them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from cleaner.detect import keep, learned, line, repeat, section, sequence, span
from cleaner.detect.context import Context
from cleaner.detect.gate import Hits, in_tail, merged
from cleaner.model import Finding
from cleaner.ruleset.rule import is_placed

Finder = Callable[[Context, Any, Hits], Iterator[Finding]]

# In this order: sections end where a keep rule speaks, sequences lean on what line and span rules matched.
FINDERS: dict[str, Finder] = {
    "keep": keep.find,
    "line": line.find,
    "span": span.find,
    "repeat": repeat.find,
    "section": section.find,
    "sequence": sequence.find,
}


def detect(context: Context) -> list[Finding]:
    """All that the rules find in the document, kind by kind, rules in their order.

    Raises:
        OutOfTimeError: the context's clock has run out.
    """
    findings: list[Finding] = []
    candidates = context.candidates()
    for finding in learned.find(context):
        findings.append(finding)
        context.note(finding)
    for placed in (False, True):  # where something stands depends on what else was found
        for kind, find in FINDERS.items():
            for rule, found in candidates.get(kind, ()):
                if is_placed(rule) == placed:
                    context.check()
                    hits = merged(found)
                    if not rule.keywords and in_tail(rule):
                        hits = {block: [] for block in range(context.tail, context.size)}
                    for finding in find(context, rule, hits):
                        findings.append(finding)
                        if not placed:
                            context.note(finding)
    return findings
