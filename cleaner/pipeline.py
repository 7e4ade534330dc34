"""One article through all stages. This module is the table of contents of the package."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from cleaner import render
from cleaner.decide import settle
from cleaner.errors import InputError
from cleaner.hosts import host_of
from cleaner.limits import USUAL, Clock, Limits, OutOfTimeError
from cleaner.model import Candidate, CleanResult, Form, Image, Removal, Span
from cleaner.page.addresses import picture_address
from cleaner.page.base import base_of
from cleaner.page.content import EXTRACTORS, extract
from cleaner.page.elements import element_index
from cleaner.page.lines import from_page
from cleaner.page.markup import parse
from cleaner.page.page import Page
from cleaner.page.sections import NOTE_HEADINGS
from cleaner.ruleset.load import default_rules
from cleaner.ruleset.ruleset import RuleSet
from cleaner.scale import checked
from cleaner.stats import Stats
from cleaner.text.decode import decode_page
from cleaner.text.lines import Document, from_text, reads_on, segment

# A document that loses more than this share to rules for text is cleaned all the same, and its result says so.
UNLIKELY_SHARE = 0.5
# A wrapped text is read anew where cuts have left it other lines; one that does so again and again was built to.
MOST_READINGS = 6
UNSETTLED = "does not settle; left as it is"


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
        text: the article, one paragraph, heading or list item a line; empty lines are of no account. Paragraphs that were
            wrapped at a fixed width are seen as one line.
        url: where it comes from; rules for one site run only where it is known.
        rules: from `load_rules`; the bundled ones if left out.
        threshold: the log-odds from which a block goes, 0 if left out; more is safer, less removes more.
        limits: how much of a text is worked on; one that is beyond them is left as it is, and a warning says so.

    Raises:
        InputError: the threshold is no finite number.

    Returns:
        The result. `clean_text(clean_text(x).text)` removes nothing more.
    """
    rules = default_rules() if rules is None else rules
    threshold, clock = checked(threshold), limits.clock()
    if problem := limits.of_text(text):
        return _result(Document(text, (), url), rules, (), warnings=(problem,))
    document = from_text(text, url)
    spared, warnings = _settled(document, rules, threshold, limits, clock)
    removals, left = render.removals(document), document
    for _ in range(MOST_READINGS):
        rest = render.text(text, removals)
        if not removals or not reads_on(left, rest):
            return _result(document, rules, removals, spared=spared, warnings=warnings)
        left = from_text(rest, url)
        _, more = _settled(left, rules, threshold, limits, clock)
        warnings = tuple(dict.fromkeys((*warnings, *more)))
        removals = render.all_removals(text, removals, render.removals(left))
    return _result(document, rules, (), warnings=(UNSETTLED,))


def clean_html(
    html: str | bytes,
    *,
    url: str | None = None,
    encoding: str | None = None,
    rules: RuleSet | None = None,
    threshold: float | None = None,
    extractor: str = "scorecard",
    captions: bool = False,
    images: bool = False,
    explain: bool = False,
    limits: Limits = USUAL,
) -> CleanResult:
    """The editorial text of a web page.

    Args:
        html: the page; bytes are decoded by byte order mark, `encoding`, the page's own word, or detection.
        url: where it comes from; rules for one site run only where it is known.
        encoding: what the server said, for bytes.
        rules: from `load_rules`; the bundled ones if left out.
        threshold: the log-odds from which a block goes, 0 if left out; more is safer, less removes more.
        extractor: what finds the main content: "scorecard", "readability" (readability-lxml), or "none".
        captions: whether captions and credits of pictures stay.
        images: whether the result knows the page's pictures, for Markdown.
        explain: whether each removal as boilerplate names the points of every measure; slower.
        limits: how much of a page is worked on; a warning says which was hit, and what was left.

    Raises:
        InputError: the threshold is no finite number, or there is no such extractor.

    Returns:
        The result; its `raw` is the visible text of the page, a line a block. Never fails on what a page holds: one without
        text gives an empty text and a warning.
    """
    rules = default_rules() if rules is None else rules
    threshold, clock = checked(threshold), limits.clock()
    if extractor not in EXTRACTORS:
        raise InputError(f"extractor {extractor!r}: must be one of {', '.join(EXTRACTORS)}")
    markup = parse(decode_page(html, encoding) if isinstance(html, bytes) else html, limits, images=images)
    marker = element_index(rules).marker(host_of(url or ""), threshold, clock.check)
    try:
        found = extract(
            markup,
            marker,
            rules.cards["page"],
            threshold,
            extractor,
            captions=captions,
            explain=explain,
            note_headings=rules.lists.get(NOTE_HEADINGS, frozenset()),
            limits=limits,
            clock=clock,
            url=url,
        )
    except OutOfTimeError:
        return _result(Document("", (), url), rules, (), warnings=(limits.words("seconds", "not read"),), forms=())
    document, forms = from_page(found.page.blocks, url)
    spared, warnings = _settled(document, rules, threshold, limits, clock)
    removals = render.removals(document)
    warnings = (*found.warnings, *warnings)
    result = _result(document, rules, removals, title=found.title, spared=spared, warnings=warnings, forms=forms)
    base = base_of(markup.root, url)
    return replace(result, base=base, meta=found.meta, images=tuple(_images(found.page, document, base)))


def _images(page: Page, document: Document, base: str) -> Iterator[Image]:
    """The pictures of a page where they stand in its text."""
    for number, alt, src in page.images:
        address = picture_address(src, base)
        if address is not None:
            start = page.blocks[number].start if number < len(page.blocks) else len(document.text)
            yield Image(start, alt, address)


def _settled(
    document: Document, rules: RuleSet, threshold: float, limits: Limits, clock: Clock
) -> tuple[list[Candidate], tuple[str, ...]]:
    """Let go what the rules remove of a document, if there is time; what was found and stays, and warnings."""
    before = _size(document)
    try:
        spared = settle(document, rules, threshold, clock)
    except OutOfTimeError:
        return [], (limits.words("seconds", "rules not applied"),)
    if spared is None:
        return [], (UNSETTLED,)
    gone = before - _size(document)
    if gone > UNLIKELY_SHARE * before:
        return spared, (f"removed {gone / before:.0%} of the text",)
    return spared, ()


def _size(document: Document) -> int:
    """How many code points its live lines have."""
    return sum([len(line.text) for line in document.lines if line.gone is None])


def _result(
    document: Document,
    rules: RuleSet,
    removals: Sequence[Removal],
    *,
    title: str | None = None,
    spared: Sequence[Candidate] = (),
    warnings: tuple[str, ...] = (),
    forms: tuple[Form, ...] | None = None,
) -> CleanResult:
    """What has become of a document."""
    text = render.text(document.text, removals)
    return CleanResult(
        document.text,
        text,
        title,
        tuple(removals),
        tuple(spared),
        _count(document.text, text, removals, rules, warnings),
        tuple(_spans(document)),
        forms,
        rules.version,
    )


def _spans(document: Document) -> Iterator[Span]:
    """Where the lines of the raw text stand, those of wrapped paragraphs one by one."""
    for line in document.lines:
        for start, end in segment(line.source) if document.wrapped else ((0, len(line.source)),):
            yield Span(line.start + start, line.start + end)


def _count(raw: str, text: str, removals: Sequence[Removal], rules: RuleSet, warnings: tuple[str, ...]) -> Stats:
    by_category: Counter[str] = Counter()
    by_rule: Counter[str] = Counter()
    cues = {cue.id for cue in rules.cues}
    for removal in removals:
        by_category[removal.category] += removal.end - removal.start
        named = (one.rule for one in removal.rules if not (one.is_hint or one.rule in cues))
        by_rule.update({rules.counted_as(rule) for rule in named})
    gone = len(raw) - len(text)
    return Stats(1, len(raw), gone, len(removals), by_category, by_rule, warnings)
