"""Normal form: the text of a line as a reader sees it, and where in the raw text each of its characters stands.

Characters that show nothing are gone, entities that an extractor left are what they stand for, letters of odd blocks and
decomposed ones are plain letters, inline Markdown is its words, the line ends of a wrapped paragraph are spaces.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import unescape
from html.entities import html5
from unicodedata import normalize

from cleaner.model import Span
from cleaner.spans import divided
from cleaner.text.cuts import LINE_END
from cleaner.text.fold import INVISIBLE
from cleaner.text.marks import ESCAPED, LONE, MARKS, SIGNS, InlineMark

# Ligatures, full-width and mathematical letters and digits, letters in circles.
_LETTERS = "\ufb00-\ufb06\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\u24b6-\u24e9\U0001d400-\U0001d7ff"
_ACCENTS = "\u0300-\u036f\u3099\u309a"
_MEDIALS, _FINALS = "\u1161-\u1175", "\u11a8-\u11c2"  # of decomposed Korean syllables
# What characters are replaced, and by what.
_CHARACTERS: Sequence[tuple[re.Pattern[str], Callable[[re.Match[str]], str]]] = (
    (re.compile(f"[{INVISIBLE}]"), lambda _: ""),
    (re.compile(f"[{_LETTERS}]"), lambda match: normalize("NFKC", match[0])),
    (
        re.compile(rf"[^\W\d_][{_ACCENTS}]+|[\u1100-\u1112][{_MEDIALS}][{_FINALS}]?"),
        lambda match: normalize("NFC", match[0]),
    ),
)
# Some were escaped twice or more often.
_ENTITY = re.compile(r"&(?:amp;){0,3}(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
# A text without any of these is as a reader sees it.
_ODD = re.compile(f"[\\r\\n&{SIGNS}{INVISIBLE}{_LETTERS}{_ACCENTS}{_MEDIALS}]")


def matched(text: str) -> str:
    """The text of a rule, as it meets normal forms: with plain letters, and without what shows nothing."""
    for pattern, new in _CHARACTERS if not text.isascii() else ():
        text = pattern.sub(new, text)
    return text


@dataclass(frozen=True, slots=True)
class NormalText:
    """The normal form of a raw text.

    Attributes:
        text: what a reader sees, without white space around it.
        starts, ends: where in the raw text each of its characters stands.
        marks: the Markdown around its words, each with where in the text these stand.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    marks: Sequence[tuple[Span, InlineMark]] = ()

    def marked(self, kind: str) -> list[tuple[Span, InlineMark]]:
        """The marks of a kind, each with where the words stand."""
        return [(words, mark) for words, mark in self.marks if mark.kind == kind]

    def raw(self, spans: Sequence[Span]) -> list[list[Span]]:
        """For each of some spans of the text, which are in order and not empty, what of the raw text goes with it.

        A mark goes where all its words go, and stays where one of them does: what goes with a span may be several pieces.
        """
        whole = _touching(spans)
        first: dict[int, int] = {}
        last: dict[int, int] = {}
        staying: list[Span] = []
        for words, mark in self.marks:
            place = bisect_right(whole, words.start, key=lambda span: span.start) - 1
            if place >= 0 and words.end <= whole[place].end:
                first[words.start] = min(mark.before.start, first.get(words.start, mark.before.start))
                last[words.end] = max(mark.after.end, last.get(words.end, 0))
            else:
                staying += (mark.before, mark.after)
        staying.sort()
        found = []
        for start, end in spans:
            piece = Span(first.get(start, self.starts[start]), last.get(end, self.ends[end - 1]))
            found.append([part for part, mark in divided(piece, staying) if mark is None])
        return found


def normal_text(raw: str) -> NormalText | None:
    """The normal form of a text; None where the text is that itself."""
    if _ODD.search(raw) is None and raw[:1].strip() and raw[-1:].strip():
        return None
    draft = _Draft(raw)
    draft.replace(LINE_END, lambda _: " ")
    draft.replace(_ENTITY, _character)
    for pattern, new in _CHARACTERS:
        draft.replace(pattern, new)
    before = draft.state
    for sign, pattern, kind in MARKS:
        if sign in draft.text:
            draft.unmark(pattern, kind)
    draft.replace(LONE, lambda _: "")
    draft.replace(ESCAPED, lambda match: match[1])
    if not any(map(str.isalnum, draft.text)):  # a line across the page, or a picture without a name
        draft.state = before
    return draft.done() if draft.text != raw else None


class _Draft:
    """A text on its way to its normal form."""

    def __init__(self, raw: str) -> None:
        self.text = raw
        self.starts: Sequence[int] = range(len(raw))
        self.ends: Sequence[int] = range(1, len(raw) + 1)
        self.marks: tuple[InlineMark, ...] = ()

    @property
    def state(self) -> tuple[str, Sequence[int], Sequence[int], tuple[InlineMark, ...]]:
        """All that it is."""
        return self.text, self.starts, self.ends, self.marks

    @state.setter
    def state(self, state: tuple[str, Sequence[int], Sequence[int], tuple[InlineMark, ...]]) -> None:
        self.text, self.starts, self.ends, self.marks = state

    def unmark(self, pattern: re.Pattern[str], kind: str) -> None:
        """Let what matches be its words, which are group 1."""
        changes, marks = [], []
        for match in pattern.finditer(self.text):
            (first, last), (start, end) = match.span(), match.span(1)
            changes += [(first, start, ""), (end, last, "")]
            before = Span(self.starts[first], self.ends[start - 1])
            after = Span(self.starts[end], self.ends[last - 1])
            marks.append(InlineMark(before, after, kind, match.groupdict().get("href") or ""))
        self.change(changes)
        self.marks += tuple(marks)

    def replace(self, pattern: re.Pattern[str], new: Callable[[re.Match[str]], str]) -> None:
        """Put something else in the place of every match."""
        self.change((*match.span(), new(match)) for match in pattern.finditer(self.text))

    def change(self, changes: Iterable[tuple[int, int, str]]) -> None:
        """Put texts in the place of others, which are in order, do not overlap and are not empty."""
        texts: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        position = 0
        for start, end, new in changes:
            texts += (self.text[position:start], new)
            starts += self.starts[position:start]
            ends += self.ends[position:start]
            starts += [self.starts[start]] * len(new)
            ends += [self.ends[end - 1]] * len(new)
            position = end
        if position:
            self.text = "".join(texts) + self.text[position:]
            self.starts = [*starts, *self.starts[position:]]
            self.ends = [*ends, *self.ends[position:]]

    def done(self) -> NormalText:
        """What it has come to."""
        text = self.text.strip()
        start = len(self.text) - len(self.text.lstrip())
        end = start + len(text)
        starts = self.starts[start:end]
        marks = [
            (Span(bisect_left(starts, mark.before.end), bisect_left(starts, mark.after.start)), mark)
            for mark in self.marks
        ]
        return NormalText(text, starts, self.ends[start:end], [one for one in marks if one[0].start < one[0].end])


def _touching(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, those that touch as one."""
    found: list[Span] = []
    for span in spans:
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(span.end, found[-1].end))
        else:
            found.append(span)
    return found


def _character(match: re.Match[str]) -> str:
    """What an entity stands for; itself if for nothing."""
    name = match[1]
    found = unescape(f"&{name};") if name[0] == "#" else html5.get(f"{name};", match[0])
    return " " if found.isspace() else found
