"""Budget: how much rules may ask for in all. A rule file is input, and may be built to take all time and memory there is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cleaner.ruleset.kinds.learned import LearnedRule
from cleaner.ruleset.pattern import MAX_BYTES, Pattern
from cleaner.ruleset.rule import Rule

# Of added rules; learned ones, of which a dump has one or two a site, cost a look-up however many there are.
MAX_RULES = 10_000
# The programs of all added patterns, and what RE2 may remember of texts for them. All bundled rules need 40 MB and 0.5 GB.
MAX_PROGRAM_BYTES = 256 << 20
PATTERN_BYTES = 512 << 20
# Keywords become one automaton: some 300 bytes a character while they are few, less when they are many.
MAX_KEYWORD_CHARACTERS = 1_000_000
# Every keyword that ends like a longer one is found with it again.
MAX_NESTED = 50


def share_out(patterns: Sequence[Pattern]) -> None:
    """Give each of the patterns, which have been checked, its share of memory."""
    share = PATTERN_BYTES // max(1, len(patterns))
    if share < MAX_BYTES:
        for pattern in patterns:
            pattern.allow(share)


def overdrawn(rules: Iterable[Rule]) -> Iterator[tuple[Rule, str, str]]:
    """(rule, field, reason) for the rules with which it is too much; the count is of rules that are not learned."""
    keywords: dict[str, Rule] = {}
    count = characters = 0
    for rule in rules:
        count += not isinstance(rule, LearnedRule)
        if count > MAX_RULES:
            yield rule, "", f"is one too many: {MAX_RULES:,} rules may be added"
            return
        for word in rule.keywords:
            if word not in keywords:
                keywords[word] = rule
                characters += len(word)
        if characters > MAX_KEYWORD_CHARACTERS:
            yield rule, "keywords", f"are too many: all together may have {MAX_KEYWORD_CHARACTERS:,} characters"
            return
    for word, rule in keywords.items():
        if sum(word[start:] in keywords for start in range(len(word))) > MAX_NESTED:
            yield rule, "keywords", f"{word!r}: more than {MAX_NESTED} keywords are endings of it"
            return
