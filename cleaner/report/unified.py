"""The diff for programs: unified format that `patch` applies to the raw text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from cleaner.model import CleanResult
from cleaner.report.align import Opcode, opcodes

_NO_NEWLINE = "\n\\ No newline at end of file\n"


def unified(result: CleanResult, name: str, context: int = 3) -> Iterator[str]:
    """The lines of the diff, each with its line end. Lines end at `\\n` alone, as `patch` sees them."""
    before, after = _lines(result.raw), _lines(result.text)
    if "".join(result.raw[start:end] for start, end in result.kept) == result.text:
        codes = _known(result, before, after)  # what went is known: nothing has to be searched for
    else:
        codes = opcodes(before, after)
    header = [f"--- a/{name}\n", f"+++ b/{name}\n"]
    for group in _hunks(codes, context):
        yield from header
        header = []
        first, last = group[0], group[-1]
        yield f"@@ -{_range(first[1], last[2])} +{_range(first[3], last[4])} @@\n"
        for tag, i1, i2, j1, j2 in group:
            if tag == "equal":
                yield from (_marked(" ", line) for line in before[i1:i2])
            else:
                yield from (_marked("-", line) for line in before[i1:i2])
                yield from (_marked("+", line) for line in after[j1:j2])


def _known(result: CleanResult, before: Sequence[str], after: Sequence[str]) -> list[Opcode]:
    """The opcodes that the kept spans amount to: every line after is one line before, whole or cut."""
    starts = [0, *accumulate(map(len, before))]
    pieces = [0, *accumulate(end - start for start, end in result.kept)]
    opcodes: list[Opcode] = []
    done = offset = 0
    for number, line in enumerate(after):
        piece = bisect_right(pieces, offset) - 1
        source = bisect_right(starts, result.kept[piece].start + offset - pieces[piece]) - 1
        if source > done:
            opcodes.append(("delete", done, source, number, number))
        tag = "equal" if before[source] == line else "replace"
        if opcodes and opcodes[-1][0] == tag == "equal":
            opcodes[-1] = (tag, opcodes[-1][1], source + 1, opcodes[-1][3], number + 1)
        else:
            opcodes.append((tag, source, source + 1, number, number + 1))
        done = source + 1
        offset += len(line)
    if done < len(before):
        opcodes.append(("delete", done, len(before), len(after), len(after)))
    return opcodes


def _hunks(opcodes: Sequence[Opcode], context: int) -> Iterator[list[Opcode]]:
    """The changes with at most `context` unchanged lines around them; longer unchanged runs part one hunk from the next."""
    hunk: list[Opcode] = []
    for number, (tag, i1, i2, j1, j2) in enumerate(opcodes):
        if tag != "equal":
            hunk.append((tag, i1, i2, j1, j2))
            continue
        last = number + 1 == len(opcodes)
        if hunk and (last or i2 - i1 > 2 * context):
            after = min(context, i2 - i1)
            yield [*hunk, (tag, i1, i1 + after, j1, j1 + after)] if after else hunk
            hunk = []
        if not hunk:
            before = min(context, i2 - i1)
            hunk = [(tag, i2 - before, i2, j2 - before, j2)] if before and not last else []
        else:
            hunk.append((tag, i1, i2, j1, j2))
    if hunk:
        yield hunk


def _lines(text: str) -> list[str]:
    lines = [line + "\n" for line in text.split("\n")]
    last = lines.pop()[:-1]
    return [*lines, last] if last else lines


def _range(start: int, stop: int) -> str:
    """A range of lines as hunks write it: an empty one names the line before it."""
    length = stop - start
    if length == 1:
        return str(start + 1)
    return f"{start + 1 if length else start},{length}"


def _marked(mark: str, line: str) -> str:
    return mark + (line if line.endswith("\n") else line + _NO_NEWLINE)
