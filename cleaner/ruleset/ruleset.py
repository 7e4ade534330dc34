"""RuleSet: an ordered, frozen collection of compiled rules."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from cleaner.evidence.lexicon import Lexicon
from cleaner.evidence.scorecard import Scorecard
from cleaner.evidence.wording import Wording, wording_of
from cleaner.hosts import lineage
from cleaner.ruleset.group import in_group
from cleaner.ruleset.kinds.cue import CueRule
from cleaner.ruleset.kinds.learned import LearnedRule
from cleaner.ruleset.kinds.sequence import SequenceRule
from cleaner.ruleset.rule import Rule


@dataclass(frozen=True, eq=False)
class RuleSet:
    """Compiled rules in the order in which they were loaded; made by `cleaner.load_rules`, safe to share and pickle.

    Attributes:
        rules: the rules.
        sources: what they were made from (file contents and changes), for `version`.
        lists: plain lists by name, such as the hosts of affiliate networks.
        cards: scorecards by name: `page` finds the main content of pages, `text` judges lines.
        tables: what words say of a line, as JSON; empty where only rules judge lines.
    """

    rules: tuple[Rule, ...]
    sources: tuple[str, ...] = ()
    lists: Mapping[str, frozenset[str]] = field(default_factory=dict)
    cards: Mapping[str, Scorecard] = field(default_factory=dict)
    tables: str = ""

    @cached_property
    def wording(self) -> Wording | None:
        """The tables of words, read when they are first asked for; None where only rules judge lines."""
        return wording_of(self.tables) if self.tables else None

    @cached_property
    def lexicon(self) -> Lexicon:
        """What words do, by the lists."""
        return Lexicon(self.lists)

    @cached_property
    def by_id(self) -> dict[str, Rule]:
        """The rules by id."""
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def cues(self) -> tuple[CueRule, ...]:
        """The cue rules, which only add to what other rules find."""
        return tuple(rule for rule in self.rules if isinstance(rule, CueRule))

    @cached_property
    def learned(self) -> dict[str, tuple[LearnedRule, ...]]:
        """The learned rules by the host that they are for."""
        by_host: dict[str, list[LearnedRule]] = {}
        for rule in self.rules:
            if isinstance(rule, LearnedRule):
                for site in rule.sites:
                    by_host.setdefault(site, []).append(rule)
        return {host: tuple(rules) for host, rules in by_host.items()}

    def learned_of(self, host: str) -> list[LearnedRule]:
        """The learned rules for a host."""
        if not self.learned or not host:
            return []
        return [rule for site in lineage(host) for rule in self.learned.get(site, ())]

    def counted_as(self, rule_id: str) -> str:
        """What a rule's removals are counted under: its id, or for learned rules, of which there may be many, their group."""
        rule = self.by_id.get(rule_id)
        return ".".join(rule_id.split(".")[:2]) if isinstance(rule, LearnedRule) else rule_id

    @cached_property
    def languages(self) -> frozenset[str]:
        """The languages that some rule is for."""
        return frozenset(language for rule in self.rules for language in rule.languages)

    @cached_property
    def version(self) -> str:
        """Twelve hexadecimal digits that change when a rule, a card or an option that changes rules does."""
        return hashlib.sha256("\0".join(self.sources).encode("utf-8", "replace")).hexdigest()[:12]

    def only(self, rule: Rule) -> RuleSet:
        """This rule alone, with the rules that its steps name."""
        wanted = {rule.id}
        if isinstance(rule, SequenceRule):
            names = [name for step in rule.steps for name in step.rules]
            wanted |= {r.id for r in self.rules if any(in_group(r.id, name) for name in names)}
        return RuleSet(tuple(r for r in self.rules if r.id in wanted), lists=self.lists, cards=self.cards)

    def select(self, names: Iterable[str]) -> tuple[Rule, ...]:
        """The rules that the names (ids or groups) stand for, in order; all of them for no names."""
        wanted = tuple(names)
        return tuple(r for r in self.rules if not wanted or any(in_group(r.id, n) for n in wanted))
