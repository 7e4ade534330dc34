"""A result made from two texts: what a cleaned text lacks of the raw one, whoever cleaned it."""

from __future__ import annotations

from difflib import SequenceMatcher

from cleaner.document.text import segment
from cleaner.model import CleanResult, Removal, Stats

CATEGORY = "removed"


def compare(raw: str, cleaned: str) -> CleanResult:
    """What is missing in `cleaned`, line by line, as removals without rules. Lines that only `cleaned` has do not show."""
    before, after = raw.splitlines(keepends=True), cleaned.splitlines(keepends=True)
    starts = [0]
    for line in before:
        starts.append(starts[-1] + len(line))
    removals = []
    matcher = SequenceMatcher(None, before, after)
    for tag, first, last, _, _ in matcher.get_opcodes():
        if tag in ("delete", "replace"):
            for number in range(first, last):
                start, end = starts[number], starts[number + 1]
                removals.append(Removal(start, end, raw[start:end], CATEGORY, ()))
    gone = sum(r.end - r.start for r in removals)
    stats = Stats(1, len(raw), gone, len(removals))
    return CleanResult(raw, cleaned, None, tuple(removals), (), stats, segment(raw))
