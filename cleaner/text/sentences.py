"""Where the sentences of a block stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.model import Span

_MARKS = ".!?…"
# The last of a run of end marks with its closing quotes, then a space; ideographic marks need none. Looking ahead for the
# last mark and never giving back (the possessive quantifiers) keeps this linear in the text; to begin with one set of marks,
# which is told apart behind it, makes it quick.
_END = re.compile(r"""[.!?…。！？](?:(?<=[.!?…])(?![.!?…])["'’”)\]*_]*+(?=\s)|(?<=[。！？])(?![。！？])[」』）"]*+)""")
# A full stop after one of these, in lower case, does not end a sentence.
ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof st jr sr vs etc no inc ltd co corp dept est approx fig al e.g i.e u.s u.k a.m p.m "
    "ggf evtl gesetzl p.ex z.b bzw ca usw inkl zzgl nr art bspw d.h env ej sra sres dott sig np m.in bijv "
    "jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
_LONGEST_ABBREVIATION = 7


def sentences(text: str, start: int, end: int) -> Iterator[Span]:
    """The sentences of `text[start:end]`, without the white space between them, as offsets into `text` (raw, not folded)."""
    begin = start
    for match in _END.finditer(text, start, end):
        mark, stop = match.span()
        following = stop
        while following < end and text[following].isspace():
            following += 1
        if following < end and _goes_on(text, begin, mark, stop, following):
            continue
        yield Span(begin, stop)
        begin = following
    if begin < end:
        yield Span(begin, end)


def _goes_on(text: str, begin: int, mark: int, stop: int, following: int) -> bool:
    """Whether the mark ends no sentence: an abbreviation, an initial, a number of a list, an exclamation."""
    if text[mark] in "!?…" and text[following].islower():
        return True
    if text[mark] != "." or stop > mark + 1 or text[mark - 1 : mark] in _MARKS:
        return False
    before = text[max(begin, mark - _LONGEST_ABBREVIATION - 2) : mark]
    if before.strip("-*• ").isdigit() and mark - begin <= _LONGEST_ABBREVIATION:
        return True
    word = before[before.rfind(" ") + 1 :].lstrip("(\"'[“").lower()
    return word in ABBREVIATIONS or (len(word) == 1 and word.isalpha() and word != "i")
