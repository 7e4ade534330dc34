"""One article through all stages. This module is the table of contents of the package."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate

from cleaner import render
from cleaner.detect import detect
from cleaner.detect.context import Context
from cleaner.document.text import from_text
from cleaner.errors import InputError
from cleaner.model import Candidate, CleanResult, Document, Removal, Span, Stats
from cleaner.resolve import resolve
from cleaner.ruleset.load import default_rules
from cleaner.ruleset.ruleset import RuleSet

THRESHOLD = 1.0
# A document that loses more than this share is cleaned all the same, and its result says so.
UNLIKELY_SHARE = 0.5
# What a removal brings together may match again. Articles settle after two rounds; a text that does not settle after this
# many was built not to, and is left as it came.
MAX_ROUNDS = 25


def clean_text(
    text: str, *, url: str | None = None, rules: RuleSet | None = None, threshold: float | None = None
) -> CleanResult:
    """The editorial text of an article that is text already.

    Args:
        text: the article, one paragraph, heading or list item a line; empty lines are of no account.
        url: where it comes from; rules for one site run only where it is known.
        rules: from `load_rules`; the bundled ones if left out.
        threshold: the score from which a block goes, 1.0 if left out; more is safer, less removes more.

    Raises:
        InputError: the threshold is no finite number above 0.

    Returns:
        The result. `clean_text(clean_text(x).text)` removes nothing more.
    """
    rules = default_rules() if rules is None else rules
    threshold = THRESHOLD if threshold is None else threshold
    if not (math.isfinite(threshold) and threshold > 0):
        raise InputError(f"threshold {threshold}: must be a finite number above 0")
    removals: list[Removal] = []
    warnings: tuple[str, ...] = ()
    document = from_text(text, url)
    found, spared = _round(document, rules, threshold)
    current = document
    for _ in range(MAX_ROUNDS):
        if not found:
            break
        removals = _merge(text, removals, found)
        current = from_text(render.text(text, removals), url)
        found, _ = _round(current, rules, threshold)
    if found:
        removals, current, warnings = [], document, ("does not settle; left as it is",)
    stats = _count(document.text, current.text, removals, rules, warnings)
    return CleanResult(text, current.text, None, tuple(removals), _still_there(spared, removals), stats, document.spans)


def _round(document: Document, rules: RuleSet, threshold: float) -> tuple[list[Removal], list[Candidate]]:
    """What goes now, and what was found and stays."""
    context = Context(document, rules)
    verdicts = resolve(context, detect(context), threshold)
    return render.removals(document, verdicts), render.spared(document, verdicts)


def _merge(raw: str, earlier: Sequence[Removal], later: Sequence[Removal]) -> list[Removal]:
    """Both rounds' removals as spans of the raw text. `later` has offsets into what `earlier` left."""
    if not earlier:
        return list(later)
    edges = [0, *(edge for r in earlier for edge in (r.start, r.end)), len(raw)]
    kept = [Span(*edges[i : i + 2]) for i in range(0, len(edges), 2)]
    origins = [0, *accumulate(span.end - span.start for span in kept)]
    merged, piece = list(earlier), 0
    for removal in later:
        while origins[piece + 1] <= removal.start:
            piece += 1
        here = piece
        while here < len(kept) and origins[here] < removal.end:
            shift = kept[here].start - origins[here]
            start = max(removal.start, origins[here]) + shift
            end = min(removal.end, origins[here + 1]) + shift
            if start < end:
                merged.append(Removal(start, end, raw[start:end], removal.category, removal.rules))
            here += 1
    return _without_blanks(raw, sorted(merged, key=lambda r: r.start))


def _without_blanks(raw: str, removals: Sequence[Removal]) -> list[Removal]:
    """White space that a later round took from beside an earlier removal belongs to that removal."""
    joined: list[Removal] = []
    for removal in removals:
        last = joined[-1] if joined else None
        if last and last.end == removal.start and not (last.text.strip() and removal.text.strip()):
            named = removal if removal.text.strip() else last
            text = raw[last.start : removal.end]
            joined[-1] = Removal(last.start, removal.end, text, named.category, named.rules)
        else:
            joined.append(removal)
    return joined


def _still_there(spared: list[Candidate], removals: list[Removal]) -> tuple[Candidate, ...]:
    """What was spared in the first round and not removed in a later one."""
    starts = [removal.start for removal in removals]

    def is_gone(piece: Candidate) -> bool:
        before = bisect_right(starts, piece.start)
        return before > 0 and removals[before - 1].end >= piece.end

    return tuple(piece for piece in spared if not is_gone(piece))


def _count(raw: str, text: str, removals: list[Removal], rules: RuleSet, warnings: tuple[str, ...]) -> Stats:
    by_category: Counter[str] = Counter()
    by_rule: Counter[str] = Counter()
    cues = {cue.id for cue in rules.cues}
    for removal in removals:
        by_category[removal.category] += removal.end - removal.start
        by_rule.update(score.rule for score in removal.rules if score.rule not in cues)
    gone = len(raw) - len(text)
    if raw and gone > UNLIKELY_SHARE * len(raw):
        warnings = (*warnings, f"removed {gone / len(raw):.0%} of the text")
    return Stats(1, len(raw), gone, len(removals), by_category, by_rule, warnings)
