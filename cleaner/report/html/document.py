"""One document as a row of plain data for the report of a run, bounded whatever the document's size."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from cleaner.hosts import site_of
from cleaner.model import CleanResult
from cleaner.report.html.excerpt import excerpt, shortened, shortened_front
from cleaner.report.html.keeper import Keeper, chance
from cleaner.ruleset.ruleset import RuleSet

# More than are shown of a document, so that rules which are seldom alone have samples too.
_SAMPLES = 12
_LABEL, _WARNING, _WARNINGS, _RULES = 200, 300, 5, 8


class RunPlace(NamedTuple):
    """Where a document stands in the dump, and what it is known by."""

    source: str
    id: str
    url: str | None
    title: str | None


class _Run(NamedTuple):
    """Removals in a row with one category and one strongest rule; a menu or a list of teasers is many.

    Attributes:
        category: the category.
        rules: what their rules are counted as, the strongest first; cues left out.
        start, end: where they stand.
        removals: how many they are.
    """

    category: str
    rules: tuple[str, ...]
    start: int
    end: int
    removals: int = 1

    @property
    def name(self) -> str:
        """The strongest rule, or what stands for it."""
        return self.rules[0] if self.rules else self.category


def document_row(place: RunPlace, result: CleanResult, rules: RuleSet) -> dict[str, Any]:
    """What the report may say of a document: counts, warnings, some of its removals."""
    stats = result.stats
    url = place.url or ""
    found = list(_found(result, rules))
    return {
        "source": shortened_front(place.source, _LABEL),
        "id": shortened(place.id, _LABEL),
        "url": "" if url.startswith("//") else shortened(url, _LABEL),  # of some only the site is known
        "site": shortened(site_of(url), _LABEL),
        "title": shortened(" ".join((place.title or "").split()), _LABEL),
        "characters": stats.characters,
        "removed": stats.removed_characters,
        "removals": stats.removals,
        "categories": dict(sorted(stats.characters_by_category.items())),
        "rules": _by_rule(found),
        "warnings": [shortened(warning, _WARNING) for warning in stats.warnings[:_WARNINGS]],
        "samples": [_sample(result.raw, run) for run in _chosen(place.source, _joined(found, result.raw))],
    }


def _found(result: CleanResult, rules: RuleSet) -> Iterator[_Run]:
    cues = {cue.id for cue in rules.cues}
    for removal in result.removals:
        found = sorted(removal.rules, key=lambda rule: -rule.points)
        names = dict.fromkeys(rules.counted_as(rule.rule) for rule in found if not (rule.is_hint or rule.rule in cues))
        yield _Run(removal.category, tuple(names), removal.start, removal.end)


def _by_rule(found: Iterable[_Run]) -> dict[str, tuple[int, int]]:
    """For each rule in how many removals it had a part, and the characters of those in which it was the strongest."""
    counts: dict[str, tuple[int, int]] = {}
    for _, names, start, end, _ in found:
        for place, name in enumerate(names):
            removals, characters = counts.get(name, (0, 0))
            counts[name] = (removals + 1, characters + (end - start) * (not place))
    return dict(sorted(counts.items()))


def _joined(found: Iterable[_Run], raw: str) -> Iterator[_Run]:
    """The removals, those between which there is nothing as one."""
    run: _Run | None = None
    for one in found:
        if run and (run.category, run.name) == (one.category, one.name) and not raw[run.end : one.start].strip():
            names = tuple(dict.fromkeys((*run.rules, *one.rules)))
            run = run._replace(rules=names, end=one.end, removals=run.removals + 1)
        else:
            if run:
                yield run
            run = one
    if run:
        yield run


def _chosen(source: str, runs: Iterable[_Run]) -> Iterable[_Run]:
    """Some of them: of every rule the first before any rule's second, which rules by chance."""
    keeper: Keeper[_Run] = Keeper(_SAMPLES)
    times: Counter[str] = Counter()
    for run in runs:
        times[run.name] += 1
        keeper.offer(run, -times[run.name], chance(source, run.name))
    return keeper


def _sample(raw: str, run: _Run) -> dict[str, Any]:
    return {
        "category": run.category,
        "rules": run.rules[:_RULES],
        "removals": run.removals,
        "start": run.start,
        **excerpt(raw, run.start, run.end)._asdict(),
    }
