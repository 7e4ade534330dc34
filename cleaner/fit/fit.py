"""Scores fitted to labelled articles: what each weak rule should say, so that the sum decides best.

A block or sentence goes when the scores of the rules that found it reach the threshold. The fit is a logistic regression
on just that sum, one term a rule, weighted by characters, with a pull towards the score that a rule has now (ridge), so
that a rule seen twice does not run away. Rules that are certain keep their points. Points keep their
sign: what protects goes on protecting.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cleaner.fit.cases import KEEP, SCORED, Case
from cleaner.fit.measure import Figures, count_case, visible_size
from cleaner.fit.rows import site_folds, site_key
from cleaner.model import Span
from cleaner.pipeline import clean_text
from cleaner.ruleset.ruleset import RuleSet
from cleaner.scale import ENOUGH, PRIOR, THRESHOLD, reaches
from cleaner.spans import common

# How much an editorial character weighs against one of spam, and the pull towards the present score in characters of
# evidence. Of 0.5 to 6 and 400 to 8,000, tried by cross-validation on sixty labelled articles, these kept most.
KEEP_WEIGHT = 1.0
RIDGE = 6000.0 / ENOUGH**2
# How steeply the probability rises around the threshold.
STEEPNESS = 6.0 / ENOUGH
STEP, STEPS = 0.1 * ENOUGH, 300
# What stands beside something that goes depends on the scores, so the examples are gathered anew after each fit.
PASSES = 2
LOWEST, HIGHEST, STRONGEST = 0.05 * ENOUGH, ENOUGH, 2 * ENOUGH


@dataclass(frozen=True, slots=True)
class Example:
    """What found a block or sentence, and how many of its characters are spam and editorial."""

    rules: tuple[str, ...]
    spam: int
    keep: int


@dataclass(frozen=True, slots=True)
class RuleReport:
    """What a rule did on the cases, in hits and characters."""

    id: str
    points: float
    fitted: float
    hits: int
    precision: float
    gain: int
    cost: int


def fit_scores(cases: Sequence[Case], rules: RuleSet) -> dict[str, float]:
    """The fitted scores of the weak rules, by id."""
    scores = {rule.id: rule.points for rule in rules.rules if rule.points and not rule.certain}
    start = dict(scores)
    for _ in range(PASSES):
        scores = _descend(gather(cases, with_scores(rules, scores)), rules, scores, start)
    return {rule: round(score, 2) for rule, score in scores.items()}


def cross_validate_scores(cases: Sequence[Case], rules: RuleSet, folds: int = 5) -> Figures:
    """Figures over all cases, each measured with scores fitted to cases of other sites.

    Raises:
        InputError: there are fewer sites than folds.
    """
    figures = Figures()
    for inside, outside in site_folds([site_key(case.url, case.id) for case in cases], folds):
        fitted = with_scores(rules, fit_scores([cases[place] for place in inside], rules))
        for case in (cases[place] for place in outside):
            count_case(figures, case, clean_text(case.text, url=case.url, rules=fitted))
    return figures


def with_scores(rules: RuleSet, scores: Mapping[str, float]) -> RuleSet:
    """The same rules with other scores."""
    changed = tuple(dataclasses.replace(r, points=scores[r.id]) if r.id in scores else r for r in rules.rules)
    return dataclasses.replace(rules, rules=changed, sources=(*rules.sources, repr(sorted(scores.items()))))


def report(cases: Sequence[Case], rules: RuleSet, scores: Mapping[str, float]) -> list[RuleReport]:
    """Every rule's hits, its precision, and what it alone gains and costs: what would change if it were not there."""
    fitted = with_scores(rules, scores)
    examples = gather(cases, fitted)
    by_rule: dict[str, list[Example]] = {rule.id: [] for rule in rules.rules}
    for example in examples:
        for name in example.rules:
            by_rule[name].append(example)
    rows = []
    for rule in fitted.rules:
        found = by_rule[rule.id]
        spam, keep = sum(e.spam for e in found), sum(e.keep for e in found)
        turned = [e for e in found if _goes(e, fitted) and not _goes(e, fitted, without=rule.id)]
        precision = spam / (spam + keep) if spam + keep else 0.0
        gain, cost = sum(e.spam for e in turned), sum(e.keep for e in turned)
        before = rules.by_id[rule.id].points
        rows.append(RuleReport(rule.id, before, rule.points, len(found), precision, gain, cost))
    return rows


def gather(cases: Iterable[Case], rules: RuleSet) -> list[Example]:
    """All that the rules find in the cases, removed or spared. What is labelled "either" counts for nothing."""
    examples = []
    for case in cases:
        result = clean_text(case.text, url=case.url, rules=rules)
        for candidate in (*result.removals, *result.spared):
            spam, keep = _labelled(case, Span(candidate.start, candidate.end))
            if spam or keep:
                examples.append(Example(tuple(one.rule for one in candidate.rules), spam, keep))
    return examples


def _labelled(case: Case, span: Span) -> tuple[int, int]:
    """How many visible characters of a span are spam and editorial."""
    spam = keep = 0
    for piece in case.pieces:
        if piece.label == KEEP:
            keep += visible_size(case.text, common(piece.span, span))
        elif piece.label in SCORED:
            spam += visible_size(case.text, common(piece.span, span))
    return spam, keep


def _goes(example: Example, rules: RuleSet, without: str = "") -> bool:
    return reaches(PRIOR + sum(rules.by_id[rule].points for rule in example.rules if rule != without), THRESHOLD)


def _descend(
    examples: Sequence[Example], rules: RuleSet, scores: Mapping[str, float], start: Mapping[str, float]
) -> dict[str, float]:
    """Gradient descent (Adagrad) from the present scores. The same cases give the same scores."""
    fixed = {rule.id: rule.points for rule in rules.rules if rule.id not in scores}
    weights = dict(scores)
    steepest = dict.fromkeys(weights, 1e-9)
    for _ in range(STEPS):
        slope = {rule: RIDGE * (weights[rule] - start[rule]) for rule in weights}
        for example in examples:
            margin = PRIOR + sum(weights[r] if r in weights else fixed[r] for r in example.rules) - THRESHOLD
            chance = 1 / (1 + math.exp(-max(-40.0, min(40.0, STEEPNESS * margin))))
            push = STEEPNESS * (KEEP_WEIGHT * example.keep * chance - example.spam * (1 - chance))
            for rule in example.rules:
                if rule in slope:
                    slope[rule] += push
        for rule, value in slope.items():
            steepest[rule] += value * value
            weights[rule] = _bounded(weights[rule] - STEP * value / math.sqrt(steepest[rule]), start[rule])
    return weights


def _bounded(score: float, start: float) -> float:
    return min(HIGHEST, max(LOWEST, score)) if start > 0 else max(-STRONGEST, min(-LOWEST, score))
