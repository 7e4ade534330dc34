"""What is measured of a page's blocks: the text, its links, its place, and the elements around it.

*Prose* are the words of sentences that are no links: what articles are made of. A block's *rings* are the element it stands in
(0) and the three around that. Its *look* is the tag and the names of the two innermost: paragraphs of one article look alike,
and so do the teasers of one list. The *core* is the element that holds most of the paragraphs directly or as grandchildren.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from itertools import accumulate

from cleaner.page.page import Element, Page, PageBlock
from cleaner.text.shape import HEADINGS

# Values of one measure, one a block, in order.
Column = Sequence[float]

KINDS = (
    "paragraph", "text", "item", *HEADINGS, "row", "code", "caption", "term", "definition", "summary", "quote", "control",
)  # fmt: skip
_KIND = {kind: float(number) for number, kind in enumerate(KINDS)}
_RINGS = 4
_LINKED_RINGS = (0, 1, 2)
_PROSE_WORDS = 12
_PROSE_LINKED = 0.4
_LABEL_WORDS = 25
# So much of a heading must stand in the page's title: titles are often cut.
_TITLE_START = 25
# No page calls its elements by more; markup made to be slow does.
_LONGEST_NAMES, _MOST_NAMES = 1000, 60
# Beyond these distances, in blocks, it makes no difference how far something is.
_FAR, _NEAR = 99.0, 20.0

_SENTENCE = re.compile(r"[.!?…][\"'”’)\]]*(?:\s|$)|[。！？]")
_NAME_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
# What short blocks are about, by the words in them; the first that is found counts.
_LABELS = {
    word: float(number)
    for number, words in enumerate(
        (
            "© copyright rights privacy policy terms cookie cookies",
            "share tweet facebook twitter pinterest whatsapp linkedin telegram print",
            """subscribe newsletter sign login log register follow more related comment comments reply email download shop buy
            contact recommended trending popular advertisement sponsored search menu skip next previous""",
            "by posted published updated author photo image credit source reviewed edited",
            """jan feb mar apr may jun jul aug sep oct nov dec january february march april june july august september october
            november december ago min minutes""",
        ),
        1,
    )
    for word in words.split()
}

# Every measure, and what it says.
MEASURES = {
    "kind": "what the block is: its place in KINDS",
    "words": "words of the block",
    "linked": "share of its characters that are links",
    "sentences": "sentence ends in it",
    "ending": "1 where it ends like a sentence, 2 with a colon, 0 otherwise",
    "label": "what a short block names: 1 rights, 2 sharing, 3 calls, 4 authors, 5 dates, 0 none of these",
    "dup": "how often its text stands on the page",
    "aside": "how many aside elements stand around it",
    "depth": "how deep it stands",
    "alike": "blocks of its look",
    "alike_words": "mean words of blocks of its look",
    "alike_share": "share of the page's words in blocks of its look",
    "total": "words of the page",
    "prose": "share of the page's words that are prose",
    "blocks": "blocks of the page",
    **{f"linked{r}": f"share of the words in ring {r} that are links" for r in _LINKED_RINGS},
    **{f"share{r}": f"share of the page's prose that stands in ring {r}" for r in range(_RINGS)},
    "off": "steps up from its element to one that holds the core",
    "up": "steps from there down to the core; 0 inside it",
    "after": "blocks since the last one in the core; negative before that",
    "from_title": "blocks since the heading that names the page",
    "from_heading": "blocks since the last heading",
    "words_before": "share of the page's words that stand before it",
    "prose_before": "share of the page's prose that stands before it",
}  # fmt: skip


def name_words(names: str) -> set[str]:
    """The words that classes, ids and roles are made of, in lower case: `postBody-2` has `post` and `body`."""
    return {word.lower() for word in _NAME_WORD.findall(names[:_LONGEST_NAMES]) if len(word) > 1}


class Features:
    """The measures of a page's blocks; those that element rules have found are left out.

    Attributes:
        blocks: the blocks measured.
        columns: for each of MEASURES its values, one a block.
    """

    def __init__(self, page: Page) -> None:
        self.blocks = [block for block in page.blocks if block.mark is None]
        self._title = page.title
        self._elements = page.elements
        self.columns: dict[str, Column] = {}
        if self.blocks:
            self._measure()

    def _measure(self) -> None:
        self._texts()
        self._sums()
        self._rings()
        self._looks()
        self._core()
        self._places()

    def _texts(self) -> None:
        blocks, columns = self.blocks, self.columns
        columns["kind"] = [_KIND[block.kind] for block in blocks]
        columns["words"] = [block.words for block in blocks]
        columns["linked"] = [block.linked for block in blocks]
        columns["sentences"] = [len(_SENTENCE.findall(block.source)) if block.words > 3 else 0 for block in blocks]
        columns["ending"] = [_ending(block.source) for block in blocks]
        columns["label"] = [_label(block.source) if block.words <= _LABEL_WORDS else 0 for block in blocks]
        counts = Counter(block.source for block in blocks)
        columns["dup"] = [counts[block.source] for block in blocks]
        columns["depth"] = [block.element.depth for block in blocks]
        self._prose = [
            block.words if block.words >= _PROSE_WORDS and block.linked < _PROSE_LINKED and sentences else 0
            for block, sentences in zip(blocks, columns["sentences"], strict=True)
        ]

    def _sums(self) -> None:
        """Words, words that are links, prose and blocks of every element, all that stands in it included."""
        size = len(self._elements)
        self._words, self._links, self._proses, self._counts = [0] * size, [0.0] * size, [0] * size, [0] * size
        for block, prose in zip(self.blocks, self._prose, strict=True):
            number = block.element.number
            self._words[number] += block.words
            self._links[number] += block.words * block.linked
            self._proses[number] += prose
            self._counts[number] += 1
        for element in reversed(self._elements[1:]):
            number, around = element.number, element.parent.number  # type: ignore[union-attr]  # only the first has none
            if self._counts[number]:
                self._words[around] += self._words[number]
                self._links[around] += self._links[number]
                self._proses[around] += self._proses[number]
                self._counts[around] += self._counts[number]
        size = len(self.blocks)
        self.columns["total"] = [self._words[0]] * size
        self.columns["prose"] = [self._proses[0] / self._words[0]] * size
        self.columns["blocks"] = [size] * size

    def _rings(self) -> None:
        words, links, proses = self._words, self._links, self._proses
        whole = proses[0] or 1
        ring = [block.element for block in self.blocks]
        for number in range(_RINGS):
            if number:
                ring = [element.parent or element for element in ring]
            at = [element.number for element in ring]
            self.columns[f"share{number}"] = [proses[n] / whole for n in at]
            if number in _LINKED_RINGS:
                self.columns[f"linked{number}"] = [links[n] / words[n] for n in at]

    def _looks(self) -> None:
        looks = [_look(block) for block in self.blocks]
        counts, words = Counter(looks), Counter[object]()
        for look, block in zip(looks, self.blocks, strict=True):
            words[look] += block.words
        whole = self._words[0]
        self.columns["alike"] = [counts[look] for look in looks]
        self.columns["alike_words"] = [words[look] / counts[look] for look in looks]
        self.columns["alike_share"] = [words[look] / whole for look in looks]

    def _core(self) -> None:
        """How every element stands to the core."""
        held = [0.0] * len(self._elements)
        for block, prose in zip(self.blocks, self._prose, strict=True):
            if prose:
                element = block.element
                holder = element.parent if block.kind != "text" and element.parent is not None else element
                held[holder.number] += prose
                if holder.parent is not None:
                    held[holder.parent.number] += prose / 2
        core = self._elements[max(range(len(held)), key=held.__getitem__)]
        lineage = {element.number: core.depth - element.depth for element in core.lineage()}
        off, up, aside = [0] * len(held), [0] * len(held), [0] * len(held)
        for element in self._elements:
            number = element.number
            around = element.parent.number if element.parent is not None else number
            if number in lineage:
                up[number] = lineage[number]
            else:
                off[number], up[number] = off[around] + 1, up[around]
            aside[number] = aside[around] + (element.tag == "aside")
        at = [block.element.number for block in self.blocks]
        self.columns["off"] = [off[n] for n in at]
        self.columns["up"] = [up[n] for n in at]
        self.columns["aside"] = [aside[n] for n in at]

    def _places(self) -> None:
        blocks, columns, size = self.blocks, self.columns, len(self.blocks)
        inside = [number for number, up in enumerate(columns["up"]) if up == 0]
        last = inside[-1] if inside else size - 1
        columns["after"] = [max(-_NEAR, min(_NEAR, number - last)) for number in range(size)]
        first = next((number for number, block in enumerate(blocks) if block.kind == "h1"), None)
        named = title_block(blocks, self._title)
        title = first if named is None else named
        columns["from_title"] = [0 if title is None else max(-30, min(60, n - title)) for n in range(size)]
        columns["from_heading"] = _since([block.kind in HEADINGS for block in blocks])
        columns["words_before"] = _before(columns["words"])
        columns["prose_before"] = _before(self._prose)

    def bags(self, known: Mapping[str, Mapping[str, float]]) -> dict[str, list[frozenset[str]]]:
        """For every block the tokens of each of BAGS that stand in the table of that name."""
        return {"names": self.names(known.get("names", {}).keys())}

    def names(self, known: Set[str]) -> list[frozenset[str]]:
        """For every block the known words that stand in the names of the elements around it."""
        found: dict[str, Set[str]] = {}
        words = [frozenset[str]()] * len(self._elements)
        for element in self._elements[1:]:
            number, around = element.number, words[element.parent.number]  # type: ignore[union-attr]  # only the first has none
            if not self._counts[number]:
                continue
            words[number] = around
            if not element.names or len(around) >= _MOST_NAMES:
                continue
            if element.names not in found:
                found[element.names] = name_words(element.names) & known
            if not found[element.names] <= around:
                words[number] = around | found[element.names]
        return [words[block.element.number] for block in self.blocks]


def title_block(blocks: Sequence[PageBlock], title: str) -> int | None:
    """The number of the heading that names the article: of the h1 in the page's title the longest; without title the first."""
    headings = [number for number, block in enumerate(blocks) if block.kind == "h1"]
    whole = title.casefold()
    named = [n for n in headings if blocks[n].source.casefold()[:_TITLE_START] in whole]
    if named:
        return max(named, key=lambda number: (len(blocks[number].source), -number))
    return headings[0] if headings and not title else None


def _look(block: PageBlock) -> object:
    element = block.element
    around: Element = element.parent or element
    return element.tag, element.names, around.tag, around.names


def _ending(text: str) -> int:
    if text[-1] in ".!?…\"”'’)。":
        return 1
    return 2 if text[-1] == ":" else 0


def _label(text: str) -> float:
    found = _LABELS.keys() & text.lower().split()
    return min([_LABELS[word] for word in found]) if found else 0.0


def _since(marks: Sequence[bool]) -> list[float]:
    """For every place how many places lie between it and the last mark before it."""
    distances, distance = [], _FAR
    for mark in marks:
        distances.append(distance)
        distance = 0.0 if mark else min(_FAR, distance + 1)
    return distances


def _before(values: Sequence[float]) -> list[float]:
    """For every place the share of the sum that stands before it."""
    sums = list(accumulate(values, initial=0.0))
    return [value / (sums[-1] or 1.0) for value in sums[:-1]]
