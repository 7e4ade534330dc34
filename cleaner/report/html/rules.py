"""The rules that removed something in a run, with what is known of them, the one that removed most first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from cleaner.report.html.collect import RemovalSample, RuleUse
from cleaner.report.html.excerpt import shortened
from cleaner.ruleset.ruleset import RuleSet

_DESCRIPTION = 300
# What takes text away and is no rule of a file.
_WITHOUT_RULE = {
    "boilerplate.content": "Not the main content of its page, by the scorecard of its measures.",
    "boilerplate.learned": "Lines that recur on many pages of their site.",
    "boilerplate.learned-short": "Short lines that recur on many pages of their site, with other evidence.",
    "boilerplate.readability": "What readability-lxml leaves out.",
    "boilerplate.shell": "What a page shows while its article stands in its JSON-LD.",
    "boilerplate.small-page": "Links and buttons of a small page.",
    "boilerplate.title": "The article's title, which has a field of its own.",
}
# What does so in every category.
_IN_ALL = {
    "evidence": "No rule alone: wording, look, place, recurrence and neighbours of the line, by the card of texts.",
    "template": "Part of a block that recurs in its text, such as a product's name between shop and disclosure.",
}


class UsedRule(NamedTuple):
    """A rule and what it did; see `RuleUse`."""

    name: str
    category: str
    description: str
    documents: int
    removals: int
    characters: int
    samples: list[RemovalSample]


def used_rules(uses: Mapping[str, RuleUse], rules: RuleSet) -> list[UsedRule]:
    """The rules by what they removed."""
    ranked = sorted(uses.items(), key=lambda item: (-item[1].characters, -item[1].removals, item[0]))
    return [
        UsedRule(name, *_known(name, rules), use.documents, use.removals, use.characters, list(use.samples))
        for name, use in ranked
    ]


def _known(name: str, rules: RuleSet) -> tuple[str, str]:
    """A rule's category and description."""
    rule = rules.by_id.get(name)
    if rule is not None:
        return rule.category, shortened(rule.description, _DESCRIPTION)
    category, _, kind = name.partition(".")
    return category, _IN_ALL.get(kind) or _WITHOUT_RULE.get(name, "")
