"""Scores fitted to labelled articles: what each weak rule should say, so that the sum decides best.

A block or sentence goes when the scores of the rules that found it reach the threshold. The fit is a logistic regression
on just that sum, one term a rule, weighted by characters, with a pull towards the score that a rule has now (ridge), so
that a rule seen twice does not run away. Rules that decide alone (score 1.0 or more) keep their score. Scores keep their
sign: what protects goes on protecting.
"""

from __future__ import annotations

import dataclasses
import math
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cleaner.labelled.cases import EITHER, KEEP, SCORED, Case
from cleaner.labelled.measure import Figures, count, visible
from cleaner.model import Span
from cleaner.pipeline import THRESHOLD, clean_text
from cleaner.ruleset.ruleset import RuleSet

# How much an editorial character weighs against one of spam, and the pull towards the present score in characters of
# evidence. Of 0.5 to 6 and 400 to 8,000, tried by cross-validation on sixty labelled articles, these kept most.
KEEP_WEIGHT = 1.0
RIDGE = 6000.0
# How steeply the probability rises around the threshold.
STEEPNESS = 6.0
STEP, STEPS = 0.1, 300
# What stands beside something that goes depends on the scores, so the examples are gathered anew after each fit.
PASSES = 2
LOWEST, HIGHEST = 0.05, 1.0


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
    score: float
    fitted: float
    hits: int
    precision: float
    gain: int
    cost: int


def fit(cases: Sequence[Case], rules: RuleSet) -> dict[str, float]:
    """The fitted scores of the weak rules, by id."""
    scores = {rule.id: rule.score for rule in rules.rules if _is_weak(rule.score)}
    start = dict(scores)
    for _ in range(PASSES):
        scores = _descend(gather(cases, with_scores(rules, scores)), rules, scores, start)
    return {rule: round(score, 2) for rule, score in scores.items()}


def cross_validate(cases: Sequence[Case], rules: RuleSet, folds: int = 5, seed: int = 0) -> Figures:
    """Figures over all cases, each measured with scores fitted to the other folds. Articles are dealt out at random."""
    order = list(cases)
    random.Random(seed).shuffle(order)  # noqa: S311  # no secret
    figures = Figures()
    for fold in range(folds):
        rest = [case for number, case in enumerate(order) if number % folds != fold]
        fitted = with_scores(rules, fit(rest, rules))
        for case in order[fold::folds]:
            count(figures, case, clean_text(case.text, url=case.url, rules=fitted))
    return figures


def with_scores(rules: RuleSet, scores: Mapping[str, float]) -> RuleSet:
    """The same rules with other scores."""
    changed = tuple(dataclasses.replace(r, score=scores[r.id]) if r.id in scores else r for r in rules.rules)
    return RuleSet(changed, (*rules.sources, repr(sorted(scores.items()))))


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
        before = rules.by_id[rule.id].score
        rows.append(RuleReport(rule.id, before, rule.score, len(found), precision, gain, cost))
    return rows


def gather(cases: Iterable[Case], rules: RuleSet) -> list[Example]:
    """All that the rules find in the cases, removed or spared. What is labelled "either" counts for nothing."""
    examples = []
    for case in cases:
        result = clean_text(case.text, url=case.url, rules=rules)
        for candidate in (*result.removals, *result.spared):
            spam, keep = _labelled(case, Span(candidate.start, candidate.end))
            if spam or keep:
                examples.append(Example(tuple(score.rule for score in candidate.rules), spam, keep))
    return examples


def _labelled(case: Case, span: Span) -> tuple[int, int]:
    """How many visible characters of a span are spam and editorial."""
    spam = keep = 0
    for piece in case.pieces:
        if piece.span.start >= span.end:
            break
        if piece.span.end > span.start and piece.label != EITHER:
            size = visible(case.text, Span(max(piece.span.start, span.start), min(piece.span.end, span.end)))
            if piece.label == KEEP:
                keep += size
            elif piece.label in SCORED:
                spam += size
    return spam, keep


def _is_weak(score: float) -> bool:
    return score != 0 and score < THRESHOLD


def _goes(example: Example, rules: RuleSet, without: str = "") -> bool:
    return sum(rules.by_id[rule].score for rule in example.rules if rule != without) >= THRESHOLD


def _descend(
    examples: Sequence[Example], rules: RuleSet, scores: Mapping[str, float], start: Mapping[str, float]
) -> dict[str, float]:
    """Gradient descent (Adagrad) from the present scores. The same cases give the same scores."""
    fixed = {rule.id: rule.score for rule in rules.rules if rule.id not in scores}
    weights = dict(scores)
    steepest = dict.fromkeys(weights, 1e-9)
    for _ in range(STEPS):
        slope = {rule: RIDGE * (weights[rule] - start[rule]) for rule in weights}
        for example in examples:
            margin = sum(weights[r] if r in weights else fixed[r] for r in example.rules) - THRESHOLD
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
    return min(HIGHEST, max(LOWEST, score)) if start > 0 else max(-2.0, min(-LOWEST, score))
