"""Labelled lines: the lines of labelled articles with what is known of each, for the tables of words and the card of texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from cleaner.decide import found_by_rules
from cleaner.evidence.said import spoken, telling
from cleaner.evidence.sentences import Place, places
from cleaner.evidence.wording import plain, tokens
from cleaner.fit.cases import EITHER, INLINE, KEEP, SPAM, Case
from cleaner.fit.measure import visible_size
from cleaner.fit.rows import site_key
from cleaner.limits import USUAL
from cleaner.model import Span
from cleaner.ruleset.ruleset import RuleSet
from cleaner.spans import common
from cleaner.text.line import Line
from cleaner.text.lines import from_text
from cleaner.weigh import Finds

Value = TypeVar("Value")
# Shorter and longer lines count as if they had so many characters: figures are in characters, but a line is a line.
_LEAST, _MOST = 10, 600
# A sentence is spam where so much of it is marked, and nothing is said of it where less, but more than the second, is.
_MOSTLY, _PARTLY = 0.6, 0.25


@dataclass(frozen=True, slots=True)
class LabelledLine:
    """A line or a sentence of one: its tokens, its label, and its visible characters that count."""

    tokens: frozenset[str]
    label: str
    size: int

    @property
    def weight(self) -> float:
        """How much it counts in a fit; nothing where it is neither editorial nor spam."""
        return float(min(_MOST, max(_LEAST, self.size)) ** 0.5)


@dataclass(frozen=True, slots=True)
class LabelledText:
    """An article: its lines, their labels, those of their sentences with tokens, and what rules find.

    The `judged` are the sentences inside lines that the card of sentences sees, with their labels.
    """

    site: str
    lines: Sequence[Line]
    labelled: Sequence[LabelledLine]
    sentences: Sequence[LabelledLine]
    judged: Sequence[tuple[Place, LabelledLine]]
    finds: Finds
    weight: float


def cleaned_case(text: LabelledText) -> LabelledText:
    """The article without what is to go, as a later round sees it; of half the weight."""
    left = [number for number, line in enumerate(text.labelled) if line.label in (KEEP, EITHER)]
    number_of = {number: place for place, number in enumerate(left)}
    return LabelledText(
        text.site,
        [text.lines[number] for number in left],
        [text.labelled[number] for number in left],
        (),
        [
            (replace(place, number=number_of[place.number]), label)
            for place, label in text.judged
            if place.number in number_of
        ],
        Finds(_renumbered(text.finds.lines, number_of), _renumbered(text.finds.parts, number_of)),
        text.weight / 2,
    )


def _renumbered(found: Mapping[int, Value], number_of: Mapping[int, int]) -> dict[int, Value]:
    return {number_of[number]: value for number, value in found.items() if number in number_of}


def labelled_texts(cases: Iterable[Case], rules: RuleSet) -> list[LabelledText]:
    """All cases, measured."""
    pool: dict[str, str] = {}  # one object for a token, however often it stands there
    return [_text(case, rules, pool) for case in cases]


def _text(case: Case, rules: RuleSet, pool: dict[str, str]) -> LabelledText:
    lines = from_text(case.text, case.url).lines
    labelled, sentences = [], []
    for line in lines:
        labelled.append(_labelled(case, Span(line.start, line.end), frozenset()))
        for span in line.sentences if len(line.sentences) > 1 else telling(line):
            found = tokens(*spoken(plain(line.text[span.start : span.end])[0], rules.lexicon))
            sentences.append(
                _labelled(
                    case,
                    _in_text(line, span),
                    frozenset([pool.setdefault(token, token) for token in found]),
                )
            )
    judged = [
        (place, _labelled(case, _in_text(lines[place.number], place.span), frozenset())) for place in places(lines)
    ]
    finds = found_by_rules(lines, rules, USUAL.clock(), case.url)
    return LabelledText(site_key(case.url, case.id), lines, labelled, sentences, judged, finds, case.weight)


def _in_text(line: Line, span: Span) -> Span:
    """Where a span of a line stands in the text."""
    place = line.in_source(span)
    return Span(line.start + place.start, line.start + place.end)


def _labelled(case: Case, span: Span, tokens: frozenset[str]) -> LabelledLine:
    sizes: dict[str, int] = {}
    for piece in case.pieces:
        if piece.span.start >= span.end:
            break
        if piece.span.end > span.start:
            size = visible_size(case.text, common(piece.span, span))
            sizes[piece.label] = sizes.get(piece.label, 0) + size
    total = sum(sizes.values()) or 1
    inline = sizes.pop(INLINE, 0) / total
    label = max(sizes, key=lambda name: sizes[name]) if sizes else KEEP
    if inline >= _MOSTLY:
        label = INLINE
    elif inline > _PARTLY:
        label = EITHER
    return LabelledLine(tokens, label, sizes.get(label, total))


def is_spam(label: str, categories: Sequence[str] = SPAM) -> bool:
    """Whether a label is one of the categories; parts of lines are of all."""
    return label in categories or label == INLINE
