"""The gate: one Aho-Corasick pass over the folded text tells which rules are worth trying on which blocks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, Implementation

from cleaner.model import Document
from cleaner.ruleset.rule import CueRule, ElementRule, LearnedRule, LineRule, Rule, SequenceRule, SpanRule
from cleaner.ruleset.ruleset import RuleSet

# The blocks where a rule may speak, in order, each with where its keywords stand in the document.
# A rule without keywords gets blocks without positions.
Hits = dict[int, list[int]]
# By kind, rules in their order, each with the hits of every keyword of it: `merged` when it is its turn, for all rules' hits
# together are as many as rules times blocks.
Candidates = dict[str, list[tuple[Rule, Sequence[Hits]]]]
# A DFA is the fastest, and takes some 300 bytes a character of keywords.
_MOST_FOR_DFA = 200_000
# The library gives all matches at once, 150 bytes each.
_CHUNK = 1 << 20


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
        small = sum(map(len, holders)) <= _MOST_FOR_DFA
        kind = Implementation.DFA if small else Implementation.ContiguousNFA
        self._automaton = AhoCorasick(holders, implementation=kind) if holders else None
        self._longest = max(map(len, holders), default=0)

    def candidates(self, document: Document, check: Callable[[], None]) -> Candidates:
        """By kind, every rule that could speak here, with the blocks where it could, both in order.

        Args:
            document: the text.
            check: called now and then; may raise.
        """
        starts = [start for start, _ in document.spans]
        found: dict[int, Hits] = {}
        for word, last in self._matches(document.folded, check):
            # By its last character: a keyword may begin with the space before a block.
            block = bisect_right(starts, last) - 1
            if block >= 0:
                found.setdefault(word, {}).setdefault(block, []).append(last)
        everywhere: Hits = {block: [] for block in range(len(starts))} if self._ungated else {}
        hits: dict[int, list[Hits]] = {number: [self._ungated_hits(number, everywhere)] for number in self._ungated}
        for word, blocks in found.items():
            for number in self._holders[word]:
                hits.setdefault(number, []).append(blocks)
        candidates: Candidates = {}
        for number in sorted(hits):
            rule = self._rules[number]
            candidates.setdefault(rule.kind, []).append((rule, hits[number]))
        return candidates

    def _matches(self, text: str, check: Callable[[], None]) -> Iterator[tuple[int, int]]:
        """The number of every keyword found, and where its last character stands."""
        if self._automaton is None:
            return
        for start in range(0, len(text), _CHUNK):
            check()
            before = max(0, start - self._longest + 1)
            piece = text[before : start + _CHUNK]
            for word, _, end in self._automaton.find_matches_as_indexes(piece, overlapping=True):
                if before + end > start:
                    yield word, before + end - 1

    def _ungated_hits(self, number: int, everywhere: Hits) -> Hits:
        """All blocks for a rule without keywords, save where it looks for its blocks itself."""
        rule = self._rules[number]
        return {} if isinstance(rule, SequenceRule) or in_tail(rule) else everywhere


def merged(hits: Sequence[Hits]) -> Hits:
    """The hits of a rule's keywords as one."""
    if len(hits) == 1:
        return hits[0]
    together: Hits = {}
    for blocks in hits:
        for block, positions in blocks.items():
            together.setdefault(block, []).extend(positions)
    return dict(sorted(together.items()))


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
