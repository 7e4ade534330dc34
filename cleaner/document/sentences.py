"""Where the sentences of a block stand."""

from __future__ import annotations

from collections.abc import Iterator

import re2

from cleaner.model import Span

# An end mark with its closing quotes, then a space; ideographic end marks need none.
_END = re2.compile(r"""([.!?…]+["')\]*_]*)\s+|([。！？]+[」』）"]*)\s*""")
# A full stop after one of these does not end a sentence (lower case, as folded text has it).
ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof st jr sr vs etc no inc ltd co corp dept est approx fig al e.g i.e u.s u.k a.m p.m "
    "ggf evtl gesetzl p.ex z.b bzw ca usw inkl zzgl nr art bspw d.h env ej sra sres dott sig np m.in bijv "
    "jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
_LONGEST_ABBREVIATION = 7


def sentences(folded: str, start: int, end: int) -> Iterator[Span]:
    """The sentences of `folded[start:end]`, without the white space between them, as offsets into `folded`."""
    text = folded[start:end]
    begin = 0
    for match in _END.finditer(text):
        mark_start, mark_end = match.span(1) if match[1] else match.span(2)
        if match.end() == len(text) or _abbreviated(text, begin, mark_start, mark_end):
            continue
        yield Span(start + begin, start + mark_end)
        begin = match.end()
    if begin < len(text):
        yield Span(start + begin, end)


def _abbreviated(text: str, begin: int, mark_start: int, mark_end: int) -> bool:
    """Whether the mark is the full stop of an abbreviation or of an initial."""
    if text[mark_start] != "." or mark_end - mark_start > 1:
        return False
    before = text[max(begin, mark_start - _LONGEST_ABBREVIATION - 2) : mark_start]
    word = before[before.rfind(" ") + 1 :].lstrip("(\"'[")
    return word in ABBREVIATIONS or (len(word) == 1 and word.isalpha() and word != "i")
