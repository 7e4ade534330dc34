"""The gate: one Aho-Corasick pass over the folded lines tells which rules are worth trying on which of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate

from ahocorasick_rs import BytesAhoCorasick, Implementation

from cleaner.ruleset.kinds.cue import CueRule
from cleaner.ruleset.kinds.element import ElementRule
from cleaner.ruleset.kinds.learned import LearnedRule
from cleaner.ruleset.rule import Hits, Rule
from cleaner.ruleset.ruleset import RuleSet
from cleaner.text.line import Line

# Rules in their order, each with the hits of every keyword of it: `merged` when it is its turn, for all rules' hits together
# are as many as rules times lines.
Candidates = list[tuple[Rule, Sequence[Hits]]]
# The library gives all matches at once, 150 bytes each.
_CHUNK = 1 << 20
_UNGATED = (CueRule, ElementRule, LearnedRule)
# Stands between lines: a keyword may begin or end with a space, and holds no line end.
_BETWEEN = b" \n "


class Keywords:
    """The keywords of all rules of a set, compiled: one automaton for all languages, for one a language takes memory again.

    As a contiguous NFA it takes a few megabytes, where a DFA takes some 300 bytes a character, and is no slower here.

    Attributes:
        rules: those that have a place here, in their order.
        holders: the numbers of the rules of each keyword.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rule for rule in rules if not isinstance(rule, _UNGATED))
        holders: dict[bytes, list[int]] = {}
        for number, rule in enumerate(self.rules):
            for word in rule.keywords:
                holders.setdefault(word.encode(), []).append(number)
        self.holders = tuple(map(tuple, holders.values()))
        kind = Implementation.ContiguousNFA
        self._automaton = BytesAhoCorasick(list(holders), implementation=kind) if holders else None
        self._longest = max(map(len, holders), default=0)

    def search(self, lines: Sequence[Line], check: Callable[[], None]) -> None:
        """Note the keywords of each line."""
        for line in lines:
            line.gate, line.hits, line.utf8 = self, (), line.folded.encode()
        starts = list(accumulate((len(line.utf8) + len(_BETWEEN) for line in lines), initial=1))
        hits: dict[int, list[tuple[int, int]]] = {}
        for word, last in self._matches(b" " + _BETWEEN.join([line.utf8 for line in lines]) + b" ", check):
            number = bisect_right(starts, last) - 1
            hits.setdefault(number, []).append((word, last - starts[number]))
        for number, found in hits.items():
            lines[number].hits = found

    def _matches(self, text: bytes, check: Callable[[], None]) -> Iterator[tuple[int, int]]:
        """The number of every keyword found, and where its last byte stands."""
        if self._automaton is None:
            return
        for start in range(0, len(text), _CHUNK):
            check()
            before = max(0, start - self._longest + 1)
            piece = text[before : start + _CHUNK]
            for word, _, end in self._automaton.find_matches_as_indexes(piece, overlapping=True):
                if before + end > start:
                    yield word, before + end - 1


class Gate:
    """Some rules of a set, by their keywords.

    Args:
        rules: the rules.
        keywords: those of the set; of these rules alone if left out.
    """

    def __init__(self, rules: Iterable[Rule], keywords: Keywords | None = None) -> None:
        rules = tuple(rules)
        self._keywords = keywords or Keywords(rules)
        self._rules = self._keywords.rules
        wanted = {*map(id, rules)}
        self._speaks = bytes(id(rule) in wanted for rule in self._rules)
        self._ungated = tuple(n for n, rule in enumerate(self._rules) if not rule.keywords and self._speaks[n])

    def candidates(self, lines: Sequence[Line], check: Callable[[], None]) -> Candidates:
        """Every rule that could speak here, in order, with the lines where it could, in order.

        Args:
            lines: the live lines; each is searched for keywords once.
            check: called now and then; may raise.
        """
        self._keywords.search([line for line in lines if line.gate is not self._keywords], check)
        found: dict[int, dict[int, list[int]]] = {}
        for number, line in enumerate(lines):
            for word, last in line.hits:
                found.setdefault(word, {}).setdefault(number, []).append(last)
        everywhere: Hits = dict.fromkeys(range(len(lines)), ()) if self._ungated else {}
        hits: dict[int, list[Hits]] = {
            number: [{} if self._rules[number].seeks else everywhere] for number in self._ungated
        }
        for word, where in found.items():
            for number in self._keywords.holders[word]:
                if self._speaks[number]:
                    hits.setdefault(number, []).append(where)
        return [(self._rules[number], hits[number]) for number in sorted(hits)]


def merged(hits: Sequence[Hits]) -> Hits:
    """The hits of a rule's keywords as one."""
    if len(hits) == 1:
        return hits[0]
    together: dict[int, list[int]] = {}
    for where in hits:
        for number, positions in where.items():
            together.setdefault(number, []).extend(positions)
    return dict(sorted(together.items()))


@lru_cache(maxsize=16)
def keywords_of(rules: RuleSet) -> Keywords:
    """The keywords of a set of rules, compiled once."""
    return Keywords(rules.rules)


@lru_cache(maxsize=64)
def gate_of(rules: RuleSet, languages: frozenset[str] | None) -> Gate:
    """The gate for texts that may be in these languages (None: any), made once."""
    return Gate((rule for rule in rules.rules if rule.speaks(languages)), keywords_of(rules))
