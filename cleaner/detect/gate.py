"""The gate: one Aho-Corasick pass over the folded text tells which rules are worth trying on which blocks."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, Implementation

from cleaner.model import Document
from cleaner.ruleset.rule import CueRule, Rule
from cleaner.ruleset.ruleset import RuleSet

# The blocks where a rule may speak, in order, each with where its keywords stand in the document (nowhere: tried everywhere).
Hits = dict[int, list[int]]
Candidates = dict[str, list[tuple[Rule, Hits]]]


class Gate:
    """The keywords of a rule set, compiled."""

    def __init__(self, rules: RuleSet) -> None:
        self._rules = tuple(rule for rule in rules.rules if not isinstance(rule, CueRule))
        holders: dict[str, list[int]] = {}
        for number, rule in enumerate(self._rules):
            for word in rule.keywords:
                holders.setdefault(word, []).append(number)
        self._holders = tuple(map(tuple, holders.values()))
        self._ungated = tuple(n for n, rule in enumerate(self._rules) if not rule.keywords)
        self._automaton = AhoCorasick(holders, implementation=Implementation.DFA) if holders else None

    def candidates(self, document: Document) -> Candidates:
        """By kind, every rule that could speak here, with the blocks where it could, both in order."""
        starts = [start for start, _ in document.spans]
        hits: dict[int, Hits] = {number: _everywhere(len(starts)) for number in self._ungated}
        if self._automaton is not None:
            found = self._automaton.find_matches_as_indexes(document.folded, overlapping=True)
            for word, start, _ in found:
                block = bisect_right(starts, start) - 1
                for number in self._holders[word]:
                    hits.setdefault(number, {}).setdefault(block, []).append(start)
        candidates: Candidates = {}
        for number in sorted(hits):
            rule = self._rules[number]
            candidates.setdefault(rule.kind, []).append((rule, hits[number]))
        return candidates


def _everywhere(size: int) -> Hits:
    return {block: [] for block in range(size)}


@lru_cache(maxsize=8)
def gate_of(rules: RuleSet) -> Gate:
    """The gate of a rule set, compiled once."""
    return Gate(rules)
