"""Main content: for every block of a page whether it goes, and why. The scorecard decides; where it is unsure, others do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cleaner.document.html import Marker, read
from cleaner.document.markup import Markup
from cleaner.document.page import Element, Page, PageBlock
from cleaner.extract import jsonld
from cleaner.extract.doubts import doubts
from cleaner.extract.features import Features, title_block
from cleaner.extract.readability import kept_by_readability
from cleaner.extract.scorecard import Scorecard
from cleaner.extract.shell import hidden_article
from cleaner.extract.together import together
from cleaner.limits import USUAL, Clock, Limits
from cleaner.model import RuleScore
from cleaner.resolve import Verdict

EXTRACTORS = ("scorecard", "readability", "none")
CATEGORY = "boilerplate"
_RULE = "boilerplate.content"
# Why a block goes; empty for one that stays.
Reason = tuple[RuleScore, ...]

# A page with less text than this, in words, is a piece of one, which the scorecard knows nothing of: only links and buttons go.
_SMALL_WORDS = 120
_MOSTLY_LINKED = 0.8
_SHOWN_MEASURES = 8
# Where less than this is left of a larger page, the decision is unsure.
_UNSURE_WORDS = 60
_TIMES_MORE = 3
# readability-lxml takes seconds for larger pages.
_MOST_BLOCKS, _MOST_CHARACTERS = 2000, 1 << 20


@dataclass(frozen=True)
class Extract:
    """A page and which of its blocks are not its main content.

    Attributes:
        page: the page; where only a script could show its text, with that text at its end.
        gone: the blocks that go, in order.
        title: the article's title, if the page names one.
        warnings: what is odd about the page.
    """

    page: Page
    gone: tuple[Verdict, ...]
    title: str | None
    warnings: tuple[str, ...]


def extract(
    markup: Markup,
    marker: Marker,
    card: Scorecard,
    threshold: float,
    extractor: str,
    *,
    explain: bool = False,
    limits: Limits = USUAL,
    clock: Clock | None = None,
) -> Extract:
    """What is main content of a page.

    Args:
        markup: from `cleaner.document.markup.parse`.
        marker: the element rules.
        card: weighs the blocks.
        threshold: the score from which a block goes.
        extractor: one of EXTRACTORS; with "none" only element rules speak.
        explain: whether to name every measure's points instead of their sum.
        limits: on depth and blocks.
        clock: looked at between the steps.

    Raises:
        OutOfTimeError: the clock has run out.
    """
    check = clock.check if clock is not None else lambda: None
    check()
    page = read_page(markup, marker, limits)
    check()
    features = Features(page)
    check()
    reasons = _reasons(features, card, extractor, markup.source, threshold, explain)
    check()
    heading = title_block(features.blocks, page.title)
    title = features.blocks[heading].text if heading is not None else page.title or None
    if heading is not None and extractor != "none":
        reasons[heading] = (RuleScore(f"{CATEGORY}.title", threshold),)
    kept = [block for block, reason in zip(features.blocks, reasons, strict=True) if not reason]
    gone = _gone(page.blocks, reasons)
    if extractor != "none" and (body := hidden_article(markup.source, _words(kept))):
        shown = {verdict.block: verdict for verdict in gone}
        rest = (RuleScore(f"{CATEGORY}.shell", threshold),)
        gone = [shown.get(number, _verdict(number, CATEGORY, rest)) for number in range(len(page.blocks))]
        page, kept = replace(page, blocks=(*page.blocks, *body)), list(body)
        title = jsonld.headline(markup.source) or title
    return Extract(page, tuple(gone), title, doubts(markup, page, kept))


def _verdict(block: int, category: str, rules: Reason) -> Verdict:
    return Verdict(block, None, category, rules, gone=True)


def _gone(blocks: Sequence[PageBlock], reasons: Sequence[Reason]) -> list[Verdict]:
    """The blocks that go. Those in a row that go for one reason share it, with the lowest of their scores."""
    runs: list[tuple[list[int], str, Reason]] = []
    measured = iter(reasons)
    for number, block in enumerate(blocks):
        if block.mark is not None:
            category = block.mark.category
            rules: Reason = (RuleScore(block.mark.rule, block.mark.score),)
        else:
            category, rules = CATEGORY, next(measured)
            if not rules:
                continue
        if runs and runs[-1][0][-1] == number - 1 and len(rules) == 1 and runs[-1][2][0].rule == rules[0].rule:
            numbers, _, before = runs.pop()
            numbers.append(number)
            runs.append((numbers, category, min(before, rules)))
        else:
            runs.append(([number], category, rules))
    return [_verdict(number, category, rules) for numbers, category, rules in runs for number in numbers]


def read_page(markup: Markup, marker: Marker, limits: Limits = USUAL) -> Page:
    """The page; with all that is hidden where that is an article and next to nothing else is there: a script will show it."""
    if markup.root is None:
        return Page("", (), (Element(0, None, "", "", "text"),))
    page = read(markup.root, marker, limits=limits)
    shown = _words(page.blocks)
    if shown >= _UNSURE_WORDS:
        return page
    whole = read(markup.root, marker, hidden=True, limits=limits)
    return whole if _words(whole.blocks) >= max(_SMALL_WORDS, _TIMES_MORE * shown) else page


def _reasons(
    features: Features, card: Scorecard, extractor: str, source: str, threshold: float, explain: bool
) -> list[Reason]:
    """For every block the scores that remove it; nothing for one that stays."""
    blocks = features.blocks
    if extractor == "none" or not blocks:
        return [()] * len(blocks)
    if extractor == "readability":
        return _by_readability(source, blocks)
    if _words(blocks) < _SMALL_WORDS:
        small = (RuleScore(f"{CATEGORY}.small-page", threshold),)
        return [small if block.kind == "control" or block.linked > _MOSTLY_LINKED else () for block in blocks]
    scores = [1 - total for total in card.sums(features)]
    grouped = together(blocks, scores, threshold)
    reasons: list[Reason] = [(RuleScore(_RULE, score),) if score >= threshold else () for score in grouped]
    if explain:
        cards = _cards(features, card, [after - before for before, after in zip(scores, grouped, strict=True)])
        reasons = [full if reason else () for full, reason in zip(cards, reasons, strict=True)]
    return _second_opinion(source, blocks, reasons)


def _cards(features: Features, card: Scorecard, moved: Sequence[float]) -> list[Reason]:
    """For every block the points of its strongest measures, and of the others together; they sum to its score."""
    cards: list[Reason] = []
    for row, shift in zip(card.card(features), moved, strict=True):
        points = {**row, **({"together": -shift} if shift else {})}
        terms = [RuleScore(f"{_RULE}.{name}", -value) for name, value in points.items()]
        terms.sort(key=lambda term: (-abs(term.score), term.rule))
        others = sum(term.score for term in terms[_SHOWN_MEASURES:])
        shown = sorted(terms[:_SHOWN_MEASURES], key=lambda term: (-term.score, term.rule))
        cards.append((RuleScore(_RULE, 1.0), *shown, RuleScore(f"{_RULE}.others", others)))
    return cards


def _by_readability(source: str, blocks: Sequence[PageBlock]) -> list[Reason]:
    reason = (RuleScore(f"{CATEGORY}.readability", 1.0),)
    return [() if stays else reason for stays in kept_by_readability(source, blocks)]


def _second_opinion(source: str, blocks: Sequence[PageBlock], reasons: list[Reason]) -> list[Reason]:
    """Where next to nothing stays of a page that has text: what readability-lxml keeps, if that is more."""
    kept = _kept_words(blocks, reasons)
    if kept >= _UNSURE_WORDS or len(blocks) > _MOST_BLOCKS or len(source) > _MOST_CHARACTERS:
        return reasons
    other = _by_readability(source, blocks)
    return other if _kept_words(blocks, other) > max(_UNSURE_WORDS, 2 * kept) else reasons


def _words(blocks: Sequence[PageBlock]) -> int:
    return sum(block.words for block in blocks if block.mark is None)


def _kept_words(blocks: Sequence[PageBlock], reasons: Sequence[Reason]) -> int:
    return sum(block.words for block, reason in zip(blocks, reasons, strict=True) if not reason)
