"""Main content: for every block of a page whether it goes, and why. The scorecard decides; where it is unsure, others do."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from cleaner.evidence.scorecard import Scorecard
from cleaner.limits import USUAL, Clock, Limits
from cleaner.metadata import Metadata
from cleaner.model import Reason, RulePoints
from cleaner.page.doubts import doubts
from cleaner.page.jsonld import headline
from cleaner.page.markup import Markup
from cleaner.page.measures import Features, title_block
from cleaner.page.meta import metadata, with_seen
from cleaner.page.page import Element, Page, PageBlock
from cleaner.page.readability import kept_by_readability
from cleaner.page.roles import roles, seen, with_roles
from cleaner.page.shell import hidden_article
from cleaner.page.together import together
from cleaner.page.twice import mark_copies
from cleaner.page.walk import Marker, read
from cleaner.scale import ENOUGH, PRIOR

EXTRACTORS = ("scorecard", "readability", "none")
CATEGORY = "boilerplate"
_RULE = "boilerplate.content"
# What says that a block goes; nothing for one that stays.
Scores = tuple[RulePoints, ...]

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
    """A page of which the blocks that are not its main content are gone.

    Attributes:
        page: the page; where only a script could show its text, with that text at its end.
        title: the article's title, if the page names one.
        warnings: what is odd about the page.
        meta: what the page says of its article.
    """

    page: Page
    title: str | None
    warnings: tuple[str, ...]
    meta: Metadata


def extract(
    markup: Markup,
    marker: Marker,
    card: Scorecard,
    threshold: float,
    extractor: str,
    *,
    captions: bool = False,
    explain: bool = False,
    note_headings: Set[str] = frozenset(),
    limits: Limits = USUAL,
    clock: Clock | None = None,
    url: str | None = None,
) -> Extract:
    """What is main content of a page.

    Args:
        markup: from `cleaner.page.markup.parse`.
        marker: the element rules.
        card: weighs the blocks.
        threshold: the log-odds from which a block goes.
        extractor: one of EXTRACTORS; with "none" only element rules speak.
        captions: whether captions and credits of pictures stay.
        explain: whether to name every measure's points instead of their sum.
        note_headings: what headings of notes and references say, case folded.
        limits: on depth and blocks.
        clock: looked at between the steps.
        url: where the page comes from; addresses in it may be relative to that.

    Raises:
        OutOfTimeError: the clock has run out.
    """
    check = clock.check if clock is not None else lambda: None
    check()
    page = read_page(markup, marker, limits)
    check()
    if extractor != "none":
        mark_copies(page.blocks)
    features = Features(page)
    check()
    reasons = _reasons(features, card, extractor, markup.source, threshold, explain, note_headings)
    check()
    heading = title_block(features.blocks, page.title)
    title = features.blocks[heading].source if heading is not None else page.title or None
    if heading is not None and extractor != "none":
        reasons[heading] = _certain("title")
    meta = metadata(markup, url, title)
    stays = [not reason for reason in reasons]
    known = frozenset(name.lower() for name in meta.authors)
    found = roles(page, features.blocks, stays, known, forms=extractor != "none")
    kept = [block for block, reason in zip(features.blocks, reasons, strict=True) if not reason]
    _let_go(page.blocks, with_roles(reasons, found, captions))
    if extractor != "none" and (body := hidden_article(markup, _words(kept))):
        rest = Reason(CATEGORY, _certain("shell"))
        for block in page.blocks:
            block.gone = block.gone or rest
        page, kept = replace(page, blocks=(*page.blocks, *body)), list(body)
        title = headline(markup.described) or title
    return Extract(page, title, doubts(markup, page, kept), with_seen(meta, seen(found, stays, heading or 0)))


def _let_go(blocks: Sequence[PageBlock], reasons: Sequence[Scores]) -> None:
    """Give blocks that go their reason. Those in a row that go for one share it, with the lowest of their scores."""
    runs: list[tuple[list[PageBlock], Reason]] = []
    measured = iter(reasons)
    last = None
    for block in blocks:
        if block.mark is not None:
            reason = Reason(block.mark.category, (RulePoints(block.mark.rule, block.mark.points, block.mark.certain),))
        else:
            rules = next(measured)
            reason = Reason(CATEGORY, rules, PRIOR if any(rule.certain for rule in rules) else 0.0)
        rules = reason.rules
        if rules and last is not None and len(rules) == 1 and last.rules[0].rule == rules[0].rule:
            members, before = runs.pop()
            members.append(block)
            runs.append((members, min(before, reason, key=lambda one: one.rules)))
        elif rules:
            runs.append(([block], reason))
        last = runs[-1][1] if rules else None
    for members, reason in runs:
        for block in members:
            block.gone = reason


def _certain(name: str) -> Scores:
    """What says that a block goes for what it is, whatever the threshold."""
    return (RulePoints(f"{CATEGORY}.{name}", ENOUGH, certain=True),)


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
    features: Features,
    card: Scorecard,
    extractor: str,
    source: str,
    threshold: float,
    explain: bool,
    note_headings: Set[str],
) -> list[Scores]:
    """For every block the scores that remove it; nothing for one that stays."""
    blocks = features.blocks
    if extractor == "none" or not blocks:
        return [()] * len(blocks)
    if extractor == "readability":
        return _by_readability(source, blocks)
    if _words(blocks) < _SMALL_WORDS:
        small = _certain("small-page")
        return [small if block.kind == "control" or block.linked > _MOSTLY_LINKED else () for block in blocks]
    scores = card.sums(features.columns, features.bags(card.bags))
    grouped = together(blocks, scores, threshold, note_headings)
    reasons: list[Scores] = [(RulePoints(_RULE, score),) if score >= threshold else () for score in grouped]
    if explain:
        cards = _cards(features, card, [after - before for before, after in zip(scores, grouped, strict=True)])
        reasons = [full if reason else () for full, reason in zip(cards, reasons, strict=True)]
    return _second_opinion(source, blocks, reasons)


def _cards(features: Features, card: Scorecard, moved: Sequence[float]) -> list[Scores]:
    """For every block the points of its strongest measures, and of the others together; they sum to its score."""
    cards: list[Scores] = []
    for row, shift in zip(card.explain(features.columns, features.bags(card.bags)), moved, strict=True):
        points = {**row, **({"together": shift} if shift else {})}
        terms = [RulePoints(f"{_RULE}.{name}", value) for name, value in points.items() if name != "base"]
        terms.sort(key=lambda term: (-abs(term.points), term.rule))
        others = sum(term.points for term in terms[_SHOWN_MEASURES:])
        shown = sorted(terms[:_SHOWN_MEASURES], key=lambda term: (-term.points, term.rule))
        cards.append((RulePoints(_RULE, row["base"]), *shown, RulePoints(f"{_RULE}.others", others)))
    return cards


def _by_readability(source: str, blocks: Sequence[PageBlock]) -> list[Scores]:
    reason = _certain("readability")
    return [() if stays else reason for stays in kept_by_readability(source, blocks)]


def _second_opinion(source: str, blocks: Sequence[PageBlock], reasons: list[Scores]) -> list[Scores]:
    """Where next to nothing stays of a page that has text: what readability-lxml keeps, if that is more."""
    kept = _kept_words(blocks, reasons)
    if kept >= _UNSURE_WORDS or len(blocks) > _MOST_BLOCKS or len(source) > _MOST_CHARACTERS:
        return reasons
    other = _by_readability(source, blocks)
    return other if _kept_words(blocks, other) > max(_UNSURE_WORDS, 2 * kept) else reasons


def _words(blocks: Sequence[PageBlock]) -> int:
    return sum(block.words for block in blocks if block.mark is None)


def _kept_words(blocks: Sequence[PageBlock], reasons: Sequence[Scores]) -> int:
    return sum(block.words for block, reason in zip(blocks, reasons, strict=True) if not reason)
