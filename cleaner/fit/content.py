"""The page card fitted to labelled pages: which blocks are not main content, from measures and from words of names.

Blocks weigh by their words over the square root of their page's, so that pages count by their size, but not in proportion. A
block that a snippet speaks of weighs more, however short it is: its label was given by hand. Of a page with snippets alone the
other blocks weigh nothing, nor do those with a role.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from cleaner.fit.fitter import Plan, common_tokens
from cleaner.fit.pages import LabelledPage, content_shares, holders, load_pages, page_words
from cleaner.fit.rows import LabelledRows, site_key
from cleaner.page.content import read_page
from cleaner.page.elements import element_index
from cleaner.page.markup import parse
from cleaner.page.measures import MEASURES, Features, name_words
from cleaner.page.roles import roles
from cleaner.page.twice import mark_copies
from cleaner.page.walk import Marker
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


# What a snippet adds to the weight of its block. Twice as much did alike, cross-validated.
SNIPPET_WEIGHT = 3.0


@dataclass(frozen=True)
class MeasuredPage:
    """A labelled page and its blocks.

    Attributes:
        page: the page.
        features: the measures of its blocks.
        shares: how much of each block is main content, from 0 to 1; None where nobody knows.
        texts: the words of each block.
        wanted: for each snippet of main content the places of the blocks that hold it.
        unwanted: the same for each snippet that is not main content.
        roles: the places of captions, bylines and the like, which go whatever the card says.
    """

    page: LabelledPage
    features: Features
    shares: list[float | None]
    texts: list[list[str]]
    wanted: list[list[int]]
    unwanted: list[list[int]]
    roles: frozenset[int]

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
    index = element_index(rules)
    return [_measured(page, index.marker("", THRESHOLD)) for path in paths for page in load_pages(path)]


def _measured(page: LabelledPage, marker: Marker) -> MeasuredPage:
    read = read_page(parse(page.html), marker)
    mark_copies(read.blocks)
    features = Features(read)
    blocks = features.blocks
    wanted, unwanted = ([holders(blocks, snippet) for snippet in known] for known in (page.wanted, page.unwanted))
    shares: list[float | None] = [None] * len(blocks)
    if page.content is not None:
        shares = [*content_shares(blocks, page.content)]
    # A snippet of main content may stand in a teaser too: which of several blocks is meant nobody knows.
    shares = _with_snippets(shares, [places for places in wanted if len(places) == 1], 1.0)
    shares = _with_snippets(shares, unwanted, 0.0)
    found = frozenset(roles(read, blocks, [share is None or share >= 0.5 for share in shares], frozenset()))
    return MeasuredPage(page, features, shares, [page_words(block.text) for block in blocks], wanted, unwanted, found)


def _with_snippets(shares: list[float | None], snippets: Iterable[Sequence[int]], share: float) -> list[float | None]:
    named = {place for places in snippets for place in places}
    return [share if place in named else before for place, before in enumerate(shares)]


def block_rows(pages: Sequence[MeasuredPage]) -> LabelledRows:
    """The blocks of all pages, in order."""
    full = [one for one in pages if one.shares]
    known = set(common_tokens(map(_names, full), (one.site for one in full), SITES))
    return LabelledRows(
        {name: [value for one in full for value in one.features.columns[name]] for name in MEASURES},
        {"names": [names for one in full for names in one.features.names(known)]},
        [float(share is not None and share < 0.5) for one in full for share in one.shares],
        [weight for one in full for weight in _weights(one)],
        [one.site for one in full for _ in one.shares],
    )


def _weights(page: MeasuredPage) -> list[float]:
    """How much each block counts."""
    size = math.sqrt(max(1, len(page_words(page.page.content or ""))))
    known = page.page.content is not None
    weights = [(len(text) + 2) / size if known else 0.0 for text in page.texts]
    for places in (*(places for places in page.wanted if len(places) == 1), *page.unwanted):
        for place in places:
            weights[place] += SNIPPET_WEIGHT / len(places)
    return [0.0 if place in page.roles else weight for place, weight in enumerate(weights)]


def _names(page: MeasuredPage) -> frozenset[str]:
    """The words in the names of all elements around blocks."""
    elements = {element for block in page.features.blocks for element in block.element.lineage()}
    return frozenset(word for element in elements for word in name_words(element.names))


def words_of_blocks(pages: Sequence[MeasuredPage]) -> tuple[list[float], list[float]]:
    """For every block, in order, how many of its words are main content, and how many are not; 0 where nobody knows."""
    known = [(share, len(text)) for one in pages for share, text in zip(one.shares, one.texts, strict=True)]
    content = [0.0 if share is None else share * size for share, size in known]
    rest = [0.0 if share is None else (1 - share) * size for share, size in known]
    return content, rest


def word_f1(kept: Sequence[str], content: Sequence[str]) -> float:
    """The harmonic mean of precision and recall over words as a bag, as WCXB scores extractors."""
    if not content or not kept:
        return float(not content and not kept)
    both = sum((Counter(kept) & Counter(content)).values())
    return 2 * both / (len(kept) + len(content))


def page_figures(pages: Sequence[MeasuredPage], sums: Iterable[float]) -> tuple[float, float]:
    """What stays by the sums of all blocks in order, scored.

    Returns:
        The mean F1 of words, over pages whose main content is known, and the share of snippets that are right: of main content
        and left, or not and gone. 0 where no page has any.
    """
    totals, scores, right = iter(sums), list[float](), list[bool]()
    for one in pages:
        stays = [next(totals) < 0 and place not in one.roles for place in range(len(one.texts))]
        if one.page.content is not None:
            kept = [word for text, stay in zip(one.texts, stays, strict=True) if stay for word in text]
            scores.append(word_f1(kept, page_words(one.page.content)))
        right += [any(stays[place] for place in places) for places in one.wanted]
        right += [not any(stays[place] for place in places) for places in one.unwanted]
    return sum(scores) / max(1, len(scores)), sum(right) / max(1, len(right))
