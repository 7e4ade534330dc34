"""The page card fitted to labelled pages: which blocks are not main content, from measures and from words of names.

Blocks weigh by their words over the square root of their page's, so that pages count by their size, but not in proportion.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from cleaner.fit.fitter import Plan, common_tokens
from cleaner.fit.pages import LabelledPage, content_shares, load_pages, page_words
from cleaner.fit.rows import LabelledRows, site_key
from cleaner.page.content import read_page
from cleaner.page.elements import element_index
from cleaner.page.markup import parse
from cleaner.page.measures import MEASURES, Features, name_words
from cleaner.ruleset.ruleset import RuleSet
from cleaner.scale import THRESHOLD

# A word of names must stand on so many sites to count for a habit of the web.
SITES = 20
# A block goes if it is main content with less than this probability: what a cut costs is worse than what a leftover does.
CUT = 0.4
# Of 10 and 16 ranges and of pulls from 5 to 500, tried by cross-validation over sites on 793 pages, these did best.
PLAN = Plan(
    pairs=(
        ("kind", "up"), ("words", "linked"), ("share2", "prose_before"), ("alike_share", "up"), ("off", "up"),
        ("total", "share2"), ("kind", "off"), ("share1", "prose_before"), ("alike_share", "total"), ("kind", "after"),
        ("share2", "share3"), ("up", "after"), ("words", "up"), ("share2", "alike_share"),
    ),
    only_paired=("words",),
    categories=("kind", "ending", "label"),
    ranges=16, coarse=6, ridge=20.0, smooth=100.0, pair_ridge=300.0, token_ridge=300.0, sites=SITES,
    lean=math.log(CUT / (1 - CUT)),
)  # fmt: skip


@dataclass(frozen=True)
class MeasuredPage:
    """A labelled page with the measures of its blocks, the share of each that is main content, and their words."""

    page: LabelledPage
    features: Features
    shares: list[float]
    texts: list[list[str]]

    @property
    def site(self) -> str:
        """What pages of one site have in common."""
        return site_key(self.page.url, self.page.id)


def measured_pages(paths: Iterable[Path], rules: RuleSet) -> list[MeasuredPage]:
    """The pages of some files, without what the element rules find in them, measured and labelled.

    Raises:
        InputError: a file cannot be read, or a line is no page.
        MissingExtraError: rapidfuzz is not installed.
    """
    result = []
    for page in (page for path in paths for page in load_pages(path)):
        features = Features(read_page(parse(page.html), element_index(rules).marker("", THRESHOLD)))
        shares = content_shares(features.blocks, page.content)
        result.append(MeasuredPage(page, features, shares, [page_words(block.text) for block in features.blocks]))
    return result


def block_rows(pages: Sequence[MeasuredPage]) -> LabelledRows:
    """The blocks of all pages, in order."""
    full = [one for one in pages if one.shares]
    known = set(common_tokens(map(_names, full), (one.site for one in full), SITES))
    return LabelledRows(
        {name: [value for one in full for value in one.features.columns[name]] for name in MEASURES},
        {"names": [names for one in full for names in one.features.names(known)]},
        [float(share < 0.5) for one in full for share in one.shares],
        [(len(text) + 2) / math.sqrt(max(1, len(page_words(one.page.content)))) for one in full for text in one.texts],
        [one.site for one in full for _ in one.shares],
    )


def _names(page: MeasuredPage) -> frozenset[str]:
    """The words in the names of all elements around blocks."""
    elements = {element for block in page.features.blocks for element in block.element.lineage()}
    return frozenset(word for element in elements for word in name_words(element.names))


def words_of_blocks(pages: Sequence[MeasuredPage]) -> tuple[list[float], list[float]]:
    """For every block, in order, how many of its words are main content, and how many are not."""
    content = [share * len(text) for one in pages for share, text in zip(one.shares, one.texts, strict=True)]
    rest = [(1 - share) * len(text) for one in pages for share, text in zip(one.shares, one.texts, strict=True)]
    return content, rest


def word_f1(kept: Sequence[str], content: Sequence[str]) -> float:
    """The harmonic mean of precision and recall over words as a bag, as WCXB scores extractors."""
    if not content or not kept:
        return float(not content and not kept)
    both = sum((Counter(kept) & Counter(content)).values())
    return 2 * both / (len(kept) + len(content))


def mean_f1(pages: Sequence[MeasuredPage], sums: Iterable[float]) -> float:
    """The mean over pages of the F1 of the blocks that stay, by the sums of all blocks in order."""
    totals, scores = iter(sums), []
    for one in pages:
        kept = [word for text in one.texts if next(totals) < 0 for word in text]
        scores.append(word_f1(kept, page_words(one.page.content)))
    return sum(scores) / max(1, len(scores))
