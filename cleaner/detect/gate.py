"""The gate: one Aho-Corasick pass over the folded text tells which rules are worth trying on which blocks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, Implementation

from cleaner.model import Document
from cleaner.ruleset.rule import CueRule, ElementRule, LearnedRule, LineRule, Rule, SequenceRule, SpanRule
from cleaner.ruleset.ruleset import RuleSet

# The blocks where a rule may speak, in order, each with where its keywords stand in the document.
# A rule without keywords gets blocks without positions.
Hits = dict[int, list[int]]
Candidates = dict[str, list[tuple[Rule, Hits]]]


class Gate:
    """The keywords of some rules, compiled."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = tuple(rule for rule in rules if not isinstance(rule, CueRule | ElementRule | LearnedRule))
        holders: dict[str, list[int]] = {}
        for number, rule in enumerate(self._rules):
            for word in rule.keywords:
                holders.setdefault(word, []).append(number)
        self._holders = tuple(map(tuple, holders.values()))
        self._ungated = tuple(number for number, rule in enumerate(self._rules) if not rule.keywords)
        self._automaton = AhoCorasick(holders, implementation=Implementation.DFA) if holders else None

    def candidates(self, document: Document) -> Candidates:
        """By kind, every rule that could speak here, with the blocks where it could, both in order."""
        starts = [start for start, _ in document.spans]
        hits: dict[int, Hits] = {number: self._everywhere(number, len(starts)) for number in self._ungated}
        if self._automaton is not None:
            for word, _, end in self._automaton.find_matches_as_indexes(document.folded, overlapping=True):
                # By its last character: a keyword may begin with the space before a block.
                block = bisect_right(starts, end - 1) - 1
                if block >= 0:
                    for number in self._holders[word]:
                        hits.setdefault(number, {}).setdefault(block, []).append(end - 1)
        candidates: Candidates = {}
        for number in sorted(hits):
            rule = self._rules[number]
            candidates.setdefault(rule.kind, []).append((rule, hits[number]))
        return candidates

    def _everywhere(self, number: int, size: int) -> Hits:
        """All blocks for a rule without keywords, save where it looks for its blocks itself."""
        rule = self._rules[number]
        if isinstance(rule, SequenceRule) or in_tail(rule):
            return {}
        return {block: [] for block in range(size)}


def in_tail(rule: Rule) -> bool:
    """Whether a rule speaks in the tail only."""
    return isinstance(rule, LineRule | SpanRule) and "tail" in rule.conditions.place


@lru_cache(maxsize=64)
def gate_of(rules: RuleSet, languages: frozenset[str] | None) -> Gate:
    """The gate for texts that may be in these languages (None: any), compiled once."""
    return Gate(rule for rule in rules.rules if speaks(rule, languages))


def speaks(rule: Rule, languages: frozenset[str] | None) -> bool:
    """Whether a rule has a say in texts of these languages (None: any)."""
    return not rule.languages or languages is None or bool(rule.languages & languages)
