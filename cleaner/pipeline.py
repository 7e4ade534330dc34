"""One article through all stages. This module is the table of contents of the package."""

from __future__ import annotations

import math
from collections import Counter

from cleaner import render
from cleaner.detect.element import element_index
from cleaner.document.decode import decode_page
from cleaner.document.markup import parse
from cleaner.document.text import from_blocks, from_text
from cleaner.errors import InputError
from cleaner.extract.content import EXTRACTORS, extract
from cleaner.extract.scorecard import Scorecard, default_scorecard
from cleaner.limits import USUAL, Clock, Limits, OutOfTimeError
from cleaner.model import CleanResult, Document, Removal
from cleaner.rounds import Settled, settle, untouched
from cleaner.ruleset.links import host_of
from cleaner.ruleset.load import default_rules
from cleaner.ruleset.ruleset import RuleSet
from cleaner.stats import Stats

THRESHOLD = 1.0
# A document that loses more than this share to rules for text is cleaned all the same, and its result says so.
UNLIKELY_SHARE = 0.5


def clean_text(
    text: str,
    *,
    url: str | None = None,
    rules: RuleSet | None = None,
    threshold: float | None = None,
    limits: Limits = USUAL,
) -> CleanResult:
    """The editorial text of an article that is text already.

    Args:
        text: the article, one paragraph, heading or list item a line; empty lines are of no account.
        url: where it comes from; rules for one site run only where it is known.
        rules: from `load_rules`; the bundled ones if left out.
        threshold: the score from which a block goes, 1.0 if left out; more is safer, less removes more.
        limits: how much of a text is worked on; one that is beyond them is left as it is, and a warning says so.

    Raises:
        InputError: the threshold is no finite number above 0.

    Returns:
        The result. `clean_text(clean_text(x).text)` removes nothing more.
    """
    rules = default_rules() if rules is None else rules
    threshold, clock = _checked(threshold), limits.clock()
    if problem := limits.of_text(text):
        whole = Document(text, "", (), url)
        return _result(whole, None, [], untouched(whole, [], problem), rules, ())
    document = from_text(text, url)
    return _result(document, None, [], _settled(document, [], rules, threshold, limits, clock), rules, ())


def clean_html(
    html: str | bytes,
    *,
    url: str | None = None,
    encoding: str | None = None,
    rules: RuleSet | None = None,
    threshold: float | None = None,
    extractor: str = "scorecard",
    scorecard: Scorecard | None = None,
    explain: bool = False,
    limits: Limits = USUAL,
) -> CleanResult:
    """The editorial text of a web page.

    Args:
        html: the page; bytes are decoded by byte order mark, `encoding`, the page's own word, or detection.
        url: where it comes from; rules for one site run only where it is known.
        encoding: what the server said, for bytes.
        rules: from `load_rules`; the bundled ones if left out.
        threshold: the score from which a block goes, 1.0 if left out; more is safer, less removes more.
        extractor: what finds the main content: "scorecard", "readability" (readability-lxml), or "none".
        scorecard: the weights of the first; the bundled ones if left out.
        explain: whether each removal as boilerplate names the points of every measure; slower.
        limits: how much of a page is worked on; a warning says which was hit, and what was left.

    Raises:
        InputError: the threshold is no finite number above 0, or there is no such extractor.

    Returns:
        The result; its `raw` is the visible text of the page, a line a block. Never fails on what a page holds: one without
        text gives an empty text and a warning.
    """
    rules = default_rules() if rules is None else rules
    threshold, clock = _checked(threshold), limits.clock()
    if extractor not in EXTRACTORS:
        raise InputError(f"extractor {extractor!r}: must be one of {', '.join(EXTRACTORS)}")
    markup = parse(decode_page(html, encoding) if isinstance(html, bytes) else html, limits)
    marker = element_index(rules).marker(host_of(url or ""), threshold, clock.check)
    card = scorecard or default_scorecard()
    try:
        found = extract(markup, marker, card, threshold, extractor, explain=explain, limits=limits, clock=clock)
    except OutOfTimeError:
        nothing = from_blocks((), (), url)
        return _result(nothing, None, [], untouched(nothing, [], limits.words("seconds", "not read")), rules, ())
    document = from_blocks(found.page.blocks, {verdict.block for verdict in found.gone}, url)
    removed = render.removals(document, found.gone)
    settled = _settled(document, removed, rules, threshold, limits, clock)
    return _result(document, found.title, removed, settled, rules, found.warnings)


def _checked(threshold: float | None) -> float:
    limit = THRESHOLD if threshold is None else threshold
    if not (math.isfinite(limit) and limit > 0):
        raise InputError(f"threshold {limit}: must be a finite number above 0")
    return limit


def _settled(
    document: Document, removed: list[Removal], rules: RuleSet, threshold: float, limits: Limits, clock: Clock
) -> Settled:
    """A document without what has been removed already and, if there is time, what the rules remove of the rest."""
    try:
        return settle(document, removed, rules, threshold, clock)
    except OutOfTimeError:
        return untouched(document, removed, limits.words("seconds", "rules not applied"))


def _result(
    document: Document,
    title: str | None,
    removed: list[Removal],
    settled: Settled,
    rules: RuleSet,
    warnings: tuple[str, ...],
) -> CleanResult:
    """What is told of a document of which `removed` went before the rules for text did their work."""
    if settled.problem:
        warnings = (*warnings, settled.problem)
    before = len(document.text) - sum(removal.end - removal.start for removal in removed)
    if before and before - len(settled.text) > UNLIKELY_SHARE * before:
        warnings = (*warnings, f"removed {1 - len(settled.text) / before:.0%} of the text")
    stats = _count(document.text, settled.text, settled.removals, rules, warnings)
    return CleanResult(
        document.text,
        settled.text,
        title,
        tuple(settled.removals),
        settled.spared,
        stats,
        document.spans,
        document.forms,
        rules.version,
    )


def _count(raw: str, text: str, removals: list[Removal], rules: RuleSet, warnings: tuple[str, ...]) -> Stats:
    by_category: Counter[str] = Counter()
    by_rule: Counter[str] = Counter()
    cues = {cue.id for cue in rules.cues}
    for removal in removals:
        by_category[removal.category] += removal.end - removal.start
        by_rule.update({rules.counted_as(score.rule) for score in removal.rules if score.rule not in cues})
    gone = len(raw) - len(text)
    return Stats(1, len(raw), gone, len(removals), by_category, by_rule, warnings)
