"""Compiled rules, one frozen class a kind. `cleaner.ruleset.load` alone makes them."""

from __future__ import annotations

from dataclasses import dataclass

from cleaner.ruleset.pattern import Pattern


@dataclass(frozen=True, slots=True)
class Cut:
    """An example of a text of which only a part goes."""

    text: str
    leaves: str


@dataclass(frozen=True, slots=True)
class Examples:
    """Texts that a rule must act on, must cut, and must leave alone."""

    removes: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()
    cuts: tuple[Cut, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What every rule has.

    Attributes:
        id: `category.name`, unique in a rule set.
        category: what its removals are counted as.
        score: how much it says for removal; 1.0 is enough alone, negative protects.
        keywords: folded literals; the rule is tried on blocks where one of them occurs. Empty: on all blocks.
        languages: ISO 639-1 codes; the rule runs where the text may be in one of them. Empty: everywhere.
        sites: host names; the rule runs on texts from these and their subdomains. Empty: everywhere.
        exceptions: where this occurs in the block, the rule says nothing.
        file: the rule file it comes from.
    """

    id: str
    description: str
    category: str
    score: float
    keywords: tuple[str, ...] = ()
    languages: frozenset[str] = frozenset()
    sites: tuple[str, ...] = ()
    exceptions: Pattern | None = None
    confidence: str = ""
    source: str = ""
    examples: Examples = Examples()
    file: str = ""

    @property
    def kind(self) -> str:
        """The rule's kind as rule files name it."""
        return type(self).__name__.removesuffix("Rule").lower()


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a block or sentence must look like and where it must stand; all that are given must hold.

    Attributes:
        words: least and most words.
        place: names of places, such as "tail".
        raw: what must occur in the raw text, letter case and all.
        links: what its links must be; never so in a text without markup.
    """

    words: tuple[int, int] | None = None
    place: tuple[str, ...] = ()
    raw: Pattern | None = None
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRule(Rule):
    """The whole block, without the decoration around it, matches."""

    pattern: Pattern
    conditions: Conditions


@dataclass(frozen=True, slots=True, kw_only=True)
class SpanRule(Rule):
    """A part of a block goes: what the pattern matches, or the sentence that begins with a match."""

    pattern: Pattern
    sentence: bool
    conditions: Conditions


def is_placed(rule: Rule) -> bool:
    """Whether a rule asks where a block stands, and so is tried when the others are through."""
    return isinstance(rule, LineRule | SpanRule) and bool(rule.conditions.place)


def needs_markup(rule: Rule) -> bool:
    """Whether a rule can only speak where the text came as markup; so do its examples."""
    return isinstance(rule, ElementRule) or (
        isinstance(rule, LineRule | SpanRule | CueRule) and bool(rule.conditions.links)
    )


@dataclass(frozen=True, slots=True)
class Step:
    """`least` to `most` consecutive blocks that other rules match, or a pattern, or a mere length in words."""

    rules: tuple[str, ...]
    pattern: Pattern | None
    words: tuple[int, int] | None
    least: int
    most: int
    keep: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SequenceRule(Rule):
    """Consecutive blocks that match its steps, one after another."""

    steps: tuple[Step, ...]

    @property
    def anchor(self) -> int:
        """The step that is looked for first: one that another rule or a pattern decides and that must be there."""
        named = [n for n, step in enumerate(self.steps) if step.least and (step.rules or self.keywords)]
        return next(n for n in named if self.steps[n].rules or self.steps[n].pattern)


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionRule(Rule):
    """A heading and the teasers under it, or (`paragraphs`) the text up to the next heading, if that comes soon."""

    pattern: Pattern
    least: int
    most: int
    teaser_words: int
    paragraphs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatRule(Rule):
    """A matching block that stands in the document at least `count` times."""

    pattern: Pattern
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnedRule(Rule):
    """Lines of a site, by fingerprint, that `cleaner learn` found on many of its pages."""

    lines: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class CueRule(Rule):
    """Weak evidence about a block or sentence that another rule has found; all its conditions must hold."""

    pattern: Pattern | None
    conditions: Conditions
    inside: tuple[str, ...]
    near_removed: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepRule(Rule):
    """Protects the block, or the sentence, in which the pattern occurs."""

    pattern: Pattern
    sentence: bool


@dataclass(frozen=True, slots=True)
class Selector:
    """Which elements of a page a rule is for: one with a fitting tag that has any of the names, and none of `unless`.

    Attributes:
        tags: element names; empty: any.
        classes, ids: class tokens and ids; one that ends in `*` stands for all that begin like it.
        attributes: `name`, or `name=value` where `value`, which may end in `*`, is one of the attribute's words.
        hosts: host names; the element's own `href` or `src` must lead to one of these or to a subdomain. Empty: anywhere.
        unless: class tokens and ids of elements that are not meant.
    """

    tags: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementRule(Rule):
    """An element of a page goes with all in it, unless it holds more than `share` of the page's paragraphs."""

    selector: Selector
    share: float
