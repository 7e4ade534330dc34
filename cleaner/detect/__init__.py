"""Rules and blocks to findings: the gate picks candidates, one small module a rule kind looks at them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from cleaner.detect import keep, line, repeat, section, sequence, span
from cleaner.detect.context import Context
from cleaner.detect.gate import Hits
from cleaner.model import Finding

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
    """All that the rules find in the document, kind by kind, rules in their order."""
    findings: list[Finding] = []
    candidates = context.candidates()
    for kind, find in FINDERS.items():
        for rule, blocks in candidates.get(kind, ()):
            for finding in find(context, rule, blocks):
                findings.append(finding)
                context.note(finding)
    return findings
