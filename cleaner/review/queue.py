"""Queue: the removals in the order in which they are judged, and each as the page shows it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from cleaner.model import Span
from cleaner.report.sanitize import sanitize
from cleaner.review.article import FoundRemoval, ReviewedArticle
from cleaner.review.sample import WantedRemovals
from cleaner.ruleset.ruleset import RuleSet
from cleaner.spans import divided, overlaps
from cleaner.text.lines import segment

# Lines of the article before and after the removal.
CONTEXT = 4
# Of removals with more lines, and of longer pieces of a line, only the beginning and the end are shown: of lines around
# the removal less, so that it stays in sight.
_MOST_LINES = 30
_LONGEST_PIECE, _LONGEST_AROUND = 3000, 400
_MAIN_CONTENT = "The search for the main content of the page left it out."


class Item(NamedTuple):
    """A removal to be judged: the `place`-th of the `of` removals by its rule, which is the `nth` of `rules` rules."""

    article: ReviewedArticle
    found: FoundRemoval
    nth: int
    rules: int
    place: int
    of: int


def queue(articles: Iterable[ReviewedArticle], wanted: WantedRemovals) -> list[Item]:
    """The removals that are wanted, rule by rule, least sure rules first.

    These are rules that are not certain, by the mean sum that their removals reached; then come those that
    are, by how much they removed. The removals by one rule stand in the order of the dump, so that lines that went together
    come together.
    """
    known = {(article.id, article.text): article for article in articles}
    by_rule: dict[str, list[tuple[ReviewedArticle, FoundRemoval]]] = {}
    for article in known.values():
        for found in filter(wanted.takes, article.found):
            by_rule.setdefault(found.rule, []).append((article, found))
    groups = sorted(by_rule.items(), key=lambda group: (_sureness([found for _, found in group[1]]), group[0]))
    return [
        Item(article, found, nth, len(groups), place, len(group))
        for nth, (_, group) in enumerate(groups, 1)
        for place, (article, found) in enumerate(group, 1)
    ]


def _sureness(of_rule: Sequence[FoundRemoval]) -> tuple[bool, float]:
    if not any(one.certain for found in of_rule for one in found.rules if one.rule == found.rule):
        return False, sum(found.score for found in of_rule) / len(of_rule)
    return True, -sum(found.end - found.start for found in of_rule)


def shown(item: Item, rules: RuleSet) -> dict[str, Any]:
    """A removal as the page shows it: all of it text, with nothing in it that could hide or reorder what is read."""
    article, found = item.article, item.found
    rule = rules.by_id.get(found.rule)
    names = {name: sanitize(getattr(article, name) or "") for name in ("id", "source", "url", "title")}
    return {
        "rule": sanitize(found.rule),
        "description": sanitize(rule.description if rule else _MAIN_CONTENT),
        "nth": item.nth,
        "rules": item.rules,
        "place": item.place,
        "of": item.of,
        "category": found.category,
        "score": f"{found.score:+.2f}",
        "scores": [(sanitize(name), f"{points:+.2f}") for name, points in _terms(found)],
        "article": names,
        "lines": _lines(article, found),
    }


def _terms(found: FoundRemoval) -> list[tuple[str, float]]:
    """What its score is the sum of."""
    terms = [(one.rule, one.points) for one in found.rules]
    return [*terms, ("start", found.base)] if found.base else terms


def _lines(article: ReviewedArticle, found: FoundRemoval) -> list[list[tuple[str, str]]]:
    """The lines of a removal and around it, as pieces with what becomes of each: kept, gone, this removal; or a note."""
    blocks = segment(article.text)
    touched = [n for n, block in enumerate(blocks) if overlaps(block, found)]
    first, last = max(0, touched[0] - CONTEXT), min(len(blocks), touched[-1] + CONTEXT + 1)
    lines = [_pieces(article, found, block) for block in blocks[first:last]]
    if len(touched) > _MOST_LINES:
        begin, end = touched[0] - first + _MOST_LINES // 2, touched[-1] - first + 1 - _MOST_LINES // 2
        lines[begin:end] = _note(end - begin, "of this removal")
    return [*_note(first, "before"), *lines, *_note(len(blocks) - last, "after")]


def _note(count: int, where: str) -> list[list[tuple[str, str]]]:
    """The line that stands for those that are not shown, if there are any."""
    return [[(f"… {count:,} line{'s' * (count > 1)} {where}", "note")]] if count else []


def _pieces(article: ReviewedArticle, found: FoundRemoval, block: Span) -> list[tuple[str, str]]:
    """A line, cut where removals begin and end."""
    longest = _LONGEST_PIECE if overlaps(block, found) else _LONGEST_AROUND
    pieces = []
    for (start, end), other in divided(block, article.found):
        state = "kept" if other is None else "this" if other == found else "gone"
        pieces.append((_shortened(sanitize(article.text[start:end]), longest), state))
    return pieces


def _shortened(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    half = longest // 2
    return f"{text[:half]} […] {text[-half:]}"
