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
        pieces = [] if any(v.span is None for v in of_block) else _pieces(document, of_block)
        if pieces and _says_something(document, block, pieces):
            inside += pieces
        else:
            whole[block] = _joined(of_block)
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


def _joined(verdicts: Sequence[Verdict]) -> Verdict:
    """Several verdicts as one: the category of the strongest, the rules of all."""
    if len(verdicts) == 1:
        return verdicts[0]
    strongest = max(verdicts, key=lambda verdict: max(score for _, score in verdict.rules))
    rules = {score.rule: score for verdict in reversed(verdicts) for score in verdict.rules}
    ordered = sorted(rules.values(), key=lambda score: (-score.score, score.rule))
    return strongest._replace(rules=tuple(ordered))


def _removal(document: Document, start: int, end: int, category: str, rules: tuple[RuleScore, ...]) -> Removal:
    return Removal(start, end, document.text[start:end], category, rules)


def _pieces(document: Document, verdicts: Sequence[Verdict]) -> list[Removal]:
    """Removals inside one block; each run of them takes along the white space that it leaves over."""
    text, block = document.text, document.spans[verdicts[0].block]
    pieces: list[Removal] = []
    begins = False  # whether all from the block's beginning to here goes
    for (start, end), members in _joined_spans(verdicts, block):
        touches = bool(pieces) and not text[pieces[-1].end : start].strip()
        begins = start == block.start or (begins and touches)
        if touches:
            start = pieces[-1].end
        while start > block.start and not touches and text[start - 1].isspace():
            start -= 1
        while end < block.end and begins and text[end].isspace():
            end += 1
        joined = _joined(members)
        pieces.append(_removal(document, start, end, joined.category, joined.rules))
    return pieces


def _joined_spans(verdicts: Sequence[Verdict], block: Span) -> list[tuple[Span, list[Verdict]]]:
    """The spans of a block's verdicts in order, those that overlap as one."""
    groups: list[tuple[Span, list[Verdict]]] = []
    for verdict in sorted(verdicts, key=lambda verdict: verdict.span or block):
        span = verdict.span or block
        if groups and span.start < groups[-1][0].end:
            last, members = groups[-1]
            members.append(verdict)
            groups[-1] = (Span(last.start, max(last.end, span.end)), members)
        else:
            groups.append((span, [verdict]))
    return groups


def _says_something(document: Document, block: int, pieces: Sequence[Removal]) -> bool:
    """Whether a letter or digit of the block is left."""
    position, end = document.spans[block]
    for piece in pieces:
        if any(map(str.isalnum, document.text[position : piece.start])):
            return True
        position = piece.end
    return any(map(str.isalnum, document.text[position:end]))


def _blocks(document: Document, whole: dict[int, Verdict]) -> list[Removal]:
    """Removals of whole blocks. Of the white space before and after a run of them, the longer stays.

    Blocks in a row that go for one reason, which share their `rules`, are one removal.
    """
    result: list[Removal] = []
    for run in _runs(sorted(whole)):
        start, end = _run_span(document, run)
        for place, block in enumerate(run):
            cut = whole[block]
            last = place + 1 == len(run)
            if last or whole[run[place + 1]].rules is not cut.rules:
                stop = end if last else _line_start(document, block + 1)
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
    """What goes with a run of blocks: whole lines with one of the gaps around them, or all if nothing else is there."""
    spans, size = document.spans, len(document.text)
    first, last = run[0], run[-1]
    if first == 0 and last + 1 == len(spans):
        return Span(0, size)
    to_the_next = Span(_line_start(document, first), _line_start(document, last + 1) if last + 1 < len(spans) else size)
    if first == 0:
        return to_the_next
    from_the_last = Span(_line_end(document, first - 1), _line_end(document, last))
    before = Span(from_the_last.start, to_the_next.start)
    after = Span(from_the_last.end, to_the_next.end)
    if last + 1 == len(spans) or _line_ends(document, before) <= _line_ends(document, after):
        return from_the_last
    return to_the_next


def _line_start(document: Document, block: int) -> int:
    """Where the line of a block begins, its indent included."""
    start = document.spans[block].start
    while start > 0 and document.text[start - 1] not in "\r\n":
        start -= 1
    return start


def _line_end(document: Document, block: int) -> int:
    """Where the line of a block ends, the white space after it included and its line end not."""
    end = document.spans[block].end
    while end < len(document.text) and document.text[end] not in "\r\n":
        end += 1
    return end


def _line_ends(document: Document, gap: Span) -> int:
    text = document.text[gap.start : gap.end]
    return max(text.count("\n"), text.count("\r"))
