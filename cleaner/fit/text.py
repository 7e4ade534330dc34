"""The tables of words and the card that judge lines of texts, fitted to labelled articles and cross-validated by site.

The card sees sums of tables that were fitted to other sites, as it will see them on texts that no fit has seen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from cleaner.evidence.lines import measures, said_of
from cleaner.evidence.said import Said
from cleaner.evidence.scorecard import Columns, Scorecard
from cleaner.evidence.sentences import Around
from cleaner.evidence.wording import Wording
from cleaner.fit.cases import INLINE, KEEP, SPAM
from cleaner.fit.fitter import Plan, cross_validate, fit
from cleaner.fit.lines import LabelledText, cleaned_case, is_spam
from cleaner.fit.phrases import Phrases
from cleaner.fit.retention import recall_at, threshold_at
from cleaner.fit.rows import LabelledRows, site_folds
from cleaner.fit.sentences import SentenceFit, fit_sentences
from cleaner.fit.wording import fit_wording
from cleaner.ruleset.ruleset import RuleSet

# Cross-validated, so much of the editorial text of the labelled articles is to stay.
RETENTION = 0.9978
PLAN = Plan(
    pairs=(
        ("spam", "text after"),
        ("spam", "rules"),
        ("spam at most", "spam run"),
        ("spam", "words"),
        ("spam run", "text before"),
        ("spam section", "spam"),
        ("offer run", "spam at most"),
        ("related run", "title case"),
        ("related run", "text after"),
        ("spam run", "run"),
        ("spam rest", "text after"),
        ("dates around", "related run"),
        ("spam after", "spam before"),
        ("spam", "end"),
        ("rules remove around", "spam"),
        ("offer at most", "characters"),
        ("known words", "spam run"),
        ("spam run at most", "until prose"),
    ),
    categories=("end", "bullet", "end before", "end after", "rules say"),
    ranges=12,
    coarse=6,
    ridge=10.0,
    smooth=40.0,
    pair_ridge=40.0,
)


@dataclass(frozen=True, slots=True)
class TextFit:
    """What was fitted, and what it does.

    Attributes:
        wording: the tables of words, fitted to all texts.
        card: the card, whose base has the threshold in it.
        held_out: for every line its sum by tables and cards that were fitted to other sites.
        sentences: the card of sentences inside lines; None where none are marked.
    """

    wording: Wording
    card: Scorecard
    held_out: Sequence[float]
    sentences: SentenceFit | None


def fit_text(texts: Sequence[LabelledText], rules: RuleSet, folds: int, phrases: Sequence[Phrases] = ()) -> TextFit:
    """Tables and card.

    Args:
        texts: labelled articles.
        phrases: for the tables alone, those of every part of the cross-validation too: they are of no site.
        rules: what they were measured with.
        folds: parts of the cross-validation.

    Raises:
        InputError: there are fewer sites than parts.
    """
    # Lines are judged again when others have gone: the card is to see articles as they are then, too.
    rounds = [*texts, *map(cleaned_case, texts)]
    held: dict[int, _Measured] = {}
    for inside, outside in site_folds([text.site for text in texts], folds):
        wording = fit_wording([*(texts[place] for place in inside), *phrases])
        for place in outside:
            held[place] = _measured(texts[place], wording, rules)
            held[len(texts) + place] = _measured(rounds[len(texts) + place], wording, rules)
    rows = _rows(rounds, [held[place].columns for place in range(len(rounds))])
    sums = cross_validate(rows, PLAN, folds)
    card = fit(rows, PLAN)
    threshold = threshold_at(RETENTION, sums, _sizes(rounds, (KEEP,)))
    sums = [total - threshold for total in sums]
    moved = Scorecard(round(card.base - threshold, 2), card.measures, card.coarse, card.pairs, card.bags)
    left = iter(sums)
    arounds = [
        (text, _around(text, held[place], list(islice(left, len(text.lines))))) for place, text in enumerate(rounds)
    ]
    lines = sum(len(text.labelled) for text in texts)
    return TextFit(fit_wording([*texts, *phrases]), moved, sums[:lines], fit_sentences(arounds, folds))


class _Measured(NamedTuple):
    """What tables of words say of each line, the columns of all lines, and the names of the tables."""

    known: Sequence[Said]
    columns: Columns
    tables: Sequence[str]


def _measured(text: LabelledText, wording: Wording, rules: RuleSet) -> _Measured:
    for line in text.lines:
        line.verdicts.clear()
    known = said_of(text.lines, wording, rules.lexicon)
    levels = measures(known, text.finds.lines, wording.names)
    columns = {name: level.spread(values) for level in levels for name, values in level.columns.items()}
    return _Measured(known, columns, wording.names)


def _around(text: LabelledText, measured: _Measured, sums: Sequence[float]) -> Around:
    known, columns, tables = measured
    return Around(text.lines, known, columns, sums, text.finds.lines, text.finds.parts, tables)


def _rows(texts: Sequence[LabelledText], columns: Sequence[Columns]) -> LabelledRows:
    lines = [(text, line) for text in texts for line in text.labelled]
    return LabelledRows(
        {name: [value for one in columns for value in one[name]] for name in columns[0]},
        {},
        [float(is_spam(line.label)) for _, line in lines],
        [line.weight * text.weight * (line.label == KEEP or is_spam(line.label)) for text, line in lines],
        [text.site for text, _ in lines],
    )


def _sizes(texts: Sequence[LabelledText], labels: Sequence[str]) -> list[float]:
    """For every line its visible characters where it has one of the labels."""
    return [
        float(line.size) if line.label in labels and text.weight == 1 else 0.0
        for text in texts
        for line in text.labelled
    ]


def figures(texts: Sequence[LabelledText], sums: Sequence[float]) -> Mapping[str, float]:
    """At fixed retention and at the threshold what goes of all spam; at the threshold by category too. By name of the figure."""
    keep, spam = _sizes(texts, (KEEP,)), _sizes(texts, (*SPAM, INLINE))
    found = {f"recall at {at}": recall_at(threshold_at(at, sums, keep), sums, spam) for at in (0.995, 0.9975, 0.9985)}
    found["retention"] = 1 - recall_at(0.0, sums, keep)
    found["recall"] = recall_at(0.0, sums, spam)
    found |= {category: recall_at(0.0, sums, _sizes(texts, (category,))) for category in SPAM}
    return found
