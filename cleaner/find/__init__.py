"""Rules and lines to findings: the gate picks candidates, each rule says what it finds of them."""

from __future__ import annotations

from cleaner.find.gate import Candidates, gate_of, merged
from cleaner.model import Finding
from cleaner.ruleset.kinds import KINDS
from cleaner.ruleset.ruleset import RuleSet
from cleaner.text.scene import Scene

_ORDER = {kind: place for place, kind in enumerate(KINDS)}


def find(scene: Scene, rules: RuleSet, languages: frozenset[str] | None, host: str) -> list[Finding]:
    """All that rules find of the live lines, kind by kind, rules in their order; what asks for a place last.

    Args:
        scene: the live lines; notes what is found.
        rules: the rule set.
        languages: those that the text may be in; None: any.
        host: where it comes from, or an empty text.

    Raises:
        OutOfTimeError: the scene's clock has run out.
    """
    everywhere = dict.fromkeys(range(scene.size), ())
    candidates: Candidates = [(rule, [everywhere]) for rule in rules.learned_of(host)]
    candidates += [(r, h) for r, h in gate_of(rules, languages).candidates(scene.lines, scene.check) if r.is_on(host)]
    candidates.sort(key=lambda candidate: (candidate[0].is_placed, _ORDER[candidate[0].kind]))
    findings: list[Finding] = []
    for rule, hits in candidates:
        scene.check()
        for finding in rule.find(scene, merged(hits)):
            findings.append(finding)
            if not rule.is_placed:  # where a line stands depends on what else was found
                scene.note(finding)
    return findings
