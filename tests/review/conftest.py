"""A dump to review in a folder of its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.review.driven import ARTICLES, RULES, Review, reviewing


class Desk(NamedTuple):
    """Where a review takes place."""

    folder: Path
    dump: Path
    rules: Path
    verdicts: Path
    draft: Path

    @property
    def arguments(self) -> tuple[object, ...]:
        """What `cleaner review` is told."""
        return self.dump, "-o", self.verdicts, "--no-default-rules", "--rules", self.rules

    def cases(self) -> dict[str, dict]:
        """The labelled cases by id."""
        rows = [json.loads(line) for line in self.verdicts.read_text(encoding="utf-8").splitlines()]
        return {row["id"]: row for row in rows}


def desk_in(folder: Path, articles: list[dict] = ARTICLES, rules: str = RULES) -> Desk:
    """A desk with a dump and rules."""
    names = ("dump.jsonl", "rules.toml", "verdicts.jsonl", "verdicts.keep.toml")
    made = Desk(folder, *(folder / name for name in names))
    made.dump.write_text("".join(json.dumps(article) + "\n" for article in articles))
    made.rules.write_text(rules, encoding="utf-8")
    return made


@pytest.fixture
def make_desk(tmp_path: Path) -> Callable[..., Desk]:
    """Makes a desk, or puts another dump and other rules on it."""
    return partial(desk_in, tmp_path)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """The usual desk."""
    return desk_in(tmp_path)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, Review]]:
    """A desk and a review for tests that must not change anything."""
    made = desk_in(tmp_path_factory.mktemp("shared"))
    with reviewing(*made.arguments) as review:
        yield made, review
