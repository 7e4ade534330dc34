"""A few rules about bells, one of every kind, for tests of the engine: what is in `rules/` may change without them."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import cleaner
from cleaner.find import find
from cleaner.model import Finding
from cleaner.ruleset.ruleset import RuleSet
from cleaner.text.lines import from_text
from cleaner.text.scene import Scene

FILE = Path(__file__).with_suffix(".toml")
# What a command is told to use these rules alone.
OPTIONS = ("--no-default-rules", "--rules", FILE)
RULES = cleaner.load_rules(FILE, defaults=False)
SPAM = "As an honest bellman I earn from every bell that I ring."
clean_text = partial(cleaner.clean_text, rules=RULES)
clean_html = partial(cleaner.clean_html, rules=RULES)


def scene_of(text: str) -> Scene:
    """The lines of a text as rules see them, nothing found yet."""
    return Scene(from_text(text).lines, RULES.lists, lambda: None)


def finds(name: str, text: str, host: str = "", rules: RuleSet = RULES) -> list[tuple[int, int] | tuple[int, str]]:
    """What a rule finds of a text among all rules: first and last line, or a line and a phrase of it."""
    scene = scene_of(text)
    return [_place(scene, finding) for finding in find(scene, rules, None, host) if finding.rule == name]


def _place(scene: Scene, finding: Finding) -> tuple[int, int] | tuple[int, str]:
    if finding.span is None:
        return finding.first, finding.last
    return finding.first, scene.lines[finding.first].text[finding.span.start : finding.span.end]
