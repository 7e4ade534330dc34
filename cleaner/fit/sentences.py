"""The card that judges sentences inside lines, fitted to marked parts of editorial lines, cross-validated by site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cleaner.evidence.scorecard import Scorecard
from cleaner.evidence.sentences import Around, Place, found_of_sentence, is_worth_judging, sentence_measures
from cleaner.fit.cases import INLINE, KEEP
from cleaner.fit.fitter import Plan, cross_validate, fit
from cleaner.fit.lines import LabelledLine, LabelledText
from cleaner.fit.retention import recall_at, threshold_at
from cleaner.fit.rows import LabelledRows

# Cross-validated, so much of all editorial text may go with sentences.
COST = 0.0003
PLAN = Plan(
    categories=("end",),
    ranges=10,
    ridge=10.0,
    smooth=40.0,
    token_ridge=1.0,
    sites=4,
)


@dataclass(frozen=True, slots=True)
class SentenceFit:
    """The card, whose base has the threshold in it; and for every sentence that it judges its sum by cards of other sites."""

    card: Scorecard
    held_out: Sequence[tuple[LabelledText, LabelledLine, float]]


def fit_sentences(texts: Sequence[tuple[LabelledText, Around]], folds: int) -> SentenceFit | None:
    """The card; None where nothing inside a line is marked.

    Args:
        texts: labelled articles with what is known of their lines, which tables and cards of other sites said.
        folds: parts of the cross-validation.
    """
    wanted = [[(place, line) for place, line in text.judged if _is_left(place, line, around)] for text, around in texts]
    if not any(line.label == INLINE for one in wanted for _, line in one):
        return None
    columns: dict[str, list[float]] = {}
    found: list[frozenset[str]] = []
    for (_, around), one in zip(texts, wanted, strict=True):
        own, bags = sentence_measures([place for place, _ in one], around)
        for name, values in own.items():
            columns.setdefault(name, []).extend(values)
        found += bags["rules"]
    judged = [(text, line) for (text, _), one in zip(texts, wanted, strict=True) for _, line in one]
    rows = LabelledRows(
        columns,
        {"rules": found},
        [float(line.label == INLINE) for _, line in judged],
        [line.weight * text.weight for text, line in judged],
        [text.site for text, _ in judged],
    )
    sums = cross_validate(rows, PLAN, folds)
    keep = _sizes(judged, KEEP)
    everything = sum(line.size for text, _ in texts if text.weight == 1 for line in text.labelled if line.label == KEEP)
    threshold = threshold_at(1 - COST * everything / max(1.0, sum(keep)), sums, keep)
    card = fit(rows, PLAN)
    moved = Scorecard(round(card.base - threshold, 2), card.measures, card.coarse, card.pairs, card.bags)
    return SentenceFit(moved, [(*one, total - threshold) for one, total in zip(judged, sums, strict=True)])


def _is_left(place: Place, line: LabelledLine, around: Around) -> bool:
    """Whether a sentence is one that counts, and that rules and the card of lines leave."""
    if line.label not in (KEEP, INLINE) or not is_worth_judging(place, around):
        return False
    if any(part.goes for part in found_of_sentence(place, around)):
        return False
    found = around.found.get(place.number)
    return around.sums[place.number] < 0 and not (found is not None and found.goes)


def _sizes(judged: Sequence[tuple[LabelledText, LabelledLine]], label: str) -> list[float]:
    return [float(line.size) if line.label == label and text.weight == 1 else 0.0 for text, line in judged]


def sentence_figures(fitted: SentenceFit) -> Mapping[str, float]:
    """At the threshold what goes of marked sentences that rules leave, and of editorial ones; by name of the figure."""
    judged, sums = [(text, line) for text, line, _ in fitted.held_out], [total for *_, total in fitted.held_out]
    return {name: recall_at(0.0, sums, _sizes(judged, label)) for name, label in (("inline", INLINE), ("loss", KEEP))}
