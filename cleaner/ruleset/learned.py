"""Learned lines as rules: the table that `cleaner learn` makes, and the rule entries that it stands for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from cleaner.extras import require

PARQUET = ".parquet"
# Shorter lines may be an author's own headings ("Ingredients", "Our verdict"): they need a second kind of evidence.
TELLING_WORDS = 4
# Points of shorter ones.
HINT = 2.0
_LABEL = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*")


class LearnedLine(NamedTuple):
    """A line that recurs on a site.

    Attributes:
        site: the site's host, without `www.`.
        line: one of its wordings.
        fingerprint: what all its wordings have in common.
        words: how many words it has.
        pages: on how many pages of the site it stands.
        of: how many pages of the site there are.
    """

    site: str
    line: str
    fingerprint: int
    words: int
    pages: int
    of: int

    @property
    def is_telling(self) -> bool:
        """Whether the line is long enough to go for its recurrence alone."""
        return self.words >= TELLING_WORDS


def entries(lines: Iterable[LearnedLine]) -> Iterator[tuple[dict[str, Any], list[LearnedLine]]]:
    """The rules that lines, sorted by site, stand for: entries as in a rule file, their own lines apart."""
    for site, all_of_site in groupby(lines, lambda line: line.site):
        found = list(all_of_site)
        for name, weight, some in (
            ("learned", {"certain": True}, [line for line in found if line.is_telling]),
            ("learned-short", {"points": HINT}, [line for line in found if not line.is_telling]),
        ):
            if some:
                yield (
                    {
                        "id": f"boilerplate.{name}.{_label(site)}",
                        "kind": "learned",
                        "site": site,
                        "description": f"Lines that recur on the {found[0].of:,} pages of {site}.",
                        **weight,
                    },
                    some,
                )


def _label(site: str) -> str:
    """A host as a part of a rule's id."""
    if _LABEL.fullmatch(site):
        return site
    return "host-" + sha256(site.encode("utf-8", "replace")).hexdigest()[:12]


def tables(path: Path) -> Iterator[dict[str, Any]]:
    """The rule entries of a Parquet file of learned lines.

    Raises:
        OSError, ValueError: the file cannot be read, or holds something else.
        MissingExtraError: pyarrow is not installed.
    """
    with require("pyarrow.parquet", "dumps").ParquetFile(path) as file:
        rows = (row for batch in file.iter_batches(columns=list(LearnedLine._fields)) for row in batch.to_pylist())
        for entry, lines in entries(LearnedLine(**row) for row in rows):
            yield {**entry, "lines": [line.fingerprint for line in lines]}
