"""How good a rule set is on labelled articles: retention of the editorial text and recall by category, in characters.

Retention is the share of the editorial characters that stay; recall the share of a category's characters that go;
"affiliate" sums disclosure, product, related, promo and ad. White space does not count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from cleaner.fit.cases import INLINE, KEEP, SPAM, Case
from cleaner.model import CleanResult, Span
from cleaner.pipeline import clean_text
from cleaner.ruleset.ruleset import RuleSet
from cleaner.spans import shared


@dataclass(slots=True)
class Figures:
    """Characters by label, in all and removed."""

    total: Counter[str] = field(default_factory=Counter)
    gone: Counter[str] = field(default_factory=Counter)

    @property
    def retention(self) -> float:
        """The share of the editorial text that stays."""
        return 1 - self.gone[KEEP] / max(1, self.total[KEEP])

    def recall(self, *labels: str) -> float:
        """The share of the text with these labels that goes; of all affiliate spam for no labels."""
        wanted = labels or SPAM
        return sum(self.gone[label] for label in wanted) / max(1, sum(self.total[label] for label in wanted))

    def line(self) -> str:
        """All figures on one line."""
        parts = [f"retention {self.retention:.4f}", f"affiliate {self.recall():.4f}"]
        parts += [f"{label} {self.recall(label):.4f}" for label in (INLINE, *SPAM) if self.total[label]]
        return "  ".join(parts)


def measure(cases: Iterable[Case], rules: RuleSet) -> Figures:
    """Clean the cases and count."""
    figures = Figures()
    for case in cases:
        count_case(figures, case, clean_text(case.text, url=case.url, rules=rules))
    return figures


def count_case(figures: Figures, case: Case, result: CleanResult) -> None:
    """Add one cleaned case to the figures."""
    for piece in case.pieces:
        figures.total[piece.label] += visible_size(case.text, piece.span)
        for span in shared(result.removals, piece.span):
            figures.gone[piece.label] += visible_size(case.text, span)


def visible_size(text: str, span: Span) -> int:
    """How many characters of a span are not white space."""
    return sum(map(len, text[span.start : span.end].split()))
