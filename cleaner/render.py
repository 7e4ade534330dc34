"""Verdicts to removals: which code points go, so that what stays reads as if nothing had stood there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from cleaner.model import Candidate, Document, Removal, RuleScore, Span
from cleaner.resolve import Verdict


def removals(document: Document, verdicts: Iterable[Verdict]) -> list[Removal]:
    """The removals that the verdicts amount to, sorted, without overlap."""
    whole: dict[int, Verdict] = {}
    inside: list[Removal] = []
    for block, group in groupby((v for v in verdicts if v.gone), key=lambda verdict: verdict.block):
        of_block = list(group)
        first = next((cut for cut in of_block if cut.span is None), None)
        pieces = [] if first else _pieces(document, block, of_block)
        if first or not _says_something(document, block, pieces):
            whole[block] = first or max(of_block, key=_strength)
        else:
            inside += pieces
    return sorted(inside + _blocks(document, whole), key=lambda removal: removal.start)


def spared(document: Document, verdicts: Iterable[Verdict]) -> list[Candidate]:
    """What was found and stays, as pieces of the text."""
    pieces = []
    for verdict in verdicts:
        if not verdict.gone:
            start, end = verdict.span or document.spans[verdict.block]
            pieces.append(Candidate(start, end, document.text[start:end], verdict.category, verdict.rules))
    return pieces


def text(raw: str, gone: Sequence[Removal]) -> str:
    """The raw text without the removals."""
    kept, position = [], 0
    for removal in gone:
        kept.append(raw[position : removal.start])
        position = removal.end
    return "".join(kept) + raw[position:]


def _strength(verdict: Verdict) -> float:
    return max(score for _, score in verdict.rules)


def _removal(document: Document, start: int, end: int, category: str, rules: tuple[RuleScore, ...]) -> Removal:
    return Removal(start, end, document.text[start:end], category, rules)


def _pieces(document: Document, block: int, cuts: Sequence[Verdict]) -> list[Removal]:
    """Removals inside one block: overlapping spans joined, each with the white space that it leaves over."""
    start, end = document.spans[block]
    pieces: list[Removal] = []
    for cut in sorted(cuts, key=lambda cut: cut.span or Span(0, 0)):
        a, b = cut.span or (start, end)
        if a == start:
            while b < end and document.text[b].isspace():
                b += 1
        while a > start and document.text[a - 1].isspace():
            a -= 1
        if pieces and a < pieces[-1].end:
            last = pieces.pop()
            merged = tuple(dict.fromkeys(last.rules + cut.rules))
            pieces.append(_removal(document, last.start, max(b, last.end), last.category, merged))
        else:
            pieces.append(_removal(document, a, b, cut.category, cut.rules))
    return pieces


def _says_something(document: Document, block: int, pieces: Sequence[Removal]) -> bool:
    """Whether a letter or digit of the block is left."""
    position, end = document.spans[block]
    for piece in pieces:
        if any(map(str.isalnum, document.text[position : piece.start])):
            return True
        position = piece.end
    return any(map(str.isalnum, document.text[position:end]))


def _blocks(document: Document, whole: dict[int, Verdict]) -> list[Removal]:
    """Removals of whole blocks. Of the white space before and after a run of them, the longer stays."""
    result: list[Removal] = []
    for run in _runs(sorted(whole)):
        start, end = _run_span(document, run)
        for block in run:
            stop = end if block == run[-1] else document.spans[block + 1].start
            cut = whole[block]
            result.append(_removal(document, start, stop, cut.category, cut.rules))
            start = stop
    return result


def _runs(blocks: Iterable[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for block in blocks:
        if runs and runs[-1][-1] == block - 1:
            runs[-1].append(block)
        else:
            runs.append([block])
    return runs


def _run_span(document: Document, run: Sequence[int]) -> Span:
    """What goes with a run of blocks: one of the gaps around it, or everything if nothing else is there."""
    spans, size = document.spans, len(document.text)
    start, end = spans[run[0]].start, spans[run[-1]].end
    before = spans[run[0] - 1].end if run[0] else 0
    after = spans[run[-1] + 1].start if run[-1] + 1 < len(spans) else size
    if run[0] == 0 and after == size:
        return Span(0, size)
    if run[0] == 0:
        return Span(start, after)
    if run[-1] + 1 == len(spans) or _line_ends(document, before, start) <= _line_ends(document, end, after):
        return Span(before, end)
    return Span(start, after)


def _line_ends(document: Document, start: int, end: int) -> int:
    gap = document.text[start:end]
    return max(gap.count("\n"), gap.count("\r"))
