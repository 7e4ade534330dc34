"""Verdicts on the removals of an article, and the labelled case that they amount to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from cleaner.fit.cases import EITHER, KEEP, SPAM, line_spans
from cleaner.fit.measure import visible_size
from cleaner.model import Span
from cleaner.review.article import TEXT, FoundRemoval, ReviewedArticle
from cleaner.spans import common, overlaps

ACCEPT, REJECT = "accept", "reject"
ACCEPTED = {ACCEPT: True, REJECT: False}
# What cases call an accepted removal of another category (meta, boilerplate). It must weigh as much as a rejected one.
_OTHER_SPAM = "promo"

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Judgement:
    """A removal, and whether it was right."""

    found: FoundRemoval
    accepted: bool

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {"verdict": ACCEPT if self.accepted else REJECT, **self.found.to_dict()}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Judgement:
        """What `to_dict` gave.

        Raises:
            KeyError, TypeError, ValueError: it is something else.
        """
        return cls(FoundRemoval.from_dict(data), ACCEPTED[data["verdict"]])


@dataclass(frozen=True, slots=True)
class Judged:
    """An article with the verdicts on its removals, which do not overlap, in order."""

    id: str
    url: str | None
    text: str
    verdicts: tuple[Judgement, ...] = ()

    @classmethod
    def of(cls, article: ReviewedArticle) -> Judged:
        """An article that nobody has judged yet."""
        return cls(article.id, article.url, article.text)

    @property
    def key(self) -> Key:
        """What tells it from other articles: a text that has changed is another one."""
        return self.id, self.text

    def given(self, found: FoundRemoval) -> bool | None:
        """Whether a removal was accepted; None: it has not been judged."""
        return next((verdict.accepted for verdict in self.verdicts if verdict.found.span == found.span), None)

    def judge(self, found: FoundRemoval, accepted: bool) -> Judged:
        """The article with one more verdict; it replaces those on what it overlaps, which other rules had removed."""
        others = [v for v in self.verdicts if not overlaps(v.found, found)]
        verdicts = sorted([*others, Judgement(found, accepted)], key=lambda verdict: verdict.found.start)
        return replace(self, verdicts=tuple(verdicts))

    def to_dict(self) -> dict[str, Any]:
        """The labelled case, with the verdicts that it was made of."""
        labels: dict[str, str] = {}
        cuts: dict[str, list[str]] = {}
        keeps: dict[str, list[str]] = {}
        for number, span in enumerate(line_spans(self.text)):
            line = _Line(self.text, span)
            parts = list(line.parts(self.verdicts))
            labels[str(number)] = line.label(parts)
            if labels[str(number)] == EITHER:
                for of_line, accepted in ((cuts, True), (keeps, False)):
                    if listed := line.listed(part.span for part in parts if part.accepted == accepted):
                        of_line[str(number)] = listed
        address = {} if self.url is None else {"url": self.url}
        verdicts = [verdict.to_dict() for verdict in self.verdicts]
        labelled = {"text": self.text, "labels": labels, "cuts": cuts, "keeps": keeps}
        return {"id": self.id, **address, **labelled, "verdicts": verdicts}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Judged:
        """What `to_dict` gave.

        Raises:
            KeyError, TypeError, ValueError: it is something else.
        """
        verdicts = tuple(map(Judgement.from_dict, data["verdicts"]))
        if not (isinstance(data["id"], str) and isinstance(data["text"], str)):
            raise TypeError("id and text are texts")
        if not all(v.found.start >= 0 and data["text"][v.found.start : v.found.end].strip() for v in verdicts):
            raise ValueError("a verdict is on a part of the text")
        return cls(data["id"], data.get("url"), data["text"], verdicts)


class _Part(NamedTuple):
    """What a verdict says of a part of a line."""

    span: Span
    accepted: bool
    label: str


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a text as cases know it."""

    text: str
    span: Span

    def parts(self, verdicts: Iterable[Judgement]) -> Iterator[_Part]:
        """The parts that verdicts speak of. What only a page's markup or links show, no case can hold against its text."""
        for verdict in verdicts:
            span = common(verdict.found, self.span)
            counts = not verdict.accepted or verdict.found.evidence == TEXT
            if counts and visible_size(self.text, span):
                category = verdict.found.category
                spam = category if category in SPAM else _OTHER_SPAM
                yield _Part(span, verdict.accepted, spam if verdict.accepted else KEEP)

    def label(self, parts: list[_Part]) -> str:
        """The line's label where the parts agree and are all of it; "either" where something in it was not judged."""
        judged = sum(visible_size(self.text, part.span) for part in parts)
        agreed = len({part.accepted for part in parts}) == 1
        return parts[0].label if agreed and judged == visible_size(self.text, self.span) else EITHER

    def listed(self, spans: Iterable[Span]) -> list[str]:
        """Parts as a case lists them; one of which nothing tells which of two equal ones is meant is left out."""
        listed: list[str] = []
        after: dict[str, int] = {}
        for start, end in spans:
            part = self.text[start:end]
            if self.text.find(part, after.get(part, self.span.start), self.span.end) == start:
                listed.append(part)
                after[part] = end
        return listed
