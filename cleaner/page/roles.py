"""Roles: blocks that present an article and are none of its text, by element and form: captions, credits, bylines, dates.

An element's role (a rule of `rules/elements/` with `role`) is a claim that the block's length, place and form must bear out;
`cleaner.page.forms` tells lines whose elements say nothing. What cannot be sure to be presentation stays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from cleaner.model import RulePoints
from cleaner.page.forms import ends_in_credit, is_credit, is_tags, names_in, tells_when, told, without_label
from cleaner.page.page import Mark, Page, PageBlock
from cleaner.scale import ENOUGH
from cleaner.text.shape import HEADINGS

CAPTIONS = ("caption", "credit")
# With so many words a block that says it is one is text all the same.
_MOST_WORDS = {"caption": 100, "credit": 25, "byline": 25, "date": 15, "reading-time": 8, "tags": 40, "details": 20}
# What ends like a sentence and has more words than this is one, whatever its element says; captions are sentences.
_SENTENCE_WORDS = 8
# Kinds of blocks that are the author's own.
_OWN = frozenset(("row", "code", "quote", "term", "definition"))
# Kinds of which wording alone tells nothing, and how long a line may be of which it does.
_NEVER = _OWN | {*HEADINGS}
_FORM_WORDS, _CREDIT_WORDS = 40, 12
_PROSE_WORDS = 12
# A byline, a date and the like stand where so many words of prose are left before or after them: a standfirst, a last remark.
_HEAD_WORDS, _END_WORDS = 80, 60
# Words of a line that stand outside of its elements with roles, such as "by" and "on".
_LOOSE_WORDS = 3
# What roles tell of, by the names of `Metadata`.
_NAMES = {"byline": "authors", "date": "published", "tags": "tags"}
# Blocks that are no content may tell of the article where they stand so close to it.
_AROUND = 5
# How far up a caption's figure is.
_NEAR = 6


class Role(NamedTuple):
    """What a block is: its role, the rule that says so, and what it tells, by role."""

    name: str
    rule: RulePoints
    tells: Mapping[str, str]


def roles(
    page: Page, blocks: Sequence[PageBlock], kept: Sequence[bool], known: frozenset[str], forms: bool = True
) -> dict[int, Role]:
    """The blocks that have a role, by number.

    Args:
        page: the page.
        blocks: those of its blocks that no element rule has found.
        kept: for each whether it is main content otherwise.
        known: names of the article's authors, in lower case.
        forms: whether lines are told by their wording too.
    """
    claims = claimed(page, blocks)
    zones = _zones(blocks, kept, claims)
    found: dict[int, Role] = {}
    for number, mark in claims.items():
        if _bears_out(blocks[number], mark.role, zones[number]):
            rule = RulePoints(mark.rule, mark.points, mark.certain)
            found[number] = Role(mark.role, rule, _tells(blocks[number], mark.role, known))
    if forms:
        _add_forms(found, blocks, kept, zones, known)
    return _without_content(found, blocks, kept)


def with_roles(
    reasons: Sequence[tuple[RulePoints, ...]], found: Mapping[int, Role], captions: bool
) -> list[tuple[RulePoints, ...]]:
    """What removes each block, where those with a role go too; or, of captions that are to stay, stay inside of the article."""
    result = list(reasons)
    stay = [number for number, reason in enumerate(reasons) if not reason and number not in found]
    for number, role in found.items():
        if not (captions and role.name in CAPTIONS):
            result[number] = result[number] or (role.rule,)
        elif stay and stay[0] < number < stay[-1]:
            result[number] = ()
    return result


def seen(found: Mapping[int, Role], kept: Sequence[bool], title: int) -> Mapping[str, list[str]]:
    """What blocks with roles tell of the article, by the names of `Metadata`.

    Args:
        found: the blocks, by number.
        kept: for each block whether it is main content otherwise.
        title: the number of the title's block.
    """
    last = max((number for number, stays in enumerate(kept) if stays), default=0)
    said: dict[str, list[str]] = {name: [] for name in _NAMES.values()}
    for number in sorted(found):
        if kept[number] or title - _AROUND <= number <= last + _AROUND:
            for role, text in found[number].tells.items():
                if role in _NAMES:
                    said[_NAMES[role]].append(text)
    return {**said, "authors": said["authors"][:1], "tags": [without_label(text) for text in said["tags"]]}


def claimed(page: Page, blocks: Sequence[PageBlock]) -> dict[int, Mark]:
    """The blocks that stand in elements with roles."""
    if not page.roles and not page.inline:
        return {}
    around: list[Mark | None] = [None] * len(page.elements)
    for element in page.elements:
        outer = around[element.parent.number] if element.parent is not None else None
        around[element.number] = page.roles.get(element.number) or outer
    inline: dict[int, list[tuple[Mark, str]]] = {}
    for place, mark, text in page.inline:
        inline.setdefault(place, []).append((mark, text))
    inside = {id(page.blocks[place]): held for place, held in inline.items() if place < len(page.blocks)}
    found = {}
    for number, block in enumerate(blocks):
        own = around[block.element.number]
        if own is None and id(block) in inside:
            own = _covered(block, inside[id(block)])
        if own is not None:
            found[number] = own
    return found


def _covered(block: PageBlock, inside: Sequence[tuple[Mark, str]]) -> Mark | None:
    """The role of elements inside of a line that hold all of its words but a few."""
    rest = block.source
    first: Mark | None = None
    for mark, text in inside if block.words <= max(_MOST_WORDS.values()) else ():
        words = " ".join(text.split())
        if words and words in rest:
            rest, first = rest.replace(words, " ", 1), first or mark
    loose = [word for word in rest.split() if any(map(str.isalnum, word))]
    return first if first is not None and len(loose) <= min(_LOOSE_WORDS, block.words // 2) else None


def _zones(blocks: Sequence[PageBlock], kept: Sequence[bool], claims: Mapping[int, Mark]) -> list[bool]:
    """For every block whether it stands at the article's head or end."""
    prose = [
        block.words if stays and number not in claims and block.words >= _PROSE_WORDS else 0
        for number, (block, stays) in enumerate(zip(blocks, kept, strict=True))
    ]
    whole, before, zones = sum(prose), 0, []
    for words in prose:
        zones.append(before <= _HEAD_WORDS or whole - before <= _END_WORDS)
        before += words
    return zones


def _bears_out(block: PageBlock, role: str, at_edge: bool) -> bool:
    """Whether a block can be what its element says."""
    if block.kind in _OWN or block.words > _MOST_WORDS[role] or block.kind == "h1":
        return False
    if role == "caption":
        return block.kind not in HEADINGS
    if role == "date" and not tells_when(block.source):
        return False
    is_sentence = block.words > _SENTENCE_WORDS and block.source[-1] in ".!?…。"
    return not is_sentence and (role == "credit" or at_edge)


def _tells(block: PageBlock, role: str, known: frozenset[str]) -> Mapping[str, str]:
    if said := told(block.source, known):
        return said
    text = names_in(block.source) if role == "byline" else block.source
    return {role: text} if text and role in ("byline", "date", "tags") else {}


def _add_forms(
    found: dict[int, Role],
    blocks: Sequence[PageBlock],
    kept: Sequence[bool],
    zones: Sequence[bool],
    known: frozenset[str],
) -> None:
    """Add the blocks that would stay and whose wording alone tells their role."""
    for number, (block, stays) in enumerate(zip(blocks, kept, strict=True)):
        if not stays or block.words > _FORM_WORDS or number in found or block.kind in _NEVER:
            continue
        if block.words <= _CREDIT_WORDS and is_credit(block.source):
            found[number] = Role("credit", _form("credit"), {})
        elif block.words > 1 and ends_in_credit(block.source):
            found[number] = Role("caption", _form("caption"), {})
        elif zones[number] and is_tags(block.source):
            found[number] = Role("tags", _form("tags"), {"tags": block.source})
        elif zones[number] and (said := told(block.source, known)):
            name = next(iter(sorted(said)))
            found[number] = Role(name, _form(name), said)


def _form(name: str) -> RulePoints:
    return RulePoints(f"boilerplate.{name}", ENOUGH, certain=True)


def _without_content(found: dict[int, Role], blocks: Sequence[PageBlock], kept: Sequence[bool]) -> dict[int, Role]:
    """Without the captions that are content: of a table, code or a quotation, or of a gallery that is told by its captions."""
    captions = [number for number, role in found.items() if role.name == "caption"]
    if not captions:
        return found
    figures: set[int] = set()
    for number, block in enumerate(blocks):
        if block.kind in _OWN or block.kind in HEADINGS or (number not in found and block.words >= _PROSE_WORDS):
            figures.update(_figure(block))
    told_in = sum(blocks[number].words for number in captions if kept[number])
    others = sum(block.words for number, block in enumerate(blocks) if kept[number] and number not in found)
    is_gallery = told_in > others
    return {
        number: role
        for number, role in found.items()
        if role.name != "caption"
        or not ((is_gallery and blocks[number].words >= _PROSE_WORDS) or figures.intersection(_figure(blocks[number])))
    }


def _figure(block: PageBlock) -> list[int]:
    """The number of the figure that a block stands in, if that is near."""
    return [one.number for one in islice(block.element.lineage(), _NEAR) if one.tag == "figure"][:1]
