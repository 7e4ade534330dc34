"""The diff for people: the article line by line, what went marked, its category and rules beside it or, if narrow, under it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from rich.segment import Segment
from rich.style import Style

from cleaner.model import Candidate, CleanResult
from cleaner.report.cells import ScreenRow, cells, rows_beside, wrap, wrap_text
from cleaner.report.lines import TITLE, DiffLine, Fate, LinePiece, diff_lines, folded
from cleaner.report.sanitize import sanitize

# In so many columns there is no room for a column of reasons.
NARROW = 60
_MARGIN = 2
_ARROW = "  ↳ "
REASON, FAINT = Style.parse("cyan"), Style.parse("dim")
_GONE, _CUT, _ADDED, _HEAD = Style.parse("red"), Style.parse("red strike"), Style.parse("green"), Style.parse("bold")
_MARKS = {"-": _GONE, ">": FAINT, "~": _GONE, "+": _ADDED, "?": FAINT, " ": None}


def diff(
    result: CleanResult, width: int, context: int = 3, explain: bool = False, only: Collection[str] = ()
) -> Iterator[ScreenRow]:
    """What changed, in rows of at most `width` cells.

    Args:
        result: what is shown.
        width: at least 20.
        context: how many unchanged lines are shown around a change.
        explain: whether score cards take the place of rules, also those of what came close and stays.
        only: the categories whose removals are changes; all if empty.
    """
    shown = list(folded(list(diff_lines(result, explain, only)), context))
    room = _room_for_reasons([line for line in shown if isinstance(line, DiffLine)], width, explain)
    for line in shown:
        if isinstance(line, int):
            yield from fold_note(line, width)
        elif room:
            left = width - room - _MARGIN
            reasons = [row for text in reasons_of(line, explain) for row in wrap_text(text, room, REASON)]
            yield from rows_beside(raw_rows(line, left), reasons, left, " " * _MARGIN)
        else:
            yield from explained_rows(line, width, explain)


def heading(words: Iterable[str], width: int) -> Iterator[ScreenRow]:
    """What stands over one article of several."""
    return wrap([Segment("== " + "  ".join(map(sanitize, words)), _HEAD)], width)


def fold_note(count: int, width: int) -> Iterator[ScreenRow]:
    """Says that so many lines are not shown."""
    return wrap([Segment(f"  … {count} unchanged line{'s' if count > 1 else ''}", FAINT)], width)


def explained_rows(line: DiffLine, width: int, explain: bool) -> Iterator[ScreenRow]:
    """A line of the raw text with its marks, and under it the reasons."""
    yield from raw_rows(line, width)
    for reason in reasons_of(line, explain):
        for number, row in enumerate(wrap_text(reason, width - len(_ARROW), REASON)):
            yield [Segment(" " * len(_ARROW) if number else _ARROW, REASON), *row]


def raw_rows(line: DiffLine, width: int) -> Iterator[ScreenRow]:
    """A line of the raw text, or one that only the cleaned text has, with its marks."""
    body = [segment for piece in line.pieces for segment in _marked(piece, line.mark)]
    return _with_mark(line.mark, body, width)


def cleaned_rows(line: DiffLine, width: int) -> Iterator[ScreenRow]:
    """What the cleaned text has of a line; nothing if it lacks it."""
    if line.cleaned:
        body = [segment for piece in line.cleaned for segment in _marked(piece, line.mark)]
        yield from _with_mark("+" if line.mark == "+" else " ", body, width)


def reasons_of(line: DiffLine, explain: bool) -> list[str]:
    """Why a line changes, each reason once."""
    return list(dict.fromkeys(card(piece) if explain else reason_words(piece) for piece in line.reasons))


def reason_words(piece: Candidate) -> str:
    """Category and rules of a removal, strongest rule first, cues left out."""
    rules = [rule.rule for rule in piece.rules if not rule.is_hint]
    if rules == [TITLE]:
        return f"moved to the title {sanitize(TITLE)}"
    return " ".join([sanitize(piece.category), *map(sanitize, rules)])


def card(piece: Candidate) -> str:
    """The score card: the sum, where it starts, and what every rule and cue adds to it; a rule that is certain says so."""
    terms = [(rule.points, sanitize(rule.rule) + " (certain)" * rule.certain) for rule in piece.rules]
    if piece.base:
        terms.append((piece.base, "start"))
    return "\n".join(
        [f"{sanitize(piece.category)} {piece.score:+.2f}", *(f"{value:+.2f} {name}" for value, name in terms)]
    )


def explanation(result: CleanResult) -> Iterator[str]:
    """What went of an article, and what came close and stays, a line each with its score card under it."""
    for line in diff_lines(result, explain=True):
        if line.reasons:
            yield f"{line.mark} {sanitize(''.join(piece.text for piece in line.pieces))}"
            for row in "\n".join(reasons_of(line, explain=True)).split("\n"):
                yield f"    {row}"


def _room_for_reasons(shown: Sequence[DiffLine], width: int, explain: bool) -> int:
    """How wide the column of reasons is: as its widest, up to a part of the width; 0 if they stand under the lines."""
    if width <= NARROW:
        return 0
    words = (cells(row) for line in shown for text in reasons_of(line, explain) for row in text.split("\n"))
    return min(max(words, default=0), width * 2 // 5)


def _marked(piece: LinePiece, mark: str) -> list[Segment]:
    text = sanitize(piece.text)
    if piece.fate is Fate.GONE:
        return [Segment(text, FAINT if mark == ">" else _GONE)] if mark in "->" else [Segment(f"[-{text}-]", _CUT)]
    return [Segment(text, {Fate.KEPT: None, Fate.ASIDE: FAINT, Fate.ADDED: _ADDED}[piece.fate])]


def _with_mark(mark: str, body: Sequence[Segment], width: int) -> Iterator[ScreenRow]:
    for number, row in enumerate(wrap(body, width - 2)):
        yield [Segment(" " if number else mark, _MARKS[mark]), Segment(" "), *row]
