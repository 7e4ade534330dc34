"""Render: what goes of each line becomes removals of the raw text, so that what stays reads as if nothing had stood there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cleaner.model import Reason, Removal, Span
from cleaner.text.cuts import before_cuts, merged_cuts, without
from cleaner.text.line import Line
from cleaner.text.lines import Document
from cleaner.verdict import joined


def removals(document: Document) -> list[Removal]:
    """What goes of a document, sorted, without overlap."""
    found: list[Removal] = []
    run: list[int] = []
    for number, line in enumerate(document.lines):
        if line.gone is not None:
            run.append(number)
            continue
        found += _of_run(document, run)
        run = []
        for (start, end), reasons in line.cuts:
            text = line.source[start:end]
            found.append(Removal(line.start + start, line.start + end, text, *joined(reasons)))
    return [*found, *_of_run(document, run)]


def all_removals(raw: str, earlier: Sequence[Removal], later: Iterable[Removal]) -> list[Removal]:
    """What went of a text, and what went of what was left of it then, as removals of the text."""
    gone = [Span(one.start, one.end) for one in earlier]
    pieces = [*zip(gone, earlier, strict=True), *((before_cuts(Span(one.start, one.end), gone), one) for one in later)]
    cuts = merged_cuts((span, Reason(one.category, one.rules, one.base)) for span, one in pieces)
    return [Removal(start, end, raw[start:end], *joined(reasons)) for (start, end), reasons in cuts]


def text(raw: str, gone: Iterable[Removal]) -> str:
    """The raw text without the removals."""
    return without(raw, [Span(removal.start, removal.end) for removal in gone])


def _of_run(document: Document, run: Sequence[int]) -> Iterable[Removal]:
    """Removals of whole lines in a row; those that go for one reason, the same object, are one removal."""
    if not run:
        return
    start, end = _span(document, run[0], run[-1])
    for place, number in enumerate(run):
        reason = document.lines[number].gone
        last = place + 1 == len(run)
        if reason is not None and (last or document.lines[run[place + 1]].gone is not reason):
            stop = end if last else _line_start(document, document.lines[number + 1])
            yield Removal(start, stop, document.text[start:stop], *reason)
            start = stop


def _span(document: Document, first: int, last: int) -> Span:
    """What goes with lines in a row: of the white space before and after them, the longer stays; or all if nothing stays."""
    lines, size = document.lines, len(document.text)
    if first == 0 and last + 1 == len(lines):
        return Span(0, size)
    after_it = _line_start(document, lines[last + 1]) if last + 1 < len(lines) else size
    to_the_next = Span(_line_start(document, lines[first]), after_it)
    if first == 0:
        return to_the_next
    from_the_last = Span(_line_end(document, lines[first - 1]), _line_end(document, lines[last]))
    before = Span(from_the_last.start, to_the_next.start)
    after = Span(from_the_last.end, to_the_next.end)
    if last + 1 == len(lines) or _line_ends(document, before) <= _line_ends(document, after):
        return from_the_last
    return to_the_next


def _line_start(document: Document, line: Line) -> int:
    """Where a line begins, its indent included."""
    start = line.start
    while start > 0 and document.text[start - 1] not in "\r\n":
        start -= 1
    return start


def _line_end(document: Document, line: Line) -> int:
    """Where a line ends, the white space after it included and its line end not."""
    end = line.end
    while end < len(document.text) and document.text[end] not in "\r\n":
        end += 1
    return end


def _line_ends(document: Document, gap: Span) -> int:
    text = document.text[gap.start : gap.end]
    return max(text.count("\n"), text.count("\r"))
