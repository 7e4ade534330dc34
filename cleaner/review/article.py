"""Article: a cleaned article of a dump as it is reviewed: its text, and what was removed from it on which evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cleaner.fit.check import stays
from cleaner.model import CleanResult, Removal, RulePoints, Span
from cleaner.pipeline import clean_text
from cleaner.records.record import Record
from cleaner.ruleset.kinds.element import ElementRule
from cleaner.ruleset.ruleset import RuleSet
from cleaner.text.fold import well_formed

# What shows that a removal is due: the text alone, the links of its page too, or only the page's markup.
TEXT, LINKS, MARKUP = "text", "links", "markup"
EVIDENCE = (TEXT, LINKS, MARKUP)


@dataclass(frozen=True, slots=True)
class FoundRemoval:
    """A removal to be judged.

    Attributes:
        start, end: its span in the article's text.
        category: what it was counted as.
        rules: the rules that caused it, with their points, strongest first.
        base: where their sum starts.
        evidence: what shows it: TEXT, LINKS or MARKUP.
    """

    start: int
    end: int
    category: str
    rules: tuple[RulePoints, ...]
    base: float
    evidence: str

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)

    @property
    def score(self) -> float:
        """The sum of base and points."""
        return self.base + sum(rule.points for rule in self.rules)

    @property
    def rule(self) -> str:
        """The rule that found it: the strongest one; a cue only adds to what others find."""
        return next((one.rule for one in self.rules if not one.is_hint), self.rules[0].rule)

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        rules = [{"id": one.rule, "points": round(one.points, 4), "certain": one.certain} for one in self.rules]
        return {
            "start": self.start,
            "end": self.end,
            "category": self.category,
            "rules": rules,
            "base": self.base,
            "evidence": self.evidence,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> FoundRemoval:
        """What `to_dict` gave.

        Raises:
            KeyError, TypeError, ValueError: it is something else.
        """
        rules = tuple(RulePoints(str(one["id"]), float(one["points"]), bool(one["certain"])) for one in data["rules"])
        if not rules or data["evidence"] not in EVIDENCE:
            raise ValueError("a removal has rules and a known evidence")
        span = int(data["start"]), int(data["end"])
        return cls(*span, str(data["category"]), rules, float(data["base"]), data["evidence"])


@dataclass(frozen=True, slots=True)
class ReviewedArticle:
    """An article of a dump with all its removals; of a page `text` is its visible text, a line a block."""

    id: str
    source: str
    url: str | None
    title: str | None
    text: str
    found: tuple[FoundRemoval, ...]

    @classmethod
    def of(cls, record: Record, result: CleanResult, rules: RuleSet) -> ReviewedArticle:
        """A record and what cleaning it gave. One that is known by nothing is known by where it stands."""
        title = result.title or record.fields.get("title")
        return cls(
            well_formed(record.id or record.source),
            well_formed(record.source),
            None if record.url is None else well_formed(record.url),
            well_formed(title) if isinstance(title, str) else None,
            well_formed(result.raw),
            tuple(_found(record, result, rules)),
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        found = [found.to_dict() for found in self.found]
        names = ("id", "source", "url", "title", "text")
        return {**{name: getattr(self, name) for name in names}, "found": found}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> ReviewedArticle:
        """What `to_dict` gave."""
        return cls(**{**data, "found": tuple(map(FoundRemoval.from_dict, data["found"]))})


def _found(record: Record, result: CleanResult, rules: RuleSet) -> Iterator[FoundRemoval]:
    """The removals of a result. What a page's text shows without its markup is seen by cleaning just that."""
    visible = [removal for removal in result.removals if removal.text.strip()]
    by_text = [not record.page or _is_by_text(removal, rules) for removal in visible]
    shown = clean_text(result.raw, url=record.url, rules=rules) if record.page and any(by_text) else result
    for removal, textual in zip(visible, by_text, strict=True):
        evidence = MARKUP
        if textual:
            evidence = LINKS if stays(shown, Span(removal.start, removal.end)) else TEXT
        yield FoundRemoval(removal.start, removal.end, removal.category, removal.rules, removal.base, evidence)


def _is_by_text(removal: Removal, rules: RuleSet) -> bool:
    """Whether rules for text removed it, which keep rules can hold back, and not the search for the main content."""
    named = [rules.by_id.get(one.rule) for one in removal.rules]
    return any(rule is not None and not isinstance(rule, ElementRule) for rule in named)
