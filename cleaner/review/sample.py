"""The articles of a dump that are reviewed: of those with a removal that is asked for so many, taken at random in one pass."""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from cleaner.engines import local
from cleaner.engines.base import Outcome
from cleaner.engines.cleaning import CleanJob
from cleaner.engines.worker import WorkerTask
from cleaner.page.content import CATEGORY
from cleaner.records.dump import Dump
from cleaner.records.formats import output_of
from cleaner.records.record import Record, Row
from cleaner.review.article import MARKUP, FoundRemoval, ReviewedArticle
from cleaner.ruleset.group import in_group
from cleaner.stats import Tally

_FOUND = "found"


@dataclass(frozen=True, slots=True)
class WantedRemovals:
    """Which removals are reviewed.

    Attributes:
        rules: ids or groups; one of them had a part in the removal. Empty: any, save that what the search for a page's
            main content left out must be asked for: neither scores nor keep rules decide on it.
        categories: what it was counted as. Empty: anything.
    """

    rules: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()

    def takes(self, found: FoundRemoval) -> bool:
        """Whether a removal is reviewed."""
        if not (self.rules or self.categories):
            return not (found.evidence == MARKUP and found.category == CATEGORY)
        by_rule = any(in_group(score.rule, name) for score in found.rules for name in self.rules)
        return (by_rule or not self.rules) and (found.category in self.categories or not self.categories)


@dataclass(frozen=True, slots=True)
class FindJob:
    """Clean articles, and take down those with removals that are wanted."""

    cleaning: CleanJob
    wanted: WantedRemovals

    def work(self, record: Record) -> Outcome:
        """The article with all its removals, or nothing where none is wanted."""
        result = self.cleaning.clean(record)
        article = ReviewedArticle.of(record, result, self.cleaning.rules)
        rows = [Row(article.to_dict())] if any(map(self.wanted.takes, article.found)) else []
        return Outcome({_FOUND: rows}, replace(result.stats, warnings=()))


@dataclass(frozen=True, slots=True)
class ReviewSample:
    """Articles in the order of the dump, how many there were to take them from, and what was counted."""

    articles: tuple[ReviewedArticle, ...]
    of: int
    tally: Tally


def take_sample(
    dump: Dump,
    job: FindJob,
    size: int,
    seed: int,
    *,
    workers: int,
    timeout: float,
    progress: Callable[[int, Tally], None],
) -> ReviewSample:
    """A sample of at most `size` articles; the same dump, rules and seed give the same.

    Raises:
        InputError: an input cannot be read.
        CleanerError: worker processes die before they begin.
    """
    chance = random.Random(seed)  # noqa: S311  # no secret
    held: list[tuple[int, bytes]] = []
    seen, tally = 0, Tally()
    with tempfile.TemporaryDirectory(prefix="cleaner-") as folder:
        work = WorkerTask(job, {_FOUND: output_of("found.jsonl")}, timeout)
        with closing(local.run_local(dump.parts(), work, Path(folder), workers)) as results:
            for part, done in results:
                for row in done.data[_FOUND].splitlines():
                    seen += 1
                    place = len(held) if len(held) < size else chance.randrange(seen)
                    if place < size:
                        held[place : place + 1] = [(seen, row)]
                tally.update(done.tally)
                progress(part.read, tally)
    return ReviewSample(tuple(ReviewedArticle.from_dict(json.loads(row)) for _, row in sorted(held)), seen, tally)
