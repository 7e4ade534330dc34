"""Counting lines by site, in DuckDB, which goes on on disk where memory ends. The order of rows makes no difference."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cleaner.errors import InputError
from cleaner.extras import require
from cleaner.records.file import reason
from cleaner.ruleset.learned import LearnedLine

_ROWS_AT_ONCE = 10_000
# A line that one page has twice, or that stands on a page that was scraped twice, counts once.
_SEEN = """
create temp table candidate as
    select site, fingerprint from read_parquet($rows) group by all having count(*) >= $pages;
create temp table counted as
    select site, fingerprint, count(*) as pages from (
        select distinct site, fingerprint, page from read_parquet($rows) semi join candidate using (site, fingerprint)
    ) group by all having count(*) >= $pages;
create temp table site as
    select site, count(*) as pages from (select distinct site, page from read_parquet($rows)) group by all;
create temp table learned as
    select site, fingerprint, counted.pages, site.pages as of
    from counted join site using (site) where counted.pages >= $share * site.pages;
"""
_LEARNED = """
select site, min(line) as line, fingerprint, min(words) as words, any_value(learned.pages) as pages, any_value(of) as of
from read_parquet($rows) join learned using (site, fingerprint)
group by site, fingerprint order by site, pages desc, line, fingerprint
"""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When a line counts as learned.

    Attributes:
        pages: on how many different pages of its site it must stand.
        share: on which share of them.
    """

    pages: int = 5
    share: float = 0.1


@dataclass(frozen=True, slots=True)
class Learned:
    """What was learned: the lines by site, most frequent first, and from how many pages of how many sites."""

    lines: tuple[LearnedLine, ...]
    pages: int
    sites: int

    @property
    def words(self) -> str:
        """That, in words."""
        return f"learned {len(self.lines):,} lines from {self.pages:,} pages of {self.sites:,} sites"


def count_lines(
    rows: Path, thresholds: Thresholds, folder: Path, *, memory: int = 512 << 20, threads: int = 2
) -> Learned:
    """The lines that recur.

    Args:
        rows: a Parquet file of what `lines.rows` gave.
        thresholds: when a line counts.
        folder: for what does not fit into memory.
        memory: bytes that the counting may use.
        threads: how many threads count.

    Raises:
        InputError: the disk is full, or the memory is too small.
        MissingExtraError: DuckDB is not installed.
    """
    duckdb = require("duckdb", "dumps")
    if not require("pyarrow.parquet", "dumps").read_metadata(rows).num_rows:
        return Learned((), 0, 0)
    settings = {
        "memory_limit": f"{memory >> 20}MiB",
        "threads": threads,
        "temp_directory": str(folder / "spill"),
        "preserve_insertion_order": False,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    try:
        with duckdb.connect(config=settings) as database:
            given = {"rows": str(rows), "pages": thresholds.pages, "share": thresholds.share}
            for statement in filter(None, map(str.strip, _SEEN.split(";"))):
                database.execute(statement, {name: given[name] for name in given if f"${name}" in statement})
            sites, pages = database.execute("select count(*), coalesce(sum(pages), 0) from site").fetchone()
            result = database.execute(_LEARNED, {"rows": str(rows)})
            return Learned(tuple(_lines(result)), int(pages), sites)
    except duckdb.Error as error:
        raise InputError(f"{rows}: cannot be counted: {reason(error)}") from error


def _lines(result: object) -> Iterator[LearnedLine]:
    while some := result.fetchmany(_ROWS_AT_ONCE):  # type: ignore[attr-defined]  # a result of DuckDB
        yield from (LearnedLine(*row) for row in some)
