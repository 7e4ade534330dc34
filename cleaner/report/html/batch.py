"""The report of a run: what was read, kept, removed and rejected, by category, rule and site, and some of the documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from cleaner.report.html.collect import DocumentRow, collect, removed_share, shown_samples
from cleaner.report.html.facets import facets
from cleaner.report.html.page import sealed_page
from cleaner.report.html.pictures import pictures
from cleaner.report.html.rules import used_rules
from cleaner.ruleset.ruleset import RuleSet
from cleaner.stats import Tally

_MOST_RULES, _MOST_SITES = 300, 100


def batch_page(rows: Iterable[DocumentRow], tally: Tally, rules: RuleSet, about: Mapping[str, str]) -> str:
    """The page; the same rows and counts always give the same.

    Args:
        rows: a `document_row` for every document, and for every rejected record its source and reason, in their order.
        tally: what was counted.
        rules: those that ran.
        about: the run in words by topic, for the page's head.

    Raises:
        MissingExtraError: Jinja2 or pygal is not installed.
    """
    found = collect(rows)
    used = used_rules(found.rules, rules)
    documents = found.chosen
    return sealed_page(
        "batch",
        about=about,
        tally=tally,
        stats=tally.stats,
        found=found,
        pictures=list(pictures(tally.stats, found, used)),
        used=used[:_MOST_RULES],
        used_in_all=len(used),
        sites=found.sites.odd(_MOST_SITES),
        documents=documents,
        repeated={title for title, count in Counter(row["title"] for row in documents).items() if title and count > 1},
        facets=facets(documents),
        share=removed_share,
        shown_samples=shown_samples,
    )
