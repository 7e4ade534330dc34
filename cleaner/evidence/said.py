"""Said: what is known of one line by itself: what its wording says, and what it looks like."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice

from cleaner.evidence.around import own_measures, own_names
from cleaner.evidence.lexicon import Lexicon
from cleaner.evidence.reader import Sentence
from cleaner.evidence.wording import Wording, plain, words
from cleaner.model import Span
from cleaner.text.line import Line

# From this many characters on a line with a full stop is prose, from the second on any.
_PROSE, _LONG = 80, 200
_FULL_STOPS = ".!?…。！？"
_CLOSING = "\"'”’»“)]*_ "
# How a line ends, and what stands before its words: names of ranges.
_ENDS = {
    ".": 1,
    "。": 1,
    "!": 2,
    "！": 2,
    "?": 3,
    "？": 3,
    ":": 4,
    "…": 5,
    "»": 6,
    "›": 6,
    "→": 6,
    ">": 6,
    ")": 7,
    "]": 7,
    ",": 9,
    ";": 9,
}
_END_OTHER, _END_DIGIT = 0, 8
_BULLETS = {
    "-": 1,
    "–": 1,
    "—": 1,
    "*": 2,
    "•": 2,
    "·": 2,
    "●": 2,
    "▪": 2,
    "#": 4,
    ">": 5,
    "→": 5,
    "➤": 5,
    "▶": 5,
    "►": 5,
    "»": 5,
}
_NUMBERED, _OTHER_BULLET = 3, 6
# Of longer lines so many sentences at each end are looked at.
_EDGE = 2
_TITLE_LETTERS, _TITLE_WORDS = 4, 40
# Kinds of words that are counted.
_COUNTED = {"price": "<price>", "date": "<date>", "shop": "<shop>"}
_NONE_COUNTED = [0] * len(_COUNTED)
# What stands for a number or a name.
_NAMED = re.compile("<[a-z]+>")


@dataclass(slots=True)
class Said:
    """A line by itself.

    Attributes:
        whole: its words, as tokens; of a long line those of its first and last sentences.
        skeleton: these without its numbers and names.
        start: the first two.
        look: what it looks like at a glance: equal numbers, equal looks.
        is_prose: whether it is running text.
        first: what the tables say of its first sentence.
        row: measures of what it looks like and of what the tables say of it, in the order of `row_names`.
        acts: what its words do, by the lists of words.
        parts: of a line of several sentences each of these, with what the tables say of it.
    """

    whole: str
    skeleton: str
    start: tuple[str, ...]
    look: int
    is_prose: bool
    first: tuple[float, ...]
    row: list[float]
    acts: frozenset[str]
    parts: Sequence[tuple[Sentence, tuple[float, ...]]]

    @property
    def end(self) -> float:
        """How it ends."""
        return self.row[_END]


@lru_cache
def row_names(tables: tuple[str, ...]) -> tuple[str, ...]:
    """The measures of a line by itself, where tables have these names; an empty text for what is not asked for."""
    return (*SHAPES, *chain.from_iterable(map(own_names, tables)))


def telling(line: Line) -> Sequence[Span]:
    """The sentences that tell what a line is: calls and disclosures stand at its beginning or end."""
    spans = line.sentences
    if len(spans) < 2:
        return (Span(0, len(line.text)),)
    return spans if len(spans) <= 2 * _EDGE else (*spans[:_EDGE], *spans[-_EDGE:])


def spoken(text: str, lexicon: Lexicon) -> Sentence:
    """The words of a plain sentence, and what each does."""
    own = words(text, lexicon)
    return own, list(map(lexicon.kinds.__getitem__, own))


def said(lines: Sequence[Line], wording: Wording, lexicon: Lexicon) -> list[Said]:
    """What is known of each line by itself."""
    plains = [plain(line.text) for line in lines]
    sentences = [
        [spoken(plain(line.text[start:end])[0], lexicon) for start, end in telling(line)]
        if len(line.sentences) > 1
        else [spoken(text, lexicon)]
        for line, (text, _) in zip(lines, plains, strict=True)
    ]
    sums = iter(wording.read(list(chain.from_iterable(sentences))))
    return [
        _said(*one, of_line, list(islice(sums, len(of_line)))) for one, of_line in zip(plains, sentences, strict=True)
    ]


def _said(text: str, bullet: str, sentences: Sequence[Sentence], sums: Sequence[tuple[float, ...]]) -> Said:
    own, kinds = sentences[0]
    for more, what in sentences[1:]:
        own, kinds = own + more, kinds + what
    acts = len(kinds) - kinds.count("")
    whole = " ".join(own)
    is_masked = "<" in whole
    counted = [min(3, own.count(token)) for token in _COUNTED.values()] if is_masked else _NONE_COUNTED
    end, mark, count = end_of(text), _bullet(bullet), len(own)
    row = [len(text), count, end, mark, title_case(text), acts / (count or 1), *counted]
    for of_table in zip(*sums, strict=True):
        row += own_measures(of_table, count)
    ends = text.rstrip(_CLOSING)[-1:] in _FULL_STOPS and bool(text)
    return Said(
        whole,
        _NAMED.sub("#", whole) if is_masked else whole,
        tuple(own[:2]),
        _look(count, end, mark, bool(counted[0])),
        (ends and len(text) >= _PROSE) or len(text) >= _LONG,
        sums[0],
        row,
        frozenset(kinds),
        list(zip(sentences, sums, strict=True)) if len(sentences) > 1 else (),
    )


def _look(words: int, end: int, bullet: int, price: bool) -> int:
    length = words if words < 4 else 4 + (words > 8) + (words > 20)
    return 1 + price + 2 * (bullet + 10 * (end + 10 * length))


def _bullet(bullet: str) -> int:
    if not bullet:
        return 0
    return _NUMBERED if bullet[0].isdigit() else _BULLETS.get(bullet[0], _OTHER_BULLET)


def end_of(text: str) -> int:
    """How a text ends: a name of a range."""
    last = text[-1:]
    if text.endswith("..."):
        return _ENDS["…"]
    return _END_DIGIT if last.isdigit() else _ENDS.get(last, _END_OTHER)


def title_case(text: str) -> float:
    """The share of longer words with a capital; -1 where there are none."""
    firsts = [word[0] for word in text.split(None, _TITLE_WORDS)[:_TITLE_WORDS] if len(word) >= _TITLE_LETTERS]
    letters = list(filter(str.isalpha, firsts))
    return round(sum(map(str.isupper, letters)) / len(letters), 2) if letters else -1.0


SHAPES = ("characters", "words", "end", "bullet", "title case", "known words", *_COUNTED)
_END = SHAPES.index("end")
