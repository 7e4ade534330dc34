"""Where the sentences of a block stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.model import Span

_MARKS = ".!?…"
# The last of a run of end marks with its closing quotes, then a space; ideographic marks need none. Looking ahead for the
# last mark and never giving back (the possessive quantifiers) keeps this linear in the text.
_END = re.compile(r"""[.!?…](?![.!?…])["')\]*_]*+(?=\s)|[。！？](?![。！？])[」』）"]*+""")
# A full stop after one of these does not end a sentence (lower case, as folded text has it).
ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof st jr sr vs etc no inc ltd co corp dept est approx fig al e.g i.e u.s u.k a.m p.m "
    "ggf evtl gesetzl p.ex z.b bzw ca usw inkl zzgl nr art bspw d.h env ej sra sres dott sig np m.in bijv "
    "jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
_LONGEST_ABBREVIATION = 7


def sentences(folded: str, start: int, end: int) -> Iterator[Span]:
    """The sentences of `folded[start:end]`, without the white space between them, as offsets into `folded`."""
    begin = start
    for match in _END.finditer(folded, start, end):
        mark, stop = match.span()
        if stop == mark + 1 and _abbreviated(folded, begin, mark):
            continue
        yield Span(begin, stop)
        begin = stop
        while begin < end and folded[begin].isspace():
            begin += 1
        if begin == end:
            return
    if begin < end:
        yield Span(begin, end)


def _abbreviated(text: str, begin: int, mark: int) -> bool:
    """Whether the mark is the full stop of an abbreviation or of an initial."""
    if text[mark] != "." or text[mark - 1 : mark] in _MARKS:
        return False
    before = text[max(begin, mark - _LONGEST_ABBREVIATION - 2) : mark]
    word = before[before.rfind(" ") + 1 :].lstrip("(\"'[")
    return word in ABBREVIATIONS or (len(word) == 1 and word.isalpha() and word != "i")
